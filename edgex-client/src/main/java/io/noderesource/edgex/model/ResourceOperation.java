package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;

/** One resource of a command. Immutable. */
public final class ResourceOperation extends EdgexObject {
    private static final Field<String> DEVICE_RESOURCE = Field.text("deviceResource");
    private static final Field<String> DEFAULT_VALUE = Field.text("defaultValue");
    private static final Field<Map<String, String>> MAPPINGS = Field.textMembers("mappings");
    private static final List<Field<?>> FIELDS = List.of(DEVICE_RESOURCE, DEFAULT_VALUE, MAPPINGS);

    private ResourceOperation(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static ResourceOperation of(Json.Obj json) {
        return new ResourceOperation(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String deviceResource) {
        return new Builder(Json.object()).deviceResource(deviceResource);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The resource. */
    public String deviceResource() {
        return get(DEVICE_RESOURCE);
    }

    /** What is set when the command gives no value for it. */
    public String defaultValue() {
        return get(DEFAULT_VALUE);
    }

    /** Which texts stand for which values. */
    public Map<String, String> mappings() {
        return get(MAPPINGS);
    }

    /** Makes a {@link ResourceOperation}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<ResourceOperation, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link ResourceOperation#deviceResource()}. */
        public Builder deviceResource(String deviceResource) {
            return set(DEVICE_RESOURCE, deviceResource);
        }

        /** Sets {@link ResourceOperation#defaultValue()}. */
        public Builder defaultValue(String defaultValue) {
            return set(DEFAULT_VALUE, defaultValue);
        }

        /** Sets {@link ResourceOperation#mappings()}. */
        public Builder mappings(Map<String, String> mappings) {
            return set(MAPPINGS, mappings);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public ResourceOperation build() {
            return new ResourceOperation(json());
        }
    }
}
