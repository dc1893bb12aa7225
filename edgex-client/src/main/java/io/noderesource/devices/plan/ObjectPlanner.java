package io.noderesource.devices.plan;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.resource.DesiredContent;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans each resource of a node pool: services first, then profiles, then devices, as each asks what becomes of those that it
 * needs.
 */
final class ObjectPlanner {

    private static final int NAMED = 5;
    private static final String ADMIN_STATE = "adminState";

    private final EdgeView view;
    private final PropertyPlanner properties;
    private final Map<ResourceAddress, ResourcePlan> plans = new HashMap<>();

    private ObjectPlanner(EdgeView view) {
        this.view = view;
        this.properties = new PropertyPlanner(view);
    }

    /** The plan of each resource, by address. */
    static Map<ResourceAddress, ResourcePlan> plan(EdgeView view) {
        ObjectPlanner planner = new ObjectPlanner(view);
        for (IotKind kind : IotKind.values()) {
            for (IotResource resource : view.resources().values()) {
                if (resource.kind() == kind) {
                    planner.plans.put(resource.address(), planner.plan(resource));
                }
            }
        }
        return planner.plans;
    }

    private ResourcePlan plan(IotResource resource) {
        ResourcePlan.Builder plan = ResourcePlan.builder(resource.address());
        String name = resource.edgeName();
        List<IotResource> declaring = view.written(resource.kind(), name);
        if (view.isUnavailable(resource.kind())) {
            return refuse(plan, resource, DevicesErrorCode.UNSEEN, view.reason(resource.kind()));
        }
        if (declaring.size() > 1 && declaring.contains(resource)) {
            lockOwn(resource, plan);
            return refuse(
                    plan,
                    resource,
                    DevicesErrorCode.NAME_TAKEN,
                    some(declaring.stream().map(r -> r.address().toString()).toList()) + " all declare "
                            + Names.quoted(name));
        }
        if (resource.isDeleting()) {
            remove(resource, plan);
            return plan.build();
        }
        Optional<String> unreadable = view.unreadable(resource.kind(), name);
        if (unreadable.isPresent()) {
            return refuse(plan, resource, DevicesErrorCode.UNREADABLE, unreadable.get());
        }
        List<String> problems = new ArrayList<>();
        Json.Obj desired = DesiredContent.of(resource, problem -> {
            if (problem.code() == DevicesErrorCode.BAD_RESOURCE) {
                problems.add(problem.describe());
            } else {
                plan.notice(problem.code(), name, problem.describe());
            }
        });
        Optional<EdgeView.Seen> actual = view.find(resource.kind(), name);
        if (resource.isMirrorOnly()) {
            // Nobody wrote it: what is wrong in it the platform said.
            problems.forEach(problem -> plan.notice(DevicesErrorCode.UNREADABLE, name, problem));
        } else if (!problems.isEmpty()) {
            actual.ifPresent(a -> lock(resource, desired, a, plan));
            return plan.refuse(new Refusal(
                            resource.address(),
                            DevicesErrorCode.BAD_RESOURCE,
                            name,
                            problems,
                            DevicesErrorCode.BAD_RESOURCE.remedy(),
                            null))
                    .build();
        }
        if (actual.isPresent()) {
            keep(resource, carried(resource, desired, plan), actual.get(), plan);
        } else {
            make(resource, desired, plan);
        }
        return plan.build();
    }

    /** The first few of many, and how many more there are: what each of them says must not grow with all of them. */
    private static String some(List<String> names) {
        int more = names.size() - NAMED;
        return String.join(", ", names.stream().limit(NAMED).toList()) + (more > 0 ? " and " + more + " more" : "");
    }

    private static ResourcePlan refuse(ResourcePlan.Builder plan, IotResource resource, ErrorCode code, String fact) {
        return plan.refuse(code, resource.edgeName(), fact).build();
    }

    // ---- it is not there
    // ---------------------------------------------------------------------------------------------

    private void make(IotResource resource, Json.Obj desired, ResourcePlan.Builder plan) {
        String name = resource.edgeName();
        boolean ours = resource.isManaged() || (!resource.isMirror() && !resource.wasThere());
        if (!ours || (resource.wasThere() && view.settings().missing() == PoolSettings.Missing.TELL)) {
            plan.drift(DevicesErrorCode.MISSING, name, "the platform does not have it any more");
            return;
        }
        if (!isReady(resource, desired, plan)) {
            return;
        }
        Optional<EdgeMemory.Tries> tries = view.tries(resource, EdgeView.MADE).filter(view.brake()::holds);
        if (tries.isPresent()) {
            plan.drift(
                    DevicesErrorCode.NOT_CONVERGING,
                    name,
                    "it was made " + tries.get().count() + " times and does not stay; it is made again after a pause");
            return;
        }
        if (resource.wasThere()) {
            plan.notice(
                    view.isSuspect(resource.kind()) ? DevicesErrorCode.SUSPECT : DevicesErrorCode.MISSING,
                    name,
                    "the platform does not have it any more, so it is made again");
        }
        Json.Obj content = carried(resource, Creation.complete(resource.kind(), desired), plan);
        plan.step(
                new AddObject(
                        resource.address(),
                        name,
                        content.write(),
                        resource.wasThere() ? "it was there and is missing" : "it is declared and not there"),
                List.of());
    }

