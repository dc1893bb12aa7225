package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.internal.wire.SchedulerWriter;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import io.noderesource.edgex.model.Interval;
import io.noderesource.edgex.model.IntervalAction;
import io.noderesource.edgex.model.IntervalActionUpdate;
import io.noderesource.edgex.model.IntervalUpdate;
import io.noderesource.edgex.model.ScheduleActionRecord;
import io.noderesource.edgex.model.ScheduleJob;
import io.noderesource.edgex.model.ScheduleJobUpdate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Support-scheduler: does things at times. Up to 3.x it has intervals and actions on them, from 4.0 on jobs and records of
 * what they did; what the service has not fails with the kind {@code UNSUPPORTED_DIALECT} and sends nothing. Thread-safe.
 */
public final class SchedulerClient {
    private static final int PAGE = 100;

    private final Service service;
    private final Batch batch;

    SchedulerClient(Service service, int batchSize) {
        this.service = service;
        batch = new Batch(service, batchSize);
    }

    /** What this service has in common with all others. */
    public ServiceOperations operations() {
        return new ServiceOperations(service);
    }

    /** Adds intervals; up to 3.x. */
    public Call<BatchResult<Interval>> addIntervals(List<Interval> intervals) {
        return batch.call(intervals, shape("interval", old("intervals", () -> Request.post("interval"))));
    }

    /** Changes intervals; up to 3.x. */
    public Call<BatchResult<IntervalUpdate>> updateIntervals(List<IntervalUpdate> updates) {
        return batch.call(updates, shape("interval", old("intervals", () -> Request.patch("interval"))));
    }

    /** An interval; up to 3.x. */
    public Call<Interval> interval(String name) {
        return service.member(old("intervals", () -> Request.get("interval", "name", name)), "interval", Interval::of);
    }

    /** An interval, if there is such a one; up to 3.x. */
    public Call<Optional<Interval>> findInterval(String name) {
        return interval(name).optional();
    }

    /** All intervals; up to 3.x. */
    public Listing<Interval> intervals() {
        return new Listing<>(
                service, old("intervals", () -> Request.get("interval", "all")), "intervals", Interval::of, PAGE);
    }

    /** Deletes an interval; up to 3.x. Fails with the kind {@code CONFLICT} while an action uses it. */
    public Call<Done> deleteInterval(String name) {
        return service.done(old("intervals", () -> Request.delete("interval", "name", name)));
    }

    /** Adds interval actions; up to 3.x. */
    public Call<BatchResult<IntervalAction>> addIntervalActions(List<IntervalAction> actions) {
        return batch.call(actions, actions(Request::post));
    }

    /** Changes interval actions; up to 3.x. */
    public Call<BatchResult<IntervalActionUpdate>> updateIntervalActions(List<IntervalActionUpdate> updates) {
        return batch.call(updates, actions(Request::patch));
    }

    /** An interval action; up to 3.x. */
    public Call<IntervalAction> intervalAction(String name) {
        return service.member(
                old("interval actions", () -> Request.get("intervalaction", "name", name)),
                "action",
                IntervalAction::of);
    }

    /** An interval action, if there is such a one; up to 3.x. */
    public Call<Optional<IntervalAction>> findIntervalAction(String name) {
        return intervalAction(name).optional();
    }

    /** All interval actions; up to 3.x. */
    public Listing<IntervalAction> intervalActions() {
        return new Listing<>(
                service,
                old("interval actions", () -> Request.get("intervalaction", "all")),
                "actions",
                IntervalAction::of,
                PAGE);
    }

    /** Deletes an interval action; up to 3.x. */
    public Call<Done> deleteIntervalAction(String name) {
        return service.done(old("interval actions", () -> Request.delete("intervalaction", "name", name)));
    }

    /** Adds jobs; from 4.0 on. */
    public Call<BatchResult<ScheduleJob>> addJobs(List<ScheduleJob> jobs) {
        return batch.call(jobs, shape("scheduleJob", recent(() -> Request.post("job"))));
    }

    /** Changes jobs; from 4.0 on. */
    public Call<BatchResult<ScheduleJobUpdate>> updateJobs(List<ScheduleJobUpdate> updates) {
        return batch.call(updates, shape("scheduleJob", recent(() -> Request.patch("job"))));
    }

    /** A job; from 4.0 on. */
    public Call<ScheduleJob> job(String name) {
        return service.member(recent(() -> Request.get("job", "name", name)), "scheduleJob", ScheduleJob::of);
    }

    /** A job, if there is such a one; from 4.0 on. */
    public Call<Optional<ScheduleJob>> findJob(String name) {
        return job(name).optional();
    }

    /** All jobs; from 4.0 on. */
    public Listing<ScheduleJob> jobs() {
        return jobs(List.of());
    }

    /** The jobs with all these labels; from 4.0 on. */
    public Listing<ScheduleJob> jobs(List<String> labels) {
        return new Listing<>(
                service,
                recent(() -> {
                    Request all = Request.get("job", "all");
                    return labels.isEmpty() ? all : all.with("labels", Service.joined(labels));
                }),
                "scheduleJobs",
                ScheduleJob::of,
                PAGE);
    }

    /** Deletes a job; from 4.0 on. */
    public Call<Done> deleteJob(String name) {
        return service.done(recent(() -> Request.delete("job", "name", name)));
    }

    /** Has a job done now, besides its times; from 4.0 on. The service answers before it is done. */
    public Call<Done> triggerJob(String name) {
        return service.done(recent(() -> Request.post("job", "trigger", "name", name)));
    }

    /** Records of what was due; from 4.0 on. */
    public Listing<ScheduleActionRecord> records(RecordQuery query) {
        return new Listing<>(service, recent(query::request), "scheduleActionRecords", ScheduleActionRecord::of, PAGE);
    }

    /** The records of the last time that a job was due, one for each of its actions; from 4.0 on. */
    public Call<List<ScheduleActionRecord>> latestRecords(String job) {
        return service.send(
                recent(() -> Request.get("scheduleactionrecord", "latest", "job", "name", job)),
                (spoken, reply) -> Service.objects(reply, "scheduleActionRecords").stream()
                        .map(ScheduleActionRecord::of)
                        .toList());
    }

    private Function<Dialect, Request> old(String what, Supplier<Request> request) {
        return spoken -> {
            if (spoken.isAtLeast(Dialect.V4)) {
                throw service.unsupported(spoken, what + "; it has jobs instead");
            }
            return request.get();
        };
    }

    private Function<Dialect, Request> recent(Supplier<Request> request) {
        return spoken -> {
            service.require(spoken, Dialect.V4, "jobs; it has intervals instead");
            return request.get();
        };
    }

    private <T extends EdgexObject> Batch.Shape<T> actions(Function<String[], Request> request) {
        return new Batch.Shape<>(
                old("interval actions", () -> request.apply(new String[] {"intervalaction"})),
                (item, spoken) -> Json.object().with("action", SchedulerWriter.action(item.json(), spoken)),
                item -> "");
    }

    private static <T extends EdgexObject> Batch.Shape<T> shape(String member, Function<Dialect, Request> request) {
        return new Batch.Shape<>(request, (item, spoken) -> Json.object().with(member, item.json()), item -> "");
    }
}
