package io.noderesource.backend.pmem.internal.volume;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.kinds.PmemConditions;
import io.noderesource.plan.Violation;
import java.util.Comparator;
import java.util.Optional;

/**
 * What room the regions have for volumes of a mode; pure. Namespaces of others are never counted as room.
 *
 * @param pmem all persistent memory
 * @param mode the mode
 */
public record VolumeRoom(Pmem pmem, Mode mode) {

    /** What keeps a region from having any volume made in it, or changed. */
    public Optional<Violation> obstacle(PmemRegion region) {
        return PmemConditions.obstacleTo(pmem, region)
                .or(() -> region.labelled()
                        ? Optional.empty()
                        : Optional.of(new Violation(
                                StandardErrorCode.PMEM_NO_LABELS,
                                region.name(),
                                "its modules have no labels, so that all of it is one namespace; ndctl init-labels gives it"
                                        + " some, and takes what it holds")));
    }

    /** What keeps a region from having any volume made in it now. */
    public Optional<Violation> obstacleToMaking(PmemRegion region) {
        return obstacle(region).or(() -> PmemConditions.obstacleToMaking(pmem, region, null));
    }

    /** The largest volume that can be made in a region now; zero when none can. */
    public ByteSize largest(PmemRegion region) {
        return obstacleToMaking(region).isPresent()
                ? ByteSize.ZERO
                : VolumeSizes.largest(mode, region.largestExtent(), region);
    }

    /** What keeps a region from having a volume of a size made in it. */
    public Optional<Violation> obstacleTo(PmemRegion region, ByteSize asked) {
        return obstacleToMaking(region)
                .or(() -> VolumeSizes.sizeFor(mode, asked, region)
                                .filter(size -> size.compareTo(region.largestExtent()) <= 0)
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of(new Violation(
                                StandardErrorCode.PMEM_FULL,
                                region.name(),
                                "the largest volume that it has room for is " + largest(region) + ", with "
                                        + region.available() + " free in all")));
    }

    /** The region that has room for a volume of a size and loses the least by it: the one with the smallest largest extent. */
    public Optional<PmemRegion> best(ByteSize asked) {
        return pmem.regions().stream()
                .filter(region -> obstacleTo(region, asked).isEmpty())
                .min(Comparator.comparing(PmemRegion::largestExtent).thenComparing(PmemRegion::name));
    }
}
