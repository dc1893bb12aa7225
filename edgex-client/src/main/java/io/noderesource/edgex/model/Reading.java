package io.noderesource.edgex.model;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.value.Value;
import io.noderesource.edgex.value.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A value that was read from a device. Immutable. */
public final class Reading extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<OptionalLong> ORIGIN = Field.whole("origin");
    private static final Field<String> DEVICE_NAME = Field.text("deviceName");
    private static final Field<String> RESOURCE_NAME = Field.text("resourceName");
    private static final Field<String> PROFILE_NAME = Field.text("profileName");
    private static final Field<String> VALUE_TYPE = Field.text("valueType");
    private static final Field<Optional<Json>> VALUE = Field.json("value");
    private static final Field<String> BINARY_VALUE = Field.text("binaryValue");
    private static final Field<Optional<Json>> OBJECT_VALUE = Field.json("objectValue");
    private static final Field<String> MEDIA_TYPE = Field.text("mediaType");
    private static final Field<String> UNITS = Field.text("units");
    private static final Field<Map<String, Json>> TAGS = Field.members("tags");
    private static final List<Field<?>> FIELDS = List.of(
            ID,
            ORIGIN,
            DEVICE_NAME,
            RESOURCE_NAME,
            PROFILE_NAME,
            VALUE_TYPE,
            VALUE,
            BINARY_VALUE,
            OBJECT_VALUE,
            MEDIA_TYPE,
            UNITS,
            TAGS);

    private Reading(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Reading of(Json.Obj json) {
        return new Reading(json);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id; empty where the service does not tell one. */
    public String id() {
        return get(ID);
    }

    /** When it was read, in nanoseconds since 1970. */
    public OptionalLong origin() {
        return get(ORIGIN);
    }

    /** The device. */
    public String deviceName() {
        return get(DEVICE_NAME);
    }

    /** The device resource. */
    public String resourceName() {
        return get(RESOURCE_NAME);
    }

    /** The device's profile. */
    public String profileName() {
        return get(PROFILE_NAME);
    }

    /** The name of the value type, such as {@code Int8}, known to this library or not. {@code String} where a mapping of the profile put a text in the value's place. */
    public String valueType() {
        return get(VALUE_TYPE);
    }

    /** The MIME type of a binary value. */
    public String mediaType() {
        return get(MEDIA_TYPE);
    }

    /** The unit. */
    public String units() {
        return get(UNITS);
    }

    /** Free data of device, profile and command; not on 2.x. */
    public Map<String, Json> tags() {
        return get(TAGS);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(
            String deviceName, String profileName, String resourceName, Value value, long origin) {
        return new Builder(Json.object())
                .id(UUID.randomUUID().toString())
                .deviceName(deviceName)
                .profileName(profileName)
                .resourceName(resourceName)
                .origin(origin)
                .value(value);
    }

    /** When it was read, exactly. */
    public Optional<Instant> time() {
        return EventTimes.instant(origin());
    }

    /** The value type; empty when this library does not know it. */
    public Optional<ValueType> type() {
        return ValueType.find(valueType());
    }

    /** Whether there is no value: 4.x has such readings, and core-data forgets the bytes of binary ones. */
    public boolean isNull() {
        return content().isEmpty();
    }

    /**
     * The value; empty when there is none.
     *
     * @throws EdgexException of kind {@code PROTOCOL} when this library does not know the type, or the value is none of it;
     *     {@link #text()} gives it all the same
     */
    public Optional<Value> value() {
        return content()
                .map(content -> type().flatMap(type -> Value.findReading(type, content))
                        .orElseThrow(() -> EdgexException.of(
                                ErrorKind.PROTOCOL,
                                "the reading of " + resourceName() + " of device " + deviceName()
                                        + " is said to be of type '" + valueType() + "', which its value is not")));
    }

    /** The value as text, as it is on the wire; empty when there is none. */
    public String text() {
        return content()
                .map(content -> content instanceof Json.Text text ? text.value() : content.write())
                .orElse("");
    }

    /** What stands for the value; objects and binary ones stand elsewhere, beside an empty text. */
    private Optional<Json> content() {
        return switch (type().orElse(ValueType.STRING)) {
            case OBJECT, OBJECT_ARRAY -> get(OBJECT_VALUE);
            case BINARY -> json().get(BINARY_VALUE.name());
            default -> get(VALUE);
        };
    }

    /** Makes a {@link Reading}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<Reading, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link Reading#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link Reading#origin()}. */
        public Builder origin(long origin) {
            return set(ORIGIN, OptionalLong.of(origin));
        }

        /** Sets {@link Reading#deviceName()}. */
        public Builder deviceName(String deviceName) {
            return set(DEVICE_NAME, deviceName);
        }

        /** Sets {@link Reading#resourceName()}. */
        public Builder resourceName(String resourceName) {
            return set(RESOURCE_NAME, resourceName);
        }

        /** Sets {@link Reading#profileName()}. */
        public Builder profileName(String profileName) {
            return set(PROFILE_NAME, profileName);
        }

        /** Sets {@link Reading#valueType()}. */
        public Builder valueType(String valueType) {
            return set(VALUE_TYPE, valueType);
        }

        /** Sets {@link Reading#mediaType()}. */
        public Builder mediaType(String mediaType) {
            return set(MEDIA_TYPE, mediaType);
        }

        /** Sets {@link Reading#units()}. */
        public Builder units(String units) {
            return set(UNITS, units);
        }

        /** Sets {@link Reading#tags()}. */
        public Builder tags(Map<String, Json> tags) {
            return set(TAGS, tags);
        }

        /** Sets the value and its type, as a device service writes it. */
        public Builder value(Value value) {
            valueType(value.type().edgexName());
            without(VALUE.name()).without(BINARY_VALUE.name()).without(OBJECT_VALUE.name());
            return switch (value.type()) {
                case OBJECT, OBJECT_ARRAY -> set(OBJECT_VALUE, Optional.of(value.asJson()));
                case BINARY -> set(BINARY_VALUE, value.text());
                default -> set(VALUE, Optional.of(Json.of(value.readingText())));
            };
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Reading build() {
            return new Reading(json());
        }
    }
}
