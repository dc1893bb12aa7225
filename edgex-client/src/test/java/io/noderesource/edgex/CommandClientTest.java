package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.SetResult.Verdict;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.CoreCommand;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.ProfileCommands;
import io.noderesource.edgex.recorded.RecordedService;
import io.noderesource.edgex.recorded.RecordedService.Sent;
import io.noderesource.edgex.recorded.Recording;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.Parameters;
import io.noderesource.edgex.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Core-command as 2.1.1, 3.1.1 and 4.0.2 really answer. */
class CommandClientTest {
    private static final String KETTLE = "kettle-north";

    @ParameterizedTest
    @CsvSource({
        "v2.1.1, ds-pushevent=no&ds-returnevent=yes",
        "v3.1.1, ds-pushevent=false&ds-returnevent=true&ds-regexcmd=false",
        "v4.0.2, ds-pushevent=false&ds-returnevent=true&ds-regexcmd=false"
    })
    void readsWithTheFlagsOfTheDialect(String release, String query) {
        try (RecordedService service = core(release, "get-Temperature");
                EdgexClient edgex = client(service)) {
            Event event = edgex.command().read(KETTLE, "Temperature").get();
            assertThat(event.sourceName()).isEqualTo("Temperature");
            assertThat(event.reading("Temperature").orElseThrow().value()).contains(Value.ofFloat(40.9f));
            assertThat(service.only().query()).isEqualTo(query);
        }
    }

    /** {@code ds-returnevent=false} is answered by 200 and an empty body. */
    @ParameterizedTest
    @CsvSource({
        "v2.1.1, ds-pushevent=yes&ds-returnevent=no",
        "v3.1.1, ds-pushevent=true&ds-returnevent=false&ds-regexcmd=false",
        "v4.0.2, ds-pushevent=true&ds-returnevent=false&ds-regexcmd=false"
    })
    void anEventThatIsOnlyPublishedHasAnEmptyAnswer(String release, String query) {
        try (RecordedService service = core(release, "get-no-event");
                EdgexClient edgex = client(service)) {
            assertThat(edgex.command().publish(KETTLE, "Level").get()).isEqualTo(Done.DONE);
            assertThat(service.only().query()).isEqualTo(query);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v2.1.1, ds-pushevent=yes&ds-returnevent=yes",
        "v3.1.1, ds-pushevent=true&ds-returnevent=true&ds-regexcmd=false",
        "v4.0.2, ds-pushevent=true&ds-returnevent=true&ds-regexcmd=false"
    })
    void publishesWhatItReads(String release, String query) {
        try (RecordedService service = core(release, "get-push");
                EdgexClient edgex = client(service)) {
            assertThat(edgex.command().readAndPublish(KETTLE, "Level").get().readings())
                    .hasSize(1);
            assertThat(service.only().query()).isEqualTo(query);
        }
    }

    /** What is published twice is there twice, so that it is not repeated as other reads are. */
    @Test
    void whatPublishesIsNotRepeated() {
        for (RawServer.Answer busy : List.<RawServer.Answer>of(
                (asked, out) -> RawServer.json(out, 503, "{\"message\":\"busy\"}"), (asked, out) -> {})) {
            try (RawServer server = new RawServer(busy);
                    EdgexClient edgex = EdgexClient.builder()
                            .address(EdgexService.COMMAND, server.address())
                            .dialect(Dialect.V3)
                            .firstPause(Duration.ofMillis(1))
                            .build()) {
                CommandClient command = edgex.command();
                assertThat(failure(() -> command.readAndPublish(KETTLE, "Level").get())
                                .effect())
                        .isEqualTo(Effect.UNKNOWN);
                assertThat(failure(() -> command.publish(KETTLE, "Level").get()).effect())
                        .isEqualTo(Effect.UNKNOWN);
                assertThat(server.asked()).hasSize(2);
                assertThat(failure(() -> command.read(KETTLE, "Level").get()).effect())
                        .isEqualTo(Effect.NONE);
                assertThat(server.asked()).hasSizeGreaterThanOrEqualTo(5);
            }
        }
    }

