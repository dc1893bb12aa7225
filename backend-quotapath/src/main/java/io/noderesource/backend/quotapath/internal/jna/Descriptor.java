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
        int all =
                flags | SystemCalls.O_NOFOLLOW | SystemCalls.O_NONBLOCK | SystemCalls.O_NOCTTY | SystemCalls.O_CLOEXEC;
        while (true) {
            try {
                return new Descriptor(SystemCalls.openat(directory, scratch.address(), all, mode));
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
