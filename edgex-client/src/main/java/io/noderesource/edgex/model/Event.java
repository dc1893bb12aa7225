package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What was read from a device at once. Immutable. */
public final class Event extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> DEVICE_NAME = Field.text("deviceName");
    private static final Field<String> PROFILE_NAME = Field.text("profileName");
    private static final Field<String> SOURCE_NAME = Field.text("sourceName");
    private static final Field<OptionalLong> ORIGIN = Field.whole("origin");
    private static final Field<List<Reading>> READINGS = Field.objects("readings", Reading::of);
    private static final Field<Map<String, Json>> TAGS = Field.members("tags");
    private static final List<Field<?>> FIELDS =
            List.of(ID, DEVICE_NAME, PROFILE_NAME, SOURCE_NAME, ORIGIN, READINGS, TAGS);

    private Event(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Event of(Json.Obj json) {
        return new Event(json);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id. */
    public String id() {
        return get(ID);
    }

    /** The device. */
    public String deviceName() {
        return get(DEVICE_NAME);
    }

    /** The device's profile. */
    public String profileName() {
        return get(PROFILE_NAME);
    }

    /** The device command or resource that was read. */
    public String sourceName() {
        return get(SOURCE_NAME);
    }

    /** When it was read, in nanoseconds since 1970. */
    public OptionalLong origin() {
        return get(ORIGIN);
    }

    /** What was read. */
    public List<Reading> readings() {
        return get(READINGS);
    }

    /** Free data of device, profile and command. */
    public Map<String, Json> tags() {
        return get(TAGS);
    }

    /** Starts one with what it can not be without; it gets a new random id. */
    public static Builder builder(
            String deviceName, String profileName, String sourceName, long origin, List<Reading> readings) {
        return new Builder(Json.object())
                .id(UUID.randomUUID().toString())
                .deviceName(deviceName)
                .profileName(profileName)
                .sourceName(sourceName)
                .origin(origin)
                .readings(readings);
    }

    /** When it was read, exactly. */
    public Optional<Instant> time() {
        return EventTimes.instant(origin());
    }

    /** The reading of that resource; the last one when there are several. */
    public Optional<Reading> reading(String resourceName) {
        return readings().stream()
                .filter(reading -> reading.resourceName().equals(resourceName))
                .reduce((first, second) -> second);
    }

    /** Makes a {@link Event}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<Event, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link Event#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link Event#deviceName()}. */
        public Builder deviceName(String deviceName) {
            return set(DEVICE_NAME, deviceName);
        }

        /** Sets {@link Event#profileName()}. */
        public Builder profileName(String profileName) {
            return set(PROFILE_NAME, profileName);
        }

        /** Sets {@link Event#sourceName()}. */
        public Builder sourceName(String sourceName) {
            return set(SOURCE_NAME, sourceName);
        }

        /** Sets {@link Event#origin()}. */
        public Builder origin(long origin) {
            return set(ORIGIN, OptionalLong.of(origin));
        }

        /** Sets {@link Event#readings()}. */
        public Builder readings(List<Reading> readings) {
            return set(READINGS, readings);
        }

        /** Sets {@link Event#tags()}. */
        public Builder tags(Map<String, Json> tags) {
            return set(TAGS, tags);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Event build() {
            return new Event(json());
        }
    }
}
