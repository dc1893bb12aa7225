package io.noderesource.inventory;

import io.noderesource.base.ByteSize;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One block device of the node, with what two independent looks showed of its content.
 *
 * <p>Construct it with {@link #builder(String, DeviceNumber, ByteSize)}.
 *
 * @param name kernel name, such as {@code vdb}; a hint, never an identity
 * @param path device node, such as {@code /dev/vdb}
 * @param number device number
 * @param type sort of device
 * @param size size of the medium
 * @param identity what the device is known by
 * @param hardware what it says of itself
 * @param links symbolic links to it below {@code /dev/disk} and {@code /dev/mapper}, sorted
 * @param logicalSectorSize in bytes
 * @param physicalSectorSize in bytes
 * @param readOnly whether writes are refused
 * @param removable whether the medium can be taken out
 * @param rotational whether the kernel holds it for a spinning disk
 * @param zoned whether it is a host-managed or host-aware zoned device
 * @param diskSequence the kernel's sequence number of the medium (Linux 5.15 and later), 0 when unknown
 * @param partition what makes it a partition; null for a whole device
 * @param partitions kernel names of its partitions, sorted
 * @param holders kernel names of the devices on top of it, sorted
 * @param slaves kernel names of the devices under it, sorted
 * @param dmName name in device-mapper; null for others
 * @param dmUuid UUID in device-mapper; null for others
 * @param loopFile the file or device behind a loop device; null for others
 * @param uses the ways in which it is in use, sorted
 * @param probe what reading it showed
 * @param udev what the udev database says
 */
public record BlockDevice(
        String name,
        String path,
        DeviceNumber number,
        DeviceType type,
        ByteSize size,
        DeviceIdentity identity,
        Hardware hardware,
        List<String> links,
        int logicalSectorSize,
        int physicalSectorSize,
        boolean readOnly,
        boolean removable,
        boolean rotational,
        boolean zoned,
        long diskSequence,
        @Nullable Partition partition,
        List<String> partitions,
        List<String> holders,
        List<String> slaves,
        @Nullable String dmName,
        @Nullable String dmUuid,
        @Nullable String loopFile,
        List<DeviceUse> uses,
        Probe probe,
        UdevRecord udev) {

    public BlockDevice {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(hardware, "hardware");
        Objects.requireNonNull(links, "links");
        Objects.requireNonNull(partitions, "partitions");
        Objects.requireNonNull(holders, "holders");
        Objects.requireNonNull(slaves, "slaves");
        Objects.requireNonNull(uses, "uses");
        Objects.requireNonNull(probe, "probe");
        Objects.requireNonNull(udev, "udev");
        links = links.stream().sorted().toList();
        partitions = partitions.stream().sorted().toList();
        holders = holders.stream().sorted().toList();
        slaves = slaves.stream().sorted().toList();
        uses = uses.stream().distinct().sorted().toList();
    }

    /** Starts a disk of the given name, number and size; everything else has the values of an idle disk not looked at. */
    public static Builder builder(String name, DeviceNumber number, ByteSize size) {
        return new Builder(name, number, size);
    }

    /** Returns a builder with all of this device's facts. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the device for people: path, identity and size. */
    public String describe() {
        return path + " (" + identity + ", " + size + ")";
    }

    /** Builds a {@link BlockDevice}; not thread-safe. */
    public static final class Builder {
        private String name;
        private DeviceNumber number;
        private ByteSize size;
        private String path;
        private DeviceType type = DeviceType.DISK;
        private @Nullable DeviceIdentity identity;
        private Hardware hardware = Hardware.UNKNOWN;
        private List<String> links = List.of();
        private int logicalSectorSize = 512;
        private int physicalSectorSize = 512;
        private boolean readOnly;
        private boolean removable;
        private boolean rotational;
        private boolean zoned;
        private long diskSequence;
        private @Nullable Partition partition;
        private List<String> partitions = List.of();
        private List<String> holders = List.of();
        private List<String> slaves = List.of();
        private @Nullable String dmName;
        private @Nullable String dmUuid;
        private @Nullable String loopFile;
        private List<DeviceUse> uses = List.of();
        private Probe probe = Probe.unknown(Probe.State.SKIPPED, "not probed");
        private UdevRecord udev = new UdevRecord(UdevRecord.State.MISSING, List.of());

        private Builder(String name, DeviceNumber number, ByteSize size) {
            this.name = name;
            this.path = "/dev/" + name;
            this.number = number;
            this.size = size;
        }

        private Builder(BlockDevice f) {
            this(f.name, f.number, f.size);
            path = f.path;
            type = f.type;
            identity = f.identity;
            hardware = f.hardware;
            links = f.links;
            logicalSectorSize = f.logicalSectorSize;
            physicalSectorSize = f.physicalSectorSize;
            readOnly = f.readOnly;
            removable = f.removable;
            rotational = f.rotational;
            zoned = f.zoned;
            diskSequence = f.diskSequence;
            partition = f.partition;
            partitions = f.partitions;
            holders = f.holders;
            slaves = f.slaves;
            dmName = f.dmName;
            dmUuid = f.dmUuid;
            loopFile = f.loopFile;
            uses = f.uses;
            probe = f.probe;
            udev = f.udev;
        }

        /** Sets the kernel name, and the path to the node of that name. */
        public Builder name(String name) {
            this.name = name;
            this.path = "/dev/" + name;
            return this;
        }

        public Builder path(String path) {
            this.path = path;
            return this;
        }

        public Builder number(DeviceNumber number) {
            this.number = number;
            return this;
        }

        public Builder size(ByteSize size) {
            this.size = size;
            return this;
        }

        public Builder type(DeviceType type) {
            this.type = type;
            return this;
        }

        public Builder identity(DeviceIdentity identity) {
            this.identity = identity;
            return this;
        }

        public Builder hardware(Hardware hardware) {
            this.hardware = hardware;
            return this;
        }

        public Builder links(List<String> links) {
            this.links = links;
            return this;
        }

        public Builder sectorSizes(int logical, int physical) {
            this.logicalSectorSize = logical;
            this.physicalSectorSize = physical;
            return this;
        }

        public Builder readOnly(boolean readOnly) {
            this.readOnly = readOnly;
            return this;
        }

        public Builder removable(boolean removable) {
            this.removable = removable;
            return this;
        }

        public Builder rotational(boolean rotational) {
            this.rotational = rotational;
            return this;
        }

        public Builder zoned(boolean zoned) {
            this.zoned = zoned;
            return this;
        }

        public Builder diskSequence(long diskSequence) {
            this.diskSequence = diskSequence;
            return this;
        }

        public Builder partition(@Nullable Partition partition) {
            this.partition = partition;
            return this;
        }

        public Builder partitions(List<String> partitions) {
            this.partitions = partitions;
            return this;
        }

        public Builder holders(List<String> holders) {
            this.holders = holders;
            return this;
        }

        public Builder slaves(List<String> slaves) {
            this.slaves = slaves;
            return this;
        }

        public Builder mapped(String dmName, String dmUuid) {
            this.dmName = dmName;
            this.dmUuid = dmUuid;
            return this;
        }

        public Builder loopFile(@Nullable String loopFile) {
            this.loopFile = loopFile;
            return this;
        }

        public Builder uses(List<DeviceUse> uses) {
            this.uses = uses;
            return this;
        }

        public Builder probe(Probe probe) {
            this.probe = probe;
            return this;
        }

        public Builder udev(UdevRecord udev) {
            this.udev = udev;
            return this;
        }

        /** Makes the device; without an identity it is known by its device number until the next boot. */
        public BlockDevice build() {
            DeviceIdentity known = identity != null
                    ? identity
                    : new DeviceIdentity(DeviceIdentity.Kind.THIS_BOOT, "device number " + number);
            return new BlockDevice(
                    name,
                    path,
                    number,
                    type,
                    size,
                    known,
                    hardware,
                    links,
                    logicalSectorSize,
                    physicalSectorSize,
                    readOnly,
                    removable,
                    rotational,
                    zoned,
                    diskSequence,
                    partition,
                    partitions,
                    holders,
                    slaves,
                    dmName,
                    dmUuid,
                    loopFile,
                    uses,
                    probe,
                    udev);
        }
    }
}
