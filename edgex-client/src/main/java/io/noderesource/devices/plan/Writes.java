package io.noderesource.devices.plan;

import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.plan.Plan;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts how often fields and properties were written, as a pass leaves them. */
final class Writes {

    private final EdgeView view;
    private final Instant now;
    /** The properties that do not show what is desired. */
    private final Set<EdgeMemory.PropertyAddress> busy = new HashSet<>();

    private final Map<ResourceAddress, EdgeMemory.Tries> changes = new HashMap<>();
    private final Map<EdgeMemory.PropertyAddress, EdgeMemory.Tries> tries = new HashMap<>();

    Writes(EdgeView view, Plan plan, Instant now) {
        this.view = view;
        this.now = now;
        plan.steps().forEach(s -> {
            if (s.step() instanceof SetProperty set) {
                busy.add(new EdgeMemory.PropertyAddress(set.address(), set.property()));
            }
        });
        plan.drifts().forEach(d -> busy.add(new EdgeMemory.PropertyAddress(d.address(), d.subject())));
    }

    /** Counts what was written for a resource. */
    void add(IotResource resource, List<StepOutcome> outcomes) {
        boolean made = outcomes.stream()
                .anyMatch(o ->
                        o.planned().step() instanceof AddObject && o.outcome().isDone());
        if (made) {
            // What was written to another object of that name the new one never had.
            return;
        }
        changes(resource, outcomes);
        if (resource.kind() == IotKind.DEVICE) {
            PropertyPlanner.desired(resource).forEach((name, desired) -> property(resource, name, desired, outcomes));
        }
    }

    /** What the platform refuses does not count: that is told of by itself. Nor does a lock, which waits for nothing. */
    private void changes(IotResource resource, List<StepOutcome> outcomes) {
        Optional.ofNullable(view.memory().changes().get(resource.address()))
                .filter(t -> !view.brake().isOver(t)
                        || outcomes.stream().anyMatch(o -> o.planned().step() instanceof ChangeObject))
                .ifPresent(t -> changes.put(resource.address(), t));
        for (StepOutcome outcome : outcomes) {
            if (outcome.planned().step() instanceof ChangeObject change
                    && !change.isLock()
                    && outcome.outcome().isDone()) {
                int before = view.memory()
                        .change(change)
                        .map(EdgeMemory.Tries::count)
                        .orElse(0);
                changes.put(resource.address(), new EdgeMemory.Tries(change.desired(), before + 1, now, true));
            }
        }
    }

    private void property(IotResource resource, String name, String desired, List<StepOutcome> outcomes) {
        EdgeMemory.PropertyAddress address = new EdgeMemory.PropertyAddress(resource.address(), name);
        Optional<EdgeMemory.Tries> before = view.memory().tries(address, desired);
        boolean shown = view.value(resource.edgeName(), name)
                        .filter(v -> v.values() != null)
                        .isPresent()
                && !busy.contains(address);
        before.filter(t -> !shown || !view.brake().isOver(t)).ifPresent(t -> tries.put(address, t));
        outcomes.stream()
                .filter(o -> isSent(o, name))
                .findFirst()
                .ifPresent(o -> tries.put(
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
        return view.memory().withWrites(changes, tries);
    }
}
