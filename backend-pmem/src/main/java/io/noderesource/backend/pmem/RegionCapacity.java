package io.noderesource.backend.pmem;

import io.noderesource.base.ByteSize;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What room a region has for volumes of one mode, now.
 *
 * @param region its kernel name
 * @param size how many bytes the region has
 * @param available how many of them no namespace has, whoever made it
 * @param largest how many bytes the device of the largest volume has that can be made now: less than {@code available} by what a
 *     layout takes, and by holes between namespaces; zero when none can be made
 * @param obstacle why none can be made in the region whatever is in it, for people; null when nothing keeps any from being made
 */
public record RegionCapacity(
        String region,
        ByteSize size,
        ByteSize available,
        ByteSize largest,
        @Nullable String obstacle) {

    public RegionCapacity {
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(available, "available");
        Objects.requireNonNull(largest, "largest");
    }
}
