package io.noderesource.backend.quotapath.internal;

import io.noderesource.backend.quotapath.QuotaPathErrorCode;
import io.noderesource.backend.quotapath.internal.jna.Errno;
import io.noderesource.backend.quotapath.internal.jna.OpenDirectory;
import io.noderesource.backend.quotapath.internal.jna.QuotaCtl;
import io.noderesource.backend.quotapath.internal.jna.QuotaState;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.linux.DeviceNumbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Mounts file systems by mount(2), and labels mounted ones. */
final class Mounter {

    private Mounter() {}

    /**
     * Mounts, and leaves nothing mounted on which project quotas are not enforced, or that hides anything. A directory that is
     * not mounted on in the end is as mutable as it was.
     */
    static void mount(MountFileSystem step, BlockDevice device, Consumer<String> progress) {
        String what = "cannot " + step.summary();
        Path path = Path.of(step.address().name());
        try (OpenDirectory directory = Directories.make(path)) {
            if (directory.isMountRoot()) {
                throw occupied(path, what);
            }
            OpenDirectory.Immutable immutable = directory.makeImmutable();
            boolean good = false;
            try {
                if (immutable.errno() != 0) {
                    progress.accept(
                            path + " cannot be made immutable, so it can be written to while nothing is mounted: "
                                    + Errno.text(immutable.errno()));
                }
                mountOn(directory, step, device, what);
                good = true;
            } finally {
                if (!good && immutable.changed()) {
                    makeMutable(directory, progress);
                }
            }
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.QP_BAD_DIRECTORY,
                    what + ": " + e.getMessage() + "; " + StandardErrorCode.QP_BAD_DIRECTORY.remedy(),
                    e);
        }
    }

    private static void makeMutable(OpenDirectory directory, Consumer<String> progress) {
        int errno = directory.makeMutable();
        if (errno != 0) {
            progress.accept(directory + " stays immutable until chattr -i: " + Errno.text(errno));
        }
    }

    /** Mounts on a directory that gets no entry any more, or, where its file system has no such flag, has none just now. */
    private static void mountOn(OpenDirectory directory, MountFileSystem step, BlockDevice device, String what)
            throws IOException {
        Path path = Path.of(step.address().name());
        MountFlags flags = MountFlags.of(step.options());
        if (!directory.isEmpty()) {
            throw new NodeResourceException(
                    StandardErrorCode.QP_NOT_EMPTY,
                    what + ": " + path + " has got entries meanwhile; " + StandardErrorCode.QP_NOT_EMPTY.remedy());
        }
        int errno = directory.mount(device.path(), step.fileSystem().word(), flags.flags(), flags.data());
        if (errno != 0) {
            throw refused(what, errno);
        }
        try {
            settle(step.propagation(), directory, path, device, what);
            QuotaState state = state(path, what);
            if (state != QuotaState.ENFORCED) {
                throw new NodeResourceException(
                        StandardErrorCode.QP_NOT_ENFORCED,
                        what + ": the kernel mounts it, and then project quotas are " + state
                                + "; see that the kernel can enforce them (CONFIG_QFMT_V2, CONFIG_XFS_QUOTA)");
            }
            if (HostMounts.hide(device.number())) {
                throw new NodeResourceException(
                        QuotaPathErrorCode.MOUNT_HIDDEN,
                        what + ": the host does not see it; " + QuotaPathErrorCode.MOUNT_HIDDEN.remedy());
            }
        } catch (RuntimeException e) {
            if (!unmounted(path, device) && e instanceof NodeResourceException failure) {
                throw new NodeResourceException(
                        failure.code(),
                        failure.getMessage() + "; it stays mounted, as it cannot be unmounted from " + path,
                        failure);
            }
            throw e;
        }
    }

    /** Takes a mount back that is not as it has to be. What somebody has mounted on top since stays. */
    private static boolean unmounted(Path path, BlockDevice device) {
        return !isSeenAt(path, device) || OpenDirectory.unmount(path) == 0;
    }

    private static NodeResourceException occupied(Path path, String what) {
        return new NodeResourceException(
                StandardErrorCode.QP_OCCUPIED,
                what + ": something was mounted on " + path + " meanwhile; " + StandardErrorCode.QP_OCCUPIED.remedy());
    }

    private static boolean isSeenAt(Path path, BlockDevice device) {
        try {
            return DeviceNumbers.under(path).equals(device.number());
        } catch (IOException unknown) {
            return false;
        }
    }

    /**
     * Fails when something else than a device's file system is seen at a path by now.
     *
     * @throws NodeResourceException {@code plan/stale}
     */
    static void requireSeenAt(Path path, BlockDevice device, String what) {
        if (!isSeenAt(path, device)) {
            throw stale(path, device, what);
        }
    }

    private static NodeResourceException stale(Path path, BlockDevice device, String what) {
        return new NodeResourceException(
                StandardErrorCode.STALE,
                what + ": " + device.path() + " is not what is mounted on " + path + " now; make a new plan");
    }

    private static QuotaState state(Path path, String what) {
        try (QuotaCtl quota = QuotaCtl.open(path)) {
            return quota.state();
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, what + ": its quota state cannot be asked for: " + e.getMessage(), e);
        }
    }

    /** Sees that the mount hides no other, and says how mounts below just that one spread. */
    private static void settle(
            @Nullable Propagation propagation, OpenDirectory below, Path path, BlockDevice device, String what) {
        try (OpenDirectory root = OpenDirectory.open(path)) {
            if (!root.device().equals(device.number())) {
                throw stale(path, device, what);
            }
            if (!root.isMountedOn(below)) {
                throw occupied(path, what);
            }
            int errno = propagation == null ? 0 : root.spread(MountFlags.of(propagation));
            if (errno != 0) {
                throw refused(what + " as " + propagation, errno);
            }
        } catch (IOException e) {
            throw new NodeResourceException(StandardErrorCode.IO, what + ": " + e.getMessage(), e);
        }
    }

    private static NodeResourceException refused(String what, int errno) {
        ErrorCode code = switch (errno) {
            case Errno.EPERM, Errno.EACCES -> StandardErrorCode.NO_PERMISSION;
            // ESRCH: the format of ext4's quotas is not there (linux: fs/quota/dquot.c, find_quota_format).
            case Errno.ENODEV, Errno.ESRCH -> StandardErrorCode.QP_NO_KERNEL_SUPPORT;
            case Errno.EBUSY -> StandardErrorCode.DEVICE_HELD;
            default -> QuotaPathErrorCode.MOUNT_REFUSED;
        };
        return new NodeResourceException(code, what + ": " + Errno.text(errno) + "; " + code.remedy());
    }

    /** Sets the label of a device's file system, which is mounted at a path; an empty one takes it away. */
    static void label(Path path, BlockDevice device, String label, String what) {
        try (OpenDirectory root = OpenDirectory.open(path)) {
            if (!root.device().equals(device.number())) {
                throw stale(path, device, what);
            }
            int errno = root.setLabel(label);
            if (errno != 0) {
                ErrorCode code =
                        errno == Errno.EPERM ? StandardErrorCode.NO_PERMISSION : QuotaPathErrorCode.LABEL_REFUSED;
                throw new NodeResourceException(
                        code, what + " (label '" + label + "'): " + Errno.text(errno) + "; " + code.remedy());
            }
        } catch (IOException e) {
            throw new NodeResourceException(StandardErrorCode.IO, what + ": " + e.getMessage(), e);
        }
    }
}
