package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.OptionalLong;

/** How much of an auto event's readings core-data keeps; 4.x only. Immutable. */
public final class Retention extends EdgexObject {
    private static final Field<OptionalLong> MAX_CAP = Field.whole("maxCap");
    private static final Field<OptionalLong> MIN_CAP = Field.whole("minCap");
    private static final Field<String> DURATION = Field.text("duration");
    private static final List<Field<?>> FIELDS = List.of(MAX_CAP, MIN_CAP, DURATION);

    private Retention(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Retention of(Json.Obj json) {
        return new Retention(json);
    }

    /** Starts one. */
    public static Builder builder() {
        return new Builder(Json.object());
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** At most so many. */
    public OptionalLong maxCap() {
        return get(MAX_CAP);
    }

    /** So many are left when it cleans up. */
    public OptionalLong minCap() {
        return get(MIN_CAP);
    }

    /** How long, as Go spells it. */
    public String duration() {
        return get(DURATION);
    }

    /** Makes a {@link Retention}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<Retention, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link Retention#maxCap()}. */
        public Builder maxCap(long maxCap) {
            return set(MAX_CAP, OptionalLong.of(maxCap));
        }

        /** Sets {@link Retention#minCap()}. */
        public Builder minCap(long minCap) {
            return set(MIN_CAP, OptionalLong.of(minCap));
        }

        /** Sets {@link Retention#duration()}. */
        public Builder duration(String duration) {
            return set(DURATION, duration);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Retention build() {
            return new Retention(json());
        }
    }
}
