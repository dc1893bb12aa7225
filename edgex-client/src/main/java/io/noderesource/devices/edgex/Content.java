package io.noderesource.devices.edgex;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.value.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What describes an object, taken out of what EdgeX answers and brought to one form for all dialects, that of 3.x; and what is
 * the same in it. Pure.
 *
 * <p>EdgeX gives back differently what it took: what is empty is absent in one release and present in another, 2.x writes
 * numbers of profiles as texts, 4.x adds defaults to auto events. Where EdgeX itself makes no difference there is none here.
 * What is free data ({@code tags}, {@code properties} of devices, {@code attributes}, {@code protocols}, {@code location}) is
 * left as it is.
 */
final class Content {

    /** What EdgeX itself says of an object, and what says which one it is. */
    private static final Set<String> FIXED = Set.of(
            "id", "name", "created", "modified", "lastConnected", "lastReported", "linkedDeviceCount", "apiVersion");

    private static final Set<String> NUMBERS = Set.of("minimum", "maximum", "mask", "shift", "scale", "offset", "base");

    /** What is not there in one release where it is there with this value in another. */
    private static final Set<String> FLAGS = Set.of("isHidden", "onChange", "notify");

    private Content() {}

    /** The fields of an object as EdgeX has it. */
    static Json.Obj of(IotKind kind, Json.Obj json) {
        Map<String, Json> fields = new LinkedHashMap<>();
        json.members().forEach((name, value) -> {
            Json normal = field(kind, name, value);
            if (!FIXED.contains(name) && !isEmpty(normal)) {
                fields.put(name, normal);
            }
        });
        return Json.object(fields);
    }

    private static Json field(IotKind kind, String name, Json value) {
        if (kind == IotKind.DEVICE && name.equals("autoEvents")) {
            return inArray(value, Content::autoEvent);
        }
        if (kind == IotKind.PROFILE && name.equals("deviceResources")) {
            return inArray(value, Content::resource);
        }
        if (kind == IotKind.PROFILE && name.equals("deviceCommands")) {
            return inArray(value, Content::command);
        }
        return value;
    }

    private static Json.Obj autoEvent(Json.Obj event) {
        return filtered(event, (name, value) -> value, (name, value) -> switch (name) {
            case "onChangeThreshold" -> value.equals(Json.of(0));
            case "retention" -> isNothing(value);
            default -> false;
        });
    }

    /** What 4.x adds where nothing was said of retention. */
    private static boolean isNothing(Json retention) {
        return retention instanceof Json.Obj object
                && object.members().values().stream().allMatch(value -> isEmpty(value) || value.equals(Json.of(0)));
    }

    private static Json.Obj resource(Json.Obj resource) {
        return filtered(
                resource,
                (name, value) -> name.equals("properties") && value instanceof Json.Obj properties
                        ? properties(properties)
                        : value,
                (name, value) -> false);
    }

    private static Json.Obj properties(Json.Obj properties) {
        return filtered(
                properties,
                (name, value) -> NUMBERS.contains(name) && value instanceof Json.Text text ? number(text) : value,
                (name, value) -> false);
    }

    /** The number that 2.x wrote as a text; any other text stays one. */
    private static Json number(Json.Text text) {
        try {
            return new Json.Num(text.value().strip());
        } catch (EdgexException e) {
            return text;
        }
    }

    private static Json.Obj command(Json.Obj command) {
        return filtered(
                command,
                (name, value) -> name.equals("resourceOperations")
                        ? inArray(value, operation -> filtered(operation, (n, v) -> v, (n, v) -> false))
                        : value,
                (name, value) -> false);
    }

    /** Whether a field holds the same in two objects, of which {@code null} is one that lacks it. */
    static boolean isSame(IotKind kind, Dialect dialect, String field, Json one, Json other) {
        return comparable(kind, dialect, field, one).equals(comparable(kind, dialect, field, other));
    }

    private static Json comparable(IotKind kind, Dialect dialect, String field, Json value) {
        Json normal = field(kind, field, value);
        if (isEmpty(normal) || isOff(field, normal)) {
            return Json.NULL;
        }
        return switch (field) {
            case "autoEvents" -> inArray(normal, Content::withoutOff);
            case "deviceResources" -> inArray(normal, Content::comparableResource);
            case "deviceCommands" -> inArray(normal, Content::withoutOff);
            case "protocols" -> dialect == Dialect.V2 ? inObject(normal, Content::texts) : normal;
            default -> normal;
        };
    }

    private static Json.Obj withoutOff(Json.Obj object) {
        return filtered(object, (name, value) -> value, Content::isOff);
    }

    private static Json.Obj comparableResource(Json.Obj resource) {
        Json.Obj plain = withoutOff(resource);
        return plain.object("properties")
                .map(properties -> plain.with("properties", withValueType(properties)))
                .orElse(plain);
    }

    /** EdgeX takes {@code int8} and keeps {@code Int8}. */
    private static Json.Obj withValueType(Json.Obj properties) {
        return properties
                .text("valueType")
                .flatMap(ValueType::find)
                .map(type -> properties.with("valueType", Json.of(type.edgexName())))
                .orElse(properties);
    }

    /** 2.x keeps all properties of protocols as texts. */
    private static Json texts(Json protocol) {
        return inObject(
                protocol,
                value -> value instanceof Json.Num || value instanceof Json.Bool ? Json.of(value.write()) : value);
    }

    private static boolean isOff(String name, Json value) {
        return FLAGS.contains(name) && value.equals(Json.FALSE);
    }

    private static boolean isEmpty(Json value) {
        return value == Json.NULL
                || value.equals(Json.of(""))
                || value.equals(Json.object())
                || value.equals(Json.array(List.of()));
    }

    private static Json inArray(Json value, UnaryOperator<Json.Obj> change) {
        return value instanceof Json.Arr array
                ? Json.array(array.items().stream()
                        .map(item -> item instanceof Json.Obj object ? (Json) change.apply(object) : item)
                        .toList())
                : value;
    }

    private static Json inObject(Json value, UnaryOperator<Json> change) {
        if (!(value instanceof Json.Obj object)) {
            return value;
        }
        Map<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> members.put(name, change.apply(member)));
        return Json.object(members);
    }

    /** A change of a member of an object. */
    @FunctionalInterface
    private interface Member {
        Json changed(String name, Json value);
    }

    /** Whether a member is left out. */
    @FunctionalInterface
    private interface Omission {
        boolean of(String name, Json value);
    }

    /** The object with its members changed, without those that are empty or to be left out. */
    private static Json.Obj filtered(Json.Obj object, Member change, Omission omitted) {
        Map<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            Json changed = change.changed(name, value);
            if (!isEmpty(changed) && !omitted.of(name, changed)) {
                members.put(name, changed);
            }
        });
        return Json.object(members);
    }
}
