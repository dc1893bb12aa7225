package io.noderesource.edgex.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.recorded.Recording;
import io.noderesource.edgex.value.Value;
import io.noderesource.edgex.value.ValueType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The models over what real services answered. */
class RecordedModelsTest {
    private static final List<String> RELEASES = List.of("v4.0.2", "v3.1.1", "v2.1.1");
    private static final Map<String, Function<Json.Obj, EdgexObject>> TYPES = Map.ofEntries(
            Map.entry("event", Event::of),
            Map.entry("events", Event::of),
            Map.entry("readings", Reading::of),
            Map.entry("deviceCoreCommand", DeviceCoreCommand::of),
            Map.entry("deviceCoreCommands", DeviceCoreCommand::of),
            Map.entry("notification", Notification::of),
            Map.entry("notifications", Notification::of),
            Map.entry("subscription", Subscription::of),
            Map.entry("subscriptions", Subscription::of),
            Map.entry("transmission", Transmission::of),
            Map.entry("transmissions", Transmission::of),
            Map.entry("interval", Interval::of),
            Map.entry("intervals", Interval::of),
            Map.entry("action", IntervalAction::of),
            Map.entry("actions", IntervalAction::of),
            Map.entry("scheduleJob", ScheduleJob::of),
            Map.entry("scheduleJobs", ScheduleJob::of),
            Map.entry("scheduleActionRecords", ScheduleActionRecord::of));

    /** Reading and writing changes no byte: digits, order and unknown fields stay. */
    @ParameterizedTest
    @ValueSource(strings = {"core-command", "core-data", "support-notifications", "support-scheduler"})
    void whatServicesAnsweredIsWrittenAsItWasRead(String service) {
        int objects = 0;
        for (String release : RELEASES) {
            for (Recording recording : Recording.of(release, service)) {
                if (recording.status() != 200 || recording.responseBody().length == 0) {
                    continue;
                }
                for (Map.Entry<String, Json> member :
                        recording.answer().members().entrySet()) {
                    Function<Json.Obj, EdgexObject> of = TYPES.get(member.getKey());
                    List<Json> items =
                            member.getValue() instanceof Json.Arr array ? array.items() : List.of(member.getValue());
                    if (of == null) {
                        continue;
                    }
                    for (Json item : items) {
                        EdgexObject object = of.apply(Json.asObject(item));
                        assertThat(object.json().write()).as("%s", recording).isEqualTo(item.write());
                        assertThat(new String(recording.responseBody(), java.nio.charset.StandardCharsets.UTF_8))
                                .as("%s", recording)
                                .contains(asGoEscapes(item.write()));
                        objects++;
                    }
                }
            }
        }
        assertThat(objects).isGreaterThan(10);
    }

