package io.noderesource.backend.pmem.internal.volume;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.plan.Violation;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What room the regions have for volumes of a mode; pure. Namespaces of others are never counted as room.
 *
 * @param pmem all persistent memory
 * @param mode the mode
 */
public record VolumeRoom(Pmem pmem, Mode mode) {

    /** What keeps a region from having any volume made in it. */
    public Optional<Violation> obstacle(PmemRegion region) {
        if (!region.enabled() || region.readOnly()) {
            return unusable(
                    region, region.enabled() ? "the kernel has it read-only" : "the kernel has no driver on it");
        }
        return pmem.dimms().stream()
                .filter(d -> region.dimms().contains(d.name()) && (d.locked() || !d.enabled()))
                .findFirst()
                .map(d -> unusable(region, "its module " + d.name() + (d.locked() ? " is locked" : " has no driver")))
                .orElseGet(() -> region.labelled()
                        ? Optional.empty()
                        : Optional.of(new Violation(
                                StandardErrorCode.PMEM_NO_LABELS,
                                region.name(),
                                "its modules have no labels, so that all of it is one namespace; ndctl init-labels gives it"
                                        + " some, and takes what it holds")));
    }

    private static Optional<Violation> unusable(PmemRegion region, String fact) {
        return Optional.of(new Violation(StandardErrorCode.PMEM_REGION_UNUSABLE, region.name(), fact));
    }

    /** What keeps a namespace in a region from being made or cleared: labels hold some of it for what is not shown, and it may lie over that. */
    public static Optional<Violation> hiddenLabels(PmemRegion region) {
        return region.hidden().bytes() == 0
                ? Optional.empty()
                : Optional.of(new Violation(
                        StandardErrorCode.PMEM_HIDDEN_LABELS,
                        region.name(),
                        "labels hold " + region.hidden() + " of it for no namespace that the kernel shows"));
    }

    /**
     * What keeps a region from having a namespace made in it, whatever is free: {@link #hiddenLabels}, and none is to be the seed that has
     * a size already.
     *
     * @param goes one that goes before, of which the next can be made; null when none does
     */
    public Optional<Violation> obstacleToMaking(PmemRegion region, @Nullable PmemNamespace goes) {
        return hiddenLabels(region).or(() -> noSeed(region, goes));
    }

    private Optional<Violation> noSeed(PmemRegion region, @Nullable PmemNamespace goes) {
        if (region.seed() == null) {
            return Optional.of(new Violation(StandardErrorCode.PMEM_NO_SEED, region.name(), "the kernel has no seed"));
        }
        return pmem.takenForSeed(region)
                .filter(taken -> !taken.equals(goes))
                .map(taken -> new Violation(
                        StandardErrorCode.PMEM_NO_SEED,
                        region.name(),
                        "its seed is " + taken.name() + ", which has " + taken.size()
                                + (taken.label() == null ? "" : " and the name " + taken.label())));
    }

    /** The largest volume that can be made in a region now; zero when none can. */
    public ByteSize largest(PmemRegion region) {
        return obstacle(region).or(() -> obstacleToMaking(region, null)).isPresent()
                ? ByteSize.ZERO
                : VolumeSizes.largest(mode, region.largestExtent(), region);
    }

    /** What keeps a region from having a volume of a size made in it. */
    public Optional<Violation> obstacleTo(PmemRegion region, ByteSize asked) {
        return obstacle(region)
                .or(() -> obstacleToMaking(region, null))
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
