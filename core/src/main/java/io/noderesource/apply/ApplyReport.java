package io.noderesource.apply;

import io.noderesource.base.NodeResourceException;
import io.noderesource.internal.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of a plan: an outcome for each step.
 *
 * @param node name of the node
 * @param outcomes the steps in their order
 */
public record ApplyReport(String node, List<StepOutcome> outcomes) {

    public ApplyReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Tells whether every step is done. */
    public boolean succeeded() {
        return outcomes.stream().allMatch(o -> o.outcome().isDone());
    }

    /** Tells whether anything on the node was changed. */
    public boolean changed() {
        return outcomes.stream().anyMatch(o -> o.outcome().kind() == Outcome.Kind.CHANGED);
    }

    /** The steps that are not done. */
    public List<StepOutcome> failures() {
        return outcomes.stream().filter(o -> !o.outcome().isDone()).toList();
    }

    /**
     * Returns this report when every step is done.
     *
     * @throws NodeResourceException with the first failure's code, and all failures in its message
     */
    public ApplyReport orThrow() {
        List<StepOutcome> failures = failures();
        if (failures.isEmpty()) {
            return this;
        }
        String message = failures.stream().map(ApplyReport::line).collect(Collectors.joining("\n"));
        Outcome first = failures.get(0).outcome();
        if (first instanceof Outcome.Failed failed) {
            throw new NodeResourceException(failed.code(), message);
        }
        if (first instanceof Outcome.Stale stale) {
            throw new NodeResourceException(stale.code(), message);
        }
        throw new NodeResourceException(((Outcome.NotAttempted) first).code(), message);
    }

    /** Renders the report for a terminal. */
    public String render() {
        StringBuilder out = new StringBuilder();
        outcomes.forEach(o -> out.append(line(o)).append('\n'));
        long done = outcomes.stream().filter(o -> o.outcome().isDone()).count();
        return out.append(done)
                .append(" of ")
                .append(outcomes.size())
                .append(outcomes.size() == 1 ? " step done." : " steps done.")
                .append('\n')
                .toString();
    }

    /** Writes the report as JSON. */
    public String toJson() {
        List<Json> steps = new ArrayList<>();
        for (StepOutcome o : outcomes) {
            Json.ObjectBuilder step = Json.object()
                    .put("id", o.planned().id())
                    .put("address", o.planned().step().address().toString())
                    .put("summary", o.planned().step().summary())
                    .put("outcome", o.outcome().kind().name())
                    .put("milliseconds", o.took().toMillis());
            code(o.outcome()).forEach(step::put);
            steps.add(step.build());
        }
        return Json.object()
                .put("format", "noderesource.io/report")
                .put("version", 1)
                .put("node", node)
                .put("steps", steps)
                .build()
                .pretty();
    }

    private static Map<String, String> code(Outcome outcome) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (outcome instanceof Outcome.Failed failed) {
            fields.put("code", failed.code().id());
            fields.put("message", failed.message());
        } else if (outcome instanceof Outcome.Stale stale) {
            fields.put("code", stale.code().id());
            fields.put("message", stale.message());
        } else if (outcome instanceof Outcome.NotAttempted not) {
            fields.put("code", not.code().id());
            fields.put("message", not.message());
        }
        return fields;
    }

    private static String line(StepOutcome o) {
        String step = o.planned().id() + ". " + o.planned().step().summary();
        Map<String, String> fields = code(o.outcome());
        return switch (o.outcome().kind()) {
            case CHANGED -> "ok      " + step + " (" + o.took().toMillis() + " ms)";
            case ALREADY_IN_PLACE -> "as was  " + step;
            case STALE -> "stale   " + step + ": " + fields.get("message") + " [" + fields.get("code") + "]";
            case FAILED -> "FAILED  " + step + ": " + fields.get("message") + " [" + fields.get("code") + "]";
            case NOT_ATTEMPTED -> "not run " + step + ": " + fields.get("message") + " [" + fields.get("code") + "]";
        };
    }
}
