package io.noderesource.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system calls of the block layer, as libc has them on 64-bit Linux, where {@code size_t}, {@code off_t} and
 * {@code unsigned long} are 64 bits wide.
 *
 * <p>Mapped directly, as an observation makes thousands of these calls and a call through a proxy costs several times
 * more. A function that declares {@link LastErrorException} throws it with errno when the call fails; the others return
 * what C returns, and errno is {@link Native#getLastError()}.
 */
public final class LibC {

    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;

    /** For openat(2): the process's working directory. */
    public static final int AT_FDCWD = -100;

    /** For faccessat(2): the file exists. */
    public static final int F_OK = 0;

    public static final int LOCK_SH = 1;
    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;

    public static final int POSIX_FADV_WILLNEED = 3;
    public static final int POSIX_FADV_DONTNEED = 4;

    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int ENXIO = 6;
    public static final int EACCES = 13;
    public static final int EPERM = 1;
    public static final int EAGAIN = 11;
    public static final int EBUSY = 16;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOTTY = 25;
    public static final int EROFS = 30;
    public static final int ELOOP = 40;
    public static final int EOPNOTSUPP = 95;
    public static final int ENOMEDIUM = 123;

    static {
        Native.register(LibC.class, NativeLibrary.getInstance("c", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
    }

    private LibC() {}

    /** openat(2) of a path in bytes that end with a zero; -1 when it fails. */
    public static native int openat(int directory, byte[] path, int flags, int mode);

    /** faccessat(2) of a path in bytes that end with a zero; 0 when the process may do that with the file. */
    public static native int faccessat(int directory, byte[] path, int mode, int flags);

    /** close(2); -1 when it fails, which leaves the descriptor closed all the same. */
    public static native int close(int fd);

    /** ioctl(2). */
    public static native int ioctl(int fd, long request, @Nullable Pointer argument) throws LastErrorException;

    /** ioctl(2) with an argument that points to 64-bit numbers. */
    public static native int ioctl(int fd, long request, long[] argument) throws LastErrorException;

    /** flock(2). */
    public static native int flock(int fd, int operation) throws LastErrorException;

    /** read(2) into an array; -1 when it fails. */
    public static native long read(int fd, byte[] buffer, long count);

    /** pread(2). */
    public static native long pread(int fd, Pointer buffer, long count, long offset) throws LastErrorException;

    /** pwrite(2). */
    public static native long pwrite(int fd, Pointer buffer, long count, long offset) throws LastErrorException;

    /** fsync(2). */
    public static native int fsync(int fd) throws LastErrorException;

    /** ftruncate(2). */
    public static native int ftruncate(int fd, long length) throws LastErrorException;

    /** syscall(2), for the calls that libc has no function for; none of them takes more than five arguments. */
    public static native long syscall(long number, long one, long two, long three, long four, long five)
            throws LastErrorException;

    /** The same with an array as the second argument; -1 when it fails. */
    public static native long syscall(long number, long one, byte[] two, long three);

    /** What a function throws that declares it, for one that returned an error's number. */
    static LastErrorException failure(int error) {
        return new LastErrorException("[" + error + "] " + strerror(error));
    }

    /** strerror(3). */
    public static native String strerror(int error);

    /** memcmp(3). */
    public static native int memcmp(Pointer one, Pointer other, long count);

    /** posix_fadvise(2); answers with the error's number and leaves errno alone. */
    public static native int posix_fadvise(int fd, long offset, long length, int advice);
}