    /** Whether what it needs is there, or will be by then. */
    private boolean isReady(IotResource resource, Json.Obj desired, ResourcePlan.Builder plan) {
        if (resource.kind() != IotKind.DEVICE) {
            return true;
        }
        boolean service = isThere(IotKind.SERVICE, desired.text("serviceName"), resource, plan);
        boolean profile = isThere(IotKind.PROFILE, desired.text("profileName"), resource, plan);
        return service && profile;
    }

    private boolean isThere(IotKind kind, Optional<String> needed, IotResource resource, ResourcePlan.Builder plan) {
        String name = needed.orElse("");
        if (name.isEmpty()) {
            return true;
        }
        for (IotResource other : view.declaring(kind, name)) {
            plan.follow(other.address());
        }
        boolean goes = isPlanned(kind, name, RemoveObject.class);
        if ((view.isThere(kind, name) && !goes) || isPlanned(kind, name, AddObject.class)) {
            return true;
        }
        if (view.isUnavailable(kind)) {
            plan.refuse(DevicesErrorCode.UNSEEN, resource.edgeName(), view.reason(kind));
            return false;
        }
        if (!goes && !view.isComplete(kind)) {
            // It may be there: the platform itself refuses a device without it.
            return true;
        }
        boolean declared = !view.written(kind, name).isEmpty();
        plan.refuse(
                DevicesErrorCode.MISSING_DEPENDENCY,
                resource.edgeName(),
                kind.id() + " " + Names.quoted(name) + (goes ? " is being removed" : " is not on the platform")
                        + (declared ? ", and its own declaration is refused" : ", and nothing declares it"));
        return false;
    }

    private boolean isPlanned(IotKind kind, String name, Class<? extends Step> what) {
        return view.declaring(kind, name).stream()
                .map(r -> plans.get(r.address()))
                .anyMatch(p -> p != null && p.steps().keySet().stream().anyMatch(what::isInstance));
    }

    // ---- it is there
    // -------------------------------------------------------------------------------------------------

    private void keep(IotResource resource, Json.Obj desired, EdgeView.Seen actual, ResourcePlan.Builder plan) {
        List<FieldChange> changes = Fit.changes(resource.kind(), desired, actual.content());
        boolean own = view.isOwn(resource, actual);
        if (!resource.isManaged()) {
            // A mirror follows the platform; somebody's own words are left standing, and told of.
            if (!changes.isEmpty() && !resource.isMirror()) {
                differ(resource, changes, plan, DevicesErrorCode.DIFFERS);
            }
            return;
        }
        boolean observed = view.settings().operatingStates() == PoolSettings.OperatingStates.OBSERVED;
        List<FieldChange> state = changes.stream()
                .filter(c -> observed && c.field().equals("operatingState"))
                .toList();
        List<FieldChange> wanted = new ArrayList<>(changes);
        wanted.removeAll(state);
        if (!own && !wanted.isEmpty() && !view.settings().policy().adopts(resource.address())) {
            plan.refuse(new Refusal(
                    resource.address(),
                    DevicesErrorCode.NOT_ADOPTED,
                    resource.edgeName(),
                    changes.stream().map(FieldChange::describe).toList(),
                    DevicesErrorCode.NOT_ADOPTED.remedy(),
                    null));
            return;
        }
        differ(resource, state, plan, DevicesErrorCode.DIFFERS);
        List<Step> before = new ArrayList<>();
        lock(resource, desired, actual, plan).ifPresent(step -> {
            before.add(step);
            wanted.removeIf(c -> c.field().equals(ADMIN_STATE));
        });
        if (!wanted.isEmpty() && isReady(resource, moved(resource, wanted, desired), plan)) {
            change(resource, wanted, before, plan);
        }
        if (resource.kind() == IotKind.DEVICE) {
            properties.plan(resource, actual, before, plan);
        }
    }

    /** Changes the fields that differ, but those that were written and did not stay. */
    private void change(IotResource resource, List<FieldChange> wanted, List<Step> before, ResourcePlan.Builder plan) {
        List<FieldChange> changes = new ArrayList<>();
        for (FieldChange field : wanted) {
            Optional<EdgeMemory.Tries> tries =
                    view.tries(resource, field.field()).filter(view.brake()::holds);
            if (tries.isEmpty()) {
                changes.add(field);
            } else {
                plan.drift(
                        DevicesErrorCode.NOT_CONVERGING,
                        field.field(),
                        "it was written " + tries.get().count()
                                + " times and does not stay so; it is written again after a pause: "
                                + field.describe());
            }
        }
        if (!changes.isEmpty()) {
            Step change = new ChangeObject(
                    resource.address(), resource.edgeName(), changes, "it is declared otherwise and managed");
            plan.step(change, before);
            before.add(change);
        }
    }

