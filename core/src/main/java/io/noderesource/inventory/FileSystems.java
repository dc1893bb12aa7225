package io.noderesource.inventory;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The file systems on which quota paths can lie, the directories that they are to be mounted on, and what the node can do
 * with them.
 *
 * @param fileSystems the file systems of types with project quotas, in the order of their devices' numbers
 * @param directories the directories that were asked for ({@code Scope.directories}), sorted by path
 * @param support the types of file systems, sorted by name
 */
public record FileSystems(List<FileSystem> fileSystems, List<Directory> directories, List<FileSystemSupport> support) {

    /** The section of an {@link Inventory} that holds it. */
    public static final SectionType<FileSystems> SECTION = new SectionType<>("filesystem", 1, FileSystems.class);

    public FileSystems {
        Objects.requireNonNull(fileSystems, "fileSystems");
        Objects.requireNonNull(directories, "directories");
        Objects.requireNonNull(support, "support");
        fileSystems = fileSystems.stream()
                .sorted(Comparator.comparing(FileSystem::device))
                .toList();
        directories = directories.stream()
                .sorted(Comparator.comparing(Directory::path))
                .toList();
        support = support.stream()
                .sorted(Comparator.comparing(FileSystemSupport::type))
                .toList();
    }

    /** The file system on a device. */
    public Optional<FileSystem> on(DeviceNumber device) {
        return fileSystems.stream().filter(f -> f.device().equals(device)).findFirst();
    }

    /** What was seen of a directory; empty when nobody looked. */
    public Optional<Directory> directory(String path) {
        return directories.stream().filter(d -> d.path().equals(path)).findFirst();
    }

    /** What the node can do with a type of file system. */
    public Optional<FileSystemSupport> support(String type) {
        return support.stream().filter(s -> s.type().equals(type)).findFirst();
    }
}
