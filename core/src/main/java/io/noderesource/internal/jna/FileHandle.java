package io.noderesource.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An open file descriptor. Closing it closes the descriptor; a second close does nothing.
 *
 * <p>Thread-safe as far as the calls below are; {@link #close()} must not run beside another call.
 */
public final class FileHandle implements AutoCloseable {

    private static final boolean ARM = System.getProperty("os.arch", "")
                    .toLowerCase(Locale.ROOT)
                    .startsWith("aarch64")
            || System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).startsWith("arm");

    /** Bypasses the page cache (fcntl.h; the value differs by architecture). */
    public static final int O_DIRECT = ARM ? 0x10000 : 0x4000;

    /** Fails with ELOOP when the last part of the path is a symbolic link. */
    public static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

    private static final int S_IFMT = 0xf000;
    private static final int S_IFBLK = 0x6000;

    private final int fd;
    private boolean closed;

    private FileHandle(int fd) {
        this.fd = fd;
    }

    /**
     * Opens a file, close-on-exec always.
     *
     * @throws LastErrorException when open(2) fails
     */
    public static FileHandle open(Path path, int flags, int mode) {
        // In bytes, as JNA converts a text by calls back into Java.
        byte[] ended = (path + "\0").getBytes(StandardCharsets.UTF_8);
        while (true) {
            int fd = LibC.openat(LibC.AT_FDCWD, ended, flags | LibC.O_CLOEXEC, mode);
            if (fd >= 0) {
                return new FileHandle(fd);
            }
            int error = Native.getLastError();
            if (error != LibC.EINTR) {
                throw LibC.failure(error);
            }
        }
    }

    /** Opens a file for reading or as the flags say, without creating it. */
    public static FileHandle open(Path path, int flags) {
        return open(path, flags, 0);
    }

    /** Opens the same file anew, whatever its path names by now, with flags of its own. */
    public FileHandle reopen(int flags) {
        return open(self(), flags, 0);
    }

    /** The descriptor's number, for libraries that take one. It stays this object's. */
    public int fd() {
        return fd;
    }

    private Path self() {
        return Path.of("/proc/self/fd/" + fd);
    }

    /** The device number of a block device's node, as stat(2) gives it ({@code st_rdev}); empty when it is not one. */
    public OptionalLong blockDevice() throws IOException {
        Map<String, Object> attributes = Files.readAttributes(self(), "unix:mode,rdev");
        return attributes.get("mode") instanceof Integer mode
                        && (mode & S_IFMT) == S_IFBLK
                        && attributes.get("rdev") instanceof Long rdev
                ? OptionalLong.of(rdev)
                : OptionalLong.empty();
    }

    /** Tells whether the path still leads to this very file. */
    public boolean isAt(Path path) throws IOException {
        return Files.exists(path)
                && Files.getAttribute(self(), "unix:ino").equals(Files.getAttribute(path, "unix:ino"))
                && Files.getAttribute(self(), "unix:dev").equals(Files.getAttribute(path, "unix:dev"));
    }

    /**
     * Makes an ioctl(2) whose argument points to one unsigned 64-bit number.
     *
     * @return the number after the call
     */
    public long ioctlLong(long request) {
        long[] number = new long[1];
        while (true) {
            try {
                LibC.ioctl(fd, request, number);
                return number[0];
            } catch (LastErrorException e) {
                if (e.getErrorCode() != LibC.EINTR) {
                    throw e;
                }
            }
        }
    }

    /** Makes an ioctl(2). */
    public void ioctl(long request, @Nullable Pointer argument) {
        while (true) {
            try {
                LibC.ioctl(fd, request, argument);
                return;
            } catch (LastErrorException e) {
                if (e.getErrorCode() != LibC.EINTR) {
                    throw e;
                }
            }
        }
    }

    /**
     * Tries to take the exclusive lock of flock(2), without waiting.
     *
     * @return false when another open file description holds a lock
     */
    public boolean tryLock() {
        return flock(LibC.LOCK_EX);
    }

    /**
     * Tries to take a shared lock of flock(2), without waiting.
     *
     * @return false when another open file description holds the exclusive lock
     */
    public boolean tryLockShared() {
        return flock(LibC.LOCK_SH);
    }

    private boolean flock(int operation) {
        while (true) {
            try {
                LibC.flock(fd, operation | LibC.LOCK_NB);
                return true;
            } catch (LastErrorException e) {
                if (e.getErrorCode() == LibC.EAGAIN) {
                    return false;
                }
                if (e.getErrorCode() != LibC.EINTR) {
                    throw e;
                }
            }
        }
    }

    /** Drops clean cached pages of the file, so that the next buffered read asks the device. */
    public void dropCache() {
        LibC.posix_fadvise(fd, 0, 0, LibC.POSIX_FADV_DONTNEED);
    }

    /** Begins to read a part of the file into the page cache, in as few requests as the device allows; only a hint. */
    public void prefetch(long offset, long length) {
        LibC.posix_fadvise(fd, offset, length, LibC.POSIX_FADV_WILLNEED);
    }

    /**
     * Reads until the count is reached or the file ends.
     *
     * @return the number of bytes read
     * @throws LastErrorException when pread(2) fails
     */
    public int read(Pointer buffer, int count, long offset) {
        int done = 0;
        while (done < count) {
            try {
                long n = LibC.pread(fd, buffer.share(done), count - done, offset + done);
                if (n == 0) {
                    break;
                }
                done += (int) n;
            } catch (LastErrorException e) {
                if (e.getErrorCode() != LibC.EINTR) {
                    throw e;
                }
            }
        }
        return done;
    }

    /**
     * Writes all of the bytes.
     *
     * @throws LastErrorException when pwrite(2) fails
     */
    public void write(Pointer buffer, int count, long offset) {
        int done = 0;
        while (done < count) {
            try {
                done += (int) LibC.pwrite(fd, buffer.share(done), count - done, offset + done);
            } catch (LastErrorException e) {
                if (e.getErrorCode() != LibC.EINTR) {
                    throw e;
                }
            }
        }
    }

    /** Brings what was written to the medium. */
    public void sync() {
        LibC.fsync(fd);
    }

    /** Cuts the file, or fills it up with zeros. */
    public void truncate(long length) {
        LibC.ftruncate(fd, length);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            // Linux has released the descriptor whatever close(2) answers (its man page, "NOTES").
            LibC.close(fd);
        }
    }
}
