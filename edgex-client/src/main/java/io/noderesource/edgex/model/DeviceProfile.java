package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.OptionalLong;

/** What devices of one kind can do. Immutable. */
public final class DeviceProfile extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> MANUFACTURER = Field.text("manufacturer");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<String> MODEL = Field.text("model");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<List<DeviceResource>> DEVICE_RESOURCES =
            Field.objects("deviceResources", DeviceResource::of);
    private static final Field<List<DeviceCommand>> DEVICE_COMMANDS =
            Field.objects("deviceCommands", DeviceCommand::of);
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final List<Field<?>> FIELDS = List.of(
            ID, NAME, MANUFACTURER, DESCRIPTION, MODEL, LABELS, DEVICE_RESOURCES, DEVICE_COMMANDS, CREATED, MODIFIED);

    private DeviceProfile(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceProfile of(Json.Obj json) {
        return new DeviceProfile(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name) {
        return new Builder(Json.object()).name(name);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id that EdgeX gave; empty before it is added. */
    public String id() {
        return get(ID);
    }

    /** The name, by which devices refer to it; it never changes. */
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

    /** What can be read or set. */
    public List<DeviceResource> deviceResources() {
        return get(DEVICE_RESOURCES);
    }

    /** Several resources read or set together. */
    public List<DeviceCommand> deviceCommands() {
        return get(DEVICE_COMMANDS);
    }

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** Makes a {@link DeviceProfile}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DeviceProfile, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DeviceProfile#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link DeviceProfile#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link DeviceProfile#manufacturer()}. */
        public Builder manufacturer(String manufacturer) {
            return set(MANUFACTURER, manufacturer);
        }

        /** Sets {@link DeviceProfile#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link DeviceProfile#model()}. */
        public Builder model(String model) {
            return set(MODEL, model);
        }

        /** Sets {@link DeviceProfile#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link DeviceProfile#deviceResources()}. */
        public Builder deviceResources(List<DeviceResource> deviceResources) {
            return set(DEVICE_RESOURCES, deviceResources);
        }

        /** Sets {@link DeviceProfile#deviceCommands()}. */
        public Builder deviceCommands(List<DeviceCommand> deviceCommands) {
            return set(DEVICE_COMMANDS, deviceCommands);
        }

        /** Sets {@link DeviceProfile#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link DeviceProfile#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DeviceProfile build() {
            return new DeviceProfile(json());
        }
    }
}
