package io.noderesource.examples.nrm;

import io.noderesource.ReconcileListener;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a watch does, a line for each event; what stands as it stood is not told again. */
final class WatchLog implements ReconcileListener {

    private final EventLog log;
    private @Nullable String lastFailure;

    WatchLog(EventLog log) {
        this.log = log;
    }

    void started(NodeIdentity node, Path topology) {
        log.event("started", null, "watching " + topology + " for " + node.name() + ", labels " + node.labels());
    }

    void stopped() {
        log.event("stopped", null, "no step is under way");
    }

    @Override
    public void accepted(List<Diagnostic> diagnostics) {
        diagnostics.forEach(d -> log.event("warning", d.code(), d.toString()));
        log.event("in-force", null, "the declaration is good");
    }

    @Override
    public void rejected(List<Diagnostic> diagnostics, LastGood lastGood) {
        diagnostics.forEach(d -> log.event("mistake", d.code(), d.toString()));
        log.event(
                "rejected",
                null,
                switch (lastGood) {
                    case IN_FORCE -> "the declaration is bad; the last good one stays in force";
                    case NONE -> "the declaration is bad, and there is none that was good; nothing is done";
                });
    }

    @Override
    public void planned(Plan plan) {
        lastFailure = null;
        for (Refusal refusal : plan.refusals()) {
            log.standing("refused", refusal.code(), text(refusal));
        }
        for (Drift drift : plan.drifts()) {
            log.standing("drift", drift.code(), drift.address() + ": " + drift.subject() + ": " + drift.fact());
        }
        for (Notice notice : plan.notices()) {
            log.standing("note", notice.code(), notice.address() + ": " + notice.subject() + ": " + notice.fact());
        }
        log.settle();
    }

    @Override
    public void failed(NodeResourceException failure) {
        String message = failure.code().id() + failure.getMessage();
        if (!message.equals(lastFailure)) {
            log.event("error", failure.code(), String.valueOf(failure.getMessage()));
        }
        lastFailure = message;
    }

    /** Hears the steps of each apply. */
    ApplyListener steps() {
        return new ApplyListener() {
            @Override
            public void stepStarted(PlannedStep step) {
                log.event(
                        "step", null, step.step().address() + ": " + step.step().summary());
            }

            @Override
            public void stepEnded(StepOutcome ended) {
                log.ended(ended);
            }
        };
    }

    private static String text(Refusal refusal) {
        String text = refusal.address() + ": " + refusal.subject() + ": " + String.join("; ", refusal.facts()) + ". "
                + refusal.remedy();
        return refusal.consent() == null ? text : text + " Consent: " + refusal.consent();
    }
}
