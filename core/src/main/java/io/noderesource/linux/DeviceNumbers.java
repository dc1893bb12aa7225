package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.inventory.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells device numbers from {@code st_dev} and {@code st_rdev} (inode(7)). Thread-safe; it has no state. */
public final class DeviceNumbers {

    private static final int S_IFMT = 0xf000;
    private static final int S_IFBLK = 0x6000;

    private DeviceNumbers() {}

    /** Splits a number as glibc packs it (makedev(3), bits/sysmacros.h). */
    static DeviceNumber of(long rdev) {
        int major = (int) (((rdev >>> 8) & 0xfff) | ((rdev >>> 32) & 0xfffff000L));
        int minor = (int) ((rdev & 0xff) | ((rdev >>> 12) & 0xffffff00L));
        return new DeviceNumber(major, minor);
    }

    /** The number of an open block device; empty when it is not one. */
    static Optional<DeviceNumber> of(FileHandle handle) throws IOException {
        OptionalLong rdev = handle.blockDevice();
        return rdev.isPresent() ? Optional.of(of(rdev.getAsLong())) : Optional.empty();
    }

    /**
     * The number of the block device whose file system a path lies on.
     *
     * @throws IOException when nothing is there
     */
    public static DeviceNumber under(Path path) throws IOException {
        return of(((Number) Files.getAttribute(path, "unix:dev")).longValue());
    }

    /** The number of the block device's node that a path leads to; empty when there is none. */
    public static Optional<DeviceNumber> at(Path node) {
        try {
            int mode = ((Number) Files.getAttribute(node, "unix:mode")).intValue();
            if ((mode & S_IFMT) != S_IFBLK) {
                return Optional.empty();
            }
            return Optional.of(of(((Number) Files.getAttribute(node, "unix:rdev")).longValue()));
        } catch (IOException | InvalidPathException absent) {
            return Optional.empty();
        }
    }

    /** What an error number means, for people. */
    static String reason(LastErrorException e) {
        String message = e.getMessage();
        return message == null ? "errno " + e.getErrorCode() : message.replaceFirst("^\\[[0-9]+\\] ", "");
    }
}
