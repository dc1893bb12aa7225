package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Locale;

/**
 * Functions of libc on 64-bit Linux, mapped directly and with numbers for pointers, which is JNA's fast way: quotas are
 * read and files are walked by the ten thousand.
 *
 * <p>Each throws {@link LastErrorException} with errno when the call fails, but for those whose errors are ordinary answers:
 * an exception costs more than a hundred calls. These return -1, and {@link Native#getLastError} says errno until the
 * thread's next call.
 */
final class SystemCalls {

    private static final boolean ARM =
            System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).startsWith("aarch64");

    /** {@code quotactl_fd(2)}, Linux 5.14 and later; the same number everywhere. */
    static final int NR_QUOTACTL_FD = 443;

    /** {@code statx(2)}, Linux 4.11 and later. */
    static final int NR_STATX = ARM ? 291 : 332;

    static final int NR_GETDENTS64 = ARM ? 61 : 217;

    /** {@code openat2(2)}, Linux 5.6 and later; the same number everywhere. */
    static final int NR_OPENAT2 = 437;

    /** {@code linux/openat2.h}. */
    static final int RESOLVE_NO_XDEV = 1;

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    /** {@code fcntl.h}; the value differs by architecture. */
    static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;

    /** {@code fcntl.h}; the value differs by architecture. */
    static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

    static final int AT_EMPTY_PATH = 0x1000;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;

    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;

    static {
        Native.register(SystemCalls.class, NativeLibrary.getInstance("c"));
    }

    private SystemCalls() {}

    /** {@code int open(const char *path, int flags, mode_t mode)}. */
    static native int open(long path, int flags, int mode) throws LastErrorException;

    /** {@code int openat(int dirfd, const char *path, int flags, mode_t mode)}. */
    static native int openat(int dirfd, long path, int flags, int mode) throws LastErrorException;

    /** {@code int ioctl(int fd, unsigned long request, void *argument)}. */
    static native int ioctl(int fd, long request, long argument) throws LastErrorException;

    /** {@code int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data)}. */
    static native int mount(long source, long target, long type, long flags, long data) throws LastErrorException;

    /** {@code int umount2(const char *target, int flags)}. */
    static native int umount2(long target, int flags) throws LastErrorException;

    /** {@code char *strerror(int error)}. */
    static native String strerror(int error);

    /** {@code int flock(int fd, int operation)}. */
    static native int flock(int fd, int operation) throws LastErrorException;

    /** {@code int fsync(int fd)}. */
    static native int fsync(int fd) throws LastErrorException;

    /** {@code ssize_t fgetxattr(int fd, const char *name, void *value, size_t size)}; throws nothing. */
    static native long fgetxattr(int fd, long name, long value, long size);

    /** {@code int fsetxattr(int fd, const char *name, const void *value, size_t size, int flags)}. */
    static native int fsetxattr(int fd, long name, long value, long size, int flags) throws LastErrorException;

    /** {@code int fremovexattr(int fd, const char *name)}. */
    static native int fremovexattr(int fd, long name) throws LastErrorException;

    /** {@code int close(int fd)}. */
    static native int close(int fd) throws LastErrorException;

    /** {@code int fstatfs(int fd, struct statfs *buf)}. */
    static native int fstatfs(int fd, long buf) throws LastErrorException;

    /** {@code int quotactl(int cmd, const char *special, int id, caddr_t addr)}; throws nothing. */
    static native int quotactl(int cmd, long special, int id, long addr);

    /** {@code syscall(SYS_quotactl_fd, fd, cmd, id, addr)}, for which libc has no function; throws nothing. */
    static native int syscall(long quotactlFd, int fd, int cmd, int id, long addr);

    /** {@code long syscall(long number, ...)}, for the calls that libc has no function for. */
    static native long syscall(long number, long one, long two, long three, long four, long five)
            throws LastErrorException;
}
