package io.noderesource.backend.quotapath.internal;

import io.noderesource.backend.quotapath.internal.jna.OpenDirectory;
import io.noderesource.backend.quotapath.internal.jna.QuotaCtl;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystem.ProjectQuota;
import io.noderesource.inventory.FileSystemMount;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Signature;
import io.noderesource.linux.DeviceNumbers;
import io.noderesource.linux.MountTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A device with a file system on it that can count projects, or with one mounted.
 *
 * @param device the device, as the block layer showed it
 * @param type the file system's type
 * @param signature what libblkid says of it; null when that is nothing
 * @param here its mounts
 */
record OnDevice(BlockDevice device, String type, @Nullable Signature signature, List<MountTable.Line> here) {

    /**
     * What was seen.
     *
     * @param fileSystem the file system; null when there is none after all
     * @param gaps what could not be told, a sentence each
     */
    record Seen(@Nullable FileSystem fileSystem, List<String> gaps) {}

    /** The file system on a device; empty when there is none of these. */
    static Optional<OnDevice> of(BlockDevice device, List<MountTable.Line> mounts) {
        List<MountTable.Line> here = mounts.stream()
                .filter(l -> l.mount().number().equals(device.number())
                        && FileSystemLook.TYPES.contains(l.mount().type()))
                .toList();
        Optional<Signature> signature = device.probe().signatures().stream()
                .filter(s -> FileSystemLook.TYPES.contains(s.type()))
                .findFirst();
        return signature
                .map(Signature::type)
                .or(() -> here.stream().map(l -> l.mount().type()).findFirst())
                .map(type -> new OnDevice(device, type, signature.orElse(null), here));
    }

    /** What is known without asking the device. */
    Seen unanswered() {
        return new Seen(fileSystem(null, null, ProjectQuota.UNKNOWN), List.of());
    }

    /** Asks the device and the kernel; it takes as long as the device does. */
    Seen look() {
        List<String> gaps = new ArrayList<>();
        Superblock read = device.probe().state() == Probe.State.TIMED_OUT ? null : superblock(gaps);
        if (read != null && !read.finished() && here.isEmpty()) {
            // What an interrupted mkfs has left is content of unknown origin, and no file system.
            return new Seen(null, gaps);
        }
        return new Seen(fileSystem(read, size(read), quota(read, gaps)), gaps);
    }

    private FileSystem fileSystem(@Nullable Superblock read, @Nullable ByteSize size, ProjectQuota quota) {
        return new FileSystem(
                device.number(),
                type,
                signature != null ? signature.uuid() : read == null ? null : read.uuid(),
                signature != null ? signature.label() : read == null ? null : read.label(),
                size,
                quota,
                here.stream().map(OnDevice::mount).toList());
    }

    private static FileSystemMount mount(MountTable.Line line) {
        return new FileSystemMount(
                line.mount().target(), line.mount().root(), line.mount().options(), line.propagation());
    }

    private @Nullable Superblock superblock(List<String> gaps) {
        try (InputStream in = Files.newInputStream(Path.of(device.path()))) {
            Superblock read = Superblock.parse(in.readNBytes(Superblock.BYTES)).orElse(null);
            if (read == null) {
                gaps.add("the superblock on " + device.path() + " is not one of ext4 or XFS");
            }
            return read;
        } catch (IOException e) {
            gaps.add("the superblock on " + device.path() + " cannot be read: " + e.getMessage());
            return null;
        }
    }

    /** A mounted XFS keeps its size in memory until it gets round to writing it. */
    private @Nullable ByteSize size(@Nullable Superblock read) {
        Path place = type.equals("xfs") ? visible() : null;
        if (place != null) {
            try (OpenDirectory open = OpenDirectory.open(place)) {
                long size = open.xfsSize();
                if (size >= 0) {
                    return ByteSize.ofBytes(size);
                }
            } catch (IOException e) {
                // What the superblock says has to do.
                return read == null ? null : read.size();
            }
        }
        return read == null ? null : read.size();
    }

    private ProjectQuota quota(@Nullable Superblock read, List<String> gaps) {
        if (type.equals("ext4") && read != null && !read.countsProjects()) {
            return ProjectQuota.UNSUPPORTED;
        }
        if (here.isEmpty()) {
            return read == null ? ProjectQuota.UNKNOWN : ProjectQuota.OFF;
        }
        Path place = visible();
        if (place == null) {
            // It is mounted below another mount, where nobody gets at it.
            return ProjectQuota.UNKNOWN;
        }
        try (QuotaCtl quota = QuotaCtl.open(place)) {
            return switch (quota.state()) {
                case NO_KERNEL_SUPPORT, OFF -> ProjectQuota.OFF;
                case ACCOUNTING -> ProjectQuota.ACCOUNTED;
                case ENFORCED -> ProjectQuota.ENFORCED;
            };
        } catch (IOException | NodeResourceException e) {
            gaps.add("the kernel does not tell the quota state of " + device.path() + ": " + e.getMessage());
            return ProjectQuota.UNKNOWN;
        }
    }

    /** A place at which the file system of a device is seen, and not what is mounted on top of it. */
    private @Nullable Path visible() {
        for (MountTable.Line line : here) {
            Path place = Path.of(line.mount().target());
            try {
                if (DeviceNumbers.under(place).equals(device.number())) {
                    return place;
                }
            } catch (IOException hidden) {
                // Another place may be seen.
            }
        }
        return null;
    }
}
