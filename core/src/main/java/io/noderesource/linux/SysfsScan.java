package io.noderesource.linux;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.Hardware;
import io.noderesource.inventory.Partition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists all block devices as sysfs shows them, without opening any. */
final class SysfsScan {

    private static final long MOST_SECTORS = Long.MAX_VALUE / 512;

    private final Path classBlock;
    private final UdevDatabase udev;
    private final String bootId;
    private final Map<DeviceNumber, List<String>> links;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Listed> listed = new TreeMap<>();

    /**
     * One device as listed.
     *
     * @param device everything but uses and probe
     * @param entry its record in the udev database
     * @param suspended whether it is a suspended device-mapper device
     */
    record Listed(BlockDevice device, UdevDatabase.Entry entry, boolean suspended) {}

    /**
     * What was found.
     *
     * @param devices the devices by kernel name
     * @param problems what could not be read, for people; empty when everything could
     */
    record Result(Map<String, Listed> devices, List<String> problems) {}

    private SysfsScan(Path sys, UdevDatabase udev, String bootId, Map<DeviceNumber, List<String>> links) {
        this.classBlock = sys.resolve("class").resolve("block");
        this.udev = udev;
        this.bootId = bootId;
        this.links = links;
    }

    /** Scans; nothing when sysfs cannot be listed at all. */
    static Optional<Result> scan(Roots roots, UdevDatabase udev, String bootId) {
        Optional<List<String>> names = KernelFiles.list(roots.sys().resolve("class/block"));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Map<String, DeviceNumber> numbers = new HashMap<>();
        for (String name : names.get()) {
            number(roots.sys().resolve("class/block").resolve(name)).ifPresent(n -> numbers.put(nodeName(name), n));
        }
        SysfsScan scan = new SysfsScan(roots.sys(), udev, bootId, DeviceLinks.read(roots.dev(), numbers));
        scan.list(names.get());
        return Optional.of(new Result(scan.listed, scan.problems));
    }

    /** The name of a device's node below {@code /dev}: sysfs has {@code !} where the node has a slash. */
    static String nodeName(String kernelName) {
        return kernelName.replace('!', '/');
    }

    private static Optional<DeviceNumber> number(Path entry) {
        return KernelFiles.attribute(entry.resolve("dev")).flatMap(DeviceNumber::parse);
    }

    private void list(List<String> names) {
        List<String> partitions = new ArrayList<>();
        for (String name : names) {
            Path entry = classBlock.resolve(name);
            if (Files.exists(entry.resolve("partition"))) {
                partitions.add(name);
            } else if (!isHidden(entry)) {
                listDisk(name, entry);
            }
        }
        for (String name : partitions) {
            listPartition(name, classBlock.resolve(name));
        }
        listed.replaceAll((name, l) -> l.device().partition() != null ? l : withPartitions(l));
    }

    /** Hidden disks, such as the paths of an NVMe multipath head, have no node and cannot be used. */
    private static boolean isHidden(Path entry) {
        return KernelFiles.attribute(entry.resolve("hidden"))
                .filter("1"::equals)
                .isPresent();
    }

    private Listed withPartitions(Listed disk) {
        List<String> partitions = listed.values().stream()
                .map(Listed::device)
                .filter(d -> {
                    Partition p = d.partition();
                    return p != null && p.disk().equals(disk.device().name());
                })
                .map(BlockDevice::name)
                .toList();
        return new Listed(disk.device().toBuilder().partitions(partitions).build(), disk.entry(), disk.suspended());
    }

    /** Starts a device from the attributes that every one has; nothing when the entry is not whole. */
    private Optional<BlockDevice.Builder> start(String name, Path entry) {
        Optional<DeviceNumber> number = number(entry);
        OptionalLong sectors = KernelFiles.number(entry.resolve("size"));
        if (number.isEmpty() || sectors.isEmpty() || sectors.getAsLong() > MOST_SECTORS) {
            problems.add(name + " has no readable " + (number.isEmpty() ? "device number" : "size")
                    + " in sysfs (it may have vanished)");
            return Optional.empty();
        }
        return Optional.of(BlockDevice.builder(name, number.get(), ByteSize.ofSectors(sectors.getAsLong()))
                .path("/dev/" + nodeName(name))
                .links(links.getOrDefault(number.get(), List.of()))
                // What is not known to be writable is not written.
                .readOnly(!KernelFiles.attribute(entry.resolve("ro"))
                        .filter("0"::equals)
                        .isPresent())
                .holders(KernelFiles.names(entry.resolve("holders")))
                .slaves(KernelFiles.names(entry.resolve("slaves"))));
    }

