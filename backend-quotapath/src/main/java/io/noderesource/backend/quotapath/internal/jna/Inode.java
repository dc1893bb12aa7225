package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An open directory or regular file: what it is, the project it carries, its marks, and, of a directory, what is in it.
 *
 * <p>Names are the kernel's bytes, and no symbolic link is followed: {@link #child} opens just what lies in this directory.
 * Thread-safe, but for {@link #close()} beside another call.
 */
public final class Inode implements AutoCloseable {

    /** {@code sizeof(struct statx)}. */
    static final int STATX_BYTES = 256;

    static final int STATX_MASK = 0;
    static final int STATX_LINKS = 16;
    static final int STATX_MODE = 28;
    static final int STATX_INO = 32;
    static final int STATX_BLOCKS = 48;
    static final int STATX_DEV_MAJOR = 136;
    static final int STATX_DEV_MINOR = 140;
    static final int STATX_MOUNT = 144;

    /** {@code STATX_BASIC_STATS}. */
    static final int BASIC_STATS = 0x7ff;

    /** {@code STATX_MNT_ID}, Linux 5.8 and later; without it a bind mount of the same file system is not noticed. */
    static final int MOUNT_ID = 0x1000;

    /** {@code FS_IOC_FSGETXATTR} on x86_64 and aarch64 ({@code linux/fs.h}). */
    static final long GET_ATTRIBUTES = 0x801c581fL;

    /** {@code FS_IOC_FSSETXATTR}. */
    static final long SET_ATTRIBUTES = 0x401c5820L;

    /** {@code sizeof(struct fsxattr)}. */
    static final int FSXATTR_BYTES = 28;

    static final int XFLAGS = 0;
    static final int PROJECT = 12;

    /** {@code FS_XFLAG_PROJINHERIT}: what is made in the directory gets its project. */
    static final int INHERIT = 0x200;

    /** {@code FS_XFLAG_IMMUTABLE | FS_XFLAG_APPEND}: the project cannot be changed. */
    static final int FIXED = 0x18;

    static final int DIRENT_RECORD_LENGTH = 16;
    static final int DIRENT_TYPE = 18;
    static final int DIRENT_NAME = 19;
    static final int DT_DIR = 4;
    static final int DT_REG = 8;

    private static final int DIRENTS_BYTES = 32 << 10;
    private static final int S_IFMT = 0xf000;
    private static final int S_IFDIR = 0x4000;
    private static final int S_IFREG = 0x8000;
    private static final int SECTOR = 512;
    private static final int VALUE = 128;
    private static final byte[] NO_NAME = {};

    /** What a name in a directory leads to. */
    public enum Type {
        DIRECTORY,
        FILE,
        /** Symbolic link, pipe, socket or device: it carries no project that could be set. */
        OTHER;

        private static Type ofMode(int mode) {
            return switch (mode & S_IFMT) {
                case S_IFDIR -> DIRECTORY;
                case S_IFREG -> FILE;
                default -> OTHER;
            };
        }
    }

    /** Whether what is made in a directory gets the directory's project. */
    public enum Inheritance {
        INHERITED,
        NOT_INHERITED
    }

    /**
     * What {@code statx(2)} tells.
     *
     * @param device number of the file system
     * @param mount number of the mount; 0 where the kernel does not tell
     * @param number the inode's number
     * @param bytes what it takes up
     * @param links how many names it has
     */
    public record Facts(Type type, long device, long mount, long number, long bytes, long links) {

        /** Whether the other is the same inode. */
        public boolean sameInode(Facts other) {
            return device == other.device && number == other.number;
        }

        /** Whether the other lies on the same mount of the same file system. */
        public boolean sameMount(Facts other) {
            return device == other.device && mount == other.mount;
        }
    }

    /**
     * The project that is carried.
     *
     * @param id project id; 0 is none
     * @param inheritance of a directory
     * @param changeable false when the inode is immutable or append-only
     */
    public record Carried(long id, Inheritance inheritance, boolean changeable) {}

    /** One name in a directory. */
    public static final class Entry {
        private final byte[] name;
        private final int type;

        private Entry(byte[] name, int type) {
            this.name = name;
            this.type = type;
        }

        /** The name for people; what is no UTF-8 is shown as U+FFFD. */
        public String name() {
            return new String(name, StandardCharsets.UTF_8);
        }
    }

    private final Descriptor file;

    Inode(Descriptor file) {
        this.file = file;
    }

    /**
     * Opens a directory or file by its path; symbolic links are followed.
     *
     * @throws SystemCallFailure when it cannot be opened
     */
    public static Inode open(Path path) {
        return new Inode(Descriptor.open(path));
    }

    /**
     * Opens what lies in this directory under a name; a symbolic link is not followed but fails.
     *
     * @throws SystemCallFailure when it cannot be opened; with EXDEV when another mount lies there
     */
    public Inode child(Entry entry) {
        return new Inode(Descriptor.openOnMount(file.fd(), entry.name, 0));
    }

    /**
     * Opens a directory in this directory, and nothing else.
     *
     * @throws SystemCallFailure when it cannot be opened; with EXDEV when another mount lies there
     */
    public Inode directory(Entry entry) {
        return directory(entry.name);
    }

    /**
     * Opens a directory in this directory by a name of Java's, of at most 255 bytes.
     *
     * @throws SystemCallFailure when it cannot be opened
     */
    public Inode directory(String name) {
        return directory(name.getBytes(StandardCharsets.UTF_8));
    }

    private Inode directory(byte[] name) {
        return new Inode(Descriptor.openOnMount(file.fd(), name, SystemCalls.O_DIRECTORY));
    }

    /** Opens this directory once more, to read its names from the first on. */
    public Inode again() {
        return directory(".");
    }

    /**
     * Opens a file in this directory for a lock, and makes it where it is not there, for its owner alone: who may open it may lock
     * it.
     */
    public Inode lockFile(String name) {
        return new Inode(Descriptor.openAt(
                file.fd(), name.getBytes(StandardCharsets.UTF_8), SystemCalls.O_RDWR | SystemCalls.O_CREAT, 0600));
    }

    /** Takes the exclusive lock of {@code flock(2)}, unless somebody has it; closing gives it back. */
    public boolean tryLock() {
        while (true) {
            try {
                SystemCalls.flock(file.fd(), SystemCalls.LOCK_EX | SystemCalls.LOCK_NB);
                return true;
            } catch (LastErrorException e) {
                if (e.getErrorCode() == Errno.EAGAIN) {
                    return false;
                }
                if (e.getErrorCode() != Errno.EINTR) {
                    throw new SystemCallFailure("flock", e);
                }
            }
        }
    }

    /** What it is. */
    public Facts facts() {
        // The name behind the structure: an empty one.
        return facts(statx(NO_NAME, SystemCalls.AT_EMPTY_PATH));
    }

    /** What lies in this directory under a name now, a symbolic link itself; empty when nothing does. */
    public Optional<Facts> facts(String name) {
        try {
            return Optional.of(facts(statx(name.getBytes(StandardCharsets.UTF_8), SystemCalls.AT_SYMLINK_NOFOLLOW)));
        } catch (SystemCallFailure e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Facts facts(ByteBuffer statx) {
        return new Facts(
                Type.ofMode(Short.toUnsignedInt(statx.getShort(STATX_MODE))),
                Integer.toUnsignedLong(statx.getInt(STATX_DEV_MAJOR)) << 32
                        | Integer.toUnsignedLong(statx.getInt(STATX_DEV_MINOR)),
                (statx.getInt(STATX_MASK) & MOUNT_ID) == 0 ? 0 : statx.getLong(STATX_MOUNT),
                statx.getLong(STATX_INO),
                statx.getLong(STATX_BLOCKS) * SECTOR,
                Integer.toUnsignedLong(statx.getInt(STATX_LINKS)));
    }

    /** What a name in this directory leads to. */
    public Type type(Entry entry) {
        return switch (entry.type) {
            case DT_DIR -> Type.DIRECTORY;
            case DT_REG -> Type.FILE;
            // A file system that does not note types in its directories.
            case 0 -> {
                ByteBuffer statx = statx(entry.name, SystemCalls.AT_SYMLINK_NOFOLLOW);
                yield Type.ofMode(Short.toUnsignedInt(statx.getShort(STATX_MODE)));
            }
            default -> Type.OTHER;
        };
    }

    /** What the kernel says of a name in this directory, or of this itself, at the beginning of the scratch memory. */
    private ByteBuffer statx(byte[] name, int flags) {
        Scratch scratch = Scratch.get();
        scratch.putString(STATX_BYTES, name);
        try {
            SystemCalls.syscall(
                    SystemCalls.NR_STATX,
                    file.fd(),
                    scratch.address() + STATX_BYTES,
                    flags,
                    BASIC_STATS | MOUNT_ID,
                    scratch.address());
        } catch (LastErrorException e) {
            throw new SystemCallFailure("statx", e);
        }
        return scratch.bytes();
    }

    /** The project it carries. */
    public Carried carried() {
        ByteBuffer attributes = attributes().bytes();
        int flags = attributes.getInt(XFLAGS);
        return new Carried(
                Integer.toUnsignedLong(attributes.getInt(PROJECT)),
                (flags & INHERIT) == 0 ? Inheritance.NOT_INHERITED : Inheritance.INHERITED,
                (flags & FIXED) == 0);
    }

    /** Lets it carry a project, and moves what it takes up there. */
    public void carry(long id, Inheritance inheritance) {
        Scratch attributes = attributes();
        int flags = attributes.bytes().getInt(XFLAGS);
        attributes
                .bytes()
                .putInt(XFLAGS, inheritance == Inheritance.INHERITED ? flags | INHERIT : flags & ~INHERIT)
                .putInt(PROJECT, (int) id);
        ioctl("FS_IOC_FSSETXATTR", SET_ATTRIBUTES, attributes);
    }

    private Scratch attributes() {
        Scratch attributes = Scratch.cleared(FSXATTR_BYTES);
        ioctl("FS_IOC_FSGETXATTR", GET_ATTRIBUTES, attributes);
        return attributes;
    }

    private void ioctl(String name, long request, Scratch argument) {
        try {
            SystemCalls.ioctl(file.fd(), request, argument.address());
        } catch (LastErrorException e) {
            throw new SystemCallFailure(name, e);
        }
    }

    /** The value of an extended attribute of ASCII text. */
    public Optional<String> mark(String name) {
        Scratch scratch = named(name);
        long length =
                SystemCalls.fgetxattr(file.fd(), scratch.address(), scratch.address() + VALUE, Scratch.BYTES - VALUE);
        if (length < 0) {
            int errno = Native.getLastError();
            if (errno == Errno.ENODATA || errno == Errno.EOPNOTSUPP) {
                return Optional.empty();
            }
            throw new SystemCallFailure("fgetxattr " + name, errno);
        }
        return Optional.of(new String(scratch.getBytes(VALUE, (int) length), StandardCharsets.ISO_8859_1));
    }

    /** Sets an extended attribute. */
    public void setMark(String name, String value) {
        Scratch scratch = named(name);
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        scratch.bytes().put(VALUE, bytes);
        try {
            SystemCalls.fsetxattr(file.fd(), scratch.address(), scratch.address() + VALUE, bytes.length, 0);
        } catch (LastErrorException e) {
            throw new SystemCallFailure("fsetxattr " + name, e);
        }
    }

    /** Takes an extended attribute away. */
    public void removeMark(String name) {
        try {
            SystemCalls.fremovexattr(file.fd(), named(name).address());
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.ENODATA) {
                throw new SystemCallFailure("fremovexattr " + name, e);
            }
        }
    }

    /** An attribute's name as C has it, at the beginning of the scratch memory. */
    private static Scratch named(String name) {
        Scratch scratch = Scratch.get();
        scratch.putString(0, name.getBytes(StandardCharsets.US_ASCII));
        return scratch;
    }

    /** Brings what was changed before to the medium: the file system's journal up to here. */
    public void sync() {
        try {
            SystemCalls.fsync(file.fd());
        } catch (LastErrorException e) {
            throw new SystemCallFailure("fsync", e);
        }
    }

    /** Reads the names in this directory that were not read yet, in the kernel's order, without {@code .} and {@code ..}. */
    public void entries(Consumer<Entry> each) {
        try (Memory memory = new Memory(DIRENTS_BYTES)) {
            ByteBuffer buffer = memory.getByteBuffer(0, DIRENTS_BYTES).order(ByteOrder.nativeOrder());
            while (true) {
                int read = (int) SystemCalls.syscall(
                        SystemCalls.NR_GETDENTS64, file.fd(), Pointer.nativeValue(memory), DIRENTS_BYTES, 0, 0);
                if (read == 0) {
                    return;
                }
                for (int at = 0; at < read; at += Short.toUnsignedInt(buffer.getShort(at + DIRENT_RECORD_LENGTH))) {
                    byte[] name = name(buffer, at + DIRENT_NAME);
                    if (!isSelfOrParent(name)) {
                        each.accept(new Entry(name, buffer.get(at + DIRENT_TYPE)));
                    }
                }
            }
        } catch (LastErrorException e) {
            throw new SystemCallFailure("getdents64", e);
        }
    }

    private static byte[] name(ByteBuffer buffer, int at) {
        int end = at;
        while (buffer.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - at];
        buffer.get(at, name);
        return name;
    }

    private static boolean isSelfOrParent(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }

    @Override
    public void close() {
        file.close();
    }
}
