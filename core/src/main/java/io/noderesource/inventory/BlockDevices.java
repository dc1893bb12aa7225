package io.noderesource.inventory;

import io.noderesource.internal.collect.Indexed;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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

    private static final Indexed.Key<BlockDevice, String> NAME = new Indexed.Key<>(d -> Stream.of(d.name()));
    private static final Indexed.Key<BlockDevice, String> NODE = new Indexed.Key<>(d -> Stream.of(d.path()));
    private static final Indexed.Key<BlockDevice, String> NODE_OR_LINK =
            new Indexed.Key<>(d -> Stream.concat(Stream.of(d.path()), d.links().stream()));
    private static final Indexed.Key<BlockDevice, DeviceNumber> NUMBER = new Indexed.Key<>(d -> Stream.of(d.number()));
    private static final Indexed.Key<BlockDevice, DeviceIdentity> IDENTITY =
            new Indexed.Key<>(d -> Stream.of(d.identity()));
    private static final Indexed.Key<BlockDevice, String> DISK =
            new Indexed.Key<>(d -> Stream.ofNullable(d.partition()).map(Partition::disk));

    public BlockDevices {
        Objects.requireNonNull(bootId, "bootId");
        Objects.requireNonNull(devices, "devices");
        Objects.requireNonNull(mounts, "mounts");
        devices = Indexed.copyOf(devices.stream().sorted(Comparator.comparing(BlockDevice::number)));
        mounts = List.copyOf(mounts);
    }

    /** Finds the device of a kernel name such as {@code vdb}. */
    public Optional<BlockDevice> named(String name) {
        return Indexed.find(devices, NAME, name).stream().findFirst();
    }

    /** Finds the device of a path: its node or one of its links. */
    public Optional<BlockDevice> at(String path) {
        return Indexed.find(devices, NODE_OR_LINK, path).stream().findFirst();
    }

    /** Tells whether a path is a device's node itself, and no link. */
    public boolean hasNode(String path) {
        return !Indexed.find(devices, NODE, path).isEmpty();
    }

    /** Finds the device of a number. */
    public Optional<BlockDevice> numbered(DeviceNumber number) {
        return Indexed.find(devices, NUMBER, number).stream().findFirst();
    }

    /** Finds all devices of an identity; more than one means that it is ambiguous. */
    public List<BlockDevice> known(DeviceIdentity identity) {
        return Indexed.find(devices, IDENTITY, identity);
    }

    /** The partitions of a disk. */
    public Stream<BlockDevice> partitionsOf(BlockDevice disk) {
        return Indexed.find(devices, DISK, disk.name()).stream();
    }
}
