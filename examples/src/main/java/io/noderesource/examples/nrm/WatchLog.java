package io.noderesource.examples.nrm;

import io.noderesource.ReconcileListener;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.Diagnostic;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what a watch does, a line for each event; what stands as it stood is not told again. */
final class WatchLog implements ReconcileListener {

    private final Session session;
    private final boolean json;
    private Set<String> standing = Set.of();
    private @Nullable String lastFailure;

    WatchLog(Session session, boolean json) {
        this.session = session;
        this.json = json;
    }

    void started(NodeIdentity node, Path topology) {
        event("started", null, "watching " + topology + " for " + node.name() + ", labels " + node.labels());
    }

    void stopped() {
        event("stopped", null, "no step is under way");
    }

    @Override
    public void accepted(List<Diagnostic> diagnostics) {
        diagnostics.forEach(d -> event("warning", d.code(), d.toString()));
        event("in-force", null, "the declaration is good");
    }

    @Override
    public void rejected(List<Diagnostic> diagnostics, LastGood lastGood) {
        diagnostics.forEach(d -> event("mistake", d.code(), d.toString()));
        event(
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
        Set<String> now = new LinkedHashSet<>();
        for (Refusal refusal : plan.refusals()) {
            standing(now, "refused", refusal.code(), text(refusal));
        }
        for (Drift drift : plan.drifts()) {
            standing(now, "drift", drift.code(), drift.address() + ": " + drift.subject() + ": " + drift.fact());
        }
        for (Notice notice : plan.notices()) {
            standing(now, "note", notice.code(), notice.address() + ": " + notice.subject() + ": " + notice.fact());
        }
        if (now.isEmpty() && !standing.isEmpty()) {
            event("cleared", null, "nothing is refused or adrift any more");
        }
        standing = now;
    }

    @Override
    public void failed(NodeResourceException failure) {
        String message = failure.code().id() + failure.getMessage();
        if (!message.equals(lastFailure)) {
            event("error", failure.code(), String.valueOf(failure.getMessage()));
        }
        lastFailure = message;
    }

    /** Hears the steps of each apply. */
    ApplyListener steps() {
        return new ApplyListener() {
            @Override
            public void stepStarted(PlannedStep step) {
                event("step", null, step.step().address() + ": " + step.step().summary());
            }

            @Override
            public void stepEnded(StepOutcome ended) {
                String step = ended.planned().step().address() + ": "
                        + ended.planned().step().summary();
                Outcome outcome = ended.outcome();
                String kind = outcome.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
                if (outcome instanceof Outcome.Failed failed) {
                    event(kind, failed.code(), failed.message());
                } else if (outcome instanceof Outcome.Stale stale) {
                    event(kind, stale.code(), stale.message());
                } else if (outcome instanceof Outcome.NotAttempted not) {
                    event(kind, not.code(), step + ": " + not.message());
                } else {
                    event(kind, null, step + " (" + ended.took().toMillis() + " ms)");
                }
            }
        };
    }

    private static String text(Refusal refusal) {
        String text = refusal.address() + ": " + refusal.subject() + ": " + String.join("; ", refusal.facts()) + ". "
                + refusal.remedy();
        return refusal.consent() == null ? text : text + " Consent: " + refusal.consent();
    }

    private void standing(Set<String> now, String event, ErrorCode code, String text) {
        if (now.add(event + text) && !standing.contains(event + text)) {
            event(event, code, text);
        }
    }

    private void event(String event, @Nullable ErrorCode code, String text) {
        String time = session.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String line = text.replace('\n', ' ');
        if (json) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("time", time);
            facts.put("event", event);
            if (code != null) {
                facts.put("code", code.id());
            }
            facts.put("text", line);
            session.out().println(JsonLines.line(facts));
        } else {
            // A diagnostic ends with its code already.
            String tail = code == null || line.endsWith("[" + code.id() + "]") ? "" : " [" + code.id() + "]";
            session.out().println(time + " " + event + ": " + line + tail);
        }
        session.out().flush();
    }
}
