package io.noderesource.backend.pmem;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.plan.Violation;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** What is told of a volume that cannot be had as it was asked for. */
final class VolumeFailures {

    private VolumeFailures() {}

    /** An error with its code, what failed, the fact, and the code's meaning and remedy. */
    static NodeResourceException of(ErrorCode code, String what, String fact) {
        return new NodeResourceException(
                code, "cannot " + what + ": " + fact + ". " + code.meaning() + " " + code.remedy());
    }

    /** What speaks against each region; the code of what an administrator can do least about: that there is no room. */
    static NodeResourceException of(String what, List<Violation> regions) {
        if (regions.isEmpty()) {
            return of(StandardErrorCode.PMEM_REGION_ABSENT, what, "the node has no region of persistent memory");
        }
        ErrorCode code = regions.stream()
                .map(Violation::code)
                .filter(StandardErrorCode.PMEM_FULL::equals)
                .findFirst()
                .orElse(regions.get(0).code());
        return of(
                code,
                what,
                regions.stream()
                        .map(each -> each.subject() + ": " + each.fact())
                        .collect(Collectors.joining("; ")));
    }

    /** What the kernel or libndctl refused. */
    static NodeResourceException refused(String what, IOException e) {
        return new NodeResourceException(
                PmemErrorCode.REFUSED,
                "cannot " + what + ": " + e.getMessage() + "; the kernel log may say more; repeat it, which goes on",
                e);
    }
}
