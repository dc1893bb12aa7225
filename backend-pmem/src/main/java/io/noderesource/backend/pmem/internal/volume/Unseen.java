package io.noderesource.backend.pmem.internal.volume;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.plan.Violation;
import java.util.Optional;

/**
 * What may have namespaces that are not shown; pure. The kernel reads a region's labels when a driver comes to its modules, and makes
 * its namespaces when one comes to the region ({@code drivers/nvdimm/region.c}): until then a volume there looks like none. So does one
 * of which a module has lost its labels.
 */
public final class Unseen {

    private Unseen() {}

    /** Why it cannot be told that a volume is nowhere; empty when all is seen. */
    public static Optional<Violation> in(Pmem pmem) {
        if (pmem.regions().isEmpty()) {
            return Optional.of(unusable("the node", "the kernel shows no region of persistent memory"));
        }
        return pmem.dimms().stream()
                .filter(dimm -> dimm.locked() || !dimm.enabled())
                .map(Unseen::of)
                .findFirst()
                .or(() -> pmem.regions().stream()
                        .filter(region -> region.labelled() && !region.enabled())
                        .map(Unseen::of)
                        .findFirst())
                .or(() -> pmem.regions().stream()
                        .flatMap(region -> VolumeRoom.hiddenLabels(region).stream())
                        .findFirst());
    }

    private static Violation of(PmemDimm dimm) {
        return unusable(dimm.name(), "the module " + dimm.name() + (dimm.locked() ? " is locked" : " has no driver"));
    }

    private static Violation of(PmemRegion region) {
        return unusable(region.name(), "the kernel has no driver on " + region.name());
    }

    private static Violation unusable(String subject, String fact) {
        return new Violation(StandardErrorCode.PMEM_REGION_UNUSABLE, subject, fact);
    }
}
