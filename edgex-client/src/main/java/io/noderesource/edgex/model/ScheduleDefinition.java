package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.OptionalLong;

/** When a job is done: every so often, or at times of a crontab. Immutable. */
public final class ScheduleDefinition extends EdgexObject {
    private static final Field<String> TYPE = Field.text("type");
    private static final Field<String> INTERVAL = Field.text("interval");
    private static final Field<String> CRONTAB = Field.text("crontab");
    private static final Field<OptionalLong> START_TIMESTAMP = Field.whole("startTimestamp");
    private static final Field<OptionalLong> END_TIMESTAMP = Field.whole("endTimestamp");
    private static final List<Field<?>> FIELDS = List.of(TYPE, INTERVAL, CRONTAB, START_TIMESTAMP, END_TIMESTAMP);

    private ScheduleDefinition(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static ScheduleDefinition of(Json.Obj json) {
        return new ScheduleDefinition(json);
    }

    /** Starts one that comes every so often. */
    public static Builder every(String interval) {
        return new Builder(Json.object()).type("INTERVAL").interval(interval);
    }

    /** Starts one that comes at times of a crontab. */
    public static Builder cron(String crontab) {
        return new Builder(Json.object()).type("CRON").crontab(crontab);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** {@code INTERVAL} or {@code CRON}. */
    public String type() {
        return get(TYPE);
    }

    /** The pause between two times, as Go writes durations: {@code 1h30m}. */
    public String interval() {
        return get(INTERVAL);
    }

    /** The times, as in a crontab; a first field of seconds and {@code CRON_TZ=} are allowed. */
    public String crontab() {
        return get(CRONTAB);
    }

    /** Not before, in milliseconds since 1970. */
    public OptionalLong startTimestamp() {
        return get(START_TIMESTAMP);
    }

    /** Not after, in milliseconds since 1970. */
    public OptionalLong endTimestamp() {
        return get(END_TIMESTAMP);
    }

    /** Makes a {@link ScheduleDefinition}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<ScheduleDefinition, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link ScheduleDefinition#type()}. */
        public Builder type(String type) {
            return set(TYPE, type);
        }

        /** Sets {@link ScheduleDefinition#interval()}. */
        public Builder interval(String interval) {
            return set(INTERVAL, interval);
        }

        /** Sets {@link ScheduleDefinition#crontab()}. */
        public Builder crontab(String crontab) {
            return set(CRONTAB, crontab);
        }

        /** Sets {@link ScheduleDefinition#startTimestamp()}. */
        public Builder startTimestamp(long startTimestamp) {
            return set(START_TIMESTAMP, OptionalLong.of(startTimestamp));
        }

        /** Sets {@link ScheduleDefinition#endTimestamp()}. */
        public Builder endTimestamp(long endTimestamp) {
            return set(END_TIMESTAMP, OptionalLong.of(endTimestamp));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public ScheduleDefinition build() {
            return new ScheduleDefinition(json());
        }
    }
}
