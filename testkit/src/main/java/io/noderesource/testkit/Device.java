package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Hardware;
import io.noderesource.inventory.Partition;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One block device of the simulated machine; mutable, guarded by the node's lock. */
final class Device {

    /** What the world wide name of a device on persistent memory begins with. */
    static final String UUID = "uuid.";

    final String key;
    final DeviceType type;
    Content content = new Content();
    Hardware hardware = Hardware.UNKNOWN;
    ByteSize size;
    boolean rotational;
    boolean removable;
    boolean zoned;
    int sectorSize = 512;
    boolean readOnly;
    boolean attached = true;

    // What the kernel calls it, until the next boot.
    String name = "";
    DeviceNumber number = new DeviceNumber(0, 0);
    long sequence;

    // A partition.
    @Nullable
    Device disk;

    int partitionNumber;
    long start;

    @Nullable
    String partitionType;

    // A device-mapper device or a loop.
    final List<Device> below = new ArrayList<>();

    @Nullable
    String dmName;

    @Nullable
    String dmUuid;

    /** What it is the block device of, on persistent memory. */
    @Nullable
    Namespace namespace;

    /** Its own uses; those of its partitions and of its disk are added when it is looked at. */
    final TreeSet<DeviceUse> uses = new TreeSet<>();

    // How a look at it ends.
    boolean hidden;
    Probe.State probe = Probe.State.DONE;
    UdevRecord.State udev = UdevRecord.State.READY;
    List<Signature> udevSignatures = List.of();

    Device(String key, DeviceType type, ByteSize size) {
        this.key = key;
        this.type = type;
        this.size = size;
    }

    String path() {
        return "/dev/" + name;
    }

    int logicalSectorSize() {
        if (namespace != null) {
            return namespace.mode == Mode.SECTOR ? 4096 : 512;
        }
        Device whole = disk;
        if (whole != null) {
            return whole.logicalSectorSize();
        }
        return below.isEmpty() ? sectorSize : below.get(0).logicalSectorSize();
    }

    void settle() {
        udevSignatures = hidden ? List.of() : content.signatures();
    }

    DeviceIdentity identity(String bootId) {
        if (dmUuid != null) {
            return new DeviceIdentity(DeviceIdentity.Kind.DM_UUID, dmUuid);
        }
        Device whole = disk;
        if (whole != null) {
            DeviceIdentity of = whole.identity(bootId);
            return new DeviceIdentity(
                    DeviceIdentity.Kind.PARTITION, of.kind().name() + " " + of.value() + " part " + partitionUuid());
        }
        String wwn = hardware.wwn();
        if (wwn != null) {
            return new DeviceIdentity(DeviceIdentity.Kind.WWN, wwn);
        }
        String serial = hardware.serial();
        if (serial != null) {
            String model = hardware.model();
            return new DeviceIdentity(DeviceIdentity.Kind.SERIAL, model == null ? serial : model + " " + serial);
        }
        return new DeviceIdentity(DeviceIdentity.Kind.THIS_BOOT, bootId + " disk sequence " + sequence);
    }

    String partitionUuid() {
        return HexFormat.of().toHexDigits(key.hashCode()) + (partitionNumber < 10 ? "-0" : "-") + partitionNumber;
    }

    @Nullable
    Partition partition() {
        Device whole = disk;
        return whole == null ? null : new Partition(whole.name, partitionNumber, start, partitionUuid(), partitionType);
    }

    List<String> links() {
        List<String> links = new ArrayList<>();
        if (dmName != null) {
            links.add("/dev/mapper/" + dmName);
        }
        Device whole = disk == null ? this : disk;
        String suffix = disk == null ? "" : "-part" + partitionNumber;
        String serial = whole.hardware.serial();
        String wwn = whole.hardware.wwn();
        if (serial != null) {
            links.add("/dev/disk/by-id/" + whole.hardware.transport() + "-" + serial + suffix);
        }
        if (wwn != null) {
            links.add("/dev/disk/by-id/"
                    + (type == DeviceType.PMEM ? "pmem-" + wwn.substring(UUID.length()) : "wwn-" + wwn)
                    + suffix);
        }
        return links;
    }

    @Override
    public String toString() {
        return key;
    }
}
