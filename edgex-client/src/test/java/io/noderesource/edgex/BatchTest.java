package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.model.Dialect;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers like core-metadata: an invalid item fails the whole request, a service that is down all devices with it. */
class BatchTest {
    private static Device device(String name, String service) {
        return Device.builder(name, service).build();
    }

    private static void answer(RawServer.Asked asked, OutputStream out) throws IOException {
        List<Json.Obj> items = Json.objects(((Json.Arr) Json.parse(asked.body())).items());
        List<Json.Obj> devices =
                items.stream().map(item -> item.object("device").orElseThrow()).toList();
        if (devices.stream().anyMatch(device -> device.text("name").orElse("").startsWith("invalid"))) {
            RawServer.json(out, 400, "{\"apiVersion\":\"v3\",\"message\":\"Device.Name is wrong\",\"statusCode\":400}");
            return;
        }
        if (devices.stream()
                .anyMatch(device -> device.text("serviceName").orElse("").equals("down"))) {
            RawServer.whole(
                    out, 503, "text/html", "<html><title>Timeout</title></html>".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String results = devices.stream()
                .map(device -> device.text("name").orElse("").startsWith("twice")
                        ? "{\"apiVersion\":\"v3\",\"message\":\"already exists\",\"statusCode\":409}"
                        : "{\"apiVersion\":\"v3\",\"statusCode\":201,\"id\":\"id-of-"
                                + device.text("name").orElse("") + "\"}")
                .collect(Collectors.joining(","));
        RawServer.json(out, 207, "[" + results + "]");
    }

    private static EdgexClient client(RawServer server) {
        return EdgexClient.builder()
                .address(EdgexService.METADATA, server.address())
                .dialect(Dialect.V3)
                .batchSize(10)
                .build();
    }

    @Test
    void aSuccessOf207IsNotASuccessOfItsItems() {
        try (RawServer server = new RawServer(BatchTest::answer);
                EdgexClient client = client(server)) {
            BatchResult<Device> result = client.metadata()
                    .addDevices(List.of(device("a", "s"), device("twice", "s"), device("b", "s")))
                    .get();
            assertThat(server.asked()).hasSize(1);
            assertThat(result.outcomes().stream().map(outcome -> outcome.item().name()))
                    .containsExactly("a", "twice", "b");
            assertThat(result.successes().get(1).id()).hasValue("id-of-b");
            assertThat(result.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.reason().kind()).isEqualTo(ErrorKind.CONFLICT);
                assertThat(failure.reason().effect()).isEqualTo(Effect.NONE);
                assertThat(failure.reason().status()).hasValue(409);
            });
            EdgexException thrown = catchThrowableOfType(EdgexException.class, result::orThrow);
            assertThat(thrown.kind()).isEqualTo(ErrorKind.BATCH);
            assertThat(thrown.getSuppressed()).hasSize(1);
            assertThat(catchThrowableOfType(
                                    EdgexException.class,
                                    () -> client.metadata()
                                            .addDevice(device("twice", "s"))
                                            .get())
                            .kind())
                    .isEqualTo(ErrorKind.CONFLICT);
        }
    }

