package io.noderesource.devices.plan;

import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.platform.EdgeValue;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.ProfileCommands;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Plans the desired properties of one device that is on the platform. */
final class PropertyPlanner {

    private final EdgeView view;

    PropertyPlanner(EdgeView view) {
        this.view = view;
    }

    /** The properties that have to be read before a plan is made. */
    Set<PropertyKey> toRead() {
        Set<PropertyKey> keys = new TreeSet<>();
        for (IotResource resource : view.resources().values()) {
            Optional<EdgeView.Seen> actual = device(resource);
            if (actual.isEmpty() || isStopped(actual.get())) {
                continue;
            }
            commands(actual.get())
                    .ifPresent(commands -> desired(resource)
                            .forEach((name, value) -> Property.of(commands, name, value)
                                    .filter(p -> p.command().isReadable()
                                            && p.problems().isEmpty())
                                    .ifPresent(p -> keys.add(new PropertyKey(resource.edgeName(), name)))));
        }
        return keys;
    }

    private Optional<EdgeView.Seen> device(IotResource resource) {
        return resource.kind() == IotKind.DEVICE
                        && resource.isManaged()
                        && !resource.isDeleting()
                        && !desired(resource).isEmpty()
                ? view.find(IotKind.DEVICE, resource.edgeName())
                : Optional.empty();
    }

    /** The desired values, by the name of the property. */
    static Map<String, String> desired(IotResource resource) {
        Map<String, String> all = new TreeMap<>();
        resource.spec()
                .object("deviceProperties")
                .ifPresent(properties -> properties.members().forEach((key, property) -> {
                    if (property instanceof Json.Obj object) {
                        object.text("desiredValue")
                                .ifPresent(value -> all.put(
                                        object.text("name")
                                                .filter(n -> !n.isEmpty())
                                                .orElse(key),
                                        value));
                    }
                }));
        return all;
    }

    /**
     * Adds what has to be done, refused or told about the properties.
     *
     * @param before steps that have to be done first
     */
    void plan(IotResource resource, EdgeView.Seen actual, List<Step> before, ResourcePlan.Builder plan) {
        Map<String, String> desired = desired(resource);
        if (desired.isEmpty()) {
            return;
        }
        if (isStopped(actual) || isStopped(before)) {
            plan.notice(
                    DevicesErrorCode.DEVICE_STOPPED,
                    resource.edgeName(),
                    "it is locked or down, or is to be, so its properties wait");
            return;
        }
        Optional<ProfileCommands> commands = commands(actual);
        if (commands.isEmpty()) {
            plan.notice(
                    DevicesErrorCode.UNSEEN,
                    resource.edgeName(),
                    "its profile "
                            + Names.quoted(actual.content().text("profileName").orElse(""))
                            + " could not be read, so its properties wait");
            return;
        }
        boolean isOwn = view.isOwn(resource, actual);
        desired.forEach((name, value) -> property(resource, isOwn, commands.get(), name, value, before, plan));
    }

    private void property(
            IotResource resource,
            boolean isOwn,
            ProfileCommands commands,
            String name,
            String desired,
            List<Step> before,
            ResourcePlan.Builder plan) {
        Optional<Property> found = Property.of(commands, name, desired);
        List<String> problems = found.map(
                        p -> p.command().isReadable() || p.problems().isEmpty()
                                ? p.problems()
                                : List.of("what is desired does not fit the parameters of " + Names.quoted(name)))
                .orElseGet(() -> List.of("its profile has no command and no resource " + Names.quoted(name)));
        if (!problems.isEmpty()) {
            plan.refuse(new Refusal(
                    resource.address(),
                    DevicesErrorCode.BAD_PROPERTY,
                    name,
                    problems,
                    DevicesErrorCode.BAD_PROPERTY.remedy(),
                    null));
            return;
        }
        Property property = found.orElseThrow();
        String shown = null;
        if (property.command().isReadable()) {
            Optional<EdgeValue> value = view.value(resource.edgeName(), name);
            if (value.isEmpty() || value.get().values() == null) {
                plan.notice(
                        DevicesErrorCode.PROPERTY_UNREAD,
                        name,
                        value.map(EdgeValue::problem).orElse("it was not read"));
                return;
            }
            if (property.isShownBy(value.get())) {
                return;
            }
            shown = Property.text(value.get());
        }
        Optional<EdgeMemory.Tries> tries = isOwn
                ? view.memory().property(new EdgeMemory.Subject(resource.address(), name), desired)
                : Optional.empty();
        if (shown == null
                && ((isOwn && isWritten(resource, name, desired))
                        || tries.filter(EdgeMemory.Tries::taken).isPresent())) {
            return;
        }
        Brake brake = view.brake();
        if (tries.filter(t -> property.command().isReadable() ? brake.holds(t) : brake.holdsUnread(t))
                .isPresent()) {
            plan.drift(
                    DevicesErrorCode.NOT_CONVERGING,
                    name,
                    "it was set " + tries.orElseThrow().count()
                            + (shown == null ? " times, and was not taken" : " times, and keeps showing something else")
                            + "; it is set again after a pause");
            return;
        }
        plan.step(
                new SetProperty(
                        resource.address(),
                        resource.edgeName(),
                        name,
                        property.body().write(),
                        shown,
                        shown == null
                                ? "it cannot be read, and was not written with this value yet"
                                : "it does not show what is desired"),
                before);
    }

    /** What can only be written is written once for each desired value, of which the status keeps a hash. */
    private static boolean isWritten(IotResource resource, String name, String desired) {
        return resource.status()
                .object("deviceProperties")
                .flatMap(p -> p.object(name))
                .flatMap(p -> p.text("actualValue"))
                .filter(Written.mark(desired)::equals)
                .isPresent();
    }

    private Optional<ProfileCommands> commands(EdgeView.Seen device) {
        return device.content()
                .text("profileName")
                .flatMap(profile -> view.find(IotKind.PROFILE, profile))
                .flatMap(profile -> Property.commands(
                        profile.content().with("name", Json.of(profile.object().name()))));
    }

    /** Whether a change that is planned before the properties stops the device. */
    private static boolean isStopped(List<Step> before) {
        return before.stream()
                .flatMap(s -> s instanceof ChangeObject change ? change.changes().stream() : Stream.empty())
                .anyMatch(c -> (c.field().equals("adminState") && c.after().equals("\"LOCKED\""))
                        || (c.field().equals("operatingState") && c.after().equals("\"DOWN\"")));
    }

    private static boolean isStopped(EdgeView.Seen device) {
        return device.content().text("adminState").filter("LOCKED"::equals).isPresent()
                || device.content()
                        .text("operatingState")
                        .filter("DOWN"::equals)
                        .isPresent();
    }
}
