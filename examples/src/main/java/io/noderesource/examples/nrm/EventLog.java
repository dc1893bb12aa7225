package io.noderesource.examples.nrm;

import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ErrorCode;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a line for each event, with its time; what stands as it stood is not told again. Thread-safe. */
final class EventLog {

    private final Session session;
    private final boolean json;
    private Set<String> standing = Set.of();
    private Set<String> now = new LinkedHashSet<>();

    EventLog(Session session, boolean json) {
        this.session = session;
        this.json = json;
    }

    /** Tells of an event, as text on one line. */
    synchronized void event(String event, @Nullable ErrorCode code, String text) {
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
            session.out().println(time + " " + event + ": " + DeviceText.printable(line) + tail);
        }
        session.out().flush();
    }

    /** Tells how a step ended. */
    void ended(StepOutcome ended) {
        String step =
                ended.planned().step().address() + ": " + ended.planned().step().summary();
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

    /** Tells of what stands from now on, unless it stood when {@link #settle} was called last. */
    synchronized void standing(String event, @Nullable ErrorCode code, String text) {
        if (now.add(event + text) && !standing.contains(event + text)) {
            event(event, code, text);
        }
    }

    /** Says that all that stands has been told; tells when that is nothing any more. */
    synchronized void settle() {
        if (now.isEmpty() && !standing.isEmpty()) {
            event("cleared", null, "nothing is refused or adrift any more");
        }
        standing = now;
        now = new LinkedHashSet<>();
    }
}
