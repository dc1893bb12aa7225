package io.noderesource.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system calls of the block layer, as libc has them on 64-bit Linux, where {@code size_t} and {@code off_t} are 64
 * bits wide.
 *
 * <p>Every function throws {@link LastErrorException} with errno when the call fails.
 */
public interface LibC extends Library {

    /** The C library of this process. */
    LibC INSTANCE = Native.load("c", LibC.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

    int O_RDONLY = 0;
    int O_RDWR = 2;
    int O_CREAT = 0x40;
    int O_EXCL = 0x80;
    int O_NONBLOCK = 0x800;
    int O_CLOEXEC = 0x80000;

    int LOCK_SH = 1;
    int LOCK_EX = 2;
    int LOCK_NB = 4;

    int POSIX_FADV_DONTNEED = 4;

    int ENOENT = 2;
    int EINTR = 4;
    int ENXIO = 6;
    int EACCES = 13;
    int EPERM = 1;
    int EAGAIN = 11;
    int EBUSY = 16;
    int ENODEV = 19;
    int EINVAL = 22;
    int ENOTTY = 25;
    int EROFS = 30;
    int ELOOP = 40;
    int EOPNOTSUPP = 95;
    int ENOMEDIUM = 123;

    /** open(2). */
    int open(String path, int flags, int mode) throws LastErrorException;

    /** close(2). */
    int close(int fd) throws LastErrorException;

    /** ioctl(2). */
    int ioctl(int fd, NativeLong request, @Nullable Pointer argument) throws LastErrorException;

    /** flock(2). */
    int flock(int fd, int operation) throws LastErrorException;

    /** pread(2). */
    long pread(int fd, Pointer buffer, long count, long offset) throws LastErrorException;

    /** pwrite(2). */
    long pwrite(int fd, Pointer buffer, long count, long offset) throws LastErrorException;

    /** fsync(2). */
    int fsync(int fd) throws LastErrorException;

    /** ftruncate(2). */
    int ftruncate(int fd, long length) throws LastErrorException;

    /** syscall(2), for the calls that libc has no function for; none of them takes more than five arguments. */
    long syscall(long number, long one, long two, long three, long four, long five) throws LastErrorException;

    /** strerror(3). */
    String strerror(int error);

    /** memcmp(3). */
    int memcmp(Pointer one, Pointer other, long count);

    /** posix_fadvise(2); answers with the error's number and leaves errno alone. */
    int posix_fadvise(int fd, long offset, long length, int advice);
}
