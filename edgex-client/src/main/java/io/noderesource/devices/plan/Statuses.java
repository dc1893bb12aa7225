package io.noderesource.devices.plan;

import static java.util.stream.Collectors.groupingBy;

import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Works out the status of resources, in exactly the fields that their schemas have: whatever else were written, the API server
 * would drop, and the next pass would write it again.
 */
final class Statuses {

    /** Whether the object is on the platform. */
    private static final Map<IotKind, String> SYNCED =
            Map.of(IotKind.DEVICE, "DeviceSynced", IotKind.SERVICE, "DeviceServiceSynced");

    /** Whether it is as declared. */
    private static final Map<IotKind, String> MANAGING =
            Map.of(IotKind.DEVICE, "DeviceManaging", IotKind.SERVICE, "DeviceServiceManaging");

    /** What keeps an object that was there before its resource from being taken for the resource's. */
    private static final Set<ErrorCode> NOT_TAKEN_OVER = Set.of(
            DevicesErrorCode.NOT_ADOPTED,
            DevicesErrorCode.NAME_TAKEN,
            DevicesErrorCode.UNREADABLE,
            DevicesErrorCode.BAD_RESOURCE);

    /** Of what these are said it cannot be told whether it is as declared. */
    private static final Set<ErrorCode> UNKNOWN = Set.of(DevicesErrorCode.UNSEEN, DevicesErrorCode.PROPERTY_UNREAD);

    /** Notes by which something that is declared waits. */
    private static final Set<ErrorCode> WAITS =
            Set.of(DevicesErrorCode.UNSEEN, DevicesErrorCode.PROPERTY_UNREAD, DevicesErrorCode.DEVICE_STOPPED);

    private static final String SUSPECT = "EdgeStateSuspect";

    private final EdgeView view;
    private final Map<ResourceAddress, List<Refusal>> refusals;
    private final Map<ResourceAddress, List<Drift>> drifts;
    private final Map<ResourceAddress, List<Notice>> notices;
    private final Map<ResourceAddress, List<StepOutcome>> outcomes;
    private final String now;

