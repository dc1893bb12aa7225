package io.noderesource.backend.quotapath.internal;

import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystemSupport;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Section;
import io.noderesource.linux.MountTable;
import io.noderesource.linux.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Looks at the node's file systems that can count projects; one use. What lies on a device that hangs is shown as far as it
 * is known without it.
 */
final class FileSystemLook {

    static final List<String> TYPES = List.of("ext4", "xfs");

    private final Programs programs;
    private final KernelConfig kernel;
    private final Calls calls;
    private final List<String> gaps = new ArrayList<>();

    FileSystemLook(Programs programs, KernelConfig kernel, Calls calls) {
        this.programs = programs;
        this.kernel = kernel;
        this.calls = calls;
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
            mounts = MountTable.read(Path.of("/proc/self/mountinfo"));
        } catch (IOException e) {
            return Section.unavailable(
                    FileSystems.SECTION, "cannot read /proc/self/mountinfo, so nothing tells what is mounted: " + e);
        }
        List<FileSystem> found = fileSystems(block, mounts);
        List<Directory> seen = directories(directories);
        FileSystems facts = new FileSystems(found, seen, support);
        return gaps.isEmpty()
                ? Section.complete(FileSystems.SECTION, facts)
                : Section.partial(FileSystems.SECTION, facts, String.join("; ", gaps));
    }

    private List<FileSystem> fileSystems(BlockDevices block, List<MountTable.Line> mounts) {
        Map<DeviceNumber, OnDevice> places = new LinkedHashMap<>();
        block.devices().forEach(d -> OnDevice.of(d, mounts).ifPresent(place -> places.put(d.number(), place)));
        Map<DeviceNumber, Callable<OnDevice.Seen>> looks = new LinkedHashMap<>();
        places.forEach((number, place) -> looks.put(number, place::look));
        Map<DeviceNumber, Workers.Result<OnDevice.Seen>> results = calls.make(looks);
        List<FileSystem> found = new ArrayList<>();
        places.forEach((number, place) -> {
            Workers.Result<OnDevice.Seen> result = of(results, number);
            OnDevice.Seen seen = result.value();
            if (seen == null) {
                gaps.add("the file system on " + place.device().path() + " did not answer: " + why(result));
                seen = place.unanswered();
            }
            gaps.addAll(seen.gaps());
            if (seen.fileSystem() != null) {
                found.add(seen.fileSystem());
            }
        });
        return found;
    }

    private List<Directory> directories(Set<String> paths) {
        Map<String, Callable<Directory>> looks = new LinkedHashMap<>();
        paths.forEach(path -> looks.put(path, () -> Directories.look(path)));
        Map<String, Workers.Result<Directory>> results = calls.make(looks);
        List<Directory> seen = new ArrayList<>();
        for (String path : paths) {
            Workers.Result<Directory> result = of(results, path);
            Directory directory = result.value();
            seen.add(directory != null ? directory : new Directory(path, Directory.State.UNKNOWN, false));
            if (directory == null) {
                gaps.add("what is at " + path + " could not be seen: " + why(result));
            } else if (directory.state() == Directory.State.UNKNOWN) {
                gaps.add("what is at " + path + " could not be seen");
            }
        }
        return seen;
    }

    private static <T> Workers.Result<T> of(Map<?, Workers.Result<T>> results, Object key) {
        Workers.Result<T> result = results.get(key);
        return result != null ? result : new Workers.Result<>(Workers.End.NOT_BEGUN, null, null);
    }

    private static String why(Workers.Result<?> result) {
        return switch (result.end()) {
            case LATE -> "no answer in time";
            case STUCK_BEFORE -> "an earlier look at it still hangs";
            case NOT_BEGUN -> "the time for the observation was over before its turn";
            case THREW, RETURNED -> String.valueOf(result.failure());
        };
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
}
