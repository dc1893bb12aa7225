package io.noderesource.inventory;

import io.noderesource.base.ByteSize;
import io.noderesource.base.Counter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A physical volume of LVM.
 *
 * @param uuid its UUID in LVM's form (32 characters in seven groups)
 * @param device device number it was seen on; null when it is missing
 * @param path path LVM shows for it; null when it is missing
 * @param volumeGroup name of its volume group; null for an orphan
 * @param volumeGroupUuid UUID of its volume group; null for an orphan, and where LVM could not read the volume group
 * @param size usable size: what LVM gives extents from ({@code pv_size})
 * @param deviceSize size of the device as LVM sees it ({@code dev_size}); zero when missing
 * @param dataStart where its first extent starts, in bytes from the start of the device ({@code pe_start})
 * @param free free space
 * @param missing whether its volume group misses it
 * @param duplicate whether it was seen on a second device
 * @param allocatable whether extents may be allocated on it
 * @param tags its tags, sorted
 */
public record PhysicalVolume(
        String uuid,
        @Nullable DeviceNumber device,
        @Nullable String path,
        @Nullable String volumeGroup,
        @Nullable String volumeGroupUuid,
        ByteSize size,
        ByteSize deviceSize,
        ByteSize dataStart,
        @Counter ByteSize free,
        boolean missing,
        boolean duplicate,
        boolean allocatable,
        List<String> tags) {

    /** The name of a volume group that cannot be read, where the PV says that it is in one; LVM writes it so as well. */
    public static final String UNREADABLE_GROUP = "[unknown]";

    public PhysicalVolume {
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(deviceSize, "deviceSize");
        Objects.requireNonNull(dataStart, "dataStart");
        Objects.requireNonNull(free, "free");
        Objects.requireNonNull(tags, "tags");
        tags = tags.stream().sorted().toList();
    }

    /** Tells whether it is in no volume group, not even in one of which LVM shows only the name. */
    public boolean isOrphan() {
        return volumeGroup == null && volumeGroupUuid == null;
    }
}
