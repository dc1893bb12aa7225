package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.inventory.FileSystemSupport;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Mount;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Signature;
import io.noderesource.plan.Condition;
import io.noderesource.plan.Conditions;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Violation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The conditions that the steps on quota paths have. */
public final class QuotaPathConditions {

    private QuotaPathConditions() {}

    /** What is mounted on a directory and seen there: of several mounts, the last. */
    static Optional<Mount> mountedOn(BlockDevices block, String path) {
        return block.mounts().stream().filter(m -> m.target().equals(path)).reduce((first, last) -> last);
    }

    /** What keeps a directory from being mounted on, apart from mounts. */
    static Optional<Violation> obstacleAt(Directory directory) {
        String path = directory.path();
        return switch (directory.state()) {
            case ABSENT, EMPTY -> Optional.empty();
            case NOT_EMPTY ->
                Optional.of(new Violation(StandardErrorCode.QP_NOT_EMPTY, path, "the directory has entries"));
            case LINK ->
                Optional.of(new Violation(
                        StandardErrorCode.QP_BAD_DIRECTORY, path, "it is a symbolic link, or leads through one"));
            case NOT_A_DIRECTORY ->
                Optional.of(new Violation(
                        StandardErrorCode.QP_BAD_DIRECTORY, path, "it, or a part of it, is not a directory"));
            case UNKNOWN ->
                Optional.of(
                        new Violation(StandardErrorCode.SECTION_UNAVAILABLE, path, "what is there could not be seen"));
        };
    }

    /** What keeps file systems of a type from being made. */
    static Optional<Violation> obstacleToMaking(FileSystems seen, String type) {
        return kernel(seen, type)
                .or(() -> seen.support(type)
                        .filter(s -> s.maker() == null)
                        .map(s -> new Violation(
                                StandardErrorCode.QP_NO_PROGRAM, "mkfs." + type, "the program is not installed")));
    }

    /** What keeps file systems of a type from being mounted with project quotas, as far as it can be known beforehand. */
    static Optional<Violation> kernel(FileSystems seen, String type) {
        FileSystemSupport support = seen.support(type).orElse(null);
        if (support == null) {
            return Optional.of(new Violation(
                    StandardErrorCode.QP_NO_KERNEL_SUPPORT, type, "nothing here works file systems of this type"));
        }
        return switch (support.kernel()) {
            case WITH_QUOTAS, UNKNOWN -> Optional.empty();
            case WITHOUT_QUOTAS ->
                violation(StandardErrorCode.QP_NO_KERNEL_SUPPORT, type, String.valueOf(support.reason()));
            case FORBIDDEN -> violation(StandardErrorCode.NO_PERMISSION, type, String.valueOf(support.reason()));
        };
    }

    private static Optional<Violation> violation(ErrorCode code, String subject, String fact) {
        return Optional.of(new Violation(code, subject, fact));
    }

    /** Checks on the device and the file system that was seen on it, which has to have the UUID. */
    private static Optional<Violation> onFileSystem(
            Inventory now,
            DeviceTarget device,
            String uuid,
            BiFunction<BlockDevice, FileSystem, Optional<Violation>> check) {
        return Conditions.onDevice(
                now,
                device,
                found -> Conditions.on(now, FileSystems.SECTION, all -> {
                    FileSystem there = all.on(found.number()).orElse(null);
                    if (there == null || !uuid.equals(there.uuid())) {
                        return violation(
                                StandardErrorCode.DEVICE_CHANGED,
                                found.describe(),
                                there == null
                                        ? "no file system is seen on it"
                                        : "its file system has the UUID " + there.uuid() + ", not " + uuid);
                    }
                    return check.apply(found, there);
                }));
    }

    /**
     * Where LVM can be asked, it shows no physical volume on the device. A node without LVM has no such look.
     *
     * @param device the device
     */
    public record NotShownAsPhysicalVolume(DeviceTarget device) implements Condition {
        @Override
        public String describe() {
            return device + " is no PV to LVM, where there is LVM";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return now.seen(Lvm.SECTION).isEmpty()
                    ? Optional.empty()
                    : new LvmConditions.NoPhysicalVolume(device).check(now);
        }
    }

    /**
     * The node has the program that makes such file systems, and a kernel that is not known to lack project quotas or to
     * refuse them to this process.
     *
     * @param type the type
     */
    public record CanBeMade(String type) implements Condition {
        @Override
        public String describe() {
            return "file systems of type " + type + " can be made, and mounted with project quotas";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return Conditions.on(now, FileSystems.SECTION, all -> obstacleToMaking(all, type));
        }
    }

    /**
     * The node has the program that grows such file systems.
     *
     * @param type the type
     */
    public record CanBeGrown(String type) implements Condition {
        @Override
        public String describe() {
            return "file systems of type " + type + " can be grown";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return Conditions.on(
                    now,
                    FileSystems.SECTION,
                    all -> all.support(type).map(FileSystemSupport::grower).isPresent()
                            ? Optional.empty()
                            : violation(
                                    StandardErrorCode.QP_NO_PROGRAM,
                                    type,
                                    "the program that grows such file systems is not installed"));
        }
    }

