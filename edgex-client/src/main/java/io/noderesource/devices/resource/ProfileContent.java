package io.noderesource.devices.resource;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.value.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a {@code DeviceProfile} declares, with the numbers that its schema only has texts for. */
final class ProfileContent {

    private static final List<String> READ_WRITE = List.of("R", "W", "RW", "WR");
    private static final List<String> TEXTS = List.of("units", "defaultValue", "assertion", "mediaType");
    private static final List<String> NUMBERS =
            List.of("minimum", "maximum", "mask", "shift", "scale", "offset", "base");
    private static final List<String> LISTS = List.of("deviceResources", "deviceCommands");

    private static final List<String> MAPPINGS = List.of("attributes", "tags", "properties");

    private final Fields fields;

    private ProfileContent(Fields fields) {
        this.fields = fields;
    }

    static Json.Obj of(Json.Obj spec, Json.Obj extra, Fields fields) {
        return new ProfileContent(fields).read(spec, extra);
    }

    private Json.Obj read(Json.Obj spec, Json.Obj extra) {
        Map<String, Fields.Reader> known = new LinkedHashMap<>();
        known.put("description", fields::text);
        known.put("manufacturer", fields::text);
        known.put("model", fields::text);
        known.put("labels", fields::texts);
        known.put("deviceResources", (path, value) -> named(path, value, this::resource));
        known.put("deviceCommands", (path, value) -> named(path, value, this::command));
        Json.Obj content = fields.members("spec", spec, known);
        for (Map.Entry<String, Json> entry : extra.members().entrySet()) {
            String field = entry.getKey();
            content = LISTS.contains(field)
                    ? added(content, field, entry.getValue())
                    : content.with(field, entry.getValue());
        }
        return content;
    }

    /** A list of objects with names, each of its own; none of it when one is wrong, for what is not in it is removed. */
    private Optional<Json> named(String path, Json value, Fields.Reader item) {
        Set<String> names = new HashSet<>();
        return fields.list(path, value, (p, one) -> {
            Optional<Json> read = fields.object(p, one).flatMap(o -> item.read(p, o));
            String name = one instanceof Json.Obj object ? object.text("name").orElse("") : "";
            if (read.isPresent() && name.isEmpty()) {
                fields.bad(p + ".name", "is missing; give it a name");
                return Optional.empty();
            }
            if (read.isPresent() && !names.add(name)) {
                fields.bad(p + ".name", "is " + Fields.shown(Json.of(name)) + ", as another one's before it; keep one");
                return Optional.empty();
            }
            return read;
        });
    }

    private Optional<Json> resource(String path, Json value) {
        Json.Obj resource = Json.asObject(value);
        Map<String, Fields.Reader> known = new LinkedHashMap<>();
        known.put("name", fields::text);
        known.put("description", fields::text);
        known.put("isHidden", fields::flag);
        known.put("properties", (p, v) -> fields.object(p, v).map(o -> properties(p, Json.asObject(o))));
        known.put("attributes", (p, v) -> fields.map(p, v, fields::text));
        resource.text("tag")
                .filter(tag -> !tag.isEmpty())
                .ifPresent(tag -> fields.notCarried(
                        path + ".tag",
                        "has no place on EdgeX 3 and later; declare tags, a mapping, in " + Extra.PATH
                                + ".deviceResources"));
        return Optional.of(fields.members(path, resource, known));
    }

    private Json properties(String path, Json.Obj properties) {
        Map<String, Fields.Reader> known = new LinkedHashMap<>();
        known.put("valueType", this::valueType);
        known.put("readWrite", (p, v) -> fields.oneOf(p, v, READ_WRITE));
        TEXTS.forEach(field -> known.put(field, fields::text));
        NUMBERS.forEach(field -> known.put(field, this::number));
        return fields.members(path, properties, known);
    }

    private Optional<Json> valueType(String path, Json value) {
        return fields.text(path, value).flatMap(v -> {
            Optional<ValueType> type = ValueType.find(((Json.Text) v).value());
            if (type.isEmpty()) {
                fields.bad(path, "is " + Fields.shown(v) + ", which is no value type; write one such as Int16 or Bool");
            }
            return type.map(t -> Json.of(t.edgexName()));
        });
    }

    /** A number that may stand as a text; an empty one declares that there is none. */
    private Optional<Json> number(String path, Json value) {
        if (value instanceof Json.Num) {
            return Optional.of(value);
        }
        return fields.text(path, value).flatMap(v -> {
            String text = ((Json.Text) v).value();
            Optional<Json> number = text.isEmpty() ? Optional.of(Json.NULL) : NumberText.read(text);
            if (number.isEmpty()) {
                fields.bad(path, "is " + Fields.shown(v) + ", which is no number; write one in base 10");
            }
            return number;
        });
    }

    private Optional<Json> command(String path, Json value) {
        Map<String, Fields.Reader> known = new LinkedHashMap<>();
        known.put("name", fields::text);
        known.put("isHidden", fields::flag);
        known.put("readWrite", (p, v) -> fields.oneOf(p, v, READ_WRITE));
        Map<String, Fields.Reader> operation = new LinkedHashMap<>();
        operation.put("deviceResource", fields::text);
        operation.put("mappings", (p, v) -> fields.map(p, v, fields::text));
        operation.put("defaultValue", fields::text);
        known.put(
                "resourceOperations",
                (p, v) -> fields.list(
                        p,
                        v,
                        (q, one) -> fields.object(q, one).map(o -> fields.members(q, Json.asObject(o), operation))));
        return Optional.of(fields.members(path, Json.asObject(value), known));
    }

    /** The list with what the annotation adds to its items. */
    private Json.Obj added(Json.Obj content, String field, Json extra) {
        String path = Extra.PATH + "." + field;
        Optional<Json> read = named(path, extra, this::addition);
        if (read.isEmpty()) {
            return content;
        }
        List<Json> items = new ArrayList<>(content.array(field));
        for (Json one : ((Json.Arr) read.get()).items()) {
            Json.Obj addition = Json.asObject(one);
            int place = place(items, addition);
            if (place < 0) {
                fields.bad(
                        path,
                        "names " + Fields.shown(addition.members().get("name")) + ", which is none of spec." + field);
            } else {
                items.set(place, laidOver(Json.asObject(items.get(place)), addition));
            }
        }
        return content.get(field).isEmpty() ? content : content.with(field, Json.array(items));
    }

    private Optional<Json> addition(String path, Json value) {
        Json.Obj addition = Json.asObject(value);
        for (String field : MAPPINGS) {
            if (addition.get(field)
                    .flatMap(v -> fields.object(path + "." + field, v))
                    .isEmpty()) {
                addition = addition.without(field);
            }
        }
        return Optional.of(addition);
    }

    private static int place(List<Json> items, Json.Obj addition) {
        for (int i = 0; i < items.size(); i++) {
            if (Json.asObject(items.get(i)).get("name").equals(addition.get("name"))) {
                return i;
            }
        }
        return -1;
    }

    private static Json.Obj laidOver(Json.Obj item, Json.Obj addition) {
        Json.Obj all = item;
        for (Map.Entry<String, Json> member : addition.members().entrySet()) {
            Optional<Json.Obj> before = all.object(member.getKey());
            all = all.with(
                    member.getKey(),
                    before.isPresent() && member.getValue() instanceof Json.Obj more
                            ? laidOver(before.get(), more)
                            : member.getValue());
        }
        return all;
    }
}
