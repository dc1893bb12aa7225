package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;

/** A change of a profile's basic information: what is not set stays as it is. Immutable. */
public final class DeviceProfileUpdate extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> MANUFACTURER = Field.text("manufacturer");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<String> MODEL = Field.text("model");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final List<Field<?>> FIELDS = List.of(ID, NAME, MANUFACTURER, DESCRIPTION, MODEL, LABELS);

    private DeviceProfileUpdate(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceProfileUpdate of(Json.Obj json) {
        return new DeviceProfileUpdate(json);
    }

    /** Starts one. */
    public static Builder builder() {
        return new Builder(Json.object());
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The profile's id; when the name is given too, both must be its. */
    public String id() {
        return get(ID);
    }

    /** The profile's name, which says which one it is: it can not be changed. */
    public String name() {
        return get(NAME);
    }

    /** Who makes such devices. */
    public String manufacturer() {
        return get(MANUFACTURER);
    }

    /** Free text; an empty one clears. */
    public String description() {
        return get(DESCRIPTION);
    }

    /** Which of the manufacturer's models. */
    public String model() {
        return get(MODEL);
    }

    /** Words to find it by; an empty list clears. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** Makes a {@link DeviceProfileUpdate}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DeviceProfileUpdate, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DeviceProfileUpdate#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link DeviceProfileUpdate#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link DeviceProfileUpdate#manufacturer()}. */
        public Builder manufacturer(String manufacturer) {
            return set(MANUFACTURER, manufacturer);
        }

        /** Sets {@link DeviceProfileUpdate#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link DeviceProfileUpdate#model()}. */
        public Builder model(String model) {
            return set(MODEL, model);
        }

        /** Sets {@link DeviceProfileUpdate#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DeviceProfileUpdate build() {
            return new DeviceProfileUpdate(json());
        }
    }
}
