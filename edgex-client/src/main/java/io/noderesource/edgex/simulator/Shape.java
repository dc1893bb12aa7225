package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a service knows of one kind of object: their types, what is demanded of them, and when they are written.
 * Fields that it does not know are dropped, as the services do.
 */
final class Shape {
    /** The type of a field. */
    enum Kind {
        TEXT,
        FLAG,
        INTEGER,
        NUMBER,
        TEXTS,
        ANY,
        ANY_MAP,
        TEXT_MAP,
        TEXTS_MAP,
        /** Protocol properties up to 2.x: strings only. */
        TEXT_MAPS,
        /** Protocol properties from 3.0 on: any JSON. */
        ANY_MAPS,
        OBJECT,
        OBJECTS
    }

    /** When a field is written. */
    enum Written {
        /** Not when it holds the zero value. */
        IF_NOT_ZERO,
        /** Whenever it was given, zero or not. */
        IF_GIVEN,
        /** Always; a list or map that was not given as {@code null}. */
        ALWAYS,
        /** Always; a list or map that was not given as an empty one. */
        ALWAYS_FILLED
    }

    private record Field(
            String name,
            Kind kind,
            Written written,
            @Nullable Shape of,
            List<Check> checks) {}

    private final String name;
    private final List<Field> fields;

    private Shape(String name, List<Field> fields) {
        this.name = name;
        this.fields = List.copyOf(fields);
    }

    static Shape of(String name) {
        return new Shape(name, List.of());
    }

    Shape with(String field, Kind kind, Written written, Check... checks) {
        return plus(new Field(field, kind, written, null, List.of(checks)));
    }

    Shape with(String field, Kind kind, Written written, Shape of, Check... checks) {
        return plus(new Field(field, kind, written, of, List.of(checks)));
    }

    Shape with(String field, Kind kind, Written written, List<Check> checks) {
        return plus(new Field(field, kind, written, null, checks));
    }

    Shape and(Shape other) {
        List<Field> more = new ArrayList<>(fields);
        more.addAll(other.fields);
        return new Shape(name, more);
    }

    private Shape plus(Field field) {
        List<Field> more = new ArrayList<>(fields);
        more.add(field);
        return new Shape(name, more);
    }

    /** The known fields of the input, nulls left out; a wrong type is a 400, as in the services' own decoders. */
    ObjectNode decode(JsonNode input) {
        if (!input.isObject()) {
            throw unreadable();
        }
        ObjectNode known = Trees.object();
        for (Field field : fields) {
            JsonNode value = input.get(field.name());
            if (value != null && !value.isNull()) {
                known.set(field.name(), decode(field, value));
            }
        }
        return known;
    }

    private static JsonNode decode(Field field, JsonNode value) {
        return switch (field.kind()) {
            case TEXT -> expect(value.isTextual(), value);
            case FLAG -> expect(value.isBoolean(), value);
            case INTEGER -> expect(value.isIntegralNumber(), value);
            case NUMBER -> expect(value.isNumber(), value);
            case TEXTS -> expect(isTexts(value), value);
            case ANY -> value;
            case ANY_MAP -> expect(value.isObject(), value);
            case TEXT_MAP -> expect(isTextMap(value), value);
            case TEXTS_MAP -> expect(value.isObject() && Trees.elements(value).allMatch(Shape::isTexts), value);
            case TEXT_MAPS -> expect(value.isObject() && Trees.elements(value).allMatch(Shape::isTextMap), value);
            case ANY_MAPS -> expect(value.isObject() && Trees.elements(value).allMatch(JsonNode::isObject), value);
            case OBJECT -> nested(field).decode(value);
            case OBJECTS -> {
                expect(value.isArray(), value);
                ArrayNode all = Trees.array();
                Trees.elements(value).map(nested(field)::decode).forEach(all::add);
                yield all;
            }
        };
    }

    private static Shape nested(Field field) {
        Shape of = field.of();
        if (of == null) {
            throw new IllegalStateException("field " + field.name() + " has no shape");
        }
        return of;
    }

    private static boolean isTexts(JsonNode value) {
        return value.isArray() && Trees.elements(value).allMatch(JsonNode::isTextual);
    }

    private static boolean isTextMap(JsonNode value) {
        return value.isObject() && Trees.elements(value).allMatch(JsonNode::isTextual);
    }

