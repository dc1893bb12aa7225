package io.noderesource.devices.edgex;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.edgex.Look.Seen;
import io.noderesource.devices.plan.SetProperty;
import io.noderesource.edgex.Call;
import io.noderesource.edgex.CommandClient;
import io.noderesource.edgex.MetadataClient;
import io.noderesource.edgex.SetResult;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.OperatingState;
import io.noderesource.edgex.model.ProfileCommands;
import io.noderesource.edgex.model.Reading;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.ParameterCheck;
import io.noderesource.edgex.value.ParameterProblem;
import io.noderesource.edgex.value.Parameters;
import io.noderesource.edgex.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sets properties of devices, each after a check against the device's profile: to a wrong name EdgeX answers 200, and writes
 * a default.
 */
final class PropertyWrites {

    private final MetadataClient metadata;
    private final CommandClient command;
    private final Time time;

    PropertyWrites(MetadataClient metadata, CommandClient command, Time time) {
        this.metadata = metadata;
        this.command = command;
        this.time = time;
    }

    /** A write that may be sent. */
    private record Write(int place, String device, CommandSpec spec, Parameters parameters) {}

    List<Outcome> perform(List<SetProperty> steps) {
        Results<SetProperty> results = new Results<>(steps);
        List<Write> writes = checked(steps, results);
        Time changing = time.forChanges();
        List<Call<SetResult>> calls = writes.stream()
                .map(write -> changing.bound(command.setAndRead(write.device(), write.spec(), write.parameters())))
                .toList();
        List<Answer<SetResult>> answers = Answer.all(calls);
        List<Write> open = new ArrayList<>();
        for (int index = 0; index < writes.size(); index++) {
            Write write = writes.get(index);
            EdgexException failure = answers.get(index).failure();
            if (failure == null) {
                results.set(write.place(), new Outcome.Changed());
            } else {
                results.fail(write.place(), failure, Verdict::isOpen);
                if (Verdict.isOpen(failure)) {
                    open.add(write);
                }
            }
        }
        settle(results, open);
        return results.outcomes();
    }

    private List<Write> checked(List<SetProperty> steps, Results<SetProperty> results) {
        Look<Device> devices = Look.at(
                Shelf.devices(metadata), steps.stream().map(SetProperty::name).toList(), time);
        Look<DeviceProfile> profiles = Look.at(
                Shelf.profiles(metadata),
                steps.stream()
                        .flatMap(step ->
                                Optional.ofNullable(devices.seen(step.name()).object()).stream())
                        .map(Device::profileName)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                time);
        Map<String, ProfileCommands> commands = new HashMap<>();
        List<Write> writes = new ArrayList<>();
        for (int place = 0; place < steps.size(); place++) {
            SetProperty step = steps.get(place);
            Seen<Device> device = devices.seen(step.name());
            Optional<Outcome> obstacle = obstacle(step, device);
            if (obstacle.isPresent()) {
                results.set(place, obstacle.get());
                continue;
            }
            String profileName = Optional.ofNullable(device.object())
                    .map(Device::profileName)
                    .orElse("");
            Seen<DeviceProfile> profile = profiles.seen(profileName);
            EdgexException unseen = profile.unknown();
            DeviceProfile found = profile.object();
            if (unseen != null) {
                results.set(place, Verdict.unseen(step, unseen));
            } else if (found == null) {
                results.set(
                        place,
                        Verdict.badProperty(
                                step,
                                profileName.isEmpty()
                                        ? "the device has no profile, and so no commands"
                                        : "the device's profile '" + profileName + "' is not there"));
            } else {
                check(step, commands.computeIfAbsent(profileName, name -> ProfileCommands.of(found)), place, results)
                        .ifPresent(writes::add);
            }
        }
        return writes;
    }

    private static Optional<Outcome> obstacle(SetProperty step, Seen<Device> seen) {
        EdgexException unseen = seen.unknown();
        Device device = seen.object();
        if (unseen != null) {
            return Optional.of(Verdict.unseen(step, unseen));
        }
        if (device == null) {
            return Optional.of(Verdict.gone(step));
        }
        if (device.adminState().filter(state -> state == AdminState.LOCKED).isPresent()) {
            return Optional.of(Verdict.stopped(step, "locked"));
        }
        if (device.operatingState()
                .filter(state -> state == OperatingState.DOWN)
                .isPresent()) {
            return Optional.of(Verdict.stopped(step, "down"));
        }
        return Optional.empty();
    }

    private static Optional<Write> check(
            SetProperty step, ProfileCommands commands, int place, Results<SetProperty> results) {
        Optional<CommandSpec> spec = commands.find(step.property());
        if (spec.isEmpty()) {
            results.set(
                    place,
                    Verdict.badProperty(
                            step,
                            "the profile has no command or resource of this name; it offers "
                                    + commands.offered().stream()
                                            .map(CommandSpec::name)
                                            .limit(20)
                                            .toList()));
            return Optional.empty();
        }
        try {
            Parameters parameters = parameters(step);
            ParameterCheck check = spec.get().check(parameters);
            if (check.isOk()) {
                return Optional.of(new Write(place, step.name(), spec.get(), parameters));
            }
            results.set(
                    place,
                    Verdict.badProperty(
                            step,
                            check.problems().stream()
                                    .map(ParameterProblem::message)
                                    .collect(Collectors.joining("; "))));
        } catch (EdgexException e) {
            results.set(place, Verdict.badProperty(step, "its parameters are no JSON object: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private static Parameters parameters(SetProperty step) {
        Parameters parameters = Parameters.none();
        for (Map.Entry<String, Json> wanted :
                Json.asObject(Json.parse(step.parameters())).members().entrySet()) {
            parameters = wanted.getValue() instanceof Json.Text text
                    ? parameters.and(wanted.getKey(), text.value())
                    : parameters.and(wanted.getKey(), wanted.getValue());
        }
        return parameters;
    }

    // ---- what nobody said whether it was done ----------------------------------------------------------------------

    private void settle(Results<SetProperty> results, List<Write> open) {
        List<Answer<Event>> answers = Answer.all(open.stream()
                .map(write ->
                        time.bound(command.read(write.device(), write.spec().name())))
                .toList());
        for (int index = 0; index < open.size(); index++) {
            Write write = open.get(index);
            Event event = answers.get(index).value();
            results.settle(
                    write.place(),
                    (step, failure) ->
                            event != null && shows(write, event) ? new Outcome.Changed() : Verdict.of(step, failure));
        }
    }

    private static boolean shows(Write write, Event event) {
        return write.spec().check(write.parameters()).body().members().entrySet().stream()
                .allMatch(sent -> write.spec()
                        .parameter(sent.getKey())
                        .filter(parameter -> event.reading(sent.getKey())
                                .flatMap(PropertyWrites::value)
                                .filter(value -> parameter.isShownBy(sent.getValue(), value))
                                .isPresent())
                        .isPresent());
    }

    private static Optional<Value> value(Reading reading) {
        try {
            return reading.value();
        } catch (EdgexException unreadable) {
            return Optional.empty();
        }
    }
}
