package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.linux.DeviceNumbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An open directory: whatever its path names later, the calls below are about this one. Not thread-safe.
 *
 * <p>The calls answer with errno, 0 for success, as callers decide by it.
 */
public final class OpenDirectory implements AutoCloseable {

    /** linux/fs.h; the same on x86_64 and aarch64. */
    private static final long FS_IOC_GETFLAGS = 0x80086601L;

    private static final long FS_IOC_SETFLAGS = 0x40086602L;
    private static final int FS_IMMUTABLE_FL = 0x10;
    private static final long FS_IOC_SETFSLABEL = 0x41009432L;
    private static final int FSLABEL_MAX = 256;

    /** XFS_IOC_FSGEOMETRY_V1 and struct xfs_fsop_geom_v1 (xfs_fs.h). */
    private static final long XFS_IOC_FSGEOMETRY_V1 = 0x80705864L;

    private static final int XFS_GEOMETRY_SIZE = 112;
    private static final int XFS_BLOCK_SIZE = 0;
    private static final int XFS_DATA_BLOCKS = 32;

    private static final int MS_REC = 16384;
    private static final int UMOUNT_NOFOLLOW = 8;

    private final Path path;
    private final Descriptor file;

    private OpenDirectory(Path path, Descriptor file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens a directory whose path leads through no symbolic link.
     *
     * @throws IOException when it cannot be opened, or its path does lead through one
     */
    public static OpenDirectory open(Path path) throws IOException {
        OpenDirectory opened;
        try {
            opened = new OpenDirectory(path, Descriptor.openDirectory(path));
        } catch (SystemCallFailure e) {
            throw new IOException(path + ": " + Errno.text(e.errno()), e);
        }
        boolean good = false;
        try {
            Path real = Files.readSymbolicLink(opened.self());
            if (!real.equals(path)) {
                throw new IOException(path + " leads to " + real);
            }
            good = true;
            return opened;
        } finally {
            if (!good) {
                opened.close();
            }
        }
    }

    private Path self() {
        return Path.of("/proc/self/fd/" + file.fd());
    }

    /**
     * What became of making a directory immutable.
     *
     * @param errno why it is not; 0 when it is
     * @param changed whether it was not before
     */
    public record Immutable(int errno, boolean changed) {}

    /**
     * Makes it immutable: nobody can make or take away an entry (chattr(1)); a mount on it is no entry. Whoever was making
     * one has ended, as the kernel does both under the directory's lock (linux: fs/ioctl.c, vfs_fileattr_set).
     */
    public Immutable makeImmutable() {
        try (Memory flags = new Memory(Long.BYTES)) {
            flags.clear();
            int got = ioctl(FS_IOC_GETFLAGS, flags);
            if (got != 0 || (flags.getInt(0) & FS_IMMUTABLE_FL) != 0) {
                return new Immutable(got, false);
            }
            flags.setInt(0, flags.getInt(0) | FS_IMMUTABLE_FL);
            int set = ioctl(FS_IOC_SETFLAGS, flags);
            return new Immutable(set, set == 0);
        }
    }

    /** Makes it mutable again. */
    public int makeMutable() {
        try (Memory flags = new Memory(Long.BYTES)) {
            flags.clear();
            int got = ioctl(FS_IOC_GETFLAGS, flags);
            if (got != 0) {
                return got;
            }
            flags.setInt(0, flags.getInt(0) & ~FS_IMMUTABLE_FL);
            return ioctl(FS_IOC_SETFLAGS, flags);
        }
    }

    /** Tells whether it has no entry, whatever is mounted on it by now. */
    public boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(self())) {
            return !entries.iterator().hasNext();
        } catch (DirectoryIteratorException e) {
            throw new IOException(path + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Tells whether it is immutable; where its file system knows no such thing, it is not. */
    public boolean isImmutable() {
        try (Memory flags = new Memory(Long.BYTES)) {
            flags.clear();
            return ioctl(FS_IOC_GETFLAGS, flags) == 0 && (flags.getInt(0) & FS_IMMUTABLE_FL) != 0;
        }
    }

    /** Sets the label of the file system that it is on (ext4 since Linux 5.17, XFS since 4.18). */
    public int setLabel(String label) {
        try (Memory text = new Memory(FSLABEL_MAX)) {
            text.clear();
            byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
            text.write(0, bytes, 0, Math.min(bytes.length, FSLABEL_MAX - 1));
            return ioctl(FS_IOC_SETFSLABEL, text);
        }
    }

    /** The size in bytes of the XFS that it is on; −1 when it cannot be told. */
    public long xfsSize() {
        try (Memory geometry = new Memory(XFS_GEOMETRY_SIZE)) {
            geometry.clear();
            return ioctl(XFS_IOC_FSGEOMETRY_V1, geometry) == 0
                    ? geometry.getLong(XFS_DATA_BLOCKS) * geometry.getInt(XFS_BLOCK_SIZE)
                    : -1;
        }
    }

    /** Mounts a device's file system on it. */
    public int mount(String source, String type, long flags, String data) {
        try (Memory from = Descriptor.string(source);
                Memory what = Descriptor.string(type);
                Memory options = Descriptor.string(data)) {
            return mount(Pointer.nativeValue(from), Pointer.nativeValue(what), flags, Pointer.nativeValue(options));
        }
    }

    /** Says how mounts below the mount whose root it is are to spread. */
    public int spread(long propagation) {
        return mount(0, 0, propagation | MS_REC, 0);
    }

    private int mount(long source, long type, long flags, long data) {
        try (Memory target = Descriptor.string(self().toString())) {
            return call(() -> SystemCalls.mount(source, Pointer.nativeValue(target), type, flags, data));
        }
    }

    /** Unmounts what is mounted at its path; it must be closed before, as it keeps the file system busy. */
    public static int unmount(Path path) {
        try (Memory target = Descriptor.string(path.toString())) {
            return call(() -> SystemCalls.umount2(Pointer.nativeValue(target), UMOUNT_NOFOLLOW));
        }
    }

    /** The number of the block device whose file system it is on. */
    public DeviceNumber device() throws IOException {
        return DeviceNumbers.under(self());
    }

    /** Tells whether it is the root of a mount: then the directory above is on another one (proc(5), fdinfo). */
    public boolean isMountRoot() throws IOException {
        Path above = path.getParent();
        if (above == null) {
            return true;
        }
        try (OpenDirectory parent = open(above)) {
            return !mountId().equals(parent.mountId());
        }
    }

    /**
     * Tells whether the mount that it is on was mounted on the mount of another directory, and not on what somebody had
     * mounted there: mount(2) mounts on what is topmost at a place, whatever was opened (linux: fs/namespace.c, lock_mount).
     */
    public boolean isMountedOn(OpenDirectory below) throws IOException {
        String mountinfo = Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1);
        return MountIds.parent(mountinfo, mountId()).equals(Optional.of(below.mountId()));
    }

    private String mountId() throws IOException {
        return MountIds.of(Files.readString(Path.of("/proc/self/fdinfo/" + file.fd())))
                .orElseThrow(() -> new IOException("the kernel does not tell which mount " + path + " is on"));
    }

    private int ioctl(long request, Memory argument) {
        return call(() -> SystemCalls.ioctl(file.fd(), request, Pointer.nativeValue(argument)));
    }

    private interface Call {
        int run() throws LastErrorException;
    }

    private static int call(Call call) {
        try {
            call.run();
            return 0;
        } catch (LastErrorException e) {
            return e.getErrorCode();
        }
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
