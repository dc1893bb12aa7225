package io.noderesource.inventory;

import io.noderesource.base.ByteSize;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A namespace: a part of a region that is used in one way.
 *
 * @param name its kernel name, such as {@code namespace0.1}; another one after the next boot, perhaps
 * @param region the kernel name of its region
 * @param uuid what its labels know it by; null in a region without labels
 * @param layoutUuid what the layout on it is known by, which {@code ndctl list} shows in place of the other; null in mode {@link
 *     Mode#RAW}
 * @param label the name that it was given ({@code alt_name}); null when it was given none
 * @param mode how it is used
 * @param offset where in the region it begins; null when the kernel does not tell
 * @param size how much of the region it has
 * @param usable what is left of that for data, without the kernel's records of its pages or blocks; zero while it is not enabled
 * @param sectorSize the sector size of its block device; zero where it has none
 * @param alignment what mappings of it are aligned to; zero where that does not apply
 * @param mapLocation where the kernel's records of its pages are
 * @param enabled whether the kernel has a driver on it
 * @param blockDevice the path of its block device; null where it has none. What holds it, and where it is mounted, is told with
 *     all {@link BlockDevice block devices}
 * @param daxDevices its character devices, in the order of their kernel names; none but in mode {@link Mode#DEVDAX}
 */
public record PmemNamespace(
        String name,
        String region,
        @Nullable String uuid,
        @Nullable String layoutUuid,
        @Nullable String label,
        Mode mode,
        @Nullable ByteSize offset,
        ByteSize size,
        ByteSize usable,
        int sectorSize,
        ByteSize alignment,
        MapLocation mapLocation,
        boolean enabled,
        @Nullable String blockDevice,
        List<DaxDevice> daxDevices) {

    /** How a namespace is used (ndctl-create-namespace(1), "--mode"). */
    public enum Mode {
        /** As a block device whose file systems can map the memory itself. */
        FSDAX,
        /** As a character device that is mapped; or as system memory. */
        DEVDAX,
        /** As a block device that writes each sector as a whole or not at all. */
        SECTOR,
        /** As a block device and nothing more. */
        RAW,
        /** The kernel does not tell. */
        UNKNOWN
    }

    /** Where the kernel's records of a namespace's pages are (ndctl-create-namespace(1), "--map"). */
    public enum MapLocation {
        /** It has none. */
        NONE,
        /** In the system's memory. */
        MEMORY,
        /** On the namespace itself. */
        DEVICE
    }

    public PmemNamespace {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(usable, "usable");
        Objects.requireNonNull(alignment, "alignment");
        Objects.requireNonNull(mapLocation, "mapLocation");
        Objects.requireNonNull(daxDevices, "daxDevices");
        daxDevices = daxDevices.stream()
                .sorted(Comparator.comparing(DaxDevice::name))
                .toList();
    }
}
