package io.noderesource.internal.jna;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads small files and directories of the kernel by the fewest calls: open, read, close.
 *
 * <p>An observation reads thousands of them, and a channel or a stream of paths costs several times as much for each.
 * An instance is where relative paths begin; within one directory the kernel finds them much sooner than by long paths.
 * Thread-safe; {@link #close()} must not run beside another call.
 */
public final class SmallFiles implements AutoCloseable {

    /** For absolute paths. Closing it does nothing. */
    public static final SmallFiles ANYWHERE = new SmallFiles(LibC.AT_FDCWD);

    private static final int READ = LibC.O_RDONLY | LibC.O_CLOEXEC;
    private static final int FIRST = 512;

    /** {@code struct linux_dirent64} (getdents(2)). */
    private static final int DIRENT_RECLEN = 16;

    private static final int DIRENT_NAME = 19;
    private static final int DIRENTS = 4096;

    private static final OptionalLong GETDENTS64 = getdents64();

    private final int directory;
    private boolean closed;

    private SmallFiles(int directory) {
        this.directory = directory;
    }

    /** Opens a directory to read in it; empty when it cannot be opened. */
    public static Optional<SmallFiles> in(String directory) {
        int fd = ANYWHERE.open(directory);
        return fd < 0 ? Optional.empty() : Optional.of(new SmallFiles(fd));
    }

    /** How the end of a file is recognised. */
    public enum End {
        /** By a read that brings less than was asked for: regular files, and attributes of sysfs, which are whole texts. */
        SHORT_READ,
        /** By a read that brings nothing: files of procfs that the kernel writes in portions. */
        EMPTY_READ
    }

    /** {@code asm/unistd_64.h} of x86, and {@code asm-generic/unistd.h} of the architectures that came later. */
    private static OptionalLong getdents64() {
        return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> OptionalLong.of(217);
            case "aarch64", "riscv64", "loongarch64" -> OptionalLong.of(61);
            default -> OptionalLong.empty();
        };
    }

    /** Tells whether {@link #names} can be asked here. */
    public static boolean canList() {
        return GETDENTS64.isPresent();
    }

    /**
     * Reads a whole file.
     *
     * @param path its path
     * @param end how its end is recognised
     * @param most how long it may be
     * @return empty when it cannot be read, or is longer
     */
    public Optional<byte[]> read(String path, End end, int most) {
        int fd = open(path);
        if (fd < 0) {
            return Optional.empty();
        }
        try {
            byte[] part = new byte[end == End.SHORT_READ ? FIRST : 8 * FIRST];
            byte[] all = new byte[0];
            while (true) {
                long n = read(fd, part);
                if (n < 0 || all.length + n > most) {
                    return Optional.empty();
                }
                if (all.length == 0) {
                    all = Arrays.copyOf(part, (int) n);
                } else if (n > 0) {
                    int before = all.length;
                    all = Arrays.copyOf(all, before + (int) n);
                    System.arraycopy(part, 0, all, before, (int) n);
                }
                if (n == 0 || (end == End.SHORT_READ && n < part.length)) {
                    return Optional.of(all);
                }
                if (n == part.length) {
                    part = new byte[Math.min(2 * part.length, 1 << 20)];
                } else if (part.length > FIRST) {
                    // Most likely the end comes, for which no large array need go to C and back.
                    part = new byte[FIRST];
                }
            }
        } finally {
            LibC.close(fd);
        }
    }

    /** The names in a directory but {@code .} and {@code ..}, in no order; empty when it cannot be read whole. */
    public Optional<List<String>> names(String path) {
        int fd = open(path);
        if (fd < 0) {
            return Optional.empty();
        }
        try {
            List<String> names = new ArrayList<>();
            byte[] entries = new byte[DIRENTS];
            while (true) {
                long n = LibC.syscall(GETDENTS64.orElseThrow(), fd, entries, entries.length);
                if (n < 0) {
                    return Optional.empty();
                }
                if (n == 0) {
                    return Optional.of(names);
                }
                for (int at = 0; at < n; at += length(entries, at)) {
                    String name = name(entries, at);
                    if (!name.equals(".") && !name.equals("..")) {
                        names.add(name);
                    }
                }
            }
        } finally {
            LibC.close(fd);
        }
    }

    private static int length(byte[] entries, int at) {
        return (entries[at + DIRENT_RECLEN] & 0xff) | (entries[at + DIRENT_RECLEN + 1] & 0xff) << 8;
    }

    private static String name(byte[] entries, int at) {
        int from = at + DIRENT_NAME;
        int to = from;
        while (entries[to] != 0) {
            to++;
        }
        return new String(entries, from, to - from, StandardCharsets.UTF_8);
    }

    /** Tells whether a file is there, which is not known of one whose directory may not be searched. */
    public boolean exists(String path) {
        return LibC.faccessat(directory, ended(path), LibC.F_OK, 0) == 0;
    }

    private static byte[] ended(String path) {
        byte[] text = path.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(text, text.length + 1);
    }

    private int open(String path) {
        byte[] ended = ended(path);
        while (true) {
            int fd = LibC.openat(directory, ended, READ, 0);
            if (fd >= 0 || Native.getLastError() != LibC.EINTR) {
                return fd;
            }
        }
    }

    @Override
    public void close() {
        if (this != ANYWHERE && !closed) {
            closed = true;
            LibC.close(directory);
        }
    }

    private static long read(int fd, byte[] buffer) {
        while (true) {
            long n = LibC.read(fd, buffer, buffer.length);
            if (n >= 0 || Native.getLastError() != LibC.EINTR) {
                return n;
            }
        }
    }
}
