package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.OptionalLong;

/** What a profile is called and who makes such devices, without what they can do. Immutable. */
public final class DeviceProfileBasicInfo extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> MANUFACTURER = Field.text("manufacturer");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<String> MODEL = Field.text("model");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final Field<OptionalLong> LINKED_DEVICE_COUNT = Field.whole("linkedDeviceCount");
    private static final List<Field<?>> FIELDS =
            List.of(ID, NAME, MANUFACTURER, DESCRIPTION, MODEL, LABELS, CREATED, MODIFIED, LINKED_DEVICE_COUNT);

    private DeviceProfileBasicInfo(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceProfileBasicInfo of(Json.Obj json) {
        return new DeviceProfileBasicInfo(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name) {
        return new Builder(Json.object()).name(name);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id that EdgeX gave. */
    public String id() {
        return get(ID);
    }

    /** The name; it never changes. */
    public String name() {
        return get(NAME);
    }

    /** Who makes such devices. */
    public String manufacturer() {
        return get(MANUFACTURER);
    }

    /** Free text. */
    public String description() {
        return get(DESCRIPTION);
    }

    /** Which of the manufacturer's models. */
    public String model() {
        return get(MODEL);
    }

    /** Words to find it by. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** When it was added, in milliseconds since 1970; 4.x only. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970; 4.x only. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** How many devices follow the profile; 4.x only, where it is asked for. */
    public OptionalLong linkedDeviceCount() {
        return get(LINKED_DEVICE_COUNT);
    }

    /** Makes a {@link DeviceProfileBasicInfo}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DeviceProfileBasicInfo, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DeviceProfileBasicInfo#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link DeviceProfileBasicInfo#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link DeviceProfileBasicInfo#manufacturer()}. */
        public Builder manufacturer(String manufacturer) {
            return set(MANUFACTURER, manufacturer);
        }

        /** Sets {@link DeviceProfileBasicInfo#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link DeviceProfileBasicInfo#model()}. */
        public Builder model(String model) {
            return set(MODEL, model);
        }

        /** Sets {@link DeviceProfileBasicInfo#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link DeviceProfileBasicInfo#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link DeviceProfileBasicInfo#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        /** Sets {@link DeviceProfileBasicInfo#linkedDeviceCount()}. */
        public Builder linkedDeviceCount(long linkedDeviceCount) {
            return set(LINKED_DEVICE_COUNT, OptionalLong.of(linkedDeviceCount));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DeviceProfileBasicInfo build() {
            return new DeviceProfileBasicInfo(json());
        }
    }
}
