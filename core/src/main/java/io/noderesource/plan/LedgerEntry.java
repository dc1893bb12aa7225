package io.noderesource.plan;

import io.noderesource.base.ResourceAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one resource that is ours.
 *
 * @param address the resource
 * @param uuid UUID of the object behind it, such as the volume group's; null before it was first seen
 * @param devices the devices that were made part of it, sorted by id
 */
public record LedgerEntry(ResourceAddress address, @Nullable String uuid, List<LedgerDevice> devices) {

    public LedgerEntry {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(devices, "devices");
        devices = devices.stream()
                .sorted(Comparator.comparing(LedgerDevice::id))
                .distinct()
                .toList();
    }

    /** Finds the device on which an id was made. */
    public Optional<LedgerDevice> made(String id) {
        return devices.stream().filter(d -> d.id().equals(id)).findFirst();
    }
}
