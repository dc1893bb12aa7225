package io.noderesource.inventory;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A module of persistent memory (NVDIMM).
 *
 * @param name its kernel name, such as {@code nmem0}; another one after the next boot, perhaps
 * @param bus the kernel name of the bus that it is on, such as {@code ndbus0}
 * @param id what its maker and its serial number give ({@code unique_id}); null when it has none
 * @param handle what the firmware addresses it by
 * @param physicalId number of its slot, as SMBIOS has it
 * @param enabled whether the kernel has a driver on it
 * @param active whether a region of it is in use by the kernel
 * @param locked whether its contents are locked by a passphrase
 * @param availableLabels how many labels for namespaces are free, or would be once they are initialized; 0 where there is no
 *     room for any
 * @param failures what its firmware or the kernel says has failed, in libndctl's words; sorted
 */
public record PmemDimm(
        String name,
        String bus,
        @Nullable String id,
        long handle,
        int physicalId,
        boolean enabled,
        boolean active,
        boolean locked,
        long availableLabels,
        List<String> failures) {

    public PmemDimm {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(bus, "bus");
        Objects.requireNonNull(failures, "failures");
        failures = failures.stream().sorted().toList();
    }
}
