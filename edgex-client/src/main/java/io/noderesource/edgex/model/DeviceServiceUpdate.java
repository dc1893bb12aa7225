package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of a device service: what is not set stays as it is. Immutable. */
public final class DeviceServiceUpdate extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<String> BASE_ADDRESS = Field.text("baseAddress");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<Map<String, Json>> PROPERTIES = Field.members("properties");
    private static final List<Field<?>> FIELDS =
            List.of(ID, NAME, DESCRIPTION, BASE_ADDRESS, LABELS, ADMIN_STATE, PROPERTIES);

    private DeviceServiceUpdate(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceServiceUpdate of(Json.Obj json) {
        return new DeviceServiceUpdate(json);
    }

    /** Starts one. */
    public static Builder builder() {
        return new Builder(Json.object());
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The service's id; when the name is given too, both must be its. */
    public String id() {
        return get(ID);
    }

    /** The service's name, which says which one it is: it can not be changed. */
    public String name() {
        return get(NAME);
    }

    /** Free text; an empty one clears. */
    public String description() {
        return get(DESCRIPTION);
    }

    /** Where it listens. */
    public String baseAddress() {
        return get(BASE_ADDRESS);
    }

    /** Words to find it by; an empty list clears. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** Whether an operator lets it be used. */
    public Optional<AdminState> adminState() {
        return get(ADMIN_STATE);
    }

    /** Free data; 4.x only. */
    public Map<String, Json> properties() {
        return get(PROPERTIES);
    }

    /** Makes a {@link DeviceServiceUpdate}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DeviceServiceUpdate, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DeviceServiceUpdate#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link DeviceServiceUpdate#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link DeviceServiceUpdate#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link DeviceServiceUpdate#baseAddress()}. */
        public Builder baseAddress(String baseAddress) {
            return set(BASE_ADDRESS, baseAddress);
        }

        /** Sets {@link DeviceServiceUpdate#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link DeviceServiceUpdate#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link DeviceServiceUpdate#properties()}. */
        public Builder properties(Map<String, Json> properties) {
            return set(PROPERTIES, properties);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DeviceServiceUpdate build() {
            return new DeviceServiceUpdate(json());
        }
    }
}