    /** 3.1 takes every name for a regular expression unless it is told not to. */
    @Test
    void readsByRegularExpressionOnlyWhenAsked() {
        try (RecordedService service = core("v3.1.1", "get-regex", "get-regex-off");
                EdgexClient edgex = client(service)) {
            Event event = edgex.command().readMatching(KETTLE, "Se.*").get();
            assertThat(event.readings()).hasSizeGreaterThan(1);
            EdgexException failure =
                    failure(() -> edgex.command().read(KETTLE, "Se.*").get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(service.sent())
                    .extracting(Sent::query)
                    .map(query -> query.replaceFirst(".*&", ""))
                    .containsExactly("ds-regexcmd=true", "ds-regexcmd=false");
        }
    }

    @Test
    void knowsThat2HasNoRegularExpressions() {
        try (RecordedService service = core("v2.1.1");
                EdgexClient edgex = client(service)) {
            EdgexException failure =
                    failure(() -> edgex.command().readMatching(KETTLE, ".*").get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED_DIALECT);
            assertThat(service.sent()).isEmpty();
        }
    }

    static Stream<Arguments> writes() {
        return Stream.of("v2.1.1", "v3.1.1", "v4.0.2")
                .flatMap(release -> Recording.of(release, "core-command").stream()
                        .filter(recording -> recording.status() == 200)
                        .filter(recording -> recording.name().matches(".*/put-[A-Z][a-z]+"))
                        .map(recording -> Arguments.of(release, recording)));
    }

    /** What is sent is what a real device service took, for every value type that one can be given. */
    @ParameterizedTest
    @MethodSource("writes")
    void setsValuesOfAllTypes(String release, Recording recording) {
        String name = recording.name().replaceFirst(".*/", "");
        Json.Obj recorded = body(recording.requestBody());
        CommandSpec command = commands(release).find(name.substring(4)).orElseThrow();
        Parameters parameters = Parameters.none();
        for (var parameter : recorded.members().entrySet()) {
            parameters = parameters.and(parameter.getKey(), parameter.getValue());
        }
        try (RecordedService service = core(release, name);
                EdgexClient edgex = client(service)) {
            assertThat(edgex.command().set(KETTLE, command, parameters).get()).isEqualTo(Done.DONE);
            Json.Obj sent = Json.asObject(Json.parse(service.only().body()));
            assertThat(sent.members().keySet()).isEqualTo(recorded.members().keySet());
            sent.members().forEach((resource, value) -> {
                if (recorded.object(resource).isPresent()) {
                    assertThat(recorded.get(resource)).contains(value);
                    return;
                }
                assertThat(value).isInstanceOf(Json.Text.class);
                String text = ((Json.Text) value).value();
                String took = recorded.text(resource).orElseThrow();
                assertThat(command.parameter(resource).orElseThrow().type().flatMap(type -> Value.find(type, text)))
                        .isEqualTo(command.parameter(resource)
                                .orElseThrow()
                                .type()
                                .flatMap(type -> Value.find(type, took)));
            });
        }
    }

    @Test
    void allTypesAreAmongThem() {
        assertThat(writes().count()).isGreaterThanOrEqualTo(66);
    }

    /** EdgeX answers 200 to a wrong name and writes the default; here nothing is written. */
    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void defaultsAreNotWrittenForAWrongName(String release) {
        assertThat(Recording.named(release, "core-command", "put-wrong-parameter")
                        .status())
                .isEqualTo(200);
        try (RecordedService service = core(release, "commands-of-device");
                EdgexClient edgex = client(service)) {
            EdgexException failure = failure(() -> edgex.command()
                    .set(KETTLE, "Temperature", Parameters.of("Temperatur", "90"))
                    .get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(failure).hasMessageContaining("has no parameter 'Temperatur'; it has 'Temperature'");
            assertThat(service.only().method()).isEqualTo("GET");
        }
    }

    @Test
    void whatTheProfileForbidsIsNotSent() {
        try (RecordedService service = core("v3.1.1");
                EdgexClient edgex = client(service)) {
            assertThat(failure(() -> set(edgex, "Temperature", Parameters.of("Temperature", "130.6"))))
                    .hasMessageContaining("at most 130.5");
            assertThat(failure(() -> set(edgex, "Glance", Parameters.of("Level", "1"))))
                    .hasMessageContaining("'Glance' is not for writing");
            assertThat(failure(() -> set(edgex, "Cook", Parameters.of("Heater", "on"))))
                    .hasMessageContaining("'Setpoint' of command 'Cook' has no value");
            assertThat(service.sent()).isEmpty();
        }
    }

    @Test
    void checksAgainstCoreCommandWhereNothingElseIsKnown() {
        try (RecordedService service = core("v3.1.1", "commands-of-device", "put-Level", "commands-of-device");
                EdgexClient edgex = client(service)) {
            edgex.command().set(KETTLE, "Level", Parameters.of("Level", "-5")).get();
            assertThat(Json.parse(service.sent().get(1).body())).isEqualTo(Json.parse("{\"Level\":\"-5\"}"));
            EdgexException failure = failure(() -> edgex.command()
                    .set(KETTLE, "Levle", Parameters.of("Level", "-5"))
                    .get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(failure)
                    .hasMessageContaining("offers no command 'Levle'")
                    .hasMessageContaining("Level");
        }
    }

    @ParameterizedTest
    @CsvSource({"v2.1.1, 4.090000e+01", "v3.1.1, 4.090000e+01", "v4.0.2, 4.09e+01"})
    void confirmsByReading(String release, String text) {
        try (RecordedService service = core(release, "put-Temperature", "get-Temperature");
                EdgexClient edgex = client(service)) {
            SetResult result = setAndRead(edgex, release, "Temperature", Parameters.of("Temperature", "40.9"));
            assertThat(result.isConfirmed()).isTrue();
            assertThat(result.items().get(0).reading().orElseThrow().text()).isEqualTo(text);
        }
    }

    /** A profile's mapping shows {@code on} for true, when a command is read and when the resource is. */
    @Test
    void confirmsMappedValues() {
        try (RecordedService service = core("v3.1.1", "put-Cook", "get-Cook", "put-Heater", "get-Heater");
                EdgexClient edgex = client(service)) {
            assertThat(setAndRead(
                                    edgex,
                                    "v3.1.1",
                                    "Cook",
                                    Parameters.of("Setpoint", "71.5").and("Heater", "on"))
                            .isConfirmed())
                    .isTrue();
            assertThat(setAndRead(edgex, "v3.1.1", "Heater", Parameters.of("Heater", "true"))
                            .isConfirmed())
                    .isTrue();
        }
    }

    @Test
    void tellsWhenAnotherValueIsThere() {
        try (RecordedService service = core("v3.1.1", "put-Temperature", "get-wrong-parameter");
                EdgexClient edgex = client(service)) {
            SetResult result = setAndRead(edgex, "v3.1.1", "Temperature", Parameters.of("Temperature", "40.9"));
            assertThat(result.isConfirmed()).isFalse();
            SetResult.Item item = result.items().get(0);
            assertThat(item.verdict()).isEqualTo(Verdict.DIFFERENT);
            assertThat(item.sent()).isEqualTo(Json.of("40.9"));
            assertThat(item.reading().orElseThrow().value()).contains(Value.ofFloat(18.5f));
        }
    }

    @Test
    void readsEachResourceOfACommandThatCannotBeRead() {
        CommandSpec writeOnly = CommandSpec.of(
                "Temperature",
                "W",
                commands("v3.1.1").find("Temperature").orElseThrow().parameters());
        try (RecordedService service = core("v3.1.1", "put-Temperature", "get-Temperature");
                EdgexClient edgex = client(service)) {
            SetResult result = edgex.command()
                    .setAndRead(KETTLE, writeOnly, Parameters.of("Temperature", "40.9"))
                    .get();
            assertThat(result.isConfirmed()).isTrue();
        }
    }

    /** The value was taken: a failure to read it is not one to set it. */
    @Test
    void setsAlsoWhenReadingFails() {
        try (RecordedService service = core("v3.1.1", "put-Level", "get-locked");
                EdgexClient edgex = client(service)) {
            SetResult.Item item = setAndRead(edgex, "v3.1.1", "Level", Parameters.of("Level", "-5"))
                    .items()
                    .get(0);
            assertThat(item.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(item.reason().orElseThrow().kind()).isEqualTo(ErrorKind.LOCKED);
        }
    }

    @Test
    void setsWithoutACheckWhenAsked() {
        try (RecordedService service = core("v3.1.1", "put-number");
                EdgexClient edgex = client(service)) {
            edgex.command()
                    .setUnchecked(KETTLE, "Level", Json.object().with("Level", Json.of(17)))
                    .get();
            assertThat(service.only().body()).isEqualTo("{\"Level\":17}");
        }
    }

    /** Core-command wraps the answer of the device service into its own message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v3.1.1 | get-locked | Level | LOCKED | 423 | device kettle-north locked",
                "v2.1.1 | get-locked | Level | LOCKED | 423 | device kettle-north locked",
                "v3.1.1 | get-down | Level | LOCKED | 423 | device kettle-north OperatingState is DOWN",
                "v3.1.1 | get-Reset | Reset | NOT_SUPPORTED | 405 | no readable resources matched with Reset",
                "v2.1.1 | get-Reset | Reset | NOT_SUPPORTED | 405 | deviceResource Reset is marked as write-only",
                "v3.1.1 | get-unknown-command | NoSuchCommand | NOT_FOUND | 404 | Regex DeviceResource NoSuchCommand"
                        + " not found",
                "v4.0.2 | get-locked | Level | LOCKED | 423 | device kettle-north locked",
                "v4.0.2 | get-down | Level | LOCKED | 423 | device kettle-north OperatingState is DOWN",
                "v4.0.2 | get-Reset | Reset | NOT_SUPPORTED | 405 | no readable resources matched with Reset",
                "v3.1.1 | get-service-gone | Level | UNAVAILABLE | 503 | failed to send a http request",
                "v2.1.1 | get-service-gone | Level | SERVER | 500 | failed to send a http request",
                "v2.1.1 | get-service-stopped | Level | UNAVAILABLE | 503 | HTTP request timeout",
            })
    void nestedErrorsAreUnwrapped(
            String release, String recording, String command, ErrorKind kind, int status, String reason) {
        try (RecordedService service = core(release, recording);
                EdgexClient edgex = client(service)) {
            EdgexException failure =
                    failure(() -> edgex.command().read(KETTLE, command).get());
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).hasValue(status);
            assertThat(failure).hasMessageEndingWith(": " + reason).hasMessageNotContaining("request failed");
        }
    }

    /** The timeout of 3.x is a page of HTML. */
    @Test
    void html503IsUnavailable() {
        try (RecordedService service = core("v3.1.1", "get-service-stopped");
                EdgexClient edgex = client(service)) {
            EdgexException failure =
                    failure(() -> edgex.command().read(KETTLE, "Level").get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(failure.body()).contains("<title>Timeout</title>");
        }
    }

    /** Core-command of 3.1.1 cannot make JSON of its own answer, and says so without any field of EdgeX. */
    @Test
    void aBinaryReadingFailsInTheService() {
        try (RecordedService service = core("v3.1.1", "get-Picture");
                EdgexClient edgex = client(service)) {
            EdgexException failure =
                    failure(() -> edgex.command().read(KETTLE, "Picture").get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.SERVER);
            assertThat(failure).hasMessageContaining("json: unsupported type");
        }
    }

    @Test
    void namesWithSlashesBlanksAndChineseAreOneSegment() {
        try (RecordedService service = core("v3.1.1", "get-odd-device");
                EdgexClient edgex = client(service)) {
            EdgexException failure =
                    failure(() -> edgex.command().read("水泵 一/2", "Level").get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(service.only().path()).isEqualTo("/api/v3/device/name/%E6%B0%B4%E6%B3%B5%20%E4%B8%80%2F2/Level");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void tellsTheCommandsOfADevice(String release) {
        try (RecordedService service = core(release, "commands-of-device", "commands-of-device-absent");
                EdgexClient edgex = client(service)) {
            CoreCommand cook =
                    edgex.command().commands(KETTLE).get().command("Cook").orElseThrow();
            assertThat(cook.isReadable()).isTrue();
            assertThat(cook.isWritable()).isTrue();
            assertThat(cook.spec().parameters())
                    .extracting(Object::toString)
                    .containsExactly("Setpoint: Float64", "Heater: Bool");
            assertThat(edgex.command().findCommands("no-such-device").get()).isEmpty();
        }
    }

    private static RecordedService core(String release, String... recordings) {
        return new RecordedService(release, "core-command").answering(recordings);
    }

    private static EdgexClient client(RecordedService service) {
        return Clients.of(EdgexService.COMMAND, service);
    }

    private static ProfileCommands commands(String release) {
        return ProfileCommands.of(DeviceProfile.of(Recording.named(release, "core-metadata", "get-profile")
                .answer()
                .object("profile")
                .orElseThrow()));
    }

    private static Done set(EdgexClient edgex, String command, Parameters parameters) {
        return edgex.command()
                .set(KETTLE, commands("v3.1.1").find(command).orElseThrow(), parameters)
                .get();
    }

    private static SetResult setAndRead(EdgexClient edgex, String release, String command, Parameters parameters) {
        return edgex.command()
                .setAndRead(KETTLE, commands(release).find(command).orElseThrow(), parameters)
                .get();
    }

    private static EdgexException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(EdgexException.class, call);
    }

    private static Json.Obj body(byte[] body) {
        return Json.asObject(Json.parse(new String(body, StandardCharsets.UTF_8)));
    }
}
