package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.JsonLimits;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.Dialect;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are slow, endless, broken or up to something: clear errors, in bounded time and memory. */
@Timeout(120)
class HostileServerTest {
    private static final Duration SHORT = Duration.ofMillis(700);

    private static EdgexClient.Builder client(RawServer server) {
        return EdgexClient.builder()
                .address(EdgexService.METADATA, server.address())
                .dialect(Dialect.V3)
                .attempts(1)
                .firstPause(Duration.ofMillis(1));
    }

    private static EdgexException failure(RawServer.Answer answer) {
        return failure(answer, client -> client);
    }

    private static EdgexException failure(
            RawServer.Answer answer, java.util.function.UnaryOperator<EdgexClient.Builder> settings) {
        try (RawServer server = new RawServer(answer);
                EdgexClient client = settings.apply(client(server)).build()) {
            return catchThrowableOfType(
                    EdgexException.class, () -> client.metadata().device("pump").get());
        }
    }

    private static EdgexException answered(String body) {
        return failure((asked, out) -> RawServer.json(out, 200, body));
    }

    @Test
    void aSilentServerMeetsTheRequestsDeadline() {
        CountDownLatch never = new CountDownLatch(1);
        EdgexException failure = failure((asked, out) -> never.await(), client -> client.requestDeadline(SHORT));
        assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(failure).hasMessageContaining("PT0.7S");
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void aTricklingBodyMeetsTheRequestsDeadline() {
        EdgexException failure = failure(
                (asked, out) -> {
                    out.write(RawServer.head(200, "application/json", "Content-Length: 1000000"));
                    trickle(out);
                },
                client -> client.requestDeadline(SHORT));
        assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    }

    @Test
    void tricklingHeadersMeetTheRequestsDeadline() {
        EdgexException failure = failure(
                (asked, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
                    trickle(out);
                },
                client -> client.requestDeadline(SHORT));
        assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    }

    /** A byte now and then, until the client hangs up: a wait on a latch that nobody opens, not a sleep. */
    private static void trickle(OutputStream out) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        do {
            out.write(' ');
            out.flush();
        } while (!never.await(20, TimeUnit.MILLISECONDS));
    }

    @Test
    void repetitionsStayWithinTheTotalDeadline() {
        CountDownLatch never = new CountDownLatch(1);
        long start = System.nanoTime();
        EdgexException failure = failure(
                (asked, out) -> never.await(),
                client -> client.attempts(1000)
                        .requestDeadline(Duration.ofMillis(100))
                        .totalDeadline(SHORT));
        assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
    }

    @Test
    void aListingThatNeverEndsMeetsTheTotalDeadline() {
        AtomicLong count = new AtomicLong();
        try (RawServer server = new RawServer((asked, out) -> {
                    long next = count.getAndIncrement();
                    // each page overlaps and brings one more object of a number that is never reached
                    RawServer.json(
                            out,
                            200,
                            "{\"totalCount\":1000000,\"devices\":["
                                    + (next == 0 ? "" : "{\"name\":\"d" + (next - 1) + "\"},") + "{\"name\":\"d" + next
                                    + "\"}]}");
                });
                EdgexClient client = client(server).totalDeadline(SHORT).build()) {
            EdgexException failure = catchThrowableOfType(
                    EdgexException.class,
                    () -> client.metadata().devices().snapshot().get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
        }
    }

    @Test
    void anEndlessBodyIsCutOffAtTheLimit() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch hungUp = new CountDownLatch(1);
        byte[] part = new byte[8192];
        Arrays.fill(part, (byte) ' ');
        EdgexException failure = failure(
                (asked, out) -> {
                    out.write(RawServer.head(200, "application/json", "X-Length: none"));
                    try {
                        while (true) {
                            out.write(part);
                            written.addAndGet(part.length);
                        }
                    } finally {
                        hungUp.countDown();
                    }
                },
                client -> client.limits(new JsonLimits(1 << 20, 100, 10_000, 100)));
        assertThat(failure.kind()).isEqualTo(ErrorKind.LIMIT);
        assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(written.get()).isLessThan(64 << 20);
    }

    @Test
    void aBodyThatEndsTooEarlyIsNoAnswer() {
        EdgexException failure = failure((asked, out) -> {
            out.write(RawServer.head(200, "application/json", "Content-Length: 1000"));
            out.write("{\"device\":{\"name\":\"pump\"}}".getBytes(StandardCharsets.UTF_8));
            out.flush();
        });
        assertThat(failure.kind()).isEqualTo(ErrorKind.INTERRUPTED);
    }

