package io.noderesource.inventory;

import io.noderesource.base.ByteSize;
import io.noderesource.base.Counter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume group of LVM.
 *
 * @param uuid its UUID in LVM's form
 * @param name its name
 * @param sequence its metadata's sequence number ({@code vg_seqno}); LVM raises it by one with each change
 * @param extentSize size of an extent
 * @param size size
 * @param free free space
 * @param pvCount number of physical volumes, missing ones included
 * @param missingPvCount number of missing ones
 * @param lvCount number of logical volumes
 * @param access whether this host may change it
 * @param systemId the system id that owns it; null when it has none
 * @param lockType the lock type of a shared volume group ({@code sanlock}, {@code dlm}); null when local
 * @param tags its tags, sorted
 */
public record VolumeGroup(
        String uuid,
        String name,
        @Counter long sequence,
        ByteSize extentSize,
        ByteSize size,
        @Counter ByteSize free,
        int pvCount,
        int missingPvCount,
        @Counter int lvCount,
        Access access,
        @Nullable String systemId,
        @Nullable String lockType,
        List<String> tags) {

    /** Whether this host may change the volume group. */
    public enum Access {
        /** Yes. */
        WRITABLE,
        /** Read-only by its permission flag. */
        READ_ONLY,
        /** It is exported. */
        EXPORTED,
        /** It belongs to another system id. */
        FOREIGN,
        /** It is shared and its locks are not started here. */
        SHARED_UNLOCKED
    }

    public VolumeGroup {
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(extentSize, "extentSize");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(free, "free");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(tags, "tags");
        tags = tags.stream().sorted().toList();
    }
}
