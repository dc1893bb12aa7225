package io.noderesource.inventory;

import java.util.Objects;

/**
 * A bus of persistent memory: what one driver of the kernel has found of it.
 *
 * @param name its kernel name, such as {@code ndbus0}
 * @param provider who found it, such as {@code ACPI.NFIT} (ndctl-list(1), "--bus")
 */
public record PmemBus(String name, String provider) {

    public PmemBus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(provider, "provider");
    }
}
