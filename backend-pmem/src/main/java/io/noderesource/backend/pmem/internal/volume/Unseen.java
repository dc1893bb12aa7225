package io.noderesource.backend.pmem.internal.volume;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Pmem;
import io.noderesource.kinds.PmemConditions;
import io.noderesource.plan.Violation;
import java.util.Optional;

/** What may have a volume that is not shown; pure. */
public final class Unseen {

    private Unseen() {}

    /** Why it cannot be told that a volume is nowhere; empty when all is seen. */
    public static Optional<Violation> in(Pmem pmem) {
        if (pmem.regions().isEmpty()) {
            return Optional.of(unusable("the kernel shows no region of persistent memory"));
        }
        return pmem.unseen()
                .map(Unseen::unusable)
                .or(() -> pmem.regions().stream()
                        .flatMap(region -> PmemConditions.hiddenLabels(region).stream())
                        .findFirst());
    }

    private static Violation unusable(String fact) {
        return new Violation(StandardErrorCode.PMEM_REGION_UNUSABLE, "the node", fact);
    }
}
