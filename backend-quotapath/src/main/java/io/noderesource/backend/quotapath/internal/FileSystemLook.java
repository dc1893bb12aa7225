package io.noderesource.backend.quotapath.internal;

import io.noderesource.backend.quotapath.internal.jna.OpenDirectory;
import io.noderesource.backend.quotapath.internal.jna.QuotaCtl;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystem.ProjectQuota;
import io.noderesource.inventory.FileSystemMount;
import io.noderesource.inventory.FileSystemSupport;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the node's file systems that can count projects; one use. It blocks for as long as a device does. */
final class FileSystemLook {

    static final List<String> TYPES = List.of("ext4", "xfs");

    private final Programs programs;
    private final KernelConfig kernel;
    private final List<String> gaps = new ArrayList<>();

    FileSystemLook(Programs programs, KernelConfig kernel) {
        this.programs = programs;
        this.kernel = kernel;
    }

    /**
     * Looks.
     *
     * @param block what the block layer showed in the same observation
     * @param directories the directories to be looked at
     */
    Section<FileSystems> look(BlockDevices block, Set<String> directories) {
        return look(block, directories, TYPES.stream().map(this::support).toList());
    }

    /** Looks, but not at what the node can do with types of file systems, which takes the longest. */
    Section<FileSystems> lookAtFileSystems(BlockDevices block, Set<String> directories) {
        return look(block, directories, List.of());
    }

    private Section<FileSystems> look(BlockDevices block, Set<String> directories, List<FileSystemSupport> support) {
        List<MountTable.Line> mounts;
        try {
            mounts = MountTable.lines(Files.readString(Path.of("/proc/self/mountinfo")));
        } catch (IOException e) {
            return Section.unavailable(
                    FileSystems.SECTION, "cannot read /proc/self/mountinfo, so nothing tells what is mounted: " + e);
        }
        List<FileSystem> found = new ArrayList<>();
        for (BlockDevice device : block.devices()) {
            look(device, mounts).ifPresent(found::add);
        }
        List<Directory> seen = directories.stream().map(Directories::look).toList();
        seen.stream()
                .filter(d -> d.state() == Directory.State.UNKNOWN)
                .forEach(d -> gaps.add("what is at " + d.path() + " could not be seen"));
        FileSystems facts = new FileSystems(found, seen, support);
        return gaps.isEmpty()
                ? Section.complete(FileSystems.SECTION, facts)
                : Section.partial(FileSystems.SECTION, facts, String.join("; ", gaps));
    }

    private FileSystemSupport support(String type) {
        Optional<String> lacks = Privilege.missing();
        return new FileSystemSupport(
                type,
                programs.find("mkfs." + type).orElse(null),
                programs.find(type.equals("xfs") ? "xfs_growfs" : "resize2fs").orElse(null),
                lacks.isPresent() ? FileSystemSupport.Kernel.FORBIDDEN : kernel.support(type),
                lacks.map(privilege -> "this process lacks " + privilege)
                        .or(() -> kernel.missing(type).map(o -> "the kernel was built without " + o))
                        .orElse(null));
    }

    private Optional<FileSystem> look(BlockDevice device, List<MountTable.Line> mounts) {
        List<MountTable.Line> here = mounts.stream()
                .filter(l -> l.mount().number().equals(device.number())
                        && TYPES.contains(l.mount().type()))
                .toList();
        Probe probe = device.probe();
        Signature signature = probe.signatures().stream()
                .filter(s -> TYPES.contains(s.type()))
                .findFirst()
                .orElse(null);
        if (signature == null && here.isEmpty()) {
            return Optional.empty();
        }
        String type = signature != null ? signature.type() : here.get(0).mount().type();
        Superblock read = probe.state() == Probe.State.TIMED_OUT ? null : superblock(device);
        if (read != null && !read.finished() && here.isEmpty()) {
            // What an interrupted mkfs has left is content of unknown origin, and no file system.
            return Optional.empty();
        }
        return Optional.of(new FileSystem(
                device.number(),
                type,
                signature != null ? signature.uuid() : read == null ? null : read.uuid(),
                signature != null ? signature.label() : read == null ? null : read.label(),
                size(device, type, read, here),
                quota(device, type, read, here),
                here.stream().map(FileSystemLook::mount).toList()));
    }

    private static FileSystemMount mount(MountTable.Line line) {
        return new FileSystemMount(
                line.mount().target(), line.mount().root(), line.mount().options(), line.propagation());
    }

    private @Nullable Superblock superblock(BlockDevice device) {
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
    private static @Nullable ByteSize size(
            BlockDevice device, String type, @Nullable Superblock read, List<MountTable.Line> here) {
        Path place = type.equals("xfs") ? visible(device, here) : null;
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

    private ProjectQuota quota(BlockDevice device, String type, @Nullable Superblock read, List<MountTable.Line> here) {
        if (type.equals("ext4") && read != null && !read.countsProjects()) {
            return ProjectQuota.UNSUPPORTED;
        }
        if (here.isEmpty()) {
            return read == null ? ProjectQuota.UNKNOWN : ProjectQuota.OFF;
        }
        Path place = visible(device, here);
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
    private static @Nullable Path visible(BlockDevice device, List<MountTable.Line> here) {
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