    /**
     * Nothing is mounted on the directory, and it is empty or can be made; no part of it is a symbolic link.
     *
     * @param path the directory
     */
    public record MountPointFree(String path) implements Condition {
        @Override
        public String describe() {
            return path + " is free to be mounted on";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            Optional<Violation> mounted = Conditions.on(
                    now,
                    BlockDevices.SECTION,
                    block -> mountedOn(block, path)
                            .map(m -> new Violation(
                                    StandardErrorCode.QP_OCCUPIED, path, m.source() + " is mounted there")));
            return mounted.isPresent()
                    ? mounted
                    : Conditions.on(
                            now,
                            FileSystems.SECTION,
                            all -> all.directory(path)
                                    .map(QuotaPathConditions::obstacleAt)
                                    .orElseGet(() -> violation(
                                            StandardErrorCode.SECTION_UNAVAILABLE, path, "nobody looked at it")));
        }
    }

    /**
     * Reading the device shows this file system, finished, and nothing besides.
     *
     * @param device the device
     * @param type the file system's type
     * @param uuid its UUID
     * @param label its label; null for any
     */
    public record HasFileSystem(
            DeviceTarget device,
            String type,
            String uuid,
            @Nullable String label) implements Condition {
        @Override
        public String describe() {
            return device + " carries the " + type + " " + uuid;
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            Optional<Violation> other = Conditions.onDevice(now, device, found -> {
                Probe probe = found.probe();
                if (probe.state() != Probe.State.DONE) {
                    return violation(
                            StandardErrorCode.DEVICE_NOT_PROBED, found.describe(), String.valueOf(probe.reason()));
                }
                List<Signature> there = probe.signatures();
                boolean same = there.size() == 1
                        && there.get(0).type().equals(type)
                        && uuid.equals(there.get(0).uuid())
                        && (label == null || label.equals(there.get(0).label()));
                return same
                        ? Optional.empty()
                        : violation(
                                StandardErrorCode.DEVICE_CHANGED,
                                found.describe(),
                                there.isEmpty() ? "it carries no file system" : "it carries " + there);
            });
            return other.isPresent()
                    ? other
                    // libblkid takes what a mkfs.xfs that was cut off has left for a file system, too.
                    : onFileSystem(now, device, uuid, (found, there) -> Optional.empty());
        }
    }

    /**
     * The file system is what is seen at the directory, and project quotas are enforced on it.
     *
     * @param device the device it lies on
     * @param uuid its UUID
     * @param path the directory
     * @param propagation how mounts below have to spread; null for any
     */
    public record Enforced(
            DeviceTarget device,
            String uuid,
            String path,
            @Nullable Propagation propagation) implements Condition {
        @Override
        public String describe() {
            return device + " is mounted on " + path + " with project quotas enforced";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onFileSystem(now, device, uuid, (found, there) -> {
                Optional<Violation> elsewhere = notSeenAt(now, found, there, path);
                if (elsewhere.isPresent()) {
                    return elsewhere;
                }
                if (there.projectQuota() != FileSystem.ProjectQuota.ENFORCED) {
                    return violation(
                            StandardErrorCode.QP_NOT_ENFORCED, path, "project quotas are " + there.projectQuota());
                }
                boolean spreads = propagation == null
                        || there.mounts().stream()
                                .anyMatch(m -> m.target().equals(path) && m.propagation() == propagation);
                return spreads
                        ? Optional.empty()
                        : violation(StandardErrorCode.QP_OPTIONS, path, "it is not mounted " + propagation);
            });
        }
    }

    private static Optional<Violation> notSeenAt(Inventory now, BlockDevice found, FileSystem there, String path) {
        boolean seen = there.isMountedOn(path)
                && Conditions.on(
                                now,
                                BlockDevices.SECTION,
                                block -> mountedOn(block, path)
                                        .filter(m -> m.number().equals(found.number()))
                                        .map(m -> Optional.<Violation>empty())
                                        .orElseGet(() -> violation(StandardErrorCode.STALE, path, "")))
                        .isEmpty();
        return seen
                ? Optional.empty()
                : violation(StandardErrorCode.STALE, path, found.path() + " is not what is seen there");
    }

    /**
     * The file system is mounted on the directory and has the label.
     *
     * @param device the device it lies on
     * @param uuid its UUID
     * @param path the directory
     * @param label its label; null for none
     */
    public record MountedWithLabel(
            DeviceTarget device,
            String uuid,
            String path,
            @Nullable String label) implements Condition {
        @Override
        public String describe() {
            return device + " is mounted on " + path
                    + (label == null ? " without a label" : " with the label " + label);
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onFileSystem(
                    now,
                    device,
                    uuid,
                    (found, there) -> notSeenAt(now, found, there, path)
                            .or(() -> Objects.equals(there.label(), label)
                                    ? Optional.empty()
                                    : violation(
                                            StandardErrorCode.STALE,
                                            found.describe(),
                                            "its label is " + there.label())));
        }
    }

    /**
     * The file system has at least this size.
     *
     * @param device the device it lies on
     * @param uuid its UUID
     * @param size the size
     */
    public record FileSystemAtLeast(DeviceTarget device, String uuid, ByteSize size) implements Condition {
        @Override
        public String describe() {
            return "the file system of " + device + " has at least " + size;
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onFileSystem(now, device, uuid, (found, there) -> {
                ByteSize is = there.size();
                return is != null && is.compareTo(size) >= 0
                        ? Optional.empty()
                        : violation(StandardErrorCode.STALE, found.describe(), "its file system has " + is);
            });
        }
    }
}
