package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A service that speaks to devices. Immutable. */
public final class DeviceService extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<String> BASE_ADDRESS = Field.text("baseAddress");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<Map<String, Json>> PROPERTIES = Field.members("properties");
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final Field<OptionalLong> LAST_CONNECTED = Field.whole("lastConnected");
    private static final Field<OptionalLong> LAST_REPORTED = Field.whole("lastReported");
    private static final List<Field<?>> FIELDS = List.of(
            ID,
            NAME,
            DESCRIPTION,
            LABELS,
            BASE_ADDRESS,
            ADMIN_STATE,
            PROPERTIES,
            CREATED,
            MODIFIED,
            LAST_CONNECTED,
            LAST_REPORTED);

    private DeviceService(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceService of(Json.Obj json) {
        return new DeviceService(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name, String baseAddress) {
        return new Builder(Json.object()).name(name).baseAddress(baseAddress);
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

    /** Free text. */
    public String description() {
        return get(DESCRIPTION);
    }

    /** Words to find it by. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** Where it listens, such as {@code http://device-virtual:59900}. */
    public String baseAddress() {
        return get(BASE_ADDRESS);
    }

    /** Whether an operator lets it be used. */
    public Optional<AdminState> adminState() {
        return get(ADMIN_STATE);
    }

    /** Free data; 4.x only. */
    public Map<String, Json> properties() {
        return get(PROPERTIES);
    }

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** When it was last reached, in milliseconds since 1970; 2.x only. */
    public OptionalLong lastConnected() {
        return get(LAST_CONNECTED);
    }

    /** When it last sent something, in milliseconds since 1970; 2.x only. */
    public OptionalLong lastReported() {
        return get(LAST_REPORTED);
    }

    /** Makes a {@link DeviceService}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DeviceService, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DeviceService#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link DeviceService#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link DeviceService#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link DeviceService#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link DeviceService#baseAddress()}. */
        public Builder baseAddress(String baseAddress) {
            return set(BASE_ADDRESS, baseAddress);
        }

        /** Sets {@link DeviceService#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link DeviceService#properties()}. */
        public Builder properties(Map<String, Json> properties) {
            return set(PROPERTIES, properties);
        }

        /** Sets {@link DeviceService#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link DeviceService#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        /** Sets {@link DeviceService#lastConnected()}. */
        public Builder lastConnected(long lastConnected) {
            return set(LAST_CONNECTED, OptionalLong.of(lastConnected));
        }

        /** Sets {@link DeviceService#lastReported()}. */
        public Builder lastReported(long lastReported) {
            return set(LAST_REPORTED, OptionalLong.of(lastReported));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DeviceService build() {
            return new DeviceService(json());
        }
    }
}
