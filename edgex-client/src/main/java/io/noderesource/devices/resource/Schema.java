package io.noderesource.devices.resource;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an API server checks of a value: its type, and which fields there are and must be. Immutable. */
final class Schema {

    /** What a value can be. */
    enum Type {
        TEXT("a text"),
        TRUTH("true or false"),
        WHOLE("a whole number"),
        LIST("a list"),
        MAP("a mapping"),
        FIELDS("a mapping of fields"),
        ANY("anything");

        private final String description;

        Type(String description) {
            this.description = description;
        }

        /** Its name for people. */
        String description() {
            return description;
        }
    }

    static final Schema TEXT = new Schema(Type.TEXT, List.of(), Map.of(), Set.of());
    static final Schema TRUTH = new Schema(Type.TRUTH, List.of(), Map.of(), Set.of());
    static final Schema WHOLE = new Schema(Type.WHOLE, List.of(), Map.of(), Set.of());
    static final Schema ANY = new Schema(Type.ANY, List.of(), Map.of(), Set.of());

    private final Type type;
    private final List<Schema> each;
    private final Map<String, Schema> fields;
    private final Set<String> required;

    private Schema(Type type, List<Schema> each, Map<String, Schema> fields, Set<String> required) {
        this.type = type;
        this.each = each;
        this.fields = fields;
        this.required = required;
    }

    static Schema listOf(Schema item) {
        return new Schema(Type.LIST, List.of(item), Map.of(), Set.of());
    }

    static Schema mapOf(Schema value) {
        return new Schema(Type.MAP, List.of(value), Map.of(), Set.of());
    }

    /** An object without fields; {@link #with} adds them. */
    static Schema fields() {
        return new Schema(Type.FIELDS, List.of(), Map.of(), Set.of());
    }

    Schema with(Schema schema, String... names) {
        Map<String, Schema> more = new LinkedHashMap<>(fields);
        for (String name : names) {
            more.put(name, schema);
        }
        return new Schema(type, each, more, required);
    }

    Schema require(String... names) {
        Set<String> more = new LinkedHashSet<>(required);
        more.addAll(List.of(names));
        return new Schema(type, each, fields, more);
    }

    Type type() {
        return type;
    }

    /** Of the items of a list, or of the values of a mapping. */
    Schema each() {
        return each.isEmpty() ? this : each.get(0);
    }

    Map<String, Schema> known() {
        return fields;
    }

    Set<String> required() {
        return required;
    }
}