    private void listDisk(String name, Path entry) {
        Optional<BlockDevice.Builder> started = start(name, entry);
        Optional<DeviceNumber> number = number(entry);
        if (started.isEmpty() || number.isEmpty()) {
            return;
        }
        UdevDatabase.Entry record = udev.read(number.get());
        DeviceType type = type(name, entry);
        Hardware hardware = hardware(name, type, entry, record);
        long diskSequence = KernelFiles.number(entry.resolve("diskseq")).orElse(0);
        Optional<String> dmUuid = KernelFiles.attribute(entry.resolve("dm/uuid"));
        @Nullable
        String mdUuid = type == DeviceType.RAID
                ? KernelFiles.attribute(entry.resolve("md/uuid"))
                        .or(() -> record.property("MD_UUID"))
                        .orElse(null)
                : null;
        BlockDevice.Builder builder = started.get();
        addQueue(builder, entry);
        if (Files.exists(entry.resolve("dm"))) {
            builder.mapped(KernelFiles.attribute(entry.resolve("dm/name")).orElse(name), dmUuid.orElse(""));
        }
        builder.type(type)
                .hardware(hardware)
                .diskSequence(diskSequence)
                .removable(isOne(entry.resolve("removable")))
                .loopFile(KernelFiles.attribute(entry.resolve("loop/backing_file"))
                        .map(MountTable::unescape)
                        .orElse(null))
                .identity(Identities.of(new Identities.Facts(
                        type, number.get(), hardware, dmUuid.orElse(null), mdUuid, diskSequence, bootId)))
                .udev(record.record(type));
        listed.put(name, new Listed(builder.build(), record, isOne(entry.resolve("dm/suspended"))));
    }

    private void listPartition(String name, Path entry) {
        Optional<Listed> parent = parent(entry).flatMap(p -> Optional.ofNullable(listed.get(p)));
        OptionalLong index = KernelFiles.number(entry.resolve("partition"));
        OptionalLong start = KernelFiles.number(entry.resolve("start"));
        if (parent.isEmpty()
                || index.isEmpty()
                || index.getAsLong() > Integer.MAX_VALUE
                || start.isEmpty()
                || start.getAsLong() > MOST_SECTORS) {
            problems.add(name + " is a partition without a readable disk, number or start in sysfs");
            return;
        }
        Optional<BlockDevice.Builder> started = start(name, entry);
        Optional<DeviceNumber> number = number(entry);
        if (started.isEmpty() || number.isEmpty()) {
            return;
        }
        BlockDevice disk = parent.get().device();
        UdevDatabase.Entry record = udev.read(number.get());
        Partition partition = new Partition(
                disk.name(),
                (int) index.getAsLong(),
                start.getAsLong() * 512,
                record.property("ID_PART_ENTRY_UUID").orElse(null),
                record.property("ID_PART_ENTRY_TYPE").orElse(null));
        BlockDevice device = started.get()
                .type(DeviceType.PARTITION)
                .partition(partition)
                .identity(Identities.of(disk.identity(), partition))
                .hardware(disk.hardware())
                .sectorSizes(disk.logicalSectorSize(), disk.physicalSectorSize())
                .rotational(disk.rotational())
                .removable(disk.removable())
                .zoned(disk.zoned())
                .diskSequence(disk.diskSequence())
                .udev(record.record(DeviceType.PARTITION))
                .build();
        listed.put(name, new Listed(device, record, false));
    }

    /** The disk of a partition: the directory that its own lies in (sysfs(5); the entry is a symbolic link). */
    private static Optional<String> parent(Path entry) {
        try {
            Path directory = entry.toRealPath().getParent();
            Path name = directory == null ? null : directory.getFileName();
            return Optional.ofNullable(name).map(Path::toString);
        } catch (IOException vanished) {
            return Optional.empty();
        }
    }

    private static void addQueue(BlockDevice.Builder builder, Path entry) {
        Path queue = entry.resolve("queue");
        builder.sectorSizes(
                        sectorSize(queue.resolve("logical_block_size")),
                        sectorSize(queue.resolve("physical_block_size")))
                .rotational(isOne(queue.resolve("rotational")))
                .zoned(KernelFiles.attribute(queue.resolve("zoned"))
                        .filter(z -> !z.equals("none"))
                        .isPresent());
    }

    private static int sectorSize(Path file) {
        long size = KernelFiles.number(file).orElse(512);
        return size >= 512 && size <= 1 << 30 ? (int) size : 512;
    }

    private static boolean isOne(Path file) {
        return KernelFiles.attribute(file).filter("1"::equals).isPresent();
    }

