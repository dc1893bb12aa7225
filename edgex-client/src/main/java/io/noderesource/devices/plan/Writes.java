package io.noderesource.devices.plan;

import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Counts how often fields and properties were written, as a pass leaves them. */
final class Writes {

    private final EdgeView view;
    private final Instant now;
    /** What does not show what is desired. */
    private final Set<EdgeMemory.Subject> busy = new HashSet<>();

    private final Map<EdgeMemory.Subject, EdgeMemory.Tries> fields = new HashMap<>();
    private final Map<EdgeMemory.Subject, EdgeMemory.Tries> properties = new HashMap<>();

    Writes(EdgeView view, Plan plan, Instant now) {
        this.view = view;
        this.now = now;
        plan.steps()
                .forEach(s -> names(s.step())
                        .forEach(
                                name -> busy.add(new EdgeMemory.Subject(s.step().address(), name))));
        plan.drifts().forEach(d -> busy.add(new EdgeMemory.Subject(d.address(), d.subject())));
        view.memory().fields().forEach((field, tries) -> {
            if (view.resources().containsKey(field.resource())
                    && (busy.contains(field) || !view.brake().isOver(tries))) {
                fields.put(field, tries);
            }
        });
    }

    /** What a step writes, by name. */
    private static Stream<String> names(Step step) {
        if (step instanceof ChangeObject change) {
            return change.changes().stream().map(FieldChange::field);
        }
        return step instanceof SetProperty set ? Stream.of(set.property()) : Stream.empty();
    }

    /** Counts what was written for a resource. */
    void add(IotResource resource, List<StepOutcome> outcomes) {
        fields(resource, outcomes);
        if (resource.kind() == IotKind.DEVICE && !isAnother(resource, outcomes)) {
            PropertyPlanner.desired(resource).forEach((name, desired) -> property(resource, name, desired, outcomes));
        }
    }

    /** Whether its object is another one than before: that one never had what was written to it. */
    private boolean isAnother(IotResource resource, List<StepOutcome> outcomes) {
        return outcomes.stream().anyMatch(o -> o.planned().step() instanceof AddObject && isWritten(o))
                || view.find(resource.kind(), resource.edgeName())
                        .filter(o -> resource.wasThere() && !view.isOwn(resource, o))
                        .isPresent();
    }

    private static boolean isWritten(StepOutcome outcome) {
        return outcome.outcome().kind() == Outcome.Kind.CHANGED;
    }

    /** What the platform refuses does not count: that is told of by itself. Nor does a lock, which waits for nothing. */
    private void fields(IotResource resource, List<StepOutcome> outcomes) {
        for (StepOutcome outcome : outcomes) {
            Step step = outcome.planned().step();
            if (isWritten(outcome) && step instanceof AddObject) {
                count(resource, EdgeView.MADE);
            } else if (isWritten(outcome) && step instanceof ChangeObject change && !change.isLock()) {
                change.changes().forEach(c -> count(resource, c.field()));
            }
        }
    }

    private void count(IotResource resource, String field) {
        int before = view.tries(resource, field).map(EdgeMemory.Tries::count).orElse(0);
        fields.put(
                new EdgeMemory.Subject(resource.address(), field),
                new EdgeMemory.Tries(EdgeView.declaration(resource), before + 1, now, true));
    }

    private void property(IotResource resource, String name, String desired, List<StepOutcome> outcomes) {
        EdgeMemory.Subject address = new EdgeMemory.Subject(resource.address(), name);
        Optional<EdgeMemory.Tries> before = view.memory().property(address, desired);
        boolean shown = view.value(resource.edgeName(), name)
                        .filter(v -> v.values() != null)
                        .isPresent()
                && !busy.contains(address);
        before.filter(t -> !shown || !view.brake().isOver(t)).ifPresent(t -> properties.put(address, t));
        outcomes.stream()
                .filter(o -> isSent(o, name))
                .findFirst()
                .ifPresent(o -> properties.put(
                        address,
                        new EdgeMemory.Tries(
                                desired,
                                1 + before.map(EdgeMemory.Tries::count).orElse(0),
                                now,
                                o.outcome().isDone())));
    }

    /** Whatever was begun may have reached the device, also when it failed. */
    private static boolean isSent(StepOutcome outcome, String property) {
        Outcome.Kind kind = outcome.outcome().kind();
        return outcome.planned().step() instanceof SetProperty set
                && set.property().equals(property)
                && kind != Outcome.Kind.NOT_ATTEMPTED
                && kind != Outcome.Kind.STALE;
    }

    EdgeMemory memory() {
        return view.memory().withWrites(fields, properties);
    }
}
