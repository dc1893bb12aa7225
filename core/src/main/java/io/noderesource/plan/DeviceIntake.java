package io.noderesource.plan;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Partition;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether a device may be claimed: Nevers 1 to 4 of the design, as pure functions.
 *
 * <p>An empty answer means that every check was made and held. What could not be seen is a problem, never an absence of
 * one.
 */
public final class DeviceIntake {

    /**
     * Smallest device that is of use: LVM's data starts at 1 MiB, and an extent has 4 MiB. LVM itself takes anything from
     * 2 MiB on and makes a PV without an extent of it.
     */
    public static final ByteSize LEAST_SIZE = ByteSize.ofMebibytes(5);

    /** Uses, the one that tells most first: a path of a multipath map is held too, and what is under / is mounted. */
    private static final List<DeviceUse.Kind> GRAVEST_FIRST = List.of(
            DeviceUse.Kind.SYSTEM,
            DeviceUse.Kind.MULTIPATH_MEMBER,
            DeviceUse.Kind.RAID_MEMBER,
            DeviceUse.Kind.MOUNTED,
            DeviceUse.Kind.SWAP,
            DeviceUse.Kind.LOOP_BACKING,
            DeviceUse.Kind.SUSPENDED,
            DeviceUse.Kind.HELD,
            DeviceUse.Kind.EXCLUSIVELY_OPEN,
            DeviceUse.Kind.VOLUME);

    private static final Set<DeviceType> CLAIMABLE = EnumSet.of(
            DeviceType.DISK,
            DeviceType.PARTITION,
            DeviceType.MULTIPATH,
            DeviceType.CRYPT,
            DeviceType.MAPPED,
            DeviceType.RAID,
            DeviceType.PMEM);

    /**
     * Partition types that something else relies on even when they look blank: EFI system, BIOS boot, Microsoft
     * reserved, PReP boot, and extended DOS partitions (UEFI specification, table 5-6; sfdisk --list-types).
     */
    private static final Set<String> RESERVED = Set.of(
            "c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
            "21686148-6449-6e6f-744e-656564454649",
            "e3c9e316-0b5c-4db8-817d-f92df00215ae",
            "9e1a2d38-c612-4316-aa26-8b49521e5a8b",
            "0xef",
            "0x41",
            "0x5",
            "0xf",
            "0x85");

    private DeviceIntake() {}

    /**
     * Tells everything that speaks against claiming a device.
     *
     * @param device the device
     * @param block all devices of the same observation
     * @return the problems, the gravest first; empty when it may be claimed
     */
    public static List<Violation> problems(BlockDevice device, BlockDevices block) {
        List<Violation> problems = new ArrayList<>(inUse(device, block));
        problems.addAll(content(device, block));
        return List.copyOf(problems);
    }

    /** Tells whether devices of a type may be claimed at all. */
    public static boolean isClaimable(DeviceType type) {
        return CLAIMABLE.contains(type);
    }

