package io.noderesource.devices.plan;

import io.noderesource.devices.platform.EdgeValue;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.ProfileCommands;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.ParameterCheck;
import io.noderesource.edgex.value.ParameterSpec;
import io.noderesource.edgex.value.Parameters;
import io.noderesource.edgex.value.Value;
import io.noderesource.edgex.value.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A desired property against the command of the profile that it names: what would be written, and whether it is there already.
 *
 * @param name the property's name
 * @param desired the desired value as declared
 * @param command the command of that name
 * @param check the parameters, checked against it
 */
record Property(String name, String desired, CommandSpec command, ParameterCheck check) {

    /** Finds the commands of a profile, when it can be read. */
    static Optional<ProfileCommands> commands(Json.Obj profile) {
        try {
            return Optional.of(ProfileCommands.of(DeviceProfile.of(profile)));
        } catch (EdgexException e) {
            return Optional.empty();
        }
    }

    /** Finds the command that a property names; empty when the profile has none of that name. */
    static Optional<Property> of(ProfileCommands commands, String name, String desired) {
        return commands.find(name)
                .map(command -> new Property(name, desired, command, command.check(parameters(command, desired))));
    }

    /**
     * A command with one parameter takes the desired text for it; one with several takes a JSON object that names each. The
     * parameters have the names of device resources, never the property's own: a device writes its defaults for a wrong name.
     */
    private static Parameters parameters(CommandSpec command, String desired) {
        List<ParameterSpec> takes = command.parameters();
        if (takes.size() == 1) {
            return Parameters.of(takes.get(0).resource(), desired);
        }
        Parameters all = Parameters.none();
        for (Map.Entry<String, Json> member : object(desired).members().entrySet()) {
            all = member.getValue() instanceof Json.Text text
                    ? all.and(member.getKey(), text.value())
                    : all.and(member.getKey(), member.getValue());
        }
        return all;
    }

    private static Json.Obj object(String text) {
        try {
            return Json.parse(text) instanceof Json.Obj object ? object : Json.object();
        } catch (EdgexException e) {
            return Json.object();
        }
    }

    /** What is wrong with it, for people; empty when it can be written. */
    List<String> problems() {
        return check.problems().stream().map(p -> p.message()).toList();
    }

    /** What is written: exactly the command's parameters. */
    Json.Obj body() {
        return check.body();
    }

    /** Whether what was read shows what is desired. */
    boolean isShownBy(EdgeValue value) {
        Json.Obj readings = readings(value);
        return body().members().entrySet().stream()
                .allMatch(sent -> command.parameter(sent.getKey())
                        .flatMap(parameter -> reading(readings, sent.getKey())
                                .map(found -> parameter.isShownBy(sent.getValue(), found)))
                        .orElse(false));
    }

    /** What was read, as text: of a single reading its value, of several a JSON object. */
    static String text(EdgeValue value) {
        Json.Obj readings = readings(value);
        Map<String, String> texts = readings.members().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        e -> e.getValue() instanceof Json.Obj reading
                                ? reading.get("value").map(Property::bare).orElse("")
                                : "",
                        (a, b) -> b,
                        java.util.TreeMap::new));
        if (texts.size() == 1) {
            return texts.values().iterator().next();
        }
        Json.Obj all = Json.object();
        for (Map.Entry<String, String> e : texts.entrySet()) {
            all = all.with(e.getKey(), Json.of(e.getValue()));
        }
        return all.write();
    }

    private static String bare(Json value) {
        return value instanceof Json.Text text ? text.value() : value.write();
    }

    private static Json.Obj readings(EdgeValue value) {
        String text = value.values();
        return text == null ? Json.object() : object(text);
    }

    private static Optional<Value> reading(Json.Obj readings, String resource) {
        return readings.object(resource)
                .flatMap(reading -> reading.text("valueType")
                        .flatMap(ValueType::find)
                        .flatMap(type -> reading.get("value").flatMap(v -> Value.findReading(type, v))));
    }
}
