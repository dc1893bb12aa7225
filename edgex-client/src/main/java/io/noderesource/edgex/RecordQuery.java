package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.model.ScheduleStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which records of a scheduler of 4.x are asked for. Immutable. */
public final class RecordQuery {
    private static final RecordQuery ALL = new RecordQuery("", null, null, null);

    private final String job;
    private final @Nullable ScheduleStatus status;
    private final @Nullable Instant start;
    private final @Nullable Instant end;

    private RecordQuery(String job, @Nullable ScheduleStatus status, @Nullable Instant start, @Nullable Instant end) {
        this.job = job;
        this.status = status;
        this.start = start;
        this.end = end;
    }

    /** All records. */
    public static RecordQuery all() {
        return ALL;
    }

    /** Only those of one job. */
    public RecordQuery job(String name) {
        return new RecordQuery(Objects.requireNonNull(name, "name"), status, start, end);
    }

    /** Only those that went so. */
    public RecordQuery status(ScheduleStatus value) {
        return new RecordQuery(job, Objects.requireNonNull(value, "status"), start, end);
    }

    /** Only those that were noted between two times, both included, to the millisecond. */
    public RecordQuery between(Instant first, Instant last) {
        return new RecordQuery(
                job, status, Objects.requireNonNull(first, "first"), Objects.requireNonNull(last, "last"));
    }

    Request request() {
        List<String> path = new ArrayList<>(List.of("scheduleactionrecord"));
        if (!job.isEmpty()) {
            path.addAll(List.of("job", "name", job));
        }
        if (status != null) {
            path.addAll(List.of("status", status.name()));
        }
        if (path.size() == 1) {
            path.add("all");
        }
        Request request = Request.get(path.toArray(String[]::new));
        return start == null || end == null
                ? request
                : request.with("start", start.toEpochMilli()).with("end", end.toEpochMilli());
    }
}
