package io.noderesource.examples.nrm;

import io.noderesource.edgex.SetResult;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.AutoEvent;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.ProfileCommands;
import io.noderesource.edgex.model.Reading;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.ParameterSpec;
import io.noderesource.edgex.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Devices and their values as tables of at most about 120 columns, and as JSON. */
final class DeviceText {

    private static final String NONE = "-";
    private static final int NAME = 32;
    private static final int VALUE = 48;

    private DeviceText() {}

    static String table(List<Device> devices) {
        if (devices.isEmpty()) {
            return "No devices.\n";
        }
        TextTable table = new TextTable(
                List.of("NAME", "PROFILE", "SERVICE", "ADMIN", "STATE", "LABELS"), List.of(NAME, 24, 24, 8, 7, 24));
        devices.stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .forEach(device -> table.row(
                        printable(device.name()),
                        orNone(device.profileName()),
                        orNone(device.serviceName()),
                        device.adminState().map(Enum::name).orElse(NONE),
                        device.operatingState().map(Enum::name).orElse(NONE),
                        orNone(String.join(",", device.labels()))));
        return table.render();
    }

    static String description(Device device, Optional<DeviceProfile> profile) {
        StringBuilder text = new StringBuilder();
        line(text, "Name", device.name());
        line(text, "Description", device.description());
        line(text, "Profile", device.profileName());
        line(text, "Service", device.serviceName());
        line(text, "Parent", device.parent());
        line(text, "Admin state", device.adminState().map(Enum::name).orElse(""));
        line(text, "Operating state", device.operatingState().map(Enum::name).orElse(""));
        line(text, "Labels", String.join(", ", device.labels()));
        line(text, "Location", device.location().map(Json::write).orElse(""));
        line(text, "Created", time(device.created()));
        line(text, "Modified", time(device.modified()));
        device.protocols().forEach((protocol, properties) -> line(text, "Protocol", protocol + inBrackets(properties)));
        line(
                text,
                "Tags",
                device.tags().isEmpty() ? "" : Json.object(device.tags()).write());
        line(
                text,
                "Properties",
                device.properties().isEmpty()
                        ? ""
                        : Json.object(device.properties()).write());
        device.autoEvents().forEach(event -> line(text, "Auto event", text(event)));
        text.append('\n').append(profile.map(DeviceText::commands).orElse("No profile, so no commands.\n"));
        return text.toString();
    }

    private static String commands(DeviceProfile profile) {
        List<CommandSpec> commands = ProfileCommands.of(profile).offered();
        if (commands.isEmpty()) {
            return "No commands.\n";
        }
        TextTable table = new TextTable(List.of("COMMAND", "ACCESS", "TAKES OR GIVES"), List.of(NAME, 10, 72));
        for (CommandSpec command : commands) {
            String access = command.isReadable() ? (command.isWritable() ? "get, set" : "get") : "set";
            List<ParameterSpec> parameters = command.parameters();
            for (int i = 0; i < parameters.size(); i++) {
                table.row(
                        i == 0 ? printable(command.name()) : "",
                        i == 0 ? access : "",
                        printable(parameters.get(i).toString()));
            }
        }
        return table.render();
    }

    static String readings(List<Event> events) {
        TextTable table =
                new TextTable(List.of("RESOURCE", "VALUE", "UNITS", "TYPE", "TIME"), List.of(NAME, VALUE, 10, 12, 30));
        for (Event event : events) {
            for (Reading reading : event.readings()) {
                table.row(
                        printable(reading.resourceName()),
                        orNone(value(reading)),
                        orNone(reading.units()),
                        printable(reading.valueType()),
                        reading.time().map(Instant::toString).orElse(NONE));
            }
        }
        return table.render();
    }

