package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The type and bounds of a resource's values. Numbers are strings on 2.x. Immutable. */
public final class ResourceProperties extends EdgexObject {
    private static final Field<String> VALUE_TYPE = Field.text("valueType");
    private static final Field<String> READ_WRITE = Field.text("readWrite");
    private static final Field<String> UNITS = Field.text("units");
    private static final Field<Optional<BigDecimal>> MINIMUM = Field.number("minimum");
    private static final Field<Optional<BigDecimal>> MAXIMUM = Field.number("maximum");
    private static final Field<String> DEFAULT_VALUE = Field.text("defaultValue");
    private static final Field<Optional<BigDecimal>> MASK = Field.number("mask");
    private static final Field<Optional<BigDecimal>> SHIFT = Field.number("shift");
    private static final Field<Optional<BigDecimal>> SCALE = Field.number("scale");
    private static final Field<Optional<BigDecimal>> OFFSET = Field.number("offset");
    private static final Field<Optional<BigDecimal>> BASE = Field.number("base");
    private static final Field<String> ASSERTION = Field.text("assertion");
    private static final Field<String> MEDIA_TYPE = Field.text("mediaType");
    private static final Field<Map<String, Json>> OPTIONAL = Field.members("optional");
    private static final List<Field<?>> FIELDS = List.of(
            VALUE_TYPE,
            READ_WRITE,
            UNITS,
            MINIMUM,
            MAXIMUM,
            DEFAULT_VALUE,
            MASK,
            SHIFT,
            SCALE,
            OFFSET,
            BASE,
            ASSERTION,
            MEDIA_TYPE,
            OPTIONAL);

    private ResourceProperties(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static ResourceProperties of(Json.Obj json) {
        return new ResourceProperties(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String valueType, String readWrite) {
        return new Builder(Json.object()).valueType(valueType).readWrite(readWrite);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The type, such as {@code Int16} or {@code Float64Array}. */
    public String valueType() {
        return get(VALUE_TYPE);
    }

    /** Whether it can be read, written or both: {@code R}, {@code W}, {@code RW} or {@code WR}. */
    public String readWrite() {
        return get(READ_WRITE);
    }

    /** The unit of its values. */
    public String units() {
        return get(UNITS);
    }

    /** The least value that may be set. */
    public Optional<BigDecimal> minimum() {
        return get(MINIMUM);
    }

    /** The greatest value that may be set. */
    public Optional<BigDecimal> maximum() {
        return get(MAXIMUM);
    }

    /** What is set when a command gives no value. */
    public String defaultValue() {
        return get(DEFAULT_VALUE);
    }

    /** Bits that are taken from a whole number before anything else. */
    public Optional<BigDecimal> mask() {
        return get(MASK);
    }

    /** By how many bits it is then shifted. */
    public Optional<BigDecimal> shift() {
        return get(SHIFT);
    }

    /** By what it is then multiplied. */
    public Optional<BigDecimal> scale() {
        return get(SCALE);
    }

    /** What is then added. */
    public Optional<BigDecimal> offset() {
        return get(OFFSET);
    }

    /** What is then raised to the power of the value. */
    public Optional<BigDecimal> base() {
        return get(BASE);
    }

    /** What must be read, else the device is marked as down. */
    public String assertion() {
        return get(ASSERTION);
    }

    /** The media type of a binary value. */
    public String mediaType() {
        return get(MEDIA_TYPE);
    }

    /** Free data; not on 2.x. */
    public Map<String, Json> optional() {
        return get(OPTIONAL);
    }

    /** Makes a {@link ResourceProperties}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<ResourceProperties, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link ResourceProperties#valueType()}. */
        public Builder valueType(String valueType) {
            return set(VALUE_TYPE, valueType);
        }

        /** Sets {@link ResourceProperties#readWrite()}. */
        public Builder readWrite(String readWrite) {
            return set(READ_WRITE, readWrite);
        }

        /** Sets {@link ResourceProperties#units()}. */
        public Builder units(String units) {
            return set(UNITS, units);
        }

        /** Sets {@link ResourceProperties#minimum()}. */
        public Builder minimum(BigDecimal minimum) {
            return set(MINIMUM, Optional.of(minimum));
        }

        /** Sets {@link ResourceProperties#maximum()}. */
        public Builder maximum(BigDecimal maximum) {
            return set(MAXIMUM, Optional.of(maximum));
        }

        /** Sets {@link ResourceProperties#defaultValue()}. */
        public Builder defaultValue(String defaultValue) {
            return set(DEFAULT_VALUE, defaultValue);
        }

        /** Sets {@link ResourceProperties#mask()}. */
        public Builder mask(BigDecimal mask) {
            return set(MASK, Optional.of(mask));
        }

        /** Sets {@link ResourceProperties#shift()}. */
        public Builder shift(BigDecimal shift) {
            return set(SHIFT, Optional.of(shift));
        }

        /** Sets {@link ResourceProperties#scale()}. */
        public Builder scale(BigDecimal scale) {
            return set(SCALE, Optional.of(scale));
        }

        /** Sets {@link ResourceProperties#offset()}. */
        public Builder offset(BigDecimal offset) {
            return set(OFFSET, Optional.of(offset));
        }

        /** Sets {@link ResourceProperties#base()}. */
        public Builder base(BigDecimal base) {
            return set(BASE, Optional.of(base));
        }

        /** Sets {@link ResourceProperties#assertion()}. */
        public Builder assertion(String assertion) {
            return set(ASSERTION, assertion);
        }

        /** Sets {@link ResourceProperties#mediaType()}. */
        public Builder mediaType(String mediaType) {
            return set(MEDIA_TYPE, mediaType);
        }

        /** Sets {@link ResourceProperties#optional()}. */
        public Builder optional(Map<String, Json> optional) {
            return set(OPTIONAL, optional);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public ResourceProperties build() {
            return new ResourceProperties(json());
        }
    }
}
