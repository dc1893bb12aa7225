package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.OptionalLong;

/** When something is done, up to 3.x. Immutable. */
public final class Interval extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> INTERVAL = Field.text("interval");
    private static final Field<String> START = Field.text("start");
    private static final Field<String> END = Field.text("end");
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final List<Field<?>> FIELDS = List.of(ID, NAME, INTERVAL, START, END, CREATED, MODIFIED);

    private Interval(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Interval of(Json.Obj json) {
        return new Interval(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name, String interval) {
        return new Builder(Json.object()).name(name).interval(interval);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id that EdgeX gave; empty before it is added. */
    public String id() {
        return get(ID);
    }

    /** The name, by which all else refers to it; it never changes. */
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

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** Makes a {@link Interval}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<Interval, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link Interval#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link Interval#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link Interval#interval()}. */
        public Builder interval(String interval) {
            return set(INTERVAL, interval);
        }

        /** Sets {@link Interval#start()}. */
        public Builder start(String start) {
            return set(START, start);
        }

        /** Sets {@link Interval#end()}. */
        public Builder end(String end) {
            return set(END, end);
        }

        /** Sets {@link Interval#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link Interval#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Interval build() {
            return new Interval(json());
        }
    }
}