    @Test
    void truncatedJsonIsNoAnswer() {
        EdgexException failure = answered("{\"device\":{\"name\":\"pump\"");
        assertThat(failure.kind()).isEqualTo(ErrorKind.PROTOCOL);
        assertThat(failure.body()).contains("pump");
    }

    @Test
    void aServerThatSpeaksNoHttpIsNoService() {
        EdgexException failure =
                failure((asked, out) -> out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(failure.kind()).isEqualTo(ErrorKind.INTERRUPTED);
    }

    @Test
    void deepJsonIsRefused() {
        assertThat(answered("[".repeat(1_000_000)).kind()).isEqualTo(ErrorKind.LIMIT);
        assertThat(answered("{\"device\":{\"location\":" + "{\"a\":".repeat(200) + "1" + "}".repeat(202))
                        .kind())
                .isEqualTo(ErrorKind.LIMIT);
    }

    @Test
    void jsonOfTooManyValuesIsRefused() {
        assertThat(answered("{\"device\":[" + "0,".repeat(3_000_000) + "0]}").kind())
                .isEqualTo(ErrorKind.LIMIT);
    }

    @Test
    void numbersThatCostMoreThanTheirTextAreRefused() {
        assertThat(answered("{\"totalCount\":1e999999999}").kind()).isEqualTo(ErrorKind.LIMIT);
        assertThat(answered("{\"totalCount\":" + "9".repeat(100_000) + "}").kind())
                .isEqualTo(ErrorKind.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "\"pump\"",
                "{}",
                "{\"device\":null}",
                "{\"device\":[]}",
                "{\"device\":{\"name\":7}}",
                "{\"device\":{\"labels\":{}}}",
                "{\"device\":{\"autoEvents\":[1]}}",
                "{\"device\":{\"autoEvents\":[{\"onChange\":\"yes\"}]}}",
                "{\"device\":{\"created\":1.5}}",
                "{\"device\":{\"created\":9223372036854775808}}",
                "{\"device\":{\"protocols\":{\"modbus\":\"tcp\"}}}"
            })
    void wrongTypesAreSaid(String body) {
        EdgexException failure = answered(body);
        assertThat(failure.kind()).isEqualTo(ErrorKind.PROTOCOL);
        assertThat(failure.getMessage()).isNotBlank();
    }

    @Test
    void anEmptyAnswerIsNoDevice() {
        assertThat(answered("").kind()).isEqualTo(ErrorKind.PROTOCOL);
    }

    @Test
    void oneWrongObjectDoesNotKeepTheOthersAway() {
        String body =
                "{\"totalCount\":3,\"devices\":[{\"name\":\"a\"},{\"name\":\"b\",\"created\":\"yesterday\"},{\"name\":\"c\"}]}";
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, body));
                EdgexClient client = client(server).build()) {
            Snapshot<Device> all = client.metadata().devices().snapshot().get();
            assertThat(all.items().stream().map(Device::name)).containsExactly("a", "c");
            assertThat(all.unreadable()).singleElement().satisfies(wrong -> {
                assertThat(wrong.json().text("name")).hasValue("b");
                assertThat(wrong.reason()).hasMessageContaining("Device.created");
            });
            assertThat(catchThrowableOfType(EdgexException.class, all::orThrow).kind())
                    .isEqualTo(ErrorKind.PROTOCOL);
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "303", "307", "308"})
    void aRedirectIsNotFollowedAndTheTokenStaysHome(int status) {
        try (RawServer thief =
                new RawServer((asked, out) -> RawServer.json(out, 200, "{\"device\":{\"name\":\"x\"}}"))) {
            RawServer.Answer redirect = (asked, out) -> {
                out.write(RawServer.head(
                        status, "text/plain", "Location: " + thief.address() + "/steal\r\nContent-Length: 0"));
                out.flush();
            };
            EdgexException failure = failure(redirect, client -> client.tokens(TokenSupplier.fixed("s3cr3t")));
            assertThat(failure.kind()).isEqualTo(ErrorKind.PROTOCOL);
            assertThat(failure.status()).hasValue(status);
            assertThat(failure).hasMessageNotContaining("s3cr3t");
            assertThat(thief.asked()).isEmpty();
        }
    }

    @Test
    void anHtmlPageOf503IsUnavailable() {
        EdgexException failure = failure((asked, out) -> RawServer.whole(
                out,
                503,
                "text/html; charset=utf-8",
                "<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>"
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.body()).contains("<title>Timeout</title>");
    }

    @Test
    void anHtmlPageOf200IsNoAnswer() {
        EdgexException failure = failure((asked, out) -> RawServer.whole(
                out, 200, "text/html", "<html>Welcome to nginx</html>".getBytes(StandardCharsets.UTF_8)));
        assertThat(failure.kind()).isEqualTo(ErrorKind.PROTOCOL);
        assertThat(failure).hasMessageContaining("text/html");
    }

    @Test
    void anErrorInsideASuccessIsAnError() {
        EdgexException failure = answered("{\"apiVersion\":\"v3\",\"message\":\"gone\",\"statusCode\":404}");
        assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void aMessageWithControlCharactersStaysOneShortLine() {
        EdgexException failure = failure(
                (asked, out) -> RawServer.json(out, 400, "{\"message\":\"" + "a\\nb\\u001b[31m".repeat(1000) + "\"}"));
        assertThat(failure.getMessage())
                .hasSizeLessThan(600)
                .doesNotContain("\n")
                .doesNotContain("\u001b");
        assertThat(failure.body()).hasSizeLessThanOrEqualTo(4096);
    }

    @Test
    void anotherServiceInThePlaceOfMetadataIsNotTrusted() {
        try (RawServer server = new RawServer(
                        (asked, out) -> RawServer.json(
                                out,
                                200,
                                "{\"apiVersion\":\"v3\",\"version\":\"3.1.1\",\"serviceName\":\"core-data\",\"totalCount\":0}"));
                EdgexClient client = EdgexClient.builder()
                        .address(EdgexService.METADATA, server.address())
                        .build()) {
            EdgexException failure = catchThrowableOfType(
                    EdgexException.class,
                    () -> client.metadata().devices().snapshot().get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.PROTOCOL);
            assertThat(failure).hasMessageContaining("core-data");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "[{\"statusCode\":201}]",
                "[{\"statusCode\":201},{\"statusCode\":201},{\"statusCode\":201}]",
                "{\"statusCode\":201}"
            })
    void aBatchWithoutOneResultForEachItemFailsForEach(String body) {
        BatchResult<Device> result = add(body);
        assertThat(result.failures()).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.reason().kind()).isEqualTo(ErrorKind.PROTOCOL);
            assertThat(failure.reason().effect()).isEqualTo(Effect.UNKNOWN);
        });
    }

    @Test
    void anItemWithoutASensibleStatusFails() {
        BatchResult<Device> result = add("[{\"statusCode\":201,\"id\":\"x\"},{\"statusCode\":99999999999}]");
        assertThat(result.successes()).hasSize(1);
        assertThat(result.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason().kind()).isEqualTo(ErrorKind.PROTOCOL));
    }

    private static BatchResult<Device> add(String answer) {
        List<Device> devices = IntStream.range(0, 2)
                .mapToObj(number -> Device.builder("d" + number, "svc").build())
                .toList();
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 207, answer));
                EdgexClient client = client(server).build()) {
            return client.metadata().addDevices(devices).get();
        }
    }

    /** A proxy without the way, another server, the wrong address: none of them knows whether there is such a device. */
    @ParameterizedTest
    @ValueSource(
            strings = {"<html>404 Not Found</html>", "404 page not found\n", "{\"message\":\"Not Found\"}", "[]", ""})
    void a404ThatIsNotOfEdgexIsNotAbsence(String body) {
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 404, body));
                EdgexClient client = client(server).build()) {
            for (Call<?> call : List.of(
                    client.metadata().findDevice("pump"),
                    client.metadata().device("pump"),
                    client.metadata().deleteDevice("pump"))) {
                EdgexException failure = catchThrowableOfType(EdgexException.class, call::get);
                assertThat(failure.kind()).isEqualTo(ErrorKind.PROTOCOL);
                assertThat(failure.status()).hasValue(404);
                assertThat(failure.effect()).isEqualTo(Effect.NONE);
                assertThat(failure).hasMessageContaining("is it the right address?");
            }
        }
    }

    @Test
    void a404OfEdgexIsAbsence() {
        String body = "{\"apiVersion\":\"v3\",\"message\":\"no device\",\"statusCode\":404}";
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 404, body));
                EdgexClient client = client(server).build()) {
            assertThat(client.metadata().findDevice("pump").get()).isEmpty();
        }
    }

    @Test
    void whereNoVersionOfTheApiAnswersThereIsNoService() {
        String body = "{\"apiVersion\":\"v3\",\"message\":\"no\",\"statusCode\":404}";
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 404, body));
                EdgexClient client = EdgexClient.builder()
                        .address(EdgexService.METADATA, server.address())
                        .build()) {
            EdgexException failure = catchThrowableOfType(
                    EdgexException.class,
                    () -> client.metadata().findDevice("pump").get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.PROTOCOL);
            assertThat(failure).hasMessageContaining("no version of its API answers");
            assertThat(server.asked().stream().map(RawServer.Asked::target))
                    .containsExactly("/api/v3/version", "/api/v2/version");
        }
    }
}