    /** Go writes these three as escapes in JSON, which says the same. */
    private static String asGoEscapes(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    static Stream<Arguments> writtenAndRead() {
        List<Arguments> pairs = new ArrayList<>();
        for (String release : RELEASES) {
            List<Recording> all = Recording.of(release, "core-command");
            for (int i = 0; i + 1 < all.size(); i++) {
                Recording put = all.get(i);
                Recording get = all.get(i + 1);
                String name = put.name().substring(put.name().lastIndexOf('/') + 1);
                if (name.matches("put-[A-Z][a-z]+")
                        && get.name().endsWith("/get-" + name.substring(4))
                        && get.status() == 200) {
                    pairs.add(Arguments.of(put, get));
                }
            }
        }
        return pairs.stream();
    }

    /** What was written to a real device is the same as what was read from it, whatever the texts look like. */
    @ParameterizedTest
    @MethodSource("writtenAndRead")
    void whatWasWrittenIsSeenInWhatWasRead(Recording put, Recording get) {
        Json.Obj body =
                Json.asObject(Json.parse(new String(put.requestBody(), java.nio.charset.StandardCharsets.UTF_8)));
        Event event = Event.of(get.answer().object("event").orElseThrow());
        assertThat(body.members()).isNotEmpty();
        body.members().forEach((resource, sent) -> {
            Reading reading = event.reading(resource).orElseThrow();
            Value read = reading.value().orElseThrow();
            if (resource.equals("Heater")) { // a switch whose profile maps true to on
                assertThat(read).isEqualTo(Value.ofString("on"));
            } else {
                Value wanted = Value.find(read.type(), sent).orElseThrow();
                assertThat(wanted.sameAs(read))
                        .as("%s and %s", wanted, reading.text())
                        .isTrue();
            }
        });
    }

    @Test
    void pairsOfAllTypesWereRecorded() {
        assertThat(writtenAndRead()
                        .map(pair -> Event.of(((Recording) pair.get()[1])
                                .answer()
                                .object("event")
                                .orElseThrow()))
                        .flatMap(event -> event.readings().stream())
                        .map(Reading::type)
                        .flatMap(java.util.Optional::stream)
                        .distinct())
                .contains(
                        ValueType.FLOAT32,
                        ValueType.FLOAT64,
                        ValueType.INT64,
                        ValueType.UINT64,
                        ValueType.BOOL_ARRAY,
                        ValueType.UINT64_ARRAY,
                        ValueType.FLOAT64_ARRAY)
                .hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void uint64BeyondLongIsExact() {
        Event event = Event.of(Recording.named("v3.1.1", "core-command", "get-Serial")
                .answer()
                .object("event")
                .orElseThrow());
        assertThat(event.reading("Serial").orElseThrow().value().orElseThrow().asBigInteger())
                .isEqualTo(new BigInteger("18446744073709551615"));
    }

    @Test
    void nanosecondsAreExact() {
        Event event = Event.of(Recording.named("v3.1.1", "core-data", "event-by-id")
                .answer()
                .object("event")
                .orElseThrow());
        assertThat(event.origin()).hasValue(1795000001123456796L);
        assertThat(event.time()).contains(Instant.parse("2026-11-18T11:06:41.123456796Z"));
    }

    /** Core-data keeps no bytes. */
    @Test
    void aBinaryReadingFromCoreDataHasNoValue() {
        Event event = Event.of(Recording.named("v3.1.1", "core-data", "event-by-id-binary")
                .answer()
                .object("event")
                .orElseThrow());
        Reading reading = event.reading("Picture").orElseThrow();
        assertThat(reading.type()).contains(ValueType.BINARY);
        assertThat(reading.isNull()).isTrue();
        assertThat(reading.value()).isEmpty();
        assertThat(reading.mediaType()).isEqualTo("image/png");
    }

    @Test
    void anObjectReadingKeepsItsDigits() {
        Json.Obj reading = Json.asObject(Recording.named("v3.1.1", "core-data", "readings-by-device-and-resource")
                .answer()
                .array("readings")
                .get(0));
        Json.Obj value = Json.asObject(Reading.of(reading).value().orElseThrow().asJson());
        assertThat(value.whole("big")).isEmpty(); // beyond a long, and not cut to one
        assertThat(value.get("big")).contains(new Json.Num("12345678901234567000"));
    }

    @Test
    void theTimesOfAKeyAreReadThoughTheServiceCapitalisesTheirNames() {
        KeyValue value = KeyValue.of(Json.asObject(Recording.named("v4.0.2", "core-keeper", "get-value-plain")
                .answer()
                .array("response")
                .get(0)));
        assertThat(value.json().members()).containsKeys("Created", "Modified");
        assertThat(Instant.ofEpochMilli(value.created().orElseThrow()))
                .isBetween("2026-11-28T00:00:00Z", "2026-11-29T00:00:00Z");
        assertThat(value.modified()).isEqualTo(value.created());
    }

    @Test
    void theHealthCheckOfARegistrationIsReadThoughTheServiceCapitalisesItsName() {
        Registration there = Registration.of(Recording.named("v4.0.2", "core-keeper", "get-registration")
                .answer()
                .object("registration")
                .orElseThrow());
        assertThat(there.json().members()).containsKey("HealthCheck").doesNotContainKey("healthCheck");
        assertThat(there.healthCheck().orElseThrow().path()).isEqualTo("/ping");
        Registration changed =
                there.toBuilder().healthCheck(there.healthCheck().orElseThrow()).build();
        assertThat(changed.json().members()).containsKey("healthCheck").doesNotContainKey("HealthCheck");
    }
}