    /** Tells everything that speaks against writing to a device apart from what it holds. */
    public static List<Violation> inUse(BlockDevice device, BlockDevices block) {
        List<Violation> problems = new ArrayList<>();
        List<BlockDevice> same = block.known(whole(device, block).identity());
        boolean onePathOfMany = device.uses().stream().anyMatch(u -> u.kind() == DeviceUse.Kind.MULTIPATH_MEMBER);
        if (same.size() > 1 && !onePathOfMany) {
            problems.add(new Violation(
                    StandardErrorCode.DEVICE_AMBIGUOUS,
                    device.describe(),
                    same.stream().map(BlockDevice::path).collect(Collectors.joining(" and "))
                            + " show the same identity"));
        }
        device.uses().stream()
                .sorted(Comparator.comparingInt(u -> GRAVEST_FIRST.indexOf(u.kind())))
                .forEach(use -> problems.add(violation(device, use)));
        if (!isClaimable(device.type())) {
            problems.add(unsuitable(
                    device,
                    "it is of type "
                            + device.type().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        }
        if (device.zoned()) {
            problems.add(unsuitable(device, "it is a zoned device"));
        }
        Partition partition = device.partition();
        if (partition != null
                && partition.type() != null
                && RESERVED.contains(partition.type().toLowerCase(Locale.ROOT))) {
            problems.add(unsuitable(device, "its partition type " + partition.type() + " is reserved"));
        }
        if (device.readOnly()) {
            problems.add(new Violation(
                    StandardErrorCode.DEVICE_READ_ONLY, device.describe(), "the kernel has it read-only"));
        }
        if (device.size().compareTo(LEAST_SIZE) < 0) {
            problems.add(new Violation(
                    StandardErrorCode.DEVICE_TOO_SMALL, device.describe(), "it is smaller than " + LEAST_SIZE));
        }
        block.partitionsOf(device)
                .filter(p -> !p.uses().isEmpty())
                .forEach(p -> problems.add(new Violation(
                        StandardErrorCode.DEVICE_HELD, device.describe(), "its partition " + p.path() + " is in use")));
        return problems;
    }

    /** The disk of a partition, whose identity the partition's is made of; the device itself when it is none. */
    private static BlockDevice whole(BlockDevice device, BlockDevices block) {
        Partition partition = device.partition();
        return partition == null ? device : block.named(partition.disk()).orElse(device);
    }

    /**
     * Tells what a device holds besides a signature that it is known for: whoever gave it that signature may have left it
     * to somebody else since.
     *
     * @param device the device
     * @param own the type of the signature that it must carry, and that it may carry alone
     * @return the problems; empty when libblkid sees that signature and no other
     */
    public static List<Violation> besides(BlockDevice device, String own) {
        Probe probe = device.probe();
        if (probe.state() != Probe.State.DONE) {
            return List.of(notProbed(device));
        }
        List<Violation> problems = new ArrayList<>();
        if (!device.partitions().isEmpty()) {
            problems.add(partitioned(device));
        }
        probe.signatures().stream().filter(s -> !s.type().equals(own)).forEach(s -> problems.add(carries(device, s)));
        if (problems.isEmpty() && probe.signatures().isEmpty()) {
            problems.add(new Violation(
                    StandardErrorCode.DEVICE_PROBES_DISAGREE, device.describe(), "libblkid sees no " + own + " on it"));
        }
        return List.copyOf(problems);
    }

    private static Violation partitioned(BlockDevice device) {
        return new Violation(
                StandardErrorCode.DEVICE_PARTITIONED,
                device.describe(),
                "it has the partitions " + String.join(", ", device.partitions()));
    }

    private static Violation carries(BlockDevice device, Signature signature) {
        return new Violation(code(signature), device.describe(), "it carries " + signature);
    }

    /** Tells whether the only thing that speaks against a device is what it holds, so that a consent can help. */
    public static boolean isWipeable(List<Violation> problems) {
        Set<StandardErrorCode> content = EnumSet.of(
                StandardErrorCode.DEVICE_HAS_SIGNATURE,
                StandardErrorCode.DEVICE_HAS_CONTENT,
                StandardErrorCode.DEVICE_PARTITIONED,
                StandardErrorCode.DEVICE_FOREIGN_PV);
        return !problems.isEmpty() && problems.stream().allMatch(p -> content.contains(p.code()));
    }

    static Violation notProbed(BlockDevice device) {
        return new Violation(
                StandardErrorCode.DEVICE_NOT_PROBED,
                device.describe(),
                device.probe().reason() == null
                        ? "its content was not sampled"
                        : String.valueOf(device.probe().reason()));
    }

    private static List<Violation> content(BlockDevice device, BlockDevices block) {
        Probe probe = device.probe();
        if (probe.state() != Probe.State.DONE) {
            return List.of(notProbed(device));
        }
        List<Violation> problems = new ArrayList<>();
        if (!device.partitions().isEmpty()) {
            problems.add(partitioned(device));
            block.partitionsOf(device).forEach(p -> problems.addAll(contentOfPart(device, p)));
        }
        for (Signature signature : probe.signatures()) {
            problems.add(carries(device, signature));
        }
        if (device.udev().state() != UdevRecord.State.READY) {
            problems.add(new Violation(
                    StandardErrorCode.DEVICE_NO_UDEV,
                    device.describe(),
                    switch (device.udev().state()) {
                        case NO_DATABASE -> "there is no udev database";
                        case MISSING -> "the udev database has no record of it";
                        case UNSETTLED, READY -> "udev has not finished with it";
                    }));
        } else if (!types(device.udev().signatures()).equals(types(probe.signatures()))) {
            problems.add(new Violation(
                    StandardErrorCode.DEVICE_PROBES_DISAGREE,
                    device.describe(),
                    "libblkid sees " + names(probe.signatures()) + ", the udev database "
                            + names(device.udev().signatures())));
        }
        if (problems.isEmpty() && probe.content() == Probe.Content.DATA) {
            problems.add(new Violation(
                    StandardErrorCode.DEVICE_HAS_CONTENT,
                    device.describe(),
                    "it has no signature, but sampled places are not zero"));
        } else if (problems.isEmpty() && probe.content() == Probe.Content.UNKNOWN) {
            problems.add(notProbed(device));
        }
        return problems;
    }

    /** What speaks against a disk because of one of its partitions. */
    private static List<Violation> contentOfPart(BlockDevice disk, BlockDevice part) {
        Probe probe = part.probe();
        if (probe.state() != Probe.State.DONE || probe.content() == Probe.Content.UNKNOWN) {
            return List.of(new Violation(
                    StandardErrorCode.DEVICE_NOT_PROBED,
                    disk.describe(),
                    "what its partition " + part.path() + " holds is unknown: "
                            + notProbed(part).fact()));
        }
        return probe.signatures().stream()
                .map(s -> new Violation(code(s), disk.describe(), "its partition " + part.path() + " carries " + s))
                .toList();
    }

    private static StandardErrorCode code(Signature signature) {
        if (signature.type().equals(Signature.LVM_PV)) {
            return StandardErrorCode.DEVICE_FOREIGN_PV;
        }
        return signature.usage() == Signature.Usage.PARTITION_TABLE
                ? StandardErrorCode.DEVICE_PARTITIONED
                : StandardErrorCode.DEVICE_HAS_SIGNATURE;
    }

    private static Set<String> types(List<Signature> signatures) {
        return signatures.stream().map(Signature::type).collect(Collectors.toSet());
    }

    private static String names(List<Signature> signatures) {
        return signatures.isEmpty()
                ? "nothing"
                : signatures.stream().map(Signature::type).distinct().collect(Collectors.joining(" and "));
    }

    private static Violation unsuitable(BlockDevice device, String fact) {
        return new Violation(StandardErrorCode.DEVICE_UNSUITABLE, device.describe(), fact);
    }

    private static Violation violation(BlockDevice device, DeviceUse use) {
        String subject = device.describe();
        return switch (use.kind()) {
            case MOUNTED -> new Violation(StandardErrorCode.DEVICE_MOUNTED, subject, "it is mounted at " + use.by());
            case SWAP -> new Violation(StandardErrorCode.DEVICE_SWAP, subject, "it is swap that is switched on");
            case HELD -> new Violation(StandardErrorCode.DEVICE_HELD, subject, use.by() + " is on top of it");
            case LOOP_BACKING ->
                new Violation(StandardErrorCode.DEVICE_BACKS_LOOP, subject, use.by() + " has it underneath");
            case MULTIPATH_MEMBER ->
                new Violation(
                        StandardErrorCode.DEVICE_COMPONENT, subject, "it is a path of the multipath map " + use.by());
            case RAID_MEMBER ->
                new Violation(StandardErrorCode.DEVICE_COMPONENT, subject, "it is a member of the array " + use.by());
            case SYSTEM -> new Violation(StandardErrorCode.DEVICE_SYSTEM, subject, "it lies under " + use.by());
            case EXCLUSIVELY_OPEN ->
                new Violation(StandardErrorCode.DEVICE_HELD, subject, "somebody has it open exclusively");
            case SUSPENDED -> new Violation(StandardErrorCode.DEVICE_UNSUITABLE, subject, "it is suspended");
            case VOLUME ->
                new Violation(
                        StandardErrorCode.DEVICE_HELD, subject, "it is the volume " + use.by() + " of a CSI driver");
        };
    }
}
