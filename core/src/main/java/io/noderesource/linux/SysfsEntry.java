package io.noderesource.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device's directory in sysfs.
 *
 * <p>It is listed once. What is not in it is not tried to be opened: most attributes exist only for some sorts of devices,
 * and a failed attempt costs more than a reading.
 */
final class SysfsEntry {

    private final String name;
    private final Path directory;
    private final Set<String> names;

    private SysfsEntry(String name, Path directory, Set<String> names) {
        this.name = name;
        this.directory = directory;
        this.names = names;
    }

    /** Lists a device below {@code /sys/class/block}; one that has vanished has nothing in it. */
    static SysfsEntry list(Path classBlock, String name) {
        Path directory = classBlock.resolve(name);
        return new SysfsEntry(name, directory, Set.copyOf(KernelFiles.names(directory)));
    }

    /** The kernel's name of the device. */
    String name() {
        return name;
    }

    /** Tells whether it has such an attribute or directory. */
    boolean has(String child) {
        return names.contains(child);
    }

    private boolean mayHave(String path) {
        int slash = path.indexOf('/');
        return names.contains(slash < 0 ? path : path.substring(0, slash));
    }

    /** An attribute, or one of a directory in it such as {@code dm/uuid}. */
    Optional<String> attribute(String path) {
        return mayHave(path) ? KernelFiles.attribute(directory.resolve(path)) : Optional.empty();
    }

    /** The same as bytes. */
    Optional<byte[]> bytes(String path) {
        return mayHave(path) ? KernelFiles.bytes(directory.resolve(path)) : Optional.empty();
    }

    /** An attribute that holds a whole number which is not negative. */
    OptionalLong number(String path) {
        return mayHave(path) ? KernelFiles.number(directory.resolve(path)) : OptionalLong.empty();
    }

    /** Tells whether an attribute is there and 1. */
    boolean isOne(String path) {
        return attribute(path).filter("1"::equals).isPresent();
    }

    /** The names in a directory in it. */
    List<String> names(String child) {
        return has(child) ? KernelFiles.names(directory.resolve(child)) : List.of();
    }

    /** Where it really lies, below {@code /sys/devices}; null when it has vanished. */
    @Nullable
    Path realPath() {
        try {
            return directory.toRealPath();
        } catch (IOException vanished) {
            return null;
        }
    }
}
