package io.noderesource.backend.pmem.internal.volume;

import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemRegion;
import java.util.Optional;

/**
 * What may have namespaces that are not shown; pure. The kernel reads a region's labels when a driver comes to its modules, and makes
 * its namespaces when one comes to the region ({@code drivers/nvdimm/region.c}): until then a volume there looks like none.
 */
public final class Unseen {

    private Unseen() {}

    /** Why it cannot be told that a volume is nowhere, for people; empty when all is seen. */
    public static Optional<String> in(Pmem pmem) {
        if (pmem.regions().isEmpty()) {
            return Optional.of("the kernel shows no region of persistent memory");
        }
        return pmem.dimms().stream()
                .filter(dimm -> dimm.locked() || !dimm.enabled())
                .map(Unseen::of)
                .findFirst()
                .or(() -> pmem.regions().stream()
                        .filter(region -> region.labelled() && !region.enabled())
                        .map(Unseen::of)
                        .findFirst());
    }

    private static String of(PmemDimm dimm) {
        return "the module " + dimm.name() + (dimm.locked() ? " is locked" : " has no driver");
    }

    private static String of(PmemRegion region) {
        return "the kernel has no driver on " + region.name();
    }
}