    private static DeviceType type(String name, Path entry) {
        if (Files.exists(entry.resolve("dm"))) {
            String uuid = KernelFiles.attribute(entry.resolve("dm/uuid")).orElse("");
            return uuid.startsWith("mpath-")
                    ? DeviceType.MULTIPATH
                    : uuid.startsWith("CRYPT-")
                            ? DeviceType.CRYPT
                            : uuid.startsWith("LVM-") ? DeviceType.LOGICAL_VOLUME : DeviceType.MAPPED;
        }
        if (Files.exists(entry.resolve("md"))) {
            return DeviceType.RAID;
        }
        String driver = name.replaceFirst("[0-9].*$", "");
        return switch (driver) {
            case "loop" -> DeviceType.LOOP;
            case "pmem" -> DeviceType.PMEM;
            case "sr" -> DeviceType.ROM;
            case "ram", "zram", "brd" -> DeviceType.RAM;
            case "nvme" -> DeviceType.DISK;
            // mmcblk0boot0 and mmcblk0rpmb are parts of the card with a purpose of their own.
            case "mmcblk" -> name.matches("mmcblk[0-9]+") ? DeviceType.DISK : DeviceType.OTHER;
            default ->
                driver.matches("(sd|vd|hd|xvd|dasd)[a-z]+|cciss!c|ida!c")
                        ? KernelFiles.attribute(entry.resolve("device/type"))
                                        .filter("5"::equals)
                                        .isPresent()
                                ? DeviceType.ROM
                                : DeviceType.DISK
                        : DeviceType.OTHER;
        };
    }

    private static Hardware hardware(String name, DeviceType type, Path entry, UdevDatabase.Entry record) {
        if (type != DeviceType.DISK && type != DeviceType.PMEM && type != DeviceType.ROM) {
            return Hardware.UNKNOWN;
        }
        Optional<String> kernel = KernelFiles.attribute(entry.resolve("wwid"))
                .or(() -> KernelFiles.attribute(entry.resolve("device/wwid")))
                .or(() -> type == DeviceType.PMEM
                        ? KernelFiles.attribute(entry.resolve("device/uuid")).map(u -> "uuid." + u)
                        : Optional.empty());
        Optional<String> serial = KernelFiles.attribute(entry.resolve("serial"))
                .or(() -> KernelFiles.attribute(entry.resolve("device/serial")))
                .or(() -> KernelFiles.bytes(entry.resolve("device/vpd_pg80")).flatMap(SysfsScan::serialOfPage))
                .or(() -> record.property("ID_SCSI_SERIAL"))
                .or(() -> record.property("ID_SERIAL_SHORT"))
                .flatMap(Identities::serial);
        return new Hardware(
                Identities.wwn(kernel, record.property("ID_WWN_WITH_EXTENSION"), record.property("ID_WWN"))
                        .orElse(null),
                serial.orElse(null),
                KernelFiles.attribute(entry.resolve("device/model"))
                        .flatMap(Identities::serial)
                        .orElse(null),
                // A virtio disk has its PCI vendor's number here, which says nothing of the disk.
                KernelFiles.attribute(entry.resolve("device/vendor"))
                        .filter(v -> !v.startsWith("0x"))
                        .orElse(null),
                transport(name, entry));
    }

    /** The unit serial number of a SCSI device: VPD page 0x80, length in bytes 2 and 3, then text (SPC-4). */
    static Optional<String> serialOfPage(byte[] page) {
        if (page.length < 5) {
            return Optional.empty();
        }
        int length = Math.min(((page[2] & 0xff) << 8) | (page[3] & 0xff), page.length - 4);
        String text = new String(Arrays.copyOfRange(page, 4, 4 + length), StandardCharsets.ISO_8859_1);
        return Optional.of(KernelFiles.printable(text)).filter(s -> !s.isEmpty());
    }

    private static @Nullable String transport(String name, Path entry) {
        String driver = name.replaceFirst("[0-9!].*$", "").toLowerCase(Locale.ROOT);
        if (driver.startsWith("vd")) {
            return "virtio";
        }
        if (driver.startsWith("xvd")) {
            return "xen";
        }
        return switch (driver) {
            case "nvme" -> "nvme";
            case "mmcblk" -> "mmc";
            case "pmem" -> "nvdimm";
            default -> driver.startsWith("sd") || driver.equals("sr") ? scsiTransport(entry) : null;
        };
    }

    private static @Nullable String scsiTransport(Path entry) {
        try {
            String path = entry.toRealPath().toString();
            return path.contains("/usb") ? "usb" : path.matches(".*/ata[0-9]+/.*") ? "ata" : "scsi";
        } catch (IOException vanished) {
            return null;
        }
    }
}
