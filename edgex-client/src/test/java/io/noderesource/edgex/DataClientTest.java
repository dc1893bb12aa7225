package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.Reading;
import io.noderesource.edgex.recorded.RecordedService;
import io.noderesource.edgex.recorded.RecordedService.Sent;
import io.noderesource.edgex.recorded.Recording;
import io.noderesource.edgex.value.EpochNanos;
import io.noderesource.edgex.value.Value;
import io.noderesource.edgex.value.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Core-data as 2.1.1, 3.1.1 and 4.0.2 really answer. */
class DataClientTest {
    /** In 2.x the path of an event has no service. */
    @ParameterizedTest
    @CsvSource({
        "v2.1.1, /api/v2/event/brew-kettle/kettle-east/Level",
        "v3.1.1, /api/v3/event/device-virtual/brew-kettle/kettle-east/Level",
        "v4.0.2, /api/v3/event/device-virtual/brew-kettle/kettle-east/Level"
    })
    void addsAnEventUnderThePathOfTheDialect(String release, String path) {
        Json.Obj recorded = Json.asObject(Json.parse(
                text(Recording.named(release, "core-data", "add-event").requestBody())));
        Event event = Event.of(recorded.object("event").orElseThrow());
        try (RecordedService service = core(release, "add-event", "add-event-again");
                EdgexClient edgex = client(service)) {
            assertThat(edgex.data().addEvent("device-virtual", event).get()).isEqualTo(event.id());
            assertThat(service.only().path()).isEqualTo(path);
            assertThat(Json.parse(service.only().body())).isEqualTo(recorded);
            Call<String> again = edgex.data().addEvent("device-virtual", event);
            if (release.equals("v4.0.2")) { // takes a second event of the same id
                assertThat(again.get()).isEqualTo(event.id());
            } else {
                assertThat(failure(again::get).kind()).isEqualTo(ErrorKind.CONFLICT);
            }
        }
    }

    @Test
    void eventsAreBuiltAsCoreDataWantsThem() {
        long origin = 1795000001123456796L;
        Event event = Event.builder(
                        "kettle-east",
                        "brew-kettle",
                        "Level",
                        origin,
                        List.of(Reading.builder(
                                        "kettle-east",
                                        "brew-kettle",
                                        "Level",
                                        Value.ofInteger(ValueType.INT16, 42),
                                        origin)
                                .build()))
                .build();
        try (RecordedService service = core("v3.1.1", "add-event");
                EdgexClient edgex = client(service)) {
            edgex.data().addEvent("device-virtual", event).get();
            Json.Obj sent = Json.asObject(Json.parse(service.only().body()));
            Json.Obj recorded = Json.asObject(Json.parse(
                    text(Recording.named("v3.1.1", "core-data", "add-event").requestBody())));
            assertThat(sent.members().keySet()).isEqualTo(recorded.members().keySet());
            assertThat(sent.object("event").orElseThrow().members().keySet())
                    .containsExactlyInAnyOrderElementsOf(recorded.object("event")
                            .orElseThrow()
                            .without("tags")
                            .members()
                            .keySet());
        }
    }

    @ParameterizedTest
    @CsvSource({"v2.1.1, event-by-id", "v3.1.1, event-by-id", "v4.0.2, event-by-id-many"})
    void readsEventsWithExactNanoseconds(String release, String recording) {
        try (RecordedService service = core(release, recording, "event-by-id-absent");
                EdgexClient edgex = client(service)) {
            Json.Obj recorded = Recording.named(release, "core-data", recording)
                    .answer()
                    .object("event")
                    .orElseThrow();
            String id = recorded.text("id").orElseThrow();
            Event event = edgex.data().event(id).get();
            assertThat(event.json()).isEqualTo(recorded);
            assertThat(event.origin()).hasValue(recorded.whole("origin").orElseThrow());
            String absent = Recording.named(release, "core-data", "event-by-id-absent")
                    .path()
                    .replaceFirst(".*/", "");
            assertThat(edgex.data().findEvent(absent).get()).isEmpty();
        }
    }

    /** 2.x and 3.x say {@code Count}, 4.x says {@code count}. */
    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void countsHoweverItIsSpelt(String release) {
        try (RecordedService service = core(
                        release, "event-count", "event-count-by-device", "reading-count", "reading-count-by-device");
                EdgexClient edgex = client(service)) {
            assertThat(List.of(
                            edgex.data().eventCount().get(),
                            edgex.data().eventCountOf("kettle-east").get(),
                            edgex.data().readingCount().get(),
                            edgex.data().readingCountOf("kettle-east").get()))
                    .isEqualTo(List.of(
                            count(release, "event-count"),
                            count(release, "event-count-by-device"),
                            count(release, "reading-count"),
                            count(release, "reading-count-by-device")));
        }
    }