    /**
     * Locks what is declared to be locked by a step of its own, before and whatever else is wrong in the declaration or refused by the
     * platform: somebody may be at the device.
     */
    private Optional<Step> lock(
            IotResource resource, Json.Obj desired, EdgeView.Seen actual, ResourcePlan.Builder plan) {
        boolean mayChange = resource.isManaged()
                && (view.isOwn(resource, actual) || view.settings().policy().adopts(resource.address()));
        boolean locks = desired.text(ADMIN_STATE).filter("LOCKED"::equals).isPresent()
                && view.carries(resource.kind(), ADMIN_STATE);
        if (!mayChange || !locks) {
            return Optional.empty();
        }
        Json.Obj locked = Json.object().with(ADMIN_STATE, Json.of("LOCKED"));
        List<FieldChange> change = Fit.changes(resource.kind(), locked, actual.content());
        if (change.isEmpty()) {
            return Optional.empty();
        }
        Step step = new ChangeObject(resource.address(), resource.edgeName(), change, "it is declared to be locked");
        plan.step(step, List.of());
        return Optional.of(step);
    }

    /** Whoever else declares its object, too: its own is locked. */
    private void lockOwn(IotResource resource, ResourcePlan.Builder plan) {
        view.find(resource.kind(), resource.edgeName())
                .filter(actual -> view.isOwn(resource, actual))
                .ifPresent(actual -> lock(resource, DesiredContent.of(resource, problem -> {}), actual, plan));
    }

    /** Only a service or a profile that it is to get has to be there. */
    private static Json.Obj moved(IotResource resource, List<FieldChange> changes, Json.Obj desired) {
        Json.Obj needed = Json.object();
        for (FieldChange change : changes) {
            if (resource.kind() == IotKind.DEVICE
                    && (change.field().equals("serviceName") || change.field().equals("profileName"))) {
                needed = needed.with(change.field(), desired.get(change.field()).orElse(Json.NULL));
            }
        }
        return needed;
    }

    private static void differ(
            IotResource resource, List<FieldChange> changes, ResourcePlan.Builder plan, ErrorCode code) {
        changes.forEach(c -> plan.drift(code, resource.edgeName(), c.describe()));
    }

    /** What of the declaration the platform has a place for; the rest is told of. */
    private Json.Obj carried(IotResource resource, Json.Obj desired, ResourcePlan.Builder plan) {
        Json.Obj carried = desired;
        for (Map.Entry<String, Json> field : desired.members().entrySet()) {
            if (!view.carries(resource.kind(), field.getKey())) {
                carried = carried.without(field.getKey());
                // Every Device has to say 'notify', and nothing but EdgeX 2 listens.
                if (!field.getKey().equals("notify")) {
                    plan.notice(
                            DevicesErrorCode.FIELD_NOT_CARRIED,
                            resource.edgeName(),
                            "the platform has no place for " + field.getKey());
                }
            }
        }
        return carried;
    }

    // ---- it is to go
    // -------------------------------------------------------------------------------------------------

    private void remove(IotResource resource, ResourcePlan.Builder plan) {
        String name = resource.edgeName();
        if (!view.isThere(resource.kind(), name) || !view.isRemovedWith(resource)) {
            return;
        }
        if (!view.isComplete(resource.kind())) {
            plan.refuse(DevicesErrorCode.UNSEEN, name, view.reason(resource.kind()));
            return;
        }
        Optional<String> unreadable = view.unreadable(resource.kind(), name);
        if (unreadable.isPresent()) {
            // Whose it is cannot be told.
            plan.refuse(DevicesErrorCode.UNREADABLE, name, unreadable.get());
            return;
        }
        if (view.isSuspect(resource.kind())) {
            plan.refuse(DevicesErrorCode.SUSPECT, name, "much of what was on the platform is missing there");
            return;
        }
        List<String> left = new ArrayList<>();
        for (String user : view.users(resource.kind(), name)) {
            List<IotResource> going = view.declaring(IotKind.DEVICE, user).stream()
                    .filter(r -> r.isDeleting() && view.isRemovedWith(r))
                    .toList();
            going.forEach(r -> plan.follow(r.address()));
            if (going.isEmpty()) {
                left.add(user);
            }
        }
        if (!left.isEmpty()) {
            plan.refuse(
                    DevicesErrorCode.IN_USE,
                    name,
                    left.size()
                            + (left.size() == 1 ? " device uses it: " : " devices use it: ")
                            + some(left.stream().map(Names::quoted).toList()));
            return;
        }
        plan.step(new RemoveObject(resource.address(), name, "its resource is being deleted"), List.of());
    }
}
