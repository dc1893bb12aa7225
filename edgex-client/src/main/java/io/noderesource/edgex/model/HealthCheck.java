package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;

/** How core-keeper finds out whether a service is well. Immutable. */
public final class HealthCheck extends EdgexObject {
    private static final Field<String> TYPE = Field.text("type");
    private static final Field<String> PATH = Field.text("path");
    private static final Field<String> INTERVAL = Field.text("interval");
    private static final List<Field<?>> FIELDS = List.of(TYPE, PATH, INTERVAL);

    private HealthCheck(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static HealthCheck of(Json.Obj json) {
        return new HealthCheck(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String type) {
        return new Builder(Json.object()).type(type);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The protocol, such as {@code http}. */
    public String type() {
        return get(TYPE);
    }

    /** What is asked for, such as {@code /api/v3/ping}. */
    public String path() {
        return get(PATH);
    }

    /** How often, such as {@code 10s}. */
    public String interval() {
        return get(INTERVAL);
    }

    /** Makes a {@link HealthCheck}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<HealthCheck, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link HealthCheck#type()}. */
        public Builder type(String type) {
            return set(TYPE, type);
        }

        /** Sets {@link HealthCheck#path()}. */
        public Builder path(String path) {
            return set(PATH, path);
        }

        /** Sets {@link HealthCheck#interval()}. */
        public Builder interval(String interval) {
            return set(INTERVAL, interval);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public HealthCheck build() {
            return new HealthCheck(json());
        }
    }
}
