package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemRegion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Modules, and regions that are like others but for something. */
final class Regions {

    private Regions() {}

    /** A module that is enabled and in use, with labels where it has room for any. */
    static PmemDimm dimm(int number, String id, boolean locked, long labels) {
        return new PmemDimm(
                "nmem" + number,
                "ndbus0",
                id,
                number,
                number,
                true,
                true,
                locked,
                PmemDimm.Security.UNSUPPORTED,
                labels > 0,
                labels,
                PmemDimm.Health.UNKNOWN,
                List.of());
    }

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
