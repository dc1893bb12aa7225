package io.noderesource.inventory;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The node's block layer: every block device that the kernel shows, and the mounts.
 *
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 * @param devices all devices, in the order of their numbers
 * @param mounts mounts in the kernel's order
 */
public record BlockDevices(String bootId, List<BlockDevice> devices, List<Mount> mounts) {

    /** The section of an {@link Inventory} that holds it. */
    public static final SectionType<BlockDevices> SECTION = new SectionType<>("block", 1, BlockDevices.class);

    public BlockDevices {
        devices = devices.stream()
                .sorted(Comparator.comparing(BlockDevice::number))
                .toList();
        mounts = List.copyOf(mounts);
    }

    /** Finds the device of a kernel name such as {@code vdb}. */
    public Optional<BlockDevice> named(String name) {
        return devices.stream().filter(d -> d.name().equals(name)).findFirst();
    }

    /** Finds the device of a path: its node or one of its links. */
    public Optional<BlockDevice> at(String path) {
        return devices.stream()
                .filter(d -> d.path().equals(path) || d.links().contains(path))
                .findFirst();
    }

    /** Finds the device of a number. */
    public Optional<BlockDevice> numbered(DeviceNumber number) {
        return devices.stream().filter(d -> d.number().equals(number)).findFirst();
    }

    /** Finds all devices of an identity; more than one means that it is ambiguous. */
    public List<BlockDevice> known(DeviceIdentity identity) {
        return devices.stream().filter(d -> d.identity().equals(identity)).toList();
    }

    /** The partitions of a disk. */
    public Stream<BlockDevice> partitionsOf(BlockDevice disk) {
        return devices.stream()
                .filter(d -> d.partition() != null && d.partition().disk().equals(disk.name()));
    }
}
