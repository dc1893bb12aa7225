package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.inventory.DeviceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The few files of the node that decide what LVM may look at.
 *
 * @param dev the directory of device nodes
 * @param systemDirectory LVM's system directory, {@code /etc/lvm} unless {@code LVM_SYSTEM_DIR} says otherwise
 */
public record HostFiles(Path dev, Path systemDirectory) {

    private static final int TYPE_MASK = 0170000;
    private static final int BLOCK = 0060000;

    /** Those of this node. */
    public static HostFiles here() {
        String directory = System.getenv("LVM_SYSTEM_DIR");
        return new HostFiles(
                Path.of("/dev"), Path.of(directory == null || directory.isEmpty() ? "/etc/lvm" : directory));
    }

    /** The device number of a path, when it is a block device's node or a link to one. */
    static Optional<DeviceNumber> numberOf(Path path) {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,rdev");
            if (!(attributes.get("mode") instanceof Integer mode)
                    || !(attributes.get("rdev") instanceof Long rdev)
                    || (mode & TYPE_MASK) != BLOCK) {
                return Optional.empty();
            }
            // gnu_dev_major and gnu_dev_minor of glibc's sys/sysmacros.h
            int major = (int) ((rdev >>> 8 & 0xfff) | (rdev >>> 32 & 0xfffff000L));
            int minor = (int) ((rdev & 0xff) | (rdev >>> 12 & 0xffffff00L));
            return Optional.of(new DeviceNumber(major, minor));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** All paths below {@code /dev} that lead to a device; what LVM may know it by. */
    Set<String> aliases(DeviceNumber number) {
        Set<String> paths = new TreeSet<>();
        try {
            Files.walkFileTree(dev, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (numberOf(file).filter(number::equals).isPresent()) {
                        paths.add(file.toString());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths;
    }

    /** A line for each file of LVM's settings that is there, which changes whenever the file does. */
    public List<String> settings() throws IOException {
        List<Path> files =
                new ArrayList<>(List.of(systemDirectory.resolve("lvm.conf"), systemDirectory.resolve("lvmlocal.conf")));
        Path devices = systemDirectory.resolve("devices");
        if (Files.isDirectory(devices)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(devices)) {
                entries.forEach(files::add);
            }
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                lines.add(file + " " + new TreeMap<>(Files.readAttributes(file, "unix:ino,size,ctime")));
            }
        }
        Collections.sort(lines);
        return lines;
    }

    /** The text of a devices file; empty when there is none. */
    Optional<String> devicesFile(String name) {
        Path file = systemDirectory.resolve("devices").resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
