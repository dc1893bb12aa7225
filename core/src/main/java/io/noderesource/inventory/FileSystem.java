package io.noderesource.inventory;

import io.noderesource.base.ByteSize;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file system of a type that knows project quotas (ext4, XFS), mounted or not.
 *
 * @param device number of the device that it lies on
 * @param type its type as the kernel names it: {@code ext4} or {@code xfs}
 * @param uuid its UUID; null when it has none or could not be read
 * @param label its label; null when it has none or could not be read
 * @param size how much of the device it takes up; null when it could not be read
 * @param projectQuota what becomes of project quotas on it
 * @param mounts where it is mounted, in the kernel's order
 */
public record FileSystem(
        DeviceNumber device,
        String type,
        @Nullable String uuid,
        @Nullable String label,
        @Nullable ByteSize size,
        ProjectQuota projectQuota,
        List<FileSystemMount> mounts) {

    /** What becomes of project quotas on a file system. */
    public enum ProjectQuota {
        /** It was made without the feature, so it cannot count projects. */
        UNSUPPORTED,
        /** It could count, and does not: it is not mounted, or mounted without. */
        OFF,
        /** Use is counted, limits do not hold. */
        ACCOUNTED,
        /** Use is counted and limits hold, by the kernel's own flags ({@code Q_XGETQSTATV}), not by a mount option. */
        ENFORCED,
        /** It could not be told. */
        UNKNOWN
    }

    public FileSystem {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(projectQuota, "projectQuota");
        Objects.requireNonNull(mounts, "mounts");
        mounts = List.copyOf(mounts);
    }

    /** Tells whether it is mounted, as a whole, on a directory. */
    public boolean isMountedOn(String directory) {
        return mounts.stream()
                .anyMatch(m -> m.target().equals(directory) && m.root().equals("/"));
    }
}
