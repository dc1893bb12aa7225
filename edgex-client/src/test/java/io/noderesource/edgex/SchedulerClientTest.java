package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Address;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import io.noderesource.edgex.model.Interval;
import io.noderesource.edgex.model.IntervalAction;
import io.noderesource.edgex.model.IntervalActionUpdate;
import io.noderesource.edgex.model.IntervalUpdate;
import io.noderesource.edgex.model.ScheduleAction;
import io.noderesource.edgex.model.ScheduleActionRecord;
import io.noderesource.edgex.model.ScheduleDefinition;
import io.noderesource.edgex.model.ScheduleJob;
import io.noderesource.edgex.model.ScheduleJobUpdate;
import io.noderesource.edgex.model.ScheduleStatus;
import io.noderesource.edgex.recorded.RecordedService;
import io.noderesource.edgex.recorded.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Support-scheduler as 2.1.1, 3.1.1 and 4.0.2 really answer. */
class SchedulerClientTest {
    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1"})
    void keepsIntervals(String release) {
        try (RecordedService service = core(
                        release,
                        "add-intervals",
                        "add-intervals-mixed",
                        "update-intervals",
                        "get-interval",
                        "get-interval-absent",
                        "all-intervals");
                EdgexClient edgex = client(service)) {
            SchedulerClient scheduler = edgex.scheduler();
            scheduler
                    .addIntervals(items(release, "add-intervals", "interval", Interval::of))
                    .get()
                    .orThrow();
            assertThat(Json.parse(service.sent().get(0).body())).isEqualTo(body(release, "add-intervals"));
            BatchResult<Interval> mixed = scheduler
                    .addIntervals(items(release, "add-intervals-mixed", "interval", Interval::of))
                    .get();
            assertThat(mixed.failures())
                    .extracting(failure -> failure.reason().kind())
                    .containsExactly(ErrorKind.CONFLICT);
            assertThat(mixed.successes())
                    .extracting(success -> success.item().name())
                    .containsExactly("each-week");
            assertThat(scheduler
                            .updateIntervals(items(release, "update-intervals", "interval", IntervalUpdate::of))
                            .get()
                            .failures())
                    .hasSize(1);
            assertThat(scheduler.interval("each-hour").get().interval()).isEqualTo("1h");
            assertThat(scheduler.findInterval("no-such-interval").get()).isEmpty();
            assertThat(scheduler.intervals().page(0, 2).get().items()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1"})
    void keepsIntervalActions(String release) {
        try (RecordedService service = core(
                        release,
                        "add-actions",
                        "update-actions",
                        "get-action",
                        "get-action-absent",
                        "all-actions",
                        "delete-interval-in-use",
                        "delete-action-ring",
                        "delete-interval");
                EdgexClient edgex = client(service)) {
            SchedulerClient scheduler = edgex.scheduler();
            BatchResult<IntervalAction> added = scheduler
                    .addIntervalActions(items(release, "add-actions", "action", IntervalAction::of))
                    .get();
            assertThat(added.failures())
                    .extracting(failure -> failure.item().name())
                    .containsExactly("lost");
            assertThat(scheduler
                            .updateIntervalActions(items(release, "update-actions", "action", IntervalActionUpdate::of))
                            .get()
                            .successes())
                    .hasSize(1);
            IntervalAction ring = scheduler.intervalAction("ring").get();
            assertThat(ring.adminState()).contains(AdminState.LOCKED);
            assertThat(ring.address().map(Address::path)).contains("/bell");
            assertThat(scheduler.findIntervalAction("no-such-action").get()).isEmpty();
            assertThat(scheduler.intervalActions().page(0, 10).get().items()).isNotEmpty();
            assertThat(failure(() -> scheduler.deleteInterval("each-hour").get())
                            .kind())
                    .isEqualTo(ErrorKind.CONFLICT);
            assertThat(scheduler.deleteIntervalAction("ring").get()).isEqualTo(Done.DONE);
            assertThat(scheduler.deleteInterval("each-hour").get()).isEqualTo(Done.DONE);
        }
    }

    @Test
    void keepsJobsAsARealSchedulerDoes() {
        try (RecordedService service = core(
                        "v4.0.2",
                        "add-jobs",
                        "add-jobs-mixed",
                        "update-jobs",
                        "get-job-night-bell",
                        "get-job-absent",
                        "all-jobs",
                        "all-jobs-label",
                        "trigger",
                        "trigger-absent",
                        "records-latest",
                        "records-by-status",
                        "records-by-job-and-status",
                        "delete-job-night-bell",
                        "delete-job-absent");
                EdgexClient edgex = client(service)) {
            SchedulerClient scheduler = edgex.scheduler();
            List<ScheduleJob> jobs = Stream.of("get-job-night-bell", "get-job-cron-bell", "get-job-raw-bell")
                    .map(name -> ScheduleJob.of(Recording.named("v4.0.2", "support-scheduler", name)
                            .answer()
                            .object("scheduleJob")
                            .orElseThrow()))
                    .toList();
            assertThat(scheduler.addJobs(jobs).get().orThrow().successes())
                    .hasSameSizeAs(jobs)
                    .allSatisfy(success -> assertThat(success.id()).isPresent());
            assertThat(service.sent().get(0).body()).contains("night-bell", "cron-bell", "raw-bell");
            assertThat(scheduler
                            .addJobs(items("v4.0.2", "add-jobs-mixed", "scheduleJob", ScheduleJob::of))
                            .get()
                            .failures())
                    .extracting(failure -> failure.reason().kind())
                    .containsExactly(ErrorKind.CONFLICT);
            assertThat(scheduler
                            .updateJobs(items("v4.0.2", "update-jobs", "scheduleJob", ScheduleJobUpdate::of))
                            .get()
                            .failures())
                    .extracting(failure -> failure.reason().kind())
                    .containsExactly(ErrorKind.NOT_FOUND);
            ScheduleJob night = scheduler.job("night-bell").get();
            assertThat(night.adminState()).contains(AdminState.UNLOCKED);
            assertThat(night.actions()).extracting(ScheduleAction::payload).containsExactly("eyJyaW5nIjp0cnVlfQ==");
            assertThat(scheduler.findJob("no-such-job").get()).isEmpty();
            assertThat(scheduler.jobs().page(0, 2).get().total()).hasValue(4);
            assertThat(scheduler.jobs(List.of("cron")).snapshot().get().orThrow())
                    .extracting(ScheduleJob::name)
                    .containsExactly("cron-bell");
            assertThat(scheduler.triggerJob("night-bell").get()).isEqualTo(Done.DONE);
            assertThat(failure(() -> scheduler.triggerJob("no-such-job").get()).kind())
                    .isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(scheduler.latestRecords("cron-bell").get()).hasSize(2);
            RecordQuery all = RecordQuery.all();
            for (RecordQuery query : List.of(
                    all.status(ScheduleStatus.SUCCEEDED), all.job("night-bell").status(ScheduleStatus.SUCCEEDED))) {
                assertThat(scheduler.records(query).snapshot().get().orThrow())
                        .isNotEmpty()
                        .allSatisfy(record -> assertThat(record.status()).contains(ScheduleStatus.SUCCEEDED));
            }
            assertThat(scheduler.deleteJob("night-bell").get()).isEqualTo(Done.DONE);
            assertThat(failure(() -> scheduler.deleteJob("night-bell").get()).kind())
                    .isEqualTo(ErrorKind.NOT_FOUND);
        }
    }

    @Test
    void keepsJobsOf4() {
        ScheduleJob job = ScheduleJob.builder(
                        "water",
                        ScheduleDefinition.every("10m").build(),
                        List.of(
                                ScheduleAction.set("pump", "Start")
                                        .payload("e30=")
                                        .build(),
                                ScheduleAction.publish("garden").build(),
                                ScheduleAction.rest("POST", "http://127.0.0.1/bell")
                                        .build()))
                .adminState(AdminState.UNLOCKED)
                .build();
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(
                        out,
                        asked.method().equals("GET") ? 200 : 207,
                        asked.method().equals("GET")
                                ? "{\"apiVersion\":\"v3\",\"statusCode\":200,\"totalCount\":1,\"scheduleJob\":"
                                        + job.json() + ",\"scheduleJobs\":[" + job.json() + "]}"
                                : "[{\"apiVersion\":\"v3\",\"statusCode\":201,\"id\":\"7\"}]"));
                EdgexClient edgex = speaking(Dialect.V4, server)) {
            SchedulerClient scheduler = edgex.scheduler();
            assertThat(scheduler
                            .addJobs(List.of(job))
                            .get()
                            .orThrow()
                            .successes()
                            .get(0)
                            .id())
                    .contains("7");
            scheduler
                    .updateJobs(List.of(ScheduleJobUpdate.builder()
                            .name("water")
                            .adminState(AdminState.LOCKED)
                            .build()))
                    .get()
                    .orThrow();
            assertThat(scheduler.job("water").get()).isEqualTo(job);
            assertThat(scheduler.jobs(List.of("a", "b")).snapshot().get().items())
                    .containsExactly(job);
            assertThat(server.asked())
                    .extracting(asked -> asked.method() + " " + asked.target().replaceFirst("&limit.*", ""))
                    .containsExactly(
                            "POST /api/v3/job",
                            "PATCH /api/v3/job",
                            "GET /api/v3/job/name/water",
                            "GET /api/v3/job/all?labels=a%2Cb&offset=0");
            assertThat(Json.parse(server.asked().get(0).body()))
                    .isEqualTo(
                            Json.parse(
                                    "[{\"apiVersion\":\"v3\",\"scheduleJob\":{\"name\":\"water\",\"adminState\":\"UNLOCKED\","
                                            + "\"definition\":{\"type\":\"INTERVAL\",\"interval\":\"10m\"},\"actions\":["
                                            + "{\"type\":\"DEVICECONTROL\",\"deviceName\":\"pump\",\"sourceName\":\"Start\",\"payload\":\"e30=\"},"
                                            + "{\"type\":\"EDGEXMESSAGEBUS\",\"topic\":\"garden\"},"
                                            + "{\"type\":\"REST\",\"method\":\"POST\",\"address\":\"http://127.0.0.1/bell\"}]}}]"));
        }
    }

    @Test
    void readsRecordsOf4() {
        String record = "{\"id\":\"1\",\"jobName\":\"water\",\"status\":\"MISSED\",\"scheduledAt\":1725586875004,"
                + "\"action\":{\"type\":\"EDGEXMESSAGEBUS\",\"topic\":\"garden\"}}";
        try (RawServer server = answering(
                        "{\"apiVersion\":\"v3\",\"statusCode\":200,\"totalCount\":1,\"scheduleActionRecords\":["
                                + record + "]}");
                EdgexClient edgex = speaking(Dialect.V4, server)) {
            SchedulerClient scheduler = edgex.scheduler();
            RecordQuery all = RecordQuery.all();
            Instant start = Instant.ofEpochMilli(5);
            for (RecordQuery query : List.of(
                    all,
                    all.job("water"),
                    all.status(ScheduleStatus.MISSED),
                    all.job("water").status(ScheduleStatus.MISSED).between(start, start.plusMillis(2)))) {
                ScheduleActionRecord found =
                        scheduler.records(query).page(0, 1).get().items().get(0);
                assertThat(found.status()).contains(ScheduleStatus.MISSED);
                assertThat(found.scheduledAt()).hasValue(1725586875004L);
            }
            assertThat(scheduler.latestRecords("water").get()).hasSize(1);
            assertThat(server.asked())
                    .extracting(RawServer.Asked::target)
                    .containsExactly(
                            "/api/v3/scheduleactionrecord/all?offset=0&limit=1",
                            "/api/v3/scheduleactionrecord/job/name/water?offset=0&limit=1",
                            "/api/v3/scheduleactionrecord/status/MISSED?offset=0&limit=1",
                            "/api/v3/scheduleactionrecord/job/name/water/status/MISSED?start=5&end=7&offset=0&limit=1",
                            "/api/v3/scheduleactionrecord/latest/job/name/water");
        }
    }

    @Test
    void whatIsNoListOfRecordsIsNotAnEmptyOne() {
        try (RawServer server = answering("{}");
                EdgexClient edgex = speaking(Dialect.V4, server)) {
            assertThat(failure(() -> edgex.scheduler().latestRecords("water").get())
                            .kind())
                    .isEqualTo(ErrorKind.PROTOCOL);
        }
    }

    @Test
    void aLabelWithACommaIsNotSent() {
        try (RawServer server = answering("{}");
                EdgexClient edgex = speaking(Dialect.V4, server)) {
            for (String label : List.of("a,b", "")) {
                assertThat(failure(() -> edgex.scheduler()
                                        .jobs(List.of("c", label))
                                        .snapshot()
                                        .get())
                                .kind())
                        .isEqualTo(ErrorKind.INVALID);
            }
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void howAnActionLogsInIsNotLostOn2x() {
        IntervalAction action = IntervalAction.of(
                Json.asObject(Json.parse("{\"name\":\"ring\",\"intervalName\":\"hourly\",\"authMethod\":\"JWT\"}")));
        IntervalActionUpdate update =
                IntervalActionUpdate.of(Json.asObject(Json.parse("{\"name\":\"ring\",\"authMethod\":\"JWT\"}")));
        try (RawServer server = answering("{}");
                EdgexClient edgex = speaking(Dialect.V2, server)) {
            SchedulerClient scheduler = edgex.scheduler();
            assertThat(failure(() ->
                            scheduler.addIntervalActions(List.of(action)).get().orThrow()))
                    .hasMessageContaining("interval action 'ring' has 'authMethod'")
                    .extracting(EdgexException::kind)
                    .isEqualTo(ErrorKind.UNSUPPORTED_DIALECT);
            assertThat(failure(() -> scheduler
                                    .updateIntervalActions(List.of(update))
                                    .get()
                                    .orThrow())
                            .kind())
                    .isEqualTo(ErrorKind.UNSUPPORTED_DIALECT);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void triggersAndDeletesJobs() {
        try (RawServer server = answering("{\"apiVersion\":\"v3\",\"statusCode\":202}");
                EdgexClient edgex = speaking(Dialect.V4, server)) {
            assertThat(edgex.scheduler().triggerJob("water it").get()).isEqualTo(Done.DONE);
            assertThat(edgex.scheduler().deleteJob("water it").get()).isEqualTo(Done.DONE);
            assertThat(server.asked())
                    .extracting(asked -> asked.method() + " " + asked.target())
                    .containsExactly("POST /api/v3/job/trigger/name/water%20it", "DELETE /api/v3/job/name/water%20it");
        }
    }

    @Test
    void whatTheDialectHasNotIsNotSent() {
        try (RawServer server = answering("{}");
                EdgexClient older = speaking(Dialect.V3, server);
                EdgexClient newer = speaking(Dialect.V4, server)) {
            assertThat(failure(() -> older.scheduler().job("water").get()))
                    .hasMessageContaining("support-scheduler speaks V3, which has no jobs; it has intervals instead")
                    .extracting(EdgexException::kind)
                    .isEqualTo(ErrorKind.UNSUPPORTED_DIALECT);
            assertThat(failure(() -> newer.scheduler().interval("hourly").get()))
                    .hasMessageContaining("support-scheduler speaks V4, which has no intervals; it has jobs instead");
            assertThat(failure(() -> newer.scheduler()
                                    .addIntervals(List.of(
                                            Interval.builder("hourly", "1h").build()))
                                    .get()
                                    .orThrow())
                            .kind())
                    .isEqualTo(ErrorKind.UNSUPPORTED_DIALECT);
            assertThat(server.asked()).isEmpty();
        }
    }

    private static RawServer answering(String json) {
        return new RawServer((asked, out) -> RawServer.json(out, 200, json));
    }

    private static EdgexClient speaking(Dialect dialect, RawServer server) {
        return Clients.speaking(dialect, EdgexService.SCHEDULER, server);
    }

    private static RecordedService core(String release, String... recordings) {
        return new RecordedService(release, "support-scheduler").answering(recordings);
    }

    private static EdgexClient client(RecordedService service) {
        return Clients.of(EdgexService.SCHEDULER, service);
    }

    private static EdgexException failure(ThrowingCallable call) {
        return catchThrowableOfType(EdgexException.class, call);
    }

    private static Json body(String release, String name) {
        return Json.parse(
                new String(Recording.named(release, "support-scheduler", name).requestBody(), StandardCharsets.UTF_8));
    }

    private static <T extends EdgexObject> List<T> items(
            String release, String name, String member, Function<Json.Obj, T> of) {
        return Json.objects(((Json.Arr) body(release, name)).items()).stream()
                .map(item -> of.apply(item.object(member).orElseThrow()))
                .toList();
    }
}
