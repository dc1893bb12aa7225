package io.noderesource.linux;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.Hardware;
import io.noderesource.inventory.Partition;
import io.noderesource.inventory.PmemVolumeLabel;
import java.nio.charset.StandardCharsets;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists all block devices as sysfs shows them, without opening any. */
final class SysfsScan {

    private static final long MOST_SECTORS = Long.MAX_VALUE / 512;

    private static final Pattern FROM_DIGIT = Pattern.compile("[0-9].*$");
    private static final Pattern FROM_DIGIT_OR_SLASH = Pattern.compile("[0-9!].*$");
    private static final Pattern MMC_CARD = Pattern.compile("mmcblk[0-9]+");
    private static final Pattern DISK_DRIVER = Pattern.compile("(sd|vd|hd|xvd|dasd)[a-z]+|cciss!c|ida!c");
    private static final Pattern NAMESPACE = Pattern.compile("namespace[0-9]+\\.[0-9]+");
    private static final Pattern ATA_PORT = Pattern.compile("/ata[0-9]+/");

    private final UdevDatabase udev;
    private final String bootId;
    private final Map<String, List<String>> links;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Listed> listed = new TreeMap<>();

    /**
     * One device as listed.
     *
     * @param device everything but uses and probe
     * @param entry its record in the udev database
     * @param suspended whether it is a suspended device-mapper device
     * @param volume the volume of a CSI driver that it is; null when it is none
     */
    record Listed(
            BlockDevice device,
            UdevDatabase.Entry entry,
            boolean suspended,
            @Nullable String volume) {}

    /**
     * What was found.
     *
     * @param devices the devices by kernel name
     * @param problems what could not be read, for people; empty when everything could
     */
    record Result(Map<String, Listed> devices, List<String> problems) {}

    private SysfsScan(UdevDatabase udev, String bootId, Map<String, List<String>> links) {
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
        SysfsScan scan = new SysfsScan(udev, bootId, DeviceLinks.read(roots.dev()));
        scan.list(roots.sys().resolve("class/block"), names.get());
        return Optional.of(new Result(scan.listed, scan.problems));
    }

    /** The name of a device's node below {@code /dev}: sysfs has {@code !} where the node has a slash. */
    static String nodeName(String kernelName) {
        return kernelName.replace('!', '/');
    }

    private static Optional<DeviceNumber> number(SysfsEntry entry) {
        return entry.attribute("dev").flatMap(DeviceNumber::parse);
    }

    private void list(Path classBlock, List<String> names) {
        List<String> partitions = new ArrayList<>();
        for (String name : names) {
            try (SysfsEntry entry = SysfsEntry.open(classBlock, name)) {
                if (entry.has("partition")) {
                    partitions.add(name);
                    // Hidden disks, such as the paths of an NVMe multipath head, have no node and cannot be used.
                } else if (!entry.isOne("hidden")) {
                    listDisk(entry);
                }
            }
        }
        Map<String, List<String>> byDisk = new HashMap<>();
        for (String name : partitions) {
            try (SysfsEntry entry = SysfsEntry.open(classBlock, name)) {
                listPartition(entry)
                        .ifPresent(disk -> byDisk.computeIfAbsent(disk, d -> new ArrayList<>())
                                .add(name));
            }
        }
        byDisk.forEach((disk, its) -> listed.computeIfPresent(
                disk,
                (name, l) -> new Listed(
                        l.device().toBuilder().partitions(its).build(), l.entry(), l.suspended(), l.volume())));
    }

    /** Starts a device from the attributes that every one has; nothing when the entry is not whole. */
    private Optional<BlockDevice.Builder> start(SysfsEntry entry, Optional<DeviceNumber> number) {
        String name = entry.name();
        OptionalLong sectors = entry.number("size");
        if (number.isEmpty() || sectors.isEmpty() || sectors.getAsLong() > MOST_SECTORS) {
            problems.add(name + " has no readable " + (number.isEmpty() ? "device number" : "size")
                    + " in sysfs (it may have vanished)");
            return Optional.empty();
        }
        return Optional.of(BlockDevice.builder(name, number.get(), ByteSize.ofSectors(sectors.getAsLong()))
                .path("/dev/" + nodeName(name))
                .links(links.getOrDefault(nodeName(name), List.of()))
                // What is not known to be writable is not written.
                .readOnly(!entry.attribute("ro").filter("0"::equals).isPresent())
                .holders(entry.names("holders"))
                .slaves(entry.names("slaves")));
    }