    private Statuses(EdgeView view, Plan plan, Map<ResourceAddress, List<StepOutcome>> outcomes, Instant now) {
        this.view = view;
        this.refusals = plan.refusals().stream().collect(groupingBy(Refusal::address));
        this.drifts = plan.drifts().stream().collect(groupingBy(Drift::address));
        this.notices = plan.notices().stream().collect(groupingBy(Notice::address));
        this.outcomes = outcomes;
        this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static Statuses of(EdgeView view, Plan plan, Map<ResourceAddress, List<StepOutcome>> outcomes, Instant now) {
        return new Statuses(view, plan, outcomes, now);
    }

    /** What keeps an object from being as declared. */
    private record Obstacle(ErrorCode code, String message) {

        /** {@code devices/not-adopted} becomes {@code NotAdopted}. */
        String reason() {
            StringBuilder out = new StringBuilder();
            boolean upper = true;
            for (char c : code.id().substring(code.id().indexOf('/') + 1).toCharArray()) {
                if (c == '-') {
                    upper = true;
                } else {
                    out.append(upper ? Character.toUpperCase(c) : c);
                    upper = false;
                }
            }
            return out.toString();
        }
    }

    /** The status that a resource is to have. */
    Json.Obj of(IotResource resource) {
        boolean ours = !isForeign(resource);
        Optional<EdgeView.Seen> actual =
                view.find(resource.kind(), resource.edgeName()).filter(seen -> ours);
        boolean there = ours && isThere(resource);
        Json.Obj status = resource.status().with("synced", Json.of(there));
        boolean another = isDone(resource, AddObject.class)
                || actual.filter(a -> !view.isOwn(resource, a)).isPresent();
        if (another) {
            // Its id is known at the next look, and nothing was ever written to it.
            status = status.without(id(resource)).without("deviceProperties");
        }
        if (actual.isPresent()) {
            String id = actual.get().object().id();
            if (id != null) {
                status = status.with(id(resource), Json.of(id));
            }
            if (resource.kind() != IotKind.PROFILE) {
                status = copied(status, actual.get().content(), "adminState");
            }
            if (resource.kind() == IotKind.DEVICE) {
                status = copied(status, actual.get().content(), "operatingState");
            }
        }
        if (resource.kind() == IotKind.DEVICE) {
            status = properties(resource, status);
        }
        return SYNCED.containsKey(resource.kind()) ? status.with("conditions", conditions(resource, there)) : status;
    }

    private static String id(IotResource resource) {
        return resource.kind() == IotKind.PROFILE ? "id" : "edgeId";
    }

    private static Json.Obj copied(Json.Obj status, Json.Obj content, String field) {
        return content.text(field)
                .map(value -> status.with(field, Json.of(value)))
                .orElse(status);
    }

    /**
     * Whether the object on the platform is somebody else's until it is adopted. A status with its id would make it the
     * resource's: the next pass would change it, and it would go with the resource.
     */
    private boolean isForeign(IotResource resource) {
        if (resource.isMirrorOnly()) {
            return false;
        }
        Optional<EdgeView.Seen> actual = view.find(resource.kind(), resource.edgeName());
        if (actual.map(a -> view.isOwn(resource, a)).orElse(resource.wasThere())) {
            return false;
        }
        // What nobody manages and is otherwise than its resource says is not the resource's either: else it would be
        // once it is
        // managed.
        return refusals.getOrDefault(resource.address(), List.of()).stream()
                        .anyMatch(r -> NOT_TAKEN_OVER.contains(r.code()))
                || (!resource.isManaged()
                        && drifts.getOrDefault(resource.address(), List.of()).stream()
                                .anyMatch(d -> d.code() == DevicesErrorCode.DIFFERS));
    }

    /** What was not seen is as it was last known. */
    private boolean isThere(IotResource resource) {
        if (view.isThere(resource.kind(), resource.edgeName())) {
            return !isDone(resource, RemoveObject.class);
        }
        return isDone(resource, AddObject.class) || (resource.isSynced() && !view.isGone(resource));
    }

    private boolean isDone(IotResource resource, Class<?> step) {
        return outcomes.getOrDefault(resource.address(), List.of()).stream()
                .anyMatch(
                        o -> step.isInstance(o.planned().step()) && o.outcome().isDone());
    }

    /** What the desired properties show; what could not be read keeps what it showed before. */
    private Json.Obj properties(IotResource resource, Json.Obj status) {
        Map<String, String> desired = PropertyPlanner.desired(resource);
        if (!resource.isManaged() || desired.isEmpty()) {
            return status.without("deviceProperties");
        }
        Json.Obj before = status.object("deviceProperties").orElse(Json.object());
        Json.Obj shown = Json.object();
        for (Map.Entry<String, String> property : desired.entrySet()) {
            String name = property.getKey();
            Optional<String> value = view.value(resource.edgeName(), name)
                    .filter(v -> v.values() != null)
                    .map(Property::text)
                    .or(() -> isWrittenUnread(resource, name)
                            ? Optional.of(Written.mark(property.getValue()))
                            : before.object(name).flatMap(p -> p.text("actualValue")));
            if (value.isPresent()) {
                shown = shown.with(
                        name, Json.object().with("name", Json.of(name)).with("actualValue", Json.of(value.get())));
            }
        }
        return shown.members().isEmpty() ? status.without("deviceProperties") : status.with("deviceProperties", shown);
    }

    private boolean isWrittenUnread(IotResource resource, String property) {
        return outcomes.getOrDefault(resource.address(), List.of()).stream()
                .anyMatch(o -> o.planned().step() instanceof SetProperty set
                        && set.property().equals(property)
                        && set.before() == null
                        && o.outcome().isDone());
    }

    // ---- conditions
    // --------------------------------------------------------------------------------------------------

    /** Ours anew, and those of others as they are. */
    private Json.Arr conditions(IotResource resource, boolean there) {
        Optional<Obstacle> obstacle = obstacle(resource);
        List<Json> before = resource.status().array("conditions");
        List<Json> all = new ArrayList<>();
        all.add(condition(before, type(SYNCED, resource), synced(resource, there, obstacle)));
        all.add(condition(before, type(MANAGING, resource), managing(resource, there, obstacle)));
        if (view.isSuspect(resource.kind()) || view.isSuspect(resource)) {
            all.add(condition(
                    before,
                    SUSPECT,
                    new State(
                            "True",
                            "ObjectsMissing",
                            "objects are missing on the platform, and nothing is removed until the same was seen several"
                                    + " times")));
        }
        Set<String> ours = Set.of(type(SYNCED, resource), type(MANAGING, resource), SUSPECT);
        before.stream()
                .filter(c -> !(c instanceof Json.Obj object)
                        || object.text("type").filter(ours::contains).isEmpty())
                .forEach(all::add);
        return Json.array(all);
    }

    private static String type(Map<IotKind, String> types, IotResource resource) {
        return types.getOrDefault(resource.kind(), "");
    }

    private record State(String status, String reason, String message) {}

    private State synced(IotResource resource, boolean there, Optional<Obstacle> obstacle) {
        if (!view.isComplete(resource.kind())
                && !view.isThere(resource.kind(), resource.edgeName())
                && !isDone(resource, AddObject.class)) {
            return new State("Unknown", "Unseen", view.reason(resource.kind()));
        }
        if (there && !view.isThere(resource.kind(), resource.edgeName()) && !isDone(resource, AddObject.class)) {
            return new State(
                    "Unknown", "Missing", "the platform does not show it, which counts when it was seen several times");
        }
        if (there) {
            return new State("True", "Present", "the platform has it");
        }
        return obstacle.map(o -> new State("False", o.reason(), o.message()))
                .orElse(new State("False", "Missing", "the platform does not have it"));
    }

    private State managing(IotResource resource, boolean there, Optional<Obstacle> obstacle) {
        if (!resource.isManaged()) {
            return new State("False", "NotManaged", "the resource does not say that it is to be managed");
        }
        return obstacle.map(o -> new State(UNKNOWN.contains(o.code()) ? "Unknown" : "False", o.reason(), o.message()))
                .orElse(
                        there
                                ? new State("True", "AsDeclared", "the platform has it as it is declared")
                                : new State("False", "Missing", "the platform does not have it"));
    }

    /** The first thing that stands in the way: a refusal, a step that failed, a difference. */
    private Optional<Obstacle> obstacle(IotResource resource) {
        return refusals.getOrDefault(resource.address(), List.of()).stream()
                .map(r -> new Obstacle(r.code(), r.subject() + ": " + String.join("; ", r.facts())))
                .findFirst()
                .or(() -> outcomes.getOrDefault(resource.address(), List.of()).stream()
                        .flatMap(o -> failed(o.outcome()).stream())
                        .findFirst())
                .or(() -> drifts.getOrDefault(resource.address(), List.of()).stream()
                        .map(d -> new Obstacle(d.code(), d.subject() + ": " + d.fact()))
                        .findFirst())
                .or(() -> notices.getOrDefault(resource.address(), List.of()).stream()
                        .filter(n -> WAITS.contains(n.code()))
                        .map(n -> new Obstacle(n.code(), n.subject() + ": " + n.fact()))
                        .findFirst());
    }

    private static Optional<Obstacle> failed(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return Optional.of(new Obstacle(failed.code(), failed.message()));
        }
        if (outcome instanceof Outcome.Stale stale) {
            return Optional.of(new Obstacle(stale.code(), stale.message()));
        }
        return outcome instanceof Outcome.NotAttempted not
                ? Optional.of(new Obstacle(not.code(), not.message()))
                : Optional.empty();
    }

    /** The time of a condition is that of its last change of status; what else it says may change without it. */
    private Json condition(List<Json> before, String type, State state) {
        String since = before.stream()
                .flatMap(c -> c instanceof Json.Obj object ? Stream.of(object) : Stream.empty())
                .filter(c -> c.text("type").filter(type::equals).isPresent()
                        && c.text("status").filter(state.status()::equals).isPresent())
                .flatMap(c -> c.text("lastTransitionTime").stream())
                .findFirst()
                .orElse(now);
        return Json.object()
                .with("type", Json.of(type))
                .with("status", Json.of(state.status()))
                .with("lastTransitionTime", Json.of(since))
                .with("reason", Json.of(state.reason()))
                .with("message", Json.of(state.message()));
    }
}
