package io.noderesource.examples.nrm;

import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.devices.Pass;
import io.noderesource.devices.PoolLook;
import io.noderesource.plan.Plan;
import java.util.Set;

/** The exit statuses of nrm. */
final class ExitStatus {

    /** Nothing to do, or all is done; a device that is awaited is nothing to do. */
    static final int DONE = 0;
    /** Something failed, or the command line is wrong. */
    static final int ERROR = 1;
    /** A plan has steps. */
    static final int PENDING = 2;
    /** Something that is declared was refused; it goes before {@link #PENDING}. */
    static final int REFUSED = 3;

    /** A run that was ended by these is not refused but unfinished. */
    private static final Set<ErrorCode> UNFINISHED = Set.of(StandardErrorCode.CANCELLED, StandardErrorCode.JOURNAL);

    private ExitStatus() {}

    static int of(Plan plan) {
        if (!plan.refusals().isEmpty()) {
            return REFUSED;
        }
        return plan.isEmpty() ? DONE : PENDING;
    }

    static int of(Plan plan, ApplyReport report) {
        if (report.failures().stream().anyMatch(o -> isError(o.outcome()))) {
            return ERROR;
        }
        return plan.refusals().isEmpty() && report.succeeded() ? DONE : REFUSED;
    }

    /** Of a convergence: its last pass, and the look after it. */
    static int of(Pass last, PoolLook after) {
        int status = of(after.plan(), last.report());
        if (status == ERROR || last.changed() || !last.problems().isEmpty()) {
            return ERROR;
        }
        return status == DONE && after.plan().isEmpty() && after.picture().isAsDeclared() ? DONE : REFUSED;
    }

    /** A stale step was refused on the node, and so was what requires it. */
    private static boolean isError(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.FAILED
                || (outcome instanceof Outcome.NotAttempted not && UNFINISHED.contains(not.code()));
    }
}
