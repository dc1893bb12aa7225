package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A key of core-keeper's store and its value. Immutable. */
public final class KeyValue extends EdgexObject {
    private static final Field<String> KEY = Field.text("key");
    private static final Field<Optional<Json>> VALUE = Field.json("value");
    // core-keeper 4.0.2 answers with capitals, whatever its documents say
    private static final Field<OptionalLong> CREATED = Field.whole("created").answeredAs("Created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified").answeredAs("Modified");
    private static final List<Field<?>> FIELDS = List.of(KEY, VALUE, CREATED, MODIFIED);

    private KeyValue(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static KeyValue of(Json.Obj json) {
        return new KeyValue(json);
    }

    /** The key, with slashes. */
    public String key() {
        return get(KEY);
    }

    /** The value: a text, or what was put there as JSON. */
    public Optional<Json> value() {
        return get(VALUE);
    }

    /** When it was added; in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed; in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }
}