    private static JsonNode expect(boolean right, JsonNode value) {
        if (!right) {
            throw unreadable();
        }
        return value;
    }

    private static Problem unreadable() {
        return Problem.invalid("Failed to unmarshal request body as JSON.");
    }

    /** All complaints about a whole object. */
    List<String> complaints(ObjectNode decoded) {
        List<String> all = new ArrayList<>();
        complain(name, decoded, true, all);
        return all;
    }

    /** All complaints about a patch: absent fields are left alone, but an id or a name there must be. */
    List<String> complaintsOfPatch(ObjectNode decoded) {
        List<String> all = new ArrayList<>();
        if (Trees.text(decoded, "id").isEmpty() && !decoded.has("name")) {
            all.add(name + ".Id field is required if the Name is not present");
        }
        complain(name, decoded, false, all);
        return all;
    }

    private void complain(String path, ObjectNode decoded, boolean whole, List<String> all) {
        for (Field field : fields) {
            JsonNode value = decoded.get(field.name());
            if (value == null && !whole) {
                continue;
            }
            String here = path + "." + field.name();
            field.checks().stream()
                    .map(check -> check.complaint(here, decoded, value))
                    .flatMap(Optional::stream)
                    .limit(1)
                    .forEach(all::add);
            if (field.kind() == Kind.OBJECT) {
                nested(field).complain(here, value instanceof ObjectNode object ? object : Trees.object(), whole, all);
            } else if (field.kind() == Kind.OBJECTS && value != null) {
                // What a patch gives as a list replaces the list: its elements are whole.
                for (int i = 0; i < value.size(); i++) {
                    nested(field).complain(here + "[" + i + "]", (ObjectNode) value.get(i), true, all);
                }
            }
        }
    }

    /** The object as the service writes it: fields in its order, zero values as it treats them. */
    ObjectNode render(ObjectNode stored) {
        ObjectNode written = Trees.object();
        for (Field field : fields) {
            JsonNode value = stored.get(field.name());
            if (shows(field, value)) {
                written.set(field.name(), render(field, value));
            }
        }
        return written;
    }

    private static boolean shows(Field field, @Nullable JsonNode value) {
        return switch (field.written()) {
            case ALWAYS, ALWAYS_FILLED -> true;
            case IF_GIVEN -> value != null;
            case IF_NOT_ZERO -> field.kind() == Kind.OBJECT || !Check.isZero(value);
        };
    }

    private static JsonNode render(Field field, @Nullable JsonNode value) {
        if (field.kind() == Kind.OBJECT) {
            return nested(field).render(value instanceof ObjectNode object ? object : Trees.object());
        }
        if (value == null) {
            return zero(field);
        }
        if (field.kind() == Kind.OBJECTS) {
            ArrayNode all = Trees.array();
            Trees.elements(value)
                    .map(one -> nested(field).render((ObjectNode) one))
                    .forEach(all::add);
            return all;
        }
        return value;
    }

    private static JsonNode zero(Field field) {
        boolean filled = field.written() == Written.ALWAYS_FILLED;
        return switch (field.kind()) {
            case TEXT -> Trees.array().textNode("");
            case FLAG -> Trees.array().booleanNode(false);
            case INTEGER, NUMBER -> Trees.array().numberNode(0);
            case TEXTS, OBJECTS -> filled ? Trees.array() : Trees.array().nullNode();
            case ANY_MAP, TEXT_MAP, TEXTS_MAP, TEXT_MAPS, ANY_MAPS ->
                filled ? Trees.object() : Trees.array().nullNode();
            case ANY, OBJECT -> Trees.array().nullNode();
        };
    }

    /** Puts what a patch gives over what is stored; nested objects field by field, lists and maps as a whole. */
    ObjectNode patched(ObjectNode stored, ObjectNode patch) {
        ObjectNode result = stored.deepCopy();
        for (Field field : fields) {
            JsonNode value = patch.get(field.name());
            if (value == null) {
                continue;
            }
            if (field.kind() == Kind.OBJECT && stored.get(field.name()) instanceof ObjectNode before) {
                result.set(field.name(), nested(field).patched(before, (ObjectNode) value));
            } else {
                result.set(field.name(), value);
            }
        }
        return result;
    }

    static ObjectNode with(ObjectNode tree, Map<String, JsonNode> more) {
        more.forEach(tree::set);
        return tree;
    }
}
