package io.noderesource.devices.plan;

import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.devices.resource.ResourceNames;
import io.noderesource.edgex.json.Json;
import io.noderesource.plan.Plan;
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
 * @param values those of them of which nothing is new but what properties show, which may be something else at each look
 * @param deletions mirrors whose objects are gone for certain, or have a resource that somebody wrote
 * @param memory what to remember
 */
public record WayBack(
        List<IotResource> creations,
        List<IotResource> updates,
        List<IotResource> statuses,
        Set<ResourceAddress> values,
        List<IotResource> deletions,
        EdgeMemory memory) {

    private static final String VALUES = "deviceProperties";

    public WayBack {
        creations = List.copyOf(creations);
        updates = List.copyOf(updates);
        statuses = List.copyOf(statuses);
        values = Set.copyOf(values);
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
        Set<ResourceAddress> values = new HashSet<>();
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
                boolean gone = (resource.wasThere() || resource.isMarkedMirror()) && view.isGone(resource);
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
                if (status.without(VALUES).equals(resource.status().without(VALUES))) {
                    values.add(resource.address());
                }
            }
        }
        return new WayBack(
                view.settings().edgeBorn() == PoolSettings.EdgeBorn.MIRROR ? mirrors(view) : List.of(),
                updates,
                written,
                values,
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
        Writes writes = new Writes(view, plan, now);
        view.resources().values().forEach(r -> writes.add(r, outcomes.getOrDefault(r.address(), List.of())));
        return writes.memory();
    }
}