    @Test
    void anEmptyBatchIsNotSentBecauseItIsAnsweredByNull() {
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 207, "null"));
                EdgexClient client = client(server)) {
            assertThat(client.metadata().addDevices(List.of()).get().orThrow().outcomes())
                    .isEmpty();
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void oneInvalidItemFailsAloneThoughItsRequestIsRefusedAsAWhole() {
        List<Device> devices = IntStream.range(0, 20)
                .mapToObj(number -> device((number == 7 || number == 8 ? "invalid-" : "d") + number, "s"))
                .toList();
        try (RawServer server = new RawServer(BatchTest::answer);
                EdgexClient client = client(server)) {
            BatchResult<Device> result = client.metadata().addDevices(devices).get();
            assertThat(result.failures().stream().map(failure -> failure.item().name()))
                    .containsExactly("invalid-7", "invalid-8");
            assertThat(result.successes()).hasSize(18);
            assertThat(server.asked().size()).isLessThan(15);
        }
    }

    @Test
    void aServiceThatIsDownFailsOnlyItsOwnDevices() {
        List<Device> devices = IntStream.range(0, 30)
                .mapToObj(number -> device("d" + number, number % 3 == 0 ? "down" : "up-" + number % 3))
                .toList();
        try (RawServer server = new RawServer(BatchTest::answer);
                EdgexClient client = client(server)) {
            BatchResult<Device> result = client.metadata().addDevices(devices).get();
            assertThat(server.asked()).hasSize(3);
            assertThat(result.outcomes().stream().map(BatchResult.Outcome::item))
                    .containsExactlyElementsOf(devices);
            assertThat(result.failures()).hasSize(10).allSatisfy(failure -> {
                assertThat(failure.item().serviceName()).isEqualTo("down");
                assertThat(failure.reason().kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                assertThat(failure.reason().effect()).isEqualTo(Effect.UNKNOWN);
            });
        }
    }

    @Test
    void manyItemsGoInPartsInTheirOrder() {
        List<Device> devices = IntStream.range(0, 25)
                .mapToObj(number -> device("d" + number, "s"))
                .toList();
        try (RawServer server = new RawServer(BatchTest::answer);
                EdgexClient client = client(server)) {
            assertThat(client.metadata().addDevices(devices).get().orThrow().successes())
                    .hasSize(25);
            assertThat(server.asked().stream()
                            .map(asked -> ((Json.Arr) Json.parse(asked.body()))
                                    .items()
                                    .size()))
                    .containsExactly(10, 10, 5);
            assertThat(server.asked().get(0).body())
                    .startsWith("[{\"device\":{\"name\":\"d0\",\"serviceName\":\"s\"},\"apiVersion\":\"v3\"}");
        }
    }

    @Test
    void anItemThatTheDialectCanNotHoldIsNotSentAndDoesNotKeepTheOthers() {
        Device child = device("child", "s").toBuilder().parent("d").build();
        try (RawServer server = new RawServer(BatchTest::answer);
                EdgexClient client = client(server)) {
            BatchResult<Device> result = client.metadata()
                    .addDevices(List.of(device("a", "s"), child))
                    .get();
            assertThat(result.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.reason().kind()).isEqualTo(ErrorKind.UNSUPPORTED_DIALECT));
            assertThat(server.asked())
                    .singleElement()
                    .satisfies(asked -> assertThat(asked.body()).doesNotContain("child"));
        }
    }

    @Test
    void anItemWithHalfACharacterIsNotSentAsAnotherAndDoesNotKeepTheOthers() {
        Device half = device("half", "s").toBuilder().description("half \ud83d").build();
        try (RawServer server = new RawServer(BatchTest::answer);
                EdgexClient client = client(server)) {
            BatchResult<Device> result = client.metadata()
                    .addDevices(List.of(device("a", "s"), half, device("b", "s")))
                    .get();
            assertThat(result.successes())
                    .extracting(success -> success.item().name())
                    .containsExactly("a", "b");
            assertThat(result.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.reason().kind()).isEqualTo(ErrorKind.INVALID);
                assertThat(failure.reason().effect()).isEqualTo(Effect.NONE);
            });
            assertThat(server.asked())
                    .noneSatisfy(asked -> assertThat(asked.body()).contains("half"));
        }
    }

    @Test
    void aChangeSendsOnlyWhatDiffersAndNothingWhenAlike() {
        Device present = Device.of(Json.asObject(Json.parse(
                "{\"id\":\"1\",\"name\":\"a\",\"serviceName\":\"s\",\"adminState\":\"UNLOCKED\",\"labels\":[],"
                        + "\"protocols\":{\"modbus\":{\"Port\":300}},\"modified\":5}")));
        assertThat(DeviceUpdate.between(present, present)).isEmpty();
        Device alike = Device.builder("a", "s")
                .protocols(Map.of("modbus", Map.of("Port", Json.parse("300.0"))))
                .build();
        assertThat(DeviceUpdate.between(present, alike)).isEmpty();
        Device locked = alike.toBuilder()
                .adminState(io.noderesource.edgex.model.AdminState.LOCKED)
                .build();
        assertThat(DeviceUpdate.between(present, locked).orElseThrow().json().write())
                .isEqualTo("{\"adminState\":\"LOCKED\",\"name\":\"a\"}");
    }
}
