package io.noderesource.linux;

import io.noderesource.internal.jna.SmallFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device's directory in sysfs, held open.
 *
 * <p>It is listed once. What is not in it is not tried to be opened: most attributes exist only for some sorts of devices,
 * and a failed attempt costs more than a reading. Each attribute is read once, so that whoever asks twice gets one answer.
 * As the directory is held open, all of them are of the same device. Used by one thread.
 */
final class SysfsEntry implements AutoCloseable {

    private final String name;
    private final Path path;
    private final @Nullable SmallFiles files;
    private final Set<String> names;
    private final Map<String, Optional<String>> attributes = new HashMap<>();

    private SysfsEntry(String name, Path path, @Nullable SmallFiles files) {
        this.name = name;
        this.path = path;
        this.files = files;
        this.names = files == null ? Set.of() : Set.copyOf(KernelFiles.names(files, path, "."));
    }

    /** Opens and lists a device below {@code /sys/class/block}; one that has vanished has nothing in it. */
    static SysfsEntry open(Path classBlock, String name) {
        Path path = classBlock.resolve(name);
        return new SysfsEntry(name, path, SmallFiles.in(path.toString()).orElse(null));
    }

    /** The kernel's name of the device. */
    String name() {
        return name;
    }

    /** Tells whether it has such an attribute or directory. */
    boolean has(String child) {
        return names.contains(child);
    }

    private boolean mayHave(String child) {
        int slash = child.indexOf('/');
        return names.contains(slash < 0 ? child : child.substring(0, slash));
    }

    /** An attribute, or one of a directory in it such as {@code dm/uuid}. */
    Optional<String> attribute(String child) {
        SmallFiles in = files;
        return in != null && mayHave(child)
                ? attributes.computeIfAbsent(child, c -> KernelFiles.attribute(in, c))
                : Optional.empty();
    }

    /** The same as bytes. */
    Optional<byte[]> bytes(String child) {
        return mayHave(child) ? KernelFiles.bytes(path.resolve(child)) : Optional.empty();
    }

    /** An attribute that holds a whole number which is not negative. */
    OptionalLong number(String child) {
        return attribute(child).map(KernelFiles::number).orElse(OptionalLong.empty());
    }

    /** Tells whether an attribute is there and 1. */
    boolean isOne(String child) {
        return attribute(child).filter("1"::equals).isPresent();
    }

    /** The names in a directory in it. */
    List<String> names(String child) {
        return files != null && has(child) ? KernelFiles.names(files, path, child) : List.of();
    }

    /** Where it really lies, below {@code /sys/devices}; null when it has vanished. */
    @Nullable
    Path realPath() {
        try {
            return path.toRealPath();
        } catch (IOException vanished) {
            return null;
        }
    }

    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }
}
