package io.noderesource.backend.quotapath.internal;

import io.noderesource.backend.quotapath.QuotaPathErrorCode;
import io.noderesource.backend.quotapath.internal.jna.Errno;
import io.noderesource.backend.quotapath.internal.jna.OpenDirectory;
import io.noderesource.backend.quotapath.internal.jna.QuotaCtl;
import io.noderesource.backend.quotapath.internal.jna.QuotaState;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.kinds.MountFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Mounts file systems by mount(2), and labels mounted ones. */
final class Mounter {

    private Mounter() {}

    /** Mounts, and leaves nothing mounted on which project quotas are not enforced. */
    static void mount(MountFileSystem step, String device, Consumer<String> progress) {
        String what = "cannot " + step.summary();
        Path path = Path.of(step.address().name());
        MountFlags flags = MountFlags.of(step.options());
        try (OpenDirectory directory = Directories.make(path)) {
            int refused = directory.makeImmutable();
            if (refused != 0) {
                progress.accept(path + " cannot be made immutable, so it can be written to while nothing is mounted: "
                        + Errno.text(refused));
            }
            int errno = directory.mount(device, step.fileSystem().word(), flags.flags(), flags.data());
            if (errno != 0) {
                throw refused(what, errno);
            }
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.QP_BAD_DIRECTORY,
                    what + ": " + e.getMessage() + "; " + StandardErrorCode.QP_BAD_DIRECTORY.remedy(),
                    e);
        }
        boolean good = false;
        try {
            spread(step.propagation(), path, what);
            QuotaState state = state(path, what);
            if (state != QuotaState.ENFORCED) {
                throw new NodeResourceException(
                        StandardErrorCode.QP_NOT_ENFORCED,
                        what + ": the kernel mounts it, and then project quotas are " + state
                                + "; see that the kernel can enforce them (CONFIG_QFMT_V2, CONFIG_XFS_QUOTA)");
            }
            good = true;
        } finally {
            if (!good) {
                OpenDirectory.unmount(path);
            }
        }
    }

    private static QuotaState state(Path path, String what) {
        try (QuotaCtl quota = QuotaCtl.open(path)) {
            return quota.state();
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, what + ": its quota state cannot be asked for: " + e.getMessage(), e);
        }
    }

    private static void spread(@org.jspecify.annotations.Nullable Propagation propagation, Path path, String what) {
        if (propagation == null) {
            return;
        }
        try (OpenDirectory root = OpenDirectory.open(path)) {
            int errno = root.spread(MountFlags.of(propagation));
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
            case Errno.ENODEV -> StandardErrorCode.QP_NO_KERNEL_SUPPORT;
            case Errno.EBUSY -> StandardErrorCode.DEVICE_HELD;
            default -> QuotaPathErrorCode.MOUNT_REFUSED;
        };
        return new NodeResourceException(code, what + ": " + Errno.text(errno) + "; " + code.remedy());
    }

    /** Sets the label of what is mounted at a path; an empty one takes it away. */
    static void label(Path path, String label, String what) {
        try (OpenDirectory root = OpenDirectory.open(path)) {
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