    private void listDisk(SysfsEntry entry) {
        String name = entry.name();
        Optional<DeviceNumber> number = number(entry);
        Optional<BlockDevice.Builder> started = start(entry, number);
        if (started.isEmpty() || number.isEmpty()) {
            return;
        }
        UdevDatabase.Entry record = udev.read(number.get());
        DeviceType type = type(entry);
        Hardware hardware = hardware(type, entry, record);
        long diskSequence = entry.number("diskseq").orElse(0);
        Optional<String> dmUuid = entry.attribute("dm/uuid");
        @Nullable
        String mdUuid = type == DeviceType.RAID
                ? entry.attribute("md/uuid")
                        .or(() -> record.property("MD_UUID"))
                        .orElse(null)
                : null;
        BlockDevice.Builder builder = started.get();
        addQueue(builder, entry);
        if (entry.has("dm")) {
            builder.mapped(entry.attribute("dm/name").orElse(name), dmUuid.orElse(""));
        }
        builder.type(type)
                .hardware(hardware)
                .diskSequence(diskSequence)
                .removable(entry.isOne("removable"))
                .loopFile(entry.attribute("loop/backing_file")
                        .map(MountTable::unescape)
                        .orElse(null))
                .identity(Identities.of(new Identities.Facts(
                        type, number.get(), hardware, dmUuid.orElse(null), mdUuid, diskSequence, bootId)))
                .udev(record.record(type));
        listed.put(name, new Listed(builder.build(), record, entry.isOne("dm/suspended"), volume(type, entry)));
    }