    static String table(SetResult result) {
        TextTable table = new TextTable(List.of("RESOURCE", "SET", "READ", "RESULT"), List.of(NAME, VALUE, VALUE, 60));
        for (SetResult.Item item : result.items()) {
            table.row(
                    printable(item.resource()),
                    printable(
                            item.sent() instanceof Json.Text text
                                    ? text.value()
                                    : item.sent().write()),
                    orNone(item.reading().map(DeviceText::value).orElse("")),
                    switch (item.verdict()) {
                        case SAME -> "set";
                        case DIFFERENT -> "taken, but another value is there";
                        case UNKNOWN ->
                            "taken; not to be read"
                                    + item.reason()
                                            .map(reason -> " [" + DevicesCommand.code(reason) + "]")
                                            .orElse("");
                    });
        }
        return table.render();
    }

    static String json(List<Device> devices) {
        return pretty(Json.array(devices.stream().map(Device::json).toList()));
    }

    static String json(Device device, Optional<DeviceProfile> profile) {
        Json.Obj both = Json.object().with("device", device.json());
        return pretty(profile.map(found -> both.with("profile", found.json())).orElse(both));
    }

    static String jsonOfEvents(List<Event> events) {
        return pretty(Json.array(events.stream().map(Event::json).toList()));
    }

    static String json(SetResult result) {
        return pretty(Json.array(result.items().stream().map(DeviceText::json).toList()));
    }

    private static Json json(SetResult.Item item) {
        Json.Obj json = Json.object()
                .with("resource", Json.of(item.resource()))
                .with("sent", item.sent())
                .with("verdict", Json.of(item.verdict().name().toLowerCase(Locale.ROOT)));
        Optional<Reading> reading = item.reading();
        if (reading.isPresent()) {
            json = json.with("reading", reading.get().json());
        }
        Optional<EdgexException> reason = item.reason();
        return reason.isPresent()
                ? json.with("reason", Json.of(String.valueOf(reason.get().getMessage())))
                : json;
    }

    /** As a person would write it, where the value is one of its type. */
    private static String value(Reading reading) {
        try {
            return reading.value().map(Value::text).orElse("");
        } catch (EdgexException none) {
            return reading.text();
        }
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%-17s%s%n", name + ":", printable(value)));
        }
    }

    private static String inBrackets(Map<String, Json> properties) {
        return properties.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + (entry.getValue() instanceof Json.Text text
                                ? text.value()
                                : entry.getValue().write()))
                .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String text(AutoEvent event) {
        return event.sourceName() + " each " + event.interval() + (event.onChange() ? ", when it changed" : "");
    }

    private static String time(OptionalLong millis) {
        return millis.isPresent() ? Instant.ofEpochMilli(millis.getAsLong()).toString() : "";
    }

    static String orNone(String text) {
        return text.isEmpty() ? NONE : printable(text);
    }

    /** What a device calls itself must not speak to the terminal. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(isPrintable(c) ? c : '?'));
        return out.toString();
    }

    /** Neither a control character, nor one that turns the writing round or hides something. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Two blanks for each level; numbers as they are. */
    private static String pretty(Json json) {
        StringBuilder text = new StringBuilder();
        pretty(json, "\n", text);
        return text.append('\n').toString();
    }

    private static void pretty(Json json, String newLine, StringBuilder text) {
        List<String> names = new ArrayList<>();
        List<Json> values = new ArrayList<>();
        if (json instanceof Json.Obj object) {
            object.members().forEach((name, value) -> {
                names.add(Json.of(name).write() + ": ");
                values.add(value);
            });
        } else if (json instanceof Json.Arr array) {
            array.items().forEach(item -> {
                names.add("");
                values.add(item);
            });
        }
        if (values.isEmpty()) {
            text.append(json.write());
            return;
        }
        String inner = newLine + "  ";
        text.append(json instanceof Json.Obj ? '{' : '[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",").append(inner).append(names.get(i));
            pretty(values.get(i), inner, text);
        }
        text.append(newLine).append(json instanceof Json.Obj ? '}' : ']');
    }
}