    private static long count(String release, String name) {
        Json.Obj answer = Recording.named(release, "core-data", name).answer();
        return answer.whole(release.equals("v4.0.2") ? "count" : "Count").orElseThrow();
    }

    @Test
    void countsWithoutACapitalIn4() {
        try (RawServer server = answering("{\"apiVersion\":\"v3\",\"statusCode\":200,\"count\":9007199254740993}");
                EdgexClient edgex = speaking(Dialect.V4, server)) {
            assertThat(edgex.data().eventCount().get()).isEqualTo(9007199254740993L);
        }
    }

    @Test
    void anAnswerWithoutACountIsAnError() {
        try (RawServer server = answering("{\"apiVersion\":\"v3\",\"statusCode\":200}");
                EdgexClient edgex = speaking(Dialect.V4, server)) {
            assertThat(failure(() -> edgex.data().eventCount().get()).kind()).isEqualTo(ErrorKind.PROTOCOL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1"})
    void readsEventsBetweenTimesToTheNanosecond(String release) {
        Recording recording = Recording.named(release, "core-data", "events-by-time");
        Instant start = EpochNanos.toInstant(Long.parseLong(recording.segment(2)));
        Instant end = EpochNanos.toInstant(Long.parseLong(recording.segment(0)));
        try (RecordedService service = core(release, "events-by-time", "events-by-device", "events-by-device-absent");
                EdgexClient edgex = client(service)) {
            List<Event> events =
                    edgex.data().eventsBetween(start, end).snapshot().get().orThrow();
            assertThat(events)
                    .hasSize(Math.toIntExact(
                            recording.answer().whole("totalCount").orElseThrow()));
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.time().orElseThrow()).isBetween(start, end));
            assertThat(edgex.data().eventsOf("kettle-east").page(0, 2).get().items())
                    .hasSize(2)
                    .allMatch(event -> event.deviceName().equals("kettle-east"));
            assertThat(edgex.data().eventsOf("no-such-device").snapshot().get().items())
                    .isEmpty();
        }
    }

    /** 4.0.2 takes an event again; to a reader of pages that is a list that has moved. */
    @Test
    void aListWithTwoEventsOfOneIdIsNotReadWhole() {
        Recording recording = Recording.named("v4.0.2", "core-data", "events-by-time");
        Instant start = EpochNanos.toInstant(Long.parseLong(recording.segment(2)));
        Instant end = EpochNanos.toInstant(Long.parseLong(recording.segment(0)));
        String[] again = {"events-by-time", "events-by-time", "events-by-time", "events-by-time", "events-by-time"};
        try (RecordedService service = core("v4.0.2", again);
                EdgexClient edgex = client(service)) {
            Listing<Event> events = edgex.data().eventsBetween(start, end);
            assertThat(events.page(0, 20).get().items()).hasSize(4);
            assertThat(failure(() -> events.snapshot().get()).kind()).isEqualTo(ErrorKind.INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void readsReadingsOfEachKind(String release) {
        ReadingQuery all = ReadingQuery.all();
        ask(release, "all-readings", data -> data.readings(all));
        ask(release, "readings-by-device", data -> data.readings(all.device("kettle-east")));
        ask(release, "readings-by-resource", data -> data.readings(all.resource("Level")));
        ask(
                release,
                "readings-by-device-and-resource",
                data -> data.readings(
                        all.device("kettle-east").resource(last(release, "readings-by-device-and-resource", 0))));
        for (String name : List.of(
                "readings-by-time",
                "readings-by-resource-and-time",
                "readings-by-device-and-time",
                "readings-by-device-resource-and-time")) {
            Instant from = EpochNanos.toInstant(Long.parseLong(last(release, name, 2)));
            Instant to = EpochNanos.toInstant(Long.parseLong(last(release, name, 0)));
            ReadingQuery query = all.between(from, to);
            if (name.contains("resource")) {
                query = query.resource("Level");
            }
            if (name.contains("device")) {
                query = query.device("kettle-east");
            }
            ReadingQuery whole = query;
            ask(release, name, data -> data.readings(whole));
        }
    }

    /** The name or number that stands that many segments before the end of the recorded path. */
    private static String last(String release, String name, int before) {
        return Recording.named(release, "core-data", name).segment(before);
    }

    private static void ask(String release, String recording, Function<DataClient, Listing<Reading>> query) {
        try (RecordedService service = core(release, recording);
                EdgexClient edgex = client(service)) {
            List<Reading> readings = query.apply(edgex.data()).page(0, 20).get().items();
            assertThat(readings.stream().map(Reading::json))
                    .as("%s of %s", recording, release)
                    .containsExactlyElementsOf(Json.objects(Recording.named(release, "core-data", recording)
                            .answer()
                            .array("readings")));
            assertThat(readings).isNotEmpty();
        }
    }

    /** A GET with a body. */
    @Test
    void readsReadingsOfSeveralResources() {
        String name = "readings-by-device-resources-and-time";
        try (RecordedService service = core("v3.1.1", name);
                EdgexClient edgex = client(service)) {
            ReadingQuery query = ReadingQuery.all()
                    .device("kettle-east")
                    .resources(List.of("Heater", "Serial"))
                    .between(
                            EpochNanos.toInstant(Long.parseLong(last("v3.1.1", name, 2))),
                            EpochNanos.toInstant(Long.parseLong(last("v3.1.1", name, 0))));
            assertThat(edgex.data().readings(query).page(0, 20).get().items())
                    .extracting(Reading::resourceName)
                    .containsOnly("Heater", "Serial");
            assertThat(service.only().method()).isEqualTo("GET");
            assertThat(service.only().body())
                    .isEqualTo(text(Recording.named("v3.1.1", "core-data", name).requestBody()));
            EdgexException failure = failure(() -> edgex.data()
                    .readings(ReadingQuery.all().resources(List.of("Heater", "Serial")))
                    .page(0, 1)
                    .get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
        }
    }

    @Test
    void aggregatesOnlyIn4() {
        ReadingQuery query = ReadingQuery.all().device("pump").aggregate(ReadingQuery.Aggregate.AVG);
        try (RawServer server = answering(
                        "{\"apiVersion\":\"v3\",\"statusCode\":200,\"totalCount\":1,\"readings\":["
                                + "{\"deviceName\":\"pump\",\"resourceName\":\"Level\",\"valueType\":\"Float64\",\"value\":2.5}]}");
                EdgexClient edgex = speaking(Dialect.V4, server);
                EdgexClient older = speaking(Dialect.V3, server)) {
            Reading reading =
                    edgex.data().readings(query).page(0, 1).get().items().get(0);
            assertThat(reading.value()).contains(Value.ofDouble(2.5));
            assertThat(server.asked().get(0).target())
                    .isEqualTo("/api/v3/reading/device/name/pump?aggregateFunc=AVG&offset=0&limit=1");
            assertThat(failure(() -> older.data().readings(query).page(0, 1).get())
                            .kind())
                    .isEqualTo(ErrorKind.UNSUPPORTED_DIALECT);
            assertThat(server.asked()).hasSize(1);
        }
    }

    /** These are answered by 202, before they are done. */
    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void deletes(String release) {
        String id = Recording.named(release, "core-data", "delete-event").path().replaceFirst(".*/", "");
        try (RecordedService service = core(
                        release,
                        "delete-event",
                        "delete-event-absent",
                        "delete-events-by-device",
                        "delete-events-by-age");
                EdgexClient edgex = client(service)) {
            assertThat(edgex.data().deleteEvent(id).get()).isEqualTo(Done.DONE);
            assertThat(failure(() -> edgex.data().deleteEvent(id).get()).kind()).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(edgex.data().deleteEventsOf("kettle-east").get()).isEqualTo(Done.DONE);
            assertThat(edgex.data().deleteEventsOlderThan(Duration.ZERO).get()).isEqualTo(Done.DONE);
        }
    }

    @Test
    void agesAreNanoseconds() {
        try (RawServer server = answering("{\"apiVersion\":\"v3\",\"statusCode\":202}");
                EdgexClient edgex = speaking(Dialect.V3, server)) {
            edgex.data().deleteEventsOlderThan(Duration.ofDays(1)).get();
            assertThat(server.asked().get(0).target()).isEqualTo("/api/v3/event/age/86400000000000");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v3.1.1, all-events-redis-asleep, UNAVAILABLE",
        "v2.1.1, all-events-redis-asleep, UNAVAILABLE",
        "v3.1.1, all-events-past-end, RANGE_END"
    })
    void failsByStatus(String release, String recording, ErrorKind kind) {
        try (RecordedService service = core(release, recording);
                EdgexClient edgex = client(service)) {
            assertThat(failure(() -> edgex.data().events().page(1000, 3).get()).kind())
                    .isEqualTo(kind);
        }
    }

    @Test
    void waitsWithoutAThread() throws Exception {
        try (RecordedService service = core("v3.1.1", "event-count");
                EdgexClient edgex = client(service)) {
            CompletableFuture<Long> count = edgex.data().eventCount().async();
            assertThat(count.get()).isPositive();
            assertThat(service.sent()).extracting(Sent::method).containsExactly("GET");
        }
    }

    private static RecordedService core(String release, String... recordings) {
        return new RecordedService(release, "core-data").answering(recordings);
    }

    private static EdgexClient client(RecordedService service) {
        return Clients.of(EdgexService.DATA, service);
    }

    private static RawServer answering(String json) {
        return new RawServer((asked, out) -> RawServer.json(out, 200, json));
    }

    private static EdgexClient speaking(Dialect dialect, RawServer server) {
        return Clients.speaking(dialect, EdgexService.DATA, server);
    }

    private static EdgexException failure(ThrowingCallable call) {
        return catchThrowableOfType(EdgexException.class, call);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
