package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;

/** What a command reads or takes for one device resource, as core-command tells it. Immutable. */
public final class CoreCommandParameter extends EdgexObject {
    private static final Field<String> RESOURCE_NAME = Field.text("resourceName");
    private static final Field<String> VALUE_TYPE = Field.text("valueType");
    private static final List<Field<?>> FIELDS = List.of(RESOURCE_NAME, VALUE_TYPE);

    private CoreCommandParameter(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static CoreCommandParameter of(Json.Obj json) {
        return new CoreCommandParameter(json);
    }

    /** The device resource. */
    public String resourceName() {
        return get(RESOURCE_NAME);
    }

    /** The name of the value type, such as {@code Int8}, known to this library or not. */
    public String valueType() {
        return get(VALUE_TYPE);
    }
}
