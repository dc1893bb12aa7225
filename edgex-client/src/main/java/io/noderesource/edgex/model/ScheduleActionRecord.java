package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One time that an action of a job was due. Immutable. */
public final class ScheduleActionRecord extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> JOB_NAME = Field.text("jobName");
    private static final Field<Optional<ScheduleAction>> ACTION = Field.object("action", ScheduleAction::of);
    private static final Field<Optional<ScheduleStatus>> STATUS = Field.choice("status", ScheduleStatus.class);
    private static final Field<OptionalLong> SCHEDULED_AT = Field.whole("scheduledAt");
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final List<Field<?>> FIELDS = List.of(ID, JOB_NAME, ACTION, STATUS, SCHEDULED_AT, CREATED);

    private ScheduleActionRecord(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static ScheduleActionRecord of(Json.Obj json) {
        return new ScheduleActionRecord(json);
    }

    /** The id that EdgeX gave. */
    public String id() {
        return get(ID);
    }

    /** The job. */
    public String jobName() {
        return get(JOB_NAME);
    }

    /** What was to be done. */
    public Optional<ScheduleAction> action() {
        return get(ACTION);
    }

    /** What became of it. */
    public Optional<ScheduleStatus> status() {
        return get(STATUS);
    }

    /** When it was due, in milliseconds since 1970. */
    public OptionalLong scheduledAt() {
        return get(SCHEDULED_AT);
    }

    /** When it was noted, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }
}
