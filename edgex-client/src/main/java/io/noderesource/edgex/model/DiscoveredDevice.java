package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a device that a provision watcher makes is like. Immutable. */
public final class DiscoveredDevice extends EdgexObject {
    private static final Field<String> PROFILE_NAME = Field.text("profileName");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<List<AutoEvent>> AUTO_EVENTS = Field.objects("autoEvents", AutoEvent::of);
    private static final Field<Map<String, Json>> PROPERTIES = Field.members("properties");
    private static final List<Field<?>> FIELDS = List.of(PROFILE_NAME, ADMIN_STATE, AUTO_EVENTS, PROPERTIES);

    private DiscoveredDevice(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DiscoveredDevice of(Json.Obj json) {
        return new DiscoveredDevice(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String profileName) {
        return new Builder(Json.object()).profileName(profileName);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The profile that it follows. */
    public String profileName() {
        return get(PROFILE_NAME);
    }

    /** Whether an operator lets it be used. */
    public Optional<AdminState> adminState() {
        return get(ADMIN_STATE);
    }

    /** What the device service reads by itself. */
    public List<AutoEvent> autoEvents() {
        return get(AUTO_EVENTS);
    }

    /** Free data. */
    public Map<String, Json> properties() {
        return get(PROPERTIES);
    }

    /** Makes a {@link DiscoveredDevice}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DiscoveredDevice, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DiscoveredDevice#profileName()}. */
        public Builder profileName(String profileName) {
            return set(PROFILE_NAME, profileName);
        }

        /** Sets {@link DiscoveredDevice#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link DiscoveredDevice#autoEvents()}. */
        public Builder autoEvents(List<AutoEvent> autoEvents) {
            return set(AUTO_EVENTS, autoEvents);
        }

        /** Sets {@link DiscoveredDevice#properties()}. */
        public Builder properties(Map<String, Json> properties) {
            return set(PROPERTIES, properties);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DiscoveredDevice build() {
            return new DiscoveredDevice(json());
        }
    }
}
