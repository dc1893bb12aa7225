package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.linux.DeviceNumbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The project quotas of one mounted file system, through {@code quotactl_fd(2)} where the kernel has it (Linux 5.14), else
 * through {@code quotactl(2)} and the block device.
 *
 * <p>It holds a descriptor, so the file system cannot be unmounted while this is open. Thread-safe, but for {@link #close()}
 * beside another call.
 */
public final class QuotaCtl implements AutoCloseable {

    /** How the file system is named to the kernel. */
    enum Way {
        DESCRIPTOR,
        DEVICE
    }

    /** {@code FS_QSTATV_VERSION1} of {@code linux/dqblk_xfs.h}. */
    static final byte STATE_VERSION = 1;

    /** {@code sizeof(struct fs_quota_statv)}. */
    static final int STATE_BYTES = 160;

    /** Of {@code qs_flags} in {@code struct fs_quota_statv}. */
    static final int STATE_FLAGS = 2;

    /** {@code FS_QUOTA_PDQ_ACCT} of {@code linux/dqblk_xfs.h}: use is counted. */
    static final int PROJECT_ACCOUNTING = 0x10;

    /** {@code FS_QUOTA_PDQ_ENFD}: limits bind. */
    static final int PROJECT_ENFORCED = 0x20;

    /** {@code QFMT_VFS_V1} of {@code linux/quota.h}: the only format of ext4's project quotas; XFS ignores it. */
    static final int FORMAT = 4;

    /** {@code sizeof(struct statfs)}; {@code f_type} comes first. */
    static final int STATFS_BYTES = 120;

    /** {@code sizeof(struct if_dqblk)}, and of {@code struct if_nextdqblk}, which has the id in the padding. */
    static final int DQBLK_BYTES = 72;

    static final int HARD_BLOCKS = 0;
    static final int SOFT_BLOCKS = 8;
    static final int SPACE = 16;
    static final int HARD_INODES = 24;
    static final int SOFT_INODES = 32;
    static final int INODES = 40;
    static final int BLOCK_TIME = 48;
    static final int INODE_TIME = 56;
    static final int VALID = 64;
    static final int NEXT_ID = 68;

    /** {@code QIF_LIMITS} of {@code linux/quota.h}: both limits of bytes and both of inodes. */
    static final int LIMITS_VALID = 5;

    /** {@code QIF_DQBLKSIZE_BITS}: limits of bytes are in KiB. */
    static final int BLOCK_BITS = 10;

    /** {@code sizeof(struct if_dqinfo)}. */
    static final int INFO_BYTES = 24;

    static final int INFO_BLOCK_GRACE = 0;
    static final int INFO_INODE_GRACE = 8;
    static final int INFO_VALID = 20;

    /** {@code IIF_BGRACE | IIF_IGRACE}. */
    static final int GRACE_VALID = 3;

    private final Descriptor file;
    private final FileSystemType type;
    private final long unit;
    private final @Nullable Memory device;

    /**
     * An open file system.
     *
     * @param unit in steps of how many bytes the kernel keeps limits of bytes
     * @param device the path of its device as C has it; null where the kernel takes the descriptor
     */
    private QuotaCtl(Descriptor file, FileSystemType type, long unit, @Nullable Memory device) {
        this.file = file;
        this.type = type;
        this.unit = unit;
        this.device = device;
    }

    /**
     * Opens the file system that a path lies on.
     *
     * @param path a file or directory that this process may read, such as the mount point
     * @throws SystemCallFailure when the path cannot be opened
     * @throws IOException when the kernel has no {@code quotactl_fd(2)} and the block device is not found
     */
    public static QuotaCtl open(Path path) throws IOException {
        return open(path, hasDescriptorCall() ? Way.DESCRIPTOR : Way.DEVICE);
    }

    static QuotaCtl open(Path path, Way way) throws IOException {
        Descriptor file = Descriptor.open(path);
        boolean done = false;
        try {
            Statfs statfs = Statfs.of(file);
            FileSystemType type = FileSystemType.of(statfs.magic);
            // Without a device there is nothing to ask about, and no quota: state() answers from the type.
            boolean named = way == Way.DEVICE && type != FileSystemType.OTHER;
            // XFS keeps limits of bytes in its blocks (fs/xfs/xfs_qm_syscalls.c, xfs_qm_scall_setqlim), ext4 as it is
            // given them.
            long unit = type == FileSystemType.XFS ? Math.max(1 << BLOCK_BITS, statfs.block) : 1 << BLOCK_BITS;
            QuotaCtl opened = new QuotaCtl(file, type, unit, named ? Descriptor.string(deviceUnder(file)) : null);
            done = true;
            return opened;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /**
     * What {@code statfs(2)} tells.
     *
     * @param magic of the file system's type
     * @param block size of its blocks, in bytes
     */
    private record Statfs(long magic, long block) {
        static Statfs of(Descriptor file) {
            try (Memory statfs = new Memory(STATFS_BYTES)) {
                SystemCalls.fstatfs(file.fd(), Pointer.nativeValue(statfs));
                return new Statfs(statfs.getLong(0), statfs.getLong(Long.BYTES));
            } catch (LastErrorException e) {
                throw new SystemCallFailure("statfs", e);
            }
        }
    }

    /** The device's node, by its number: what the mount table calls the device may be another one by now. */
    private static String deviceUnder(Descriptor file) throws IOException {
        DeviceNumber number = DeviceNumbers.under(Path.of("/proc/self/fd/" + file.fd()));
        Path kernel = Path.of("/sys/dev/block/" + number);
        if (!Files.exists(kernel)) {
            throw new IOException("block device " + number + " is not in /sys/dev/block");
        }
        // The kernel's own name; '!' stands for '/' (drivers/base/core.c).
        String name = String.valueOf(kernel.toRealPath().getFileName()).replace('!', '/');
        Path node = Path.of("/dev").resolve(name);
        if (!DeviceNumbers.at(node).equals(Optional.of(number))) {
            throw new IOException(node + " is not the node of block device " + number);
        }
        return node.toString();
    }

    /** What the path led to when this was opened, and so which mount of which file system the quotas are of. */
    public Inode.Facts facts() {
        // Not closed, as the descriptor is this one's.
        return new Inode(file).facts();
    }

    /** The type of the file system. */
    public FileSystemType type() {
        return type;
    }

    /**
     * What the file system does about project quotas, now. Needs no privilege.
     *
     * @throws SystemCallFailure when the kernel answers with an error that is not among the states
     */
    public QuotaState state() {
        if (type == FileSystemType.OTHER) {
            return QuotaState.OFF;
        }
        Scratch statv = Scratch.cleared(STATE_BYTES);
        statv.bytes().put(0, STATE_VERSION);
        int errno = ask(QuotaCommand.GET_STATE, 0, statv);
        if (errno != 0) {
            return switch (errno) {
                // ENOSYS is the kernel's answer for a file system without any quota, too (quota_getstatev).
                case Errno.ENOSYS -> hasQuotas() ? QuotaState.OFF : QuotaState.NO_KERNEL_SUPPORT;
                case Errno.ESRCH -> QuotaState.OFF;
                default -> throw failure(QuotaCommand.GET_STATE, 0, errno);
            };
        }
        int flags = statv.bytes().getShort(STATE_FLAGS);
        if ((flags & PROJECT_ACCOUNTING) == 0) {
            return QuotaState.OFF;
        }
        return (flags & PROJECT_ENFORCED) == 0 ? QuotaState.ACCOUNTING : QuotaState.ENFORCED;
    }

    /**
     * Makes limits bind where use is counted already ({@code Q_QUOTAON}); nothing changes where they bind.
     *
     * <p>Needs {@code CAP_SYS_ADMIN}. ext4 that is mounted without {@code prjquota} and XFS with {@code pqnoenforce} come to
     * {@link QuotaState#ENFORCED}; XFS that does not count cannot, but by mounting it anew.
     *
     * @throws SystemCallFailure when the kernel refuses
     */
    public void enforce() {
        int errno = ask(QuotaCommand.ON, FORMAT, null);
        if (errno != 0 && errno != Errno.EEXIST) {
            throw failure(QuotaCommand.ON, FORMAT, errno);
        }
    }

    /** A project's limits and use; all 0 where the kernel has no record of it. */
    public Dquot read(long id) {
        // Not cleared first, here and below: the kernel writes all of a record, and of one that it is given it takes
        // what is valid.
        Scratch dquot = Scratch.get();
        int errno = ask(QuotaCommand.GET, (int) id, dquot);
        if (errno == Errno.ENOENT) {
            // XFS has no record of an unused id, where ext4 answers with zeros.
            dquot.clear(DQBLK_BYTES);
        } else if (errno != 0) {
            throw failure(QuotaCommand.GET, (int) id, errno);
        }
        return dquot(id, dquot.bytes());
    }

    /**
     * The record of the smallest id from this one on that has one; it may be of a project that is used no more.
     *
     * @throws SystemCallFailure with EINVAL where the kernel cannot tell (before Linux 4.6)
     */
    public Optional<Dquot> next(long from) {
        Scratch dquot = Scratch.get();
        int errno = ask(QuotaCommand.GET_NEXT, (int) from, dquot);
        if (errno == Errno.ENOENT) {
            return Optional.empty();
        }
        if (errno != 0) {
            throw failure(QuotaCommand.GET_NEXT, (int) from, errno);
        }
        return Optional.of(dquot(Integer.toUnsignedLong(dquot.bytes().getInt(NEXT_ID)), dquot.bytes()));
    }

    private static Dquot dquot(long id, ByteBuffer dquot) {
        return new Dquot(
                id,
                bytes(dquot.getLong(HARD_BLOCKS)),
                bytes(dquot.getLong(SOFT_BLOCKS)),
                dquot.getLong(SPACE),
                notNegative(dquot.getLong(HARD_INODES)),
                notNegative(dquot.getLong(SOFT_INODES)),
                dquot.getLong(INODES),
                dquot.getLong(BLOCK_TIME),
                dquot.getLong(INODE_TIME));
    }

    /** As bytes; a limit beyond 2^63 - 1, which other tools can set, as the largest that Java has. */
    private static long bytes(long blocks) {
        return blocks >>> (Long.SIZE - 1 - BLOCK_BITS) == 0 ? blocks << BLOCK_BITS : Long.MAX_VALUE;
    }

    private static long notNegative(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    /** Sets all four limits of a project; those of bytes are rounded up to KiB. 0 is no limit. */
    public void write(long id, long hardBytes, long softBytes, long hardInodes, long softInodes) {
        Scratch scratch = Scratch.get();
        ByteBuffer dquot = scratch.bytes();
        dquot.putLong(HARD_BLOCKS, blocks(hardBytes));
        dquot.putLong(SOFT_BLOCKS, blocks(softBytes));
        dquot.putLong(HARD_INODES, hardInodes);
        dquot.putLong(SOFT_INODES, softInodes);
        dquot.putInt(VALID, LIMITS_VALID);
        call(QuotaCommand.SET, (int) id, scratch);
    }

    /** What the kernel keeps of a limit of so many bytes, which it rounds up; 0, which is no limit, stays. */
    public long kept(long bytes) {
        long part = bytes % unit;
        return part == 0 || bytes > Long.MAX_VALUE - unit ? bytes : bytes - part + unit;
    }

    private static long blocks(long bytes) {
        return (bytes >>> BLOCK_BITS) + ((bytes & ((1 << BLOCK_BITS) - 1)) == 0 ? 0 : 1);
    }

    /** The grace times of all projects, of bytes and of inodes, in seconds. */
    public List<Long> graceTimes() {
        Scratch info = Scratch.cleared(INFO_BYTES);
        call(QuotaCommand.GET_INFO, 0, info);
        return List.of(info.bytes().getLong(INFO_BLOCK_GRACE), info.bytes().getLong(INFO_INODE_GRACE));
    }

    /** Sets the grace times of all projects, in seconds. */
    public void setGraceTimes(long bytes, long inodes) {
        Scratch info = Scratch.cleared(INFO_BYTES);
        info.bytes().putLong(INFO_BLOCK_GRACE, bytes);
        info.bytes().putLong(INFO_INODE_GRACE, inodes);
        info.bytes().putInt(INFO_VALID, GRACE_VALID);
        call(QuotaCommand.SET_INFO, 0, info);
    }

    private void call(QuotaCommand command, int id, Scratch structure) {
        int errno = ask(command, id, structure);
        if (errno != 0) {
            throw failure(command, id, errno);
        }
    }

    /** Returns errno, 0 for success. */
    private int ask(QuotaCommand command, int id, @Nullable Scratch structure) {
        long address = structure == null ? 0 : structure.address();
        int result = device == null
                ? SystemCalls.syscall(SystemCalls.NR_QUOTACTL_FD, file.fd(), command.code(), id, address)
                : SystemCalls.quotactl(command.code(), Pointer.nativeValue(device), id, address);
        return result == 0 ? 0 : Native.getLastError();
    }

    private static SystemCallFailure failure(QuotaCommand command, int id, int errno) {
        return new SystemCallFailure("quotactl " + command + " of project " + Integer.toUnsignedString(id), errno);
    }

    /** Whether the kernel has {@code quotactl_fd(2)}: then it finds that there is no descriptor -1. */
    private static boolean hasDescriptorCall() {
        int result = SystemCalls.syscall(SystemCalls.NR_QUOTACTL_FD, -1, QuotaCommand.GET_FORMAT.code(), 0, 0);
        return result == 0 || Native.getLastError() == Errno.EBADF;
    }

    /** Whether the kernel has {@code quotactl(2)}: then it finds that no device is named. */
    private static boolean hasQuotas() {
        int result = SystemCalls.quotactl(QuotaCommand.GET_FORMAT.code(), 0, 0, 0);
        return result == 0 || Native.getLastError() != Errno.ENOSYS;
    }

    @Override
    public void close() {
        file.close();
    }
}
