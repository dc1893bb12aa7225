package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something of a device that can be read or set. Immutable. */
public final class DeviceResource extends EdgexObject {
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<Boolean> IS_HIDDEN = Field.flag("isHidden");
    private static final Field<Map<String, Json>> TAGS = Field.members("tags");
    private static final Field<String> TAG = Field.text("tag");
    private static final Field<Optional<ResourceProperties>> PROPERTIES =
            Field.object("properties", ResourceProperties::of);
    private static final Field<Map<String, Json>> ATTRIBUTES = Field.members("attributes");
    private static final List<Field<?>> FIELDS =
            List.of(NAME, DESCRIPTION, IS_HIDDEN, TAGS, TAG, PROPERTIES, ATTRIBUTES);

    private DeviceResource(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceResource of(Json.Obj json) {
        return new DeviceResource(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name, ResourceProperties properties) {
        return new Builder(Json.object()).name(name).properties(properties);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The name; it never changes. */
    public String name() {
        return get(NAME);
    }

    /** Free text. */
    public String description() {
        return get(DESCRIPTION);
    }

    /** Whether core-command does not offer it. */
    public boolean isHidden() {
        return get(IS_HIDDEN);
    }

    /** Free data that goes into each reading; 2.x has one text instead. */
    public Map<String, Json> tags() {
        return get(TAGS);
    }

    /** A free text; 2.x only. */
    public String tag() {
        return get(TAG);
    }

    /** The type and bounds of its values. */
    public Optional<ResourceProperties> properties() {
        return get(PROPERTIES);
    }

    /** What the device service needs to find it in the device. */
    public Map<String, Json> attributes() {
        return get(ATTRIBUTES);
    }

    /** Makes a {@link DeviceResource}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DeviceResource, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DeviceResource#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link DeviceResource#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link DeviceResource#isHidden()}. */
        public Builder isHidden(boolean isHidden) {
            return set(IS_HIDDEN, isHidden);
        }

        /** Sets {@link DeviceResource#tags()}. */
        public Builder tags(Map<String, Json> tags) {
            return set(TAGS, tags);
        }

        /** Sets {@link DeviceResource#tag()}. */
        public Builder tag(String tag) {
            return set(TAG, tag);
        }

        /** Sets {@link DeviceResource#properties()}. */
        public Builder properties(ResourceProperties properties) {
            return set(PROPERTIES, Optional.of(properties));
        }

        /** Sets {@link DeviceResource#attributes()}. */
        public Builder attributes(Map<String, Json> attributes) {
            return set(ATTRIBUTES, attributes);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DeviceResource build() {
            return new DeviceResource(json());
        }
    }
}
