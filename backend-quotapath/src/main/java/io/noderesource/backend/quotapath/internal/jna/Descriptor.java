package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * An open file descriptor, close-on-exec. Closing it closes the descriptor; a second close does nothing.
 *
 * <p>Thread-safe, but for {@link #close()} beside another call.
 */
final class Descriptor implements AutoCloseable {

    private static final int ALWAYS =
            SystemCalls.O_NOFOLLOW | SystemCalls.O_NONBLOCK | SystemCalls.O_NOCTTY | SystemCalls.O_CLOEXEC;

    /** {@code struct open_how} of {@code linux/openat2.h}. */
    private static final int HOW_MODE = 8;

    private static final int HOW_RESOLVE = 16;
    private static final int HOW_BYTES = 24;

    /** The kernel has no {@code openat2(2)}, or it is filtered. */
    private static volatile boolean noOpenat2;

    private final int fd;
    private boolean closed;

    private Descriptor(int fd) {
        this.fd = fd;
    }

    /** Opens a file or directory for reading; a symbolic link at the end of the path is followed. */
    static Descriptor open(Path path) {
        return open(path, 0);
    }

    /** Opens a directory; a symbolic link at the end of the path is not followed but fails. */
    static Descriptor openDirectory(Path path) {
        return open(path, SystemCalls.O_DIRECTORY | SystemCalls.O_NOFOLLOW);
    }

    private static Descriptor open(Path path, int more) {
        try (Memory name = string(path.toString())) {
            int flags = SystemCalls.O_RDONLY | SystemCalls.O_NONBLOCK | SystemCalls.O_CLOEXEC | more;
            while (true) {
                try {
                    return new Descriptor(SystemCalls.open(Pointer.nativeValue(name), flags, 0));
                } catch (LastErrorException e) {
                    if (e.getErrorCode() != Errno.EINTR) {
                        throw new SystemCallFailure("open " + path, e);
                    }
                }
            }
        }
    }

    /** Opens a name in a directory, never through a symbolic link. */
    static Descriptor openAt(int directory, byte[] name, int flags, int mode) {
        Scratch scratch = Scratch.get();
        scratch.putString(0, name);
        int all = flags | ALWAYS;
        return opened(name, () -> SystemCalls.openat(directory, scratch.address(), all, mode));
    }

    /**
     * Opens a name in a directory for reading, never through a symbolic link, and not where another mount lies, which may not answer; a kernel before
     * 5.6 opens that.
     *
     * @throws SystemCallFailure with EXDEV when another mount lies there
     */
    static Descriptor openOnMount(int directory, byte[] name, int flags) {
        if (noOpenat2) {
            return openAt(directory, name, flags, 0);
        }
        Scratch how = Scratch.get();
        how.bytes()
                .putLong(0, SystemCalls.O_RDONLY | flags | ALWAYS)
                .putLong(HOW_MODE, 0)
                .putLong(HOW_RESOLVE, SystemCalls.RESOLVE_NO_XDEV);
        how.putString(HOW_BYTES, name);
        try {
            return opened(name, () -> (int) SystemCalls.syscall(
                    SystemCalls.NR_OPENAT2, directory, how.address() + HOW_BYTES, how.address(), HOW_BYTES, 0));
        } catch (SystemCallFailure e) {
            // A filter of system calls may say EPERM of one that it does not know.
            if (e.errno() != Errno.ENOSYS && e.errno() != Errno.EPERM) {
                throw e;
            }
            Descriptor opened = openAt(directory, name, flags, 0);
            noOpenat2 = true;
            return opened;
        }
    }

    /** A call that returns a descriptor. */
    private interface Opening {
        int call();
    }

    private static Descriptor opened(byte[] name, Opening opening) {
        while (true) {
            try {
                return new Descriptor(opening.call());
            } catch (LastErrorException e) {
                if (e.getErrorCode() != Errno.EINTR) {
                    throw new SystemCallFailure("open " + new String(name, StandardCharsets.UTF_8), e);
                }
            }
        }
    }

    /** A text as C has it. */
    static Memory string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    int fd() {
        return fd;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                SystemCalls.close(fd);
            } catch (LastErrorException e) {
                // Linux has released the descriptor whatever close(2) answers (its man page, "NOTES").
                return;
            }
        }
    }
}