    /** Lists a partition; returns the name of its disk, or nothing when it is not listed. */
    private Optional<String> listPartition(SysfsEntry entry) {
        String name = entry.name();
        Optional<Listed> parent = parent(entry).flatMap(p -> Optional.ofNullable(listed.get(p)));
        OptionalLong index = entry.number("partition");
        OptionalLong start = entry.number("start");
        if (parent.isEmpty()
                || index.isEmpty()
                || index.getAsLong() > Integer.MAX_VALUE
                || start.isEmpty()
                || start.getAsLong() > MOST_SECTORS) {
            problems.add(name + " is a partition without a readable disk, number or start in sysfs");
            return Optional.empty();
        }
        Optional<DeviceNumber> number = number(entry);
        Optional<BlockDevice.Builder> started = start(entry, number);
        if (started.isEmpty() || number.isEmpty()) {
            return Optional.empty();
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
        listed.put(name, new Listed(device, record, false, null));
        return Optional.of(disk.name());
    }

    /** The disk of a partition: the directory that its own lies in (sysfs(5); the entry is a symbolic link). */
    private static Optional<String> parent(SysfsEntry entry) {
        Path real = entry.realPath();
        Path directory = real == null ? null : real.getParent();
        Path name = directory == null ? null : directory.getFileName();
        return Optional.ofNullable(name).map(Path::toString);
    }

    private static void addQueue(BlockDevice.Builder builder, SysfsEntry entry) {
        builder.sectorSizes(
                        sectorSize(entry.number("queue/logical_block_size")),
                        sectorSize(entry.number("queue/physical_block_size")))
                .rotational(entry.isOne("queue/rotational"))
                .zoned(entry.attribute("queue/zoned")
                        .filter(z -> !z.equals("none"))
                        .isPresent());
    }

    private static int sectorSize(OptionalLong shown) {
        long size = shown.orElse(512);
        return size >= 512 && size <= 1 << 30 ? (int) size : 512;
    }

    private static DeviceType type(SysfsEntry entry) {
        if (entry.has("dm")) {
            String uuid = entry.attribute("dm/uuid").orElse("");
            return uuid.startsWith("mpath-")
                    ? DeviceType.MULTIPATH
                    : uuid.startsWith("CRYPT-")
                            ? DeviceType.CRYPT
                            : uuid.startsWith("LVM-") ? DeviceType.LOGICAL_VOLUME : DeviceType.MAPPED;
        }
        if (entry.has("md")) {
            return DeviceType.RAID;
        }
        String name = entry.name();
        String driver = FROM_DIGIT.matcher(name).replaceFirst("");
        return switch (driver) {
            case "loop" -> DeviceType.LOOP;
            case "pmem" -> DeviceType.PMEM;
            case "sr" -> DeviceType.ROM;
            case "ram", "zram", "brd" -> DeviceType.RAM;
            case "nvme" -> DeviceType.DISK;
            // mmcblk0boot0 and mmcblk0rpmb are parts of the card with a purpose of their own.
            case "mmcblk" -> MMC_CARD.matcher(name).matches() ? DeviceType.DISK : DeviceType.OTHER;
            default ->
                DISK_DRIVER.matcher(driver).matches()
                        ? entry.attribute("device/type").filter("5"::equals).isPresent()
                                ? DeviceType.ROM
                                : DeviceType.DISK
                        : DeviceType.OTHER;
        };
    }

    /**
     * The volume that a device on persistent memory is, by the name in its labels: its parent in sysfs is its namespace, or the layout
     * that names its namespace, which lies beside it (Documentation/ABI/testing/sysfs-bus-nvdimm).
     */
    private static @Nullable String volume(DeviceType type, SysfsEntry entry) {
        return type != DeviceType.PMEM
                ? null
                : entry.attribute("device/alt_name")
                        .or(() -> entry.attribute("device/namespace")
                                .filter(name -> NAMESPACE.matcher(name).matches())
                                .flatMap(name -> entry.attribute("device/../" + name + "/alt_name")))
                        .flatMap(PmemVolumeLabel::parse)
                        .map(PmemVolumeLabel::volume)
                        .orElse(null);
    }

    private static Hardware hardware(DeviceType type, SysfsEntry entry, UdevDatabase.Entry record) {
        if (type != DeviceType.DISK && type != DeviceType.PMEM && type != DeviceType.ROM) {
            return Hardware.UNKNOWN;
        }
        Optional<String> kernel = entry.attribute("wwid")
                .or(() -> entry.attribute("device/wwid"))
                .or(() -> type == DeviceType.PMEM
                        ? entry.attribute("device/uuid").map(u -> "uuid." + u)
                        : Optional.empty());
        Optional<String> serial = entry.attribute("serial")
                .or(() -> entry.attribute("device/serial"))
                .or(() -> entry.bytes("device/vpd_pg80").flatMap(SysfsScan::serialOfPage))
                .or(() -> record.property("ID_SCSI_SERIAL"))
                .or(() -> record.property("ID_SERIAL_SHORT"))
                .flatMap(Identities::serial);
        return new Hardware(
                Identities.wwn(kernel, record.property("ID_WWN_WITH_EXTENSION"), record.property("ID_WWN"))
                        .orElse(null),
                serial.orElse(null),
                entry.attribute("device/model").flatMap(Identities::serial).orElse(null),
                // A virtio disk has its PCI vendor's number here, which says nothing of the disk.
                entry.attribute("device/vendor")
                        .filter(v -> !v.startsWith("0x"))
                        .orElse(null),
                transport(entry));
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

    private static @Nullable String transport(SysfsEntry entry) {
        String driver =
                FROM_DIGIT_OR_SLASH.matcher(entry.name()).replaceFirst("").toLowerCase(Locale.ROOT);
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

    private static @Nullable String scsiTransport(SysfsEntry entry) {
        Path real = entry.realPath();
        if (real == null) {
            return null;
        }
        String path = real.toString();
        return path.contains("/usb") ? "usb" : ATA_PORT.matcher(path).find() ? "ata" : "scsi";
    }
}
