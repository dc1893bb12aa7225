package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;

/** A change of an interval: what is not set stays as it is, what is set replaces what was there. Immutable. */
public final class IntervalUpdate extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> INTERVAL = Field.text("interval");
    private static final Field<String> START = Field.text("start");
    private static final Field<String> END = Field.text("end");
    private static final List<Field<?>> FIELDS = List.of(ID, NAME, INTERVAL, START, END);

    private IntervalUpdate(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static IntervalUpdate of(Json.Obj json) {
        return new IntervalUpdate(json);
    }

    /** Starts one. */
    public static Builder builder() {
        return new Builder(Json.object());
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id; when the name is given too, both must be of the same object. */
    public String id() {
        return get(ID);
    }

    /** The name, which says what is changed: it can not be changed itself. */
    public String name() {
        return get(NAME);
    }

    /** The pause between two times, as Go writes durations: {@code 1h30m}. */
    public String interval() {
        return get(INTERVAL);
    }

    /** The first time, as {@code yyyyMMddTHHmmss}; empty for at once. */
    public String start() {
        return get(START);
    }

    /** The last time, as {@code yyyyMMddTHHmmss}; empty for never. */
    public String end() {
        return get(END);
    }

    /** Makes a {@link IntervalUpdate}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<IntervalUpdate, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link IntervalUpdate#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link IntervalUpdate#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link IntervalUpdate#interval()}. */
        public Builder interval(String interval) {
            return set(INTERVAL, interval);
        }

        /** Sets {@link IntervalUpdate#start()}. */
        public Builder start(String start) {
            return set(START, start);
        }

        /** Sets {@link IntervalUpdate#end()}. */
        public Builder end(String end) {
            return set(END, end);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public IntervalUpdate build() {
            return new IntervalUpdate(json());
        }
    }
}
