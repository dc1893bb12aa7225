package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemRegion;
import org.jspecify.annotations.Nullable;

/** Regions that are like others but for something. */
final class Regions {

    private Regions() {}

    /** With so much room in one piece. */
    static PmemRegion withRoom(PmemRegion region, ByteSize room) {
        return with(region, room, region.hidden(), region.alignment(), region.seed());
    }

    /** Hiding so much. */
    static PmemRegion hiding(PmemRegion region, ByteSize hidden) {
        return with(region, region.available(), hidden, region.alignment(), region.seed());
    }

    /** With another alignment and seed. */
    static PmemRegion with(PmemRegion region, ByteSize alignment, @Nullable String seed) {
        return with(region, region.available(), region.hidden(), alignment, seed);
    }

    private static PmemRegion with(
            PmemRegion region, ByteSize room, ByteSize hidden, ByteSize alignment, @Nullable String seed) {
        return new PmemRegion(
                region.name(),
                region.bus(),
                region.dimms(),
                region.numaNode(),
                region.size(),
                room,
                room,
                hidden,
                alignment,
                region.interleaveWays(),
                region.labelled(),
                region.enabled(),
                region.readOnly(),
                seed,
                region.persistence());
    }
}
