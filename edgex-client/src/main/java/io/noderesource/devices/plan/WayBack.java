package io.noderesource.devices.plan;

import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.devices.resource.ResourceNames;
import io.noderesource.edgex.json.Json;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way back from the platform to the resources: mirrors, statuses, finalizers and memory, as a pure function.
 *
 * @param creations mirrors to be made
 * @param updates resources whose metadata or spec is to be written: mirrors that follow the platform, finalizers that go
 * @param statuses resources whose status is to be written
 * @param deletions mirrors whose objects are gone for certain, or have a resource that somebody wrote
 * @param memory what to remember
 */
public record WayBack(
        List<IotResource> creations,
        List<IotResource> updates,
        List<IotResource> statuses,
        List<IotResource> deletions,
        EdgeMemory memory) {

    public WayBack {
        creations = List.copyOf(creations);
        updates = List.copyOf(updates);
        statuses = List.copyOf(statuses);
        deletions = List.copyOf(deletions);
    }

    /** Tells whether nothing is to be written. */
    public boolean isEmpty() {
        return creations.isEmpty() && updates.isEmpty() && statuses.isEmpty() && deletions.isEmpty();
    }

    /** The resources that get our finalizer before anything is made for them; mirrors need none. */
    public static List<IotResource> finalizers(EdgePlanner planner) {
        return planner.view().resources().values().stream()
                .filter(r -> !r.isDeleting() && !r.hasFinalizer() && !r.isMirrorOnly())
                .map(IotResource::withFinalizer)
                .toList();
    }

    /**
     * Works out what is to be written.
     *
     * @param planner what the plan was made from
     * @param plan the plan
     * @param report what became of it
     * @param now the time
     */
    public static WayBack of(EdgePlanner planner, Plan plan, ApplyReport report, Instant now) {
        EdgeView view = planner.view();
        Map<ResourceAddress, List<StepOutcome>> outcomes = new HashMap<>();
        report.outcomes()
                .forEach(o -> outcomes.computeIfAbsent(o.planned().step().address(), a -> new ArrayList<>())
                        .add(o));
        Statuses statuses = Statuses.of(view, plan, outcomes, now);
        List<IotResource> updates = new ArrayList<>();
        List<IotResource> written = new ArrayList<>();
        List<IotResource> deletions = new ArrayList<>();
        for (IotResource resource : view.resources().values()) {
            if (resource.isDeleting()) {
                if (resource.hasFinalizer() && mayGo(view, resource, outcomes)) {
                    updates.add(resource.withoutFinalizer());
                    continue;
                }
            } else if (resource.isMirrorOnly()) {
                boolean superseded =
                        !view.written(resource.kind(), resource.edgeName()).isEmpty();
                // One that does not say itself that it is a mirror is marked first: people see it, and can say
                // otherwise.
                boolean gone = resource.wasThere() && view.isGone(resource);
                if (resource.isMarkedMirror() && (superseded || gone)) {
                    deletions.add(resource);
                    continue;
                }
                IotResource fresh = refreshed(view, resource);
                if (!fresh.equals(resource)) {
                    updates.add(fresh);
                }
            }
            Json.Obj status = statuses.of(resource);
            if (!status.equals(resource.status())) {
                written.add(resource.withStatus(status));
            }
        }
        return new WayBack(
                view.settings().edgeBorn() == PoolSettings.EdgeBorn.MIRROR ? mirrors(view) : List.of(),
                updates,
                written,
                deletions,
                memory(view, plan, outcomes, now));
    }

    /** A resource that is being deleted goes when its object is gone for certain, or stays on purpose. */
    private static boolean mayGo(
            EdgeView view, IotResource resource, Map<ResourceAddress, List<StepOutcome>> outcomes) {
        return !view.isRemovedWith(resource)
                || view.isGone(resource)
                || outcomes.getOrDefault(resource.address(), List.of()).stream()
                        .anyMatch(o -> o.planned().step() instanceof RemoveObject
                                && o.outcome().isDone());
    }

    private static IotResource refreshed(EdgeView view, IotResource mirror) {
        return view.find(mirror.kind(), mirror.edgeName())
                .map(actual -> MirrorSpec.write(mirror, actual.content()))
                .orElse(mirror)
                .withAnnotation(IotResource.MIRROR, "true");
    }

    /** A mirror for each object that no resource of the pool declares. */
    private static List<IotResource> mirrors(EdgeView view) {
        List<IotResource> mirrors = new ArrayList<>();
        for (IotKind kind : IotKind.values()) {
            view.objects(kind).forEach((name, seen) -> {
                if (view.declaring(kind, name).isEmpty()) {
                    mirrors.add(mirror(view, kind, name, seen));
                }
            });
        }
        return mirrors;
    }

    private static IotResource mirror(EdgeView view, IotKind kind, String name, EdgeView.Seen seen) {
        PoolSettings settings = view.settings();
        IotResource plain = IotResource.of(kind, settings.namespace(), ResourceNames.of(settings.nodePool(), name));
        IotResource free = view.isTaken(plain.address())
                ? IotResource.of(kind, settings.namespace(), ResourceNames.hashed(settings.nodePool(), name))
                : plain;
        IotResource named = ResourceNames.withEdgeName(free, name).withAnnotation(IotResource.MIRROR, "true");
        Json.Obj spec = Json.object().with("nodePool", Json.of(settings.nodePool()));
        return MirrorSpec.write(
                named.withSpec(kind == IotKind.PROFILE ? spec : spec.with("managed", Json.FALSE)), seen.content());
    }

    private static EdgeMemory memory(
            EdgeView view, Plan plan, Map<ResourceAddress, List<StepOutcome>> outcomes, Instant now) {
        Set<EdgeMemory.PropertyAddress> busy = plannedOrDrifting(plan);
        Map<EdgeMemory.PropertyAddress, EdgeMemory.Tries> tries = new HashMap<>();
        view.resources().values().stream()
                // What was written to another device of that name the new one never had.
                .filter(r -> r.kind() == IotKind.DEVICE && !isMade(outcomes.getOrDefault(r.address(), List.of())))
                .forEach(r -> PropertyPlanner.desired(r).forEach((name, desired) -> {
                    EdgeMemory.PropertyAddress address = new EdgeMemory.PropertyAddress(r.address(), name);
                    view.memory().tries(address, desired).ifPresent(t -> tries.put(address, t));
                    if (view.value(r.edgeName(), name)
                                    .filter(v -> v.values() != null)
                                    .isPresent()
                            && !busy.contains(address)) {
                        tries.remove(address);
                    }
                    outcomes.getOrDefault(r.address(), List.of()).stream()
                            .filter(o -> isSent(o, name))
                            .findFirst()
                            .ifPresent(o -> {
                                int count = view.memory()
                                        .tries(address, desired)
                                        .map(EdgeMemory.Tries::count)
                                        .orElse(0);
                                tries.put(
                                        address,
                                        new EdgeMemory.Tries(
                                                desired,
                                                count + 1,
                                                now,
                                                o.outcome().isDone()));
                            });
                }));
        return view.memory().withTries(tries);
    }

    private static boolean isMade(List<StepOutcome> outcomes) {
        return outcomes.stream()
                .anyMatch(o ->
                        o.planned().step() instanceof AddObject && o.outcome().isDone());
    }

    /** Whatever was begun may have reached the device, also when it failed. */
    private static boolean isSent(StepOutcome outcome, String property) {
        Step step = outcome.planned().step();
        Outcome.Kind kind = outcome.outcome().kind();
        return step instanceof SetProperty set
                && set.property().equals(property)
                && kind != Outcome.Kind.NOT_ATTEMPTED
                && kind != Outcome.Kind.STALE;
    }

    /** The properties that do not show what is desired. */
    private static Set<EdgeMemory.PropertyAddress> plannedOrDrifting(Plan plan) {
        Set<EdgeMemory.PropertyAddress> busy = new HashSet<>();
        plan.steps().forEach(s -> {
            if (s.step() instanceof SetProperty set) {
                busy.add(new EdgeMemory.PropertyAddress(set.address(), set.property()));
            }
        });
        plan.drifts().forEach(d -> busy.add(new EdgeMemory.PropertyAddress(d.address(), d.subject())));
        return busy;
    }
}
