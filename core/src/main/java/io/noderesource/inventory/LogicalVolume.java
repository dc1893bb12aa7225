package io.noderesource.inventory;

import io.noderesource.base.ByteSize;
import io.noderesource.base.Counter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A logical volume of LVM; internal ones (pool data, mirror legs) are included.
 *
 * @param uuid its UUID in LVM's form
 * @param volumeGroup name of its volume group
 * @param name its name, without the brackets that LVM puts around internal ones
 * @param size size
 * @param segmentType type of its first segment, such as {@code linear} or {@code thin-pool}
 * @param attributes the decoded {@code lv_attr}
 * @param pool name of the pool that it lives in; null when none
 * @param origin name of the volume that it is a snapshot of; null when none
 * @param dataPercent fill level of a pool, snapshot or thin volume; null when it has none
 * @param metadataPercent fill level of a pool's metadata; null when it has none
 * @param health what is wrong with it, {@code ""} when nothing ({@code lv_health_status})
 * @param tags its tags, sorted
 */
public record LogicalVolume(
        String uuid,
        String volumeGroup,
        String name,
        ByteSize size,
        String segmentType,
        LvAttributes attributes,
        @Nullable String pool,
        @Nullable String origin,
        @Counter @Nullable Double dataPercent,
        @Counter @Nullable Double metadataPercent,
        String health,
        List<String> tags) {

    public LogicalVolume {
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(volumeGroup, "volumeGroup");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(segmentType, "segmentType");
        Objects.requireNonNull(attributes, "attributes");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(tags, "tags");
        tags = tags.stream().sorted().toList();
    }
}
