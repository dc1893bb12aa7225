package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

    /** No structure of a call is larger. */
    private static final int SCRATCH_BYTES = 256;

    private static final ThreadLocal<Memory> SCRATCH = ThreadLocal.withInitial(() -> new Memory(SCRATCH_BYTES));

    private final Descriptor file;
    private final FileSystemType type;
    private final @Nullable Memory device;

    private QuotaCtl(Descriptor file, FileSystemType type, @Nullable Memory device) {
        this.file = file;
        this.type = type;
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
            FileSystemType type = typeOf(file);
            // Without a device there is nothing to ask about, and no quota: state() answers from the type.
            boolean named = way == Way.DEVICE && type != FileSystemType.OTHER;
            QuotaCtl opened = new QuotaCtl(file, type, named ? Descriptor.string(deviceUnder(file)) : null);
            done = true;
            return opened;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private static FileSystemType typeOf(Descriptor file) {
        try (Memory statfs = new Memory(STATFS_BYTES)) {
            SystemCalls.fstatfs(file.fd(), Pointer.nativeValue(statfs));
            return FileSystemType.of(statfs.getLong(0));
        } catch (LastErrorException e) {
            throw new SystemCallFailure("statfs", e);
        }
    }

    /** The device's node, by its number: what the mount table calls the device may be another one by now. */
    private static String deviceUnder(Descriptor file) throws IOException {
        Path self = Path.of("/proc/self/fd/" + file.fd());
        long number = number(Files.readAttributes(self, "unix:dev"), "dev");
        // As glibc takes st_dev apart (gnu_dev_major, gnu_dev_minor).
        long major = ((number >>> 8) & 0xfff) | ((number >>> 32) & ~0xfffL);
        long minor = (number & 0xff) | ((number >>> 12) & ~0xffL);
        Path kernel = Path.of("/sys/dev/block/" + major + ":" + minor);
        if (!Files.exists(kernel)) {
            throw new IOException("block device " + major + ":" + minor + " is not in /sys/dev/block");
        }
        // The kernel's own name; '!' stands for '/' (drivers/base/core.c).
        String name = String.valueOf(kernel.toRealPath().getFileName()).replace('!', '/');
        Path node = Path.of("/dev").resolve(name);
        if (!Files.exists(node) || number(Files.readAttributes(node, "unix:rdev"), "rdev") != number) {
            throw new IOException(node + " is not the node of block device " + major + ":" + minor);
        }
        return node.toString();
    }

    private static long number(Map<String, Object> attributes, String name) throws IOException {
        if (attributes.get(name) instanceof Long number) {
            return number;
        }
        throw new IOException("no attribute unix:" + name);
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
        Memory statv = scratch();
        statv.clear(STATE_BYTES);
        statv.setByte(0, STATE_VERSION);
        try {
            call(QuotaCommand.GET_STATE, 0, statv);
        } catch (SystemCallFailure e) {
            return switch (e.errno()) {
                // ENOSYS is the kernel's answer for a file system without any quota, too (quota_getstatev).
                case SystemCalls.ENOSYS -> hasQuotas() ? QuotaState.OFF : QuotaState.NO_KERNEL_SUPPORT;
                case SystemCalls.ESRCH -> QuotaState.OFF;
                default -> throw e;
            };
        }
        int flags = statv.getShort(STATE_FLAGS);
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
        try {
            call(QuotaCommand.ON, FORMAT, null);
        } catch (SystemCallFailure e) {
            if (e.errno() != SystemCalls.EEXIST) {
                throw e;
            }
        }
    }

    private void call(QuotaCommand command, int id, @Nullable Memory structure) {
        long address = structure == null ? 0 : Pointer.nativeValue(structure);
        try {
            if (device == null) {
                SystemCalls.syscall(SystemCalls.NR_QUOTACTL_FD, file.fd(), command.code(), id, address, 0);
            } else {
                SystemCalls.quotactl(command.code(), Pointer.nativeValue(device), id, address);
            }
        } catch (LastErrorException e) {
            throw new SystemCallFailure("quotactl " + command + " of project " + Integer.toUnsignedString(id), e);
        }
    }

    private static Memory scratch() {
        return SCRATCH.get();
    }

    /** Whether the kernel has {@code quotactl_fd(2)}: then it finds that there is no descriptor -1. */
    private static boolean hasDescriptorCall() {
        try {
            SystemCalls.syscall(SystemCalls.NR_QUOTACTL_FD, -1, QuotaCommand.GET_FORMAT.code(), 0, 0, 0);
            return true;
        } catch (LastErrorException e) {
            return e.getErrorCode() == SystemCalls.EBADF;
        }
    }

    /** Whether the kernel has {@code quotactl(2)}: then it finds that no device is named. */
    private static boolean hasQuotas() {
        try {
            SystemCalls.quotactl(QuotaCommand.GET_FORMAT.code(), 0, 0, 0);
            return true;
        } catch (LastErrorException e) {
            return e.getErrorCode() != SystemCalls.ENOSYS;
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
