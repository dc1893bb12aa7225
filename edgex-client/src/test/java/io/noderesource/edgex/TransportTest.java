package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.Dialect;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
    private static final String PUMP = "{\"apiVersion\":\"v3\",\"statusCode\":200,\"device\":{\"name\":\"pump\"}}";

    private static EdgexClient.Builder client(RawServer server) {
        return EdgexClient.builder()
                .address(EdgexService.METADATA, server.address())
                .dialect(Dialect.V3)
                .firstPause(Duration.ofMillis(1));
    }

    private static EdgexException failure(Call<?> call) {
        return catchThrowableOfType(EdgexException.class, call::get);
    }

    @Test
    void aCallSendsNothingBeforeItIsCarriedOutAndEachTimeAnew() {
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, PUMP));
                EdgexClient client = client(server).build()) {
            Call<Device> call = client.metadata().device("pump");
            assertThat(server.asked()).isEmpty();
            assertThat(call.get().name()).isEqualTo("pump");
            assertThat(call.async().join().name()).isEqualTo("pump");
            assertThat(server.asked()).hasSize(2);
            assertThat(server.asked().stream().map(asked -> asked.header("X-Correlation-ID")))
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.length() == 36);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a%2Fb",
        "bad name/x, bad%20name%2Fx",
        "泵-七, %E6%B3%B5-%E4%B8%83",
        "100%, 100%25",
        "a?b#c&d=e+f, a%3Fb%23c%26d%3De%2Bf",
        "-_.~Az09, -_.~Az09",
        "., %2E",
        ".., %2E%2E",
        "..., ..."
    })
    void aNameIsEncodedWhateverIsInIt(String name, String encoded) {
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, PUMP));
                EdgexClient client = client(server).build()) {
            client.metadata().device(name).get();
            assertThat(server.asked().get(0).target()).isEqualTo("/api/v3/device/name/" + encoded);
        }
    }

    @Test
    void aNameOfTenKilobytesGoesThrough() {
        String name = "泵".repeat(10_240 / 3);
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, PUMP));
                EdgexClient client = client(server).build()) {
            client.metadata().device(name).get();
            assertThat(server.asked().get(0).target())
                    .isEqualTo("/api/v3/device/name/" + "%E6%B3%B5".repeat(10_240 / 3));
        }
    }

    @Test
    void anEmptyNameWouldBeAnotherOperationAndIsNotSent() {
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, PUMP));
                EdgexClient client = client(server).build()) {
            EdgexException failure = failure(client.metadata().deleteDevice(""));
            assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(failure(client.metadata().device("half \ud83d")).kind()).isEqualTo(ErrorKind.INVALID);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void aGatewaysPrefixComesBeforeThePath() {
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, PUMP));
                EdgexClient client = EdgexClient.builder()
                        .gateway(URI.create(server.address() + "/edge//"))
                        .dialect(Dialect.V3)
                        .build()) {
            client.metadata().device("pump").get();
            assertThat(server.asked().get(0).target()).isEqualTo("/edge/core-metadata/api/v3/device/name/pump");
        }
    }

    @Test
    void anAddressWithAPasswordIsRefusedAndNotRepeated() {
        assertThatThrownBy(() ->
                        EdgexClient.builder().address(EdgexService.METADATA, URI.create("https://user:hunter2@host/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> EdgexClient.builder().address(EdgexService.METADATA, URI.create("ftp://host/")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void aReadIsTriedAgainWhenTheServiceIsBusy(int status) {
        AtomicInteger count = new AtomicInteger();
        try (RawServer server = new RawServer((asked, out) -> {
                    if (count.incrementAndGet() < 3) {
                        RawServer.json(out, status, "{\"message\":\"busy\"}");
                    } else {
                        RawServer.json(out, 200, PUMP);
                    }
                });
                EdgexClient client = client(server).build()) {
            assertThat(client.metadata().device("pump").get().name()).isEqualTo("pump");
            assertThat(count).hasValue(3);
            assertThat(server.asked().stream()
                            .map(asked -> asked.header("X-Correlation-ID"))
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void aReadIsTriedAgainAfterALostConnection() {
        AtomicInteger count = new AtomicInteger();
        try (RawServer server = new RawServer((asked, out) -> {
                    if (count.incrementAndGet() == 2) {
                        RawServer.json(out, 200, PUMP);
                    }
                });
                EdgexClient client = client(server).build()) {
            assertThat(client.metadata().device("pump").get().name()).isEqualTo("pump");
            assertThat(count).hasValue(2);
        }
    }

    @Test
    void aWriteIsNotRepeatedWhenItMayHaveBeenApplied() {
        try (RawServer server = new RawServer((asked, out) -> {});
                EdgexClient client = client(server).build()) {
            EdgexException failure = failure(client.metadata().deleteDevice("pump"));
            assertThat(failure.kind()).isEqualTo(ErrorKind.INTERRUPTED);
            assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(server.asked()).hasSize(1);
        }
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 503, "{}"));
                EdgexClient client = client(server).build()) {
            EdgexException failure = failure(client.metadata().deleteDevice("pump"));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void whereNobodyListensNothingWasDone() {
        URI gone;
        try (RawServer server = new RawServer((asked, out) -> {})) {
            gone = server.address();
        }
        try (EdgexClient client = EdgexClient.builder()
                .address(EdgexService.METADATA, gone)
                .dialect(Dialect.V3)
                .firstPause(Duration.ofMillis(1))
                .build()) {
            EdgexException failure = failure(client.metadata().deleteDevice("pump"));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(failure.status()).isEmpty();
        }
    }

    @Test
    void aRefusedTokenIsReplacedOnceAndTheRequestSentAgain() {
        AtomicInteger fetched = new AtomicInteger();
        try (RawServer server = new RawServer((asked, out) -> {
                    boolean accepted = asked.header("Authorization").equals("Bearer token-2");
                    RawServer.json(out, accepted ? 200 : 401, accepted ? PUMP : "{\"message\":\"Unauthorized\"}");
                });
                EdgexClient client = client(server)
                        .tokens(() -> CompletableFuture.completedFuture(Token.of("token-" + fetched.incrementAndGet())))
                        .build()) {
            client.metadata().deleteDevice("pump").get();
            client.metadata().device("pump").get();
            assertThat(fetched).hasValue(2);
            assertThat(server.asked().stream().map(asked -> asked.header("Authorization")))
                    .containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-2");
        }
    }

    @Test
    void aTokenThatIsRefusedTwiceIsAFailureWithoutTheToken() {
        try (RawServer server =
                        new RawServer((asked, out) -> RawServer.json(out, 401, "{\"message\":\"Unauthorized\"}"));
                EdgexClient client =
                        client(server).tokens(TokenSupplier.fixed("s3cr3t")).build()) {
            EdgexException failure = failure(client.metadata().device("pump"));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
            assertThat(failure.status()).hasValue(401);
            assertThat(failure.toString() + failure.getCause() + failure.body()).doesNotContain("s3cr3t");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void aTokenIsReplacedBeforeItEnds() {
        AtomicInteger fetched = new AtomicInteger();
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, PUMP));
                EdgexClient client = client(server)
                        .tokens(() -> CompletableFuture.completedFuture(Token.until(
                                "token-" + fetched.incrementAndGet(),
                                Instant.now().plusSeconds(fetched.get() == 1 ? 5 : 3600))))
                        .build()) {
            for (int call = 0; call < 3; call++) {
                client.metadata().device("pump").get();
            }
            assertThat(server.asked().stream().map(asked -> asked.header("Authorization")))
                    .containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-2");
        }
    }

    @Test
    void aSupplierThatFailsFailsTheCallAndIsAskedAgainByTheNext() {
        AtomicInteger fetched = new AtomicInteger();
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, PUMP));
                EdgexClient client = client(server)
                        .tokens(() -> {
                            if (fetched.incrementAndGet() == 1) {
                                throw new IllegalStateException("password hunter2 is wrong");
                            }
                            return CompletableFuture.completedFuture(Token.of("good"));
                        })
                        .build()) {
            EdgexException failure = failure(client.metadata().device("pump"));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
            assertThat(failure).hasMessageNotContaining("hunter2");
            assertThat(server.asked()).isEmpty();
            assertThat(client.metadata().device("pump").get().name()).isEqualTo("pump");
        }
    }

    @Test
    void noMoreRequestsThanAllowedAreOnTheirWayAndNoneIsForgotten() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        try (RawServer server = new RawServer((asked, out) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    three.countDown();
                    three.await(30, TimeUnit.SECONDS);
                    now.decrementAndGet(); // before the answer, after which the next one may come
                    RawServer.json(out, 200, PUMP);
                });
                EdgexClient client = client(server).requestsAtOnce(3).build()) {
            List<CompletableFuture<Device>> futures = new ArrayList<>();
            for (int call = 0; call < 60; call++) {
                futures.add(client.metadata().device("pump").async());
            }
            for (CompletableFuture<Device> future : futures) {
                assertThat(future.get(60, TimeUnit.SECONDS).name()).isEqualTo("pump");
            }
            assertThat(most).hasValue(3);
        }
    }

    @Test
    void closingEndsWhatWaitsAndWhatIsOnItsWay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (RawServer server = new RawServer((asked, out) -> {
            arrived.countDown();
            never.await();
        })) {
            EdgexClient client = client(server).requestsAtOnce(1).build();
            CompletableFuture<Done> onItsWay =
                    client.metadata().deleteDevice("pump").async();
            CompletableFuture<Device> waiting = client.metadata().device("pump").async();
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            client.close();
            assertThat(onItsWay.handle((done, failure) -> failure).get(30, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(EdgexException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
                        assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
                    });
            assertThat(waiting.handle((done, failure) -> failure).get(30, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            EdgexException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED));
            assertThat(failure(client.metadata().device("pump")).kind()).isEqualTo(ErrorKind.CANCELLED);
        }
    }

    @Test
    void closingEndsTheWaitForAToken() throws Exception {
        AtomicInteger fetched = new AtomicInteger();
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, PUMP))) {
            EdgexClient client = client(server)
                    .tokens(() -> {
                        fetched.incrementAndGet();
                        return new CompletableFuture<>();
                    })
                    .build();
            CompletableFuture<Done> waiting =
                    client.metadata().deleteDevice("pump").async();
            client.close();
            assertCancelledUnsent(waiting);
            assertCancelledUnsent(client.metadata().deleteDevice("pump").async());
            assertThat(fetched).hasValue(1);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void closingEndsThePauseBeforeARepetition() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (RawServer server = new RawServer((asked, out) -> {
            boolean first = count.incrementAndGet() == 1;
            RawServer.json(out, first ? 503 : 200, first ? "{}" : PUMP);
        })) {
            EdgexClient client = client(server)
                    .requestsAtOnce(1)
                    .firstPause(Duration.ofMinutes(5))
                    .totalDeadline(Duration.ofHours(1))
                    .build();
            CompletableFuture<Device> pausing = client.metadata().device("pump").async();
            // Its turn comes when the first has been answered.
            client.metadata().device("pump").get();
            client.close();
            assertCancelledUnsent(pausing);
            assertThat(server.asked()).hasSize(2);
        }
    }

    private static void assertCancelledUnsent(CompletableFuture<?> future) throws Exception {
        assertThat(future.handle((done, failure) -> failure).get(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(EdgexException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
                    assertThat(failure.effect()).isEqualTo(Effect.NONE);
                });
    }

    @Test
    void cancellingHangsUp() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch hungUp = new CountDownLatch(1);
        try (RawServer server = new RawServer((asked, out) -> {
                    arrived.countDown();
                    try {
                        out.write(RawServer.head(200, "application/json", "Content-Length: 1000000000"));
                        while (true) {
                            out.write(' ');
                            out.flush();
                        }
                    } finally {
                        hungUp.countDown();
                    }
                });
                EdgexClient client = client(server).build()) {
            CompletableFuture<Device> future = client.metadata().device("pump").async();
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(future.cancel(true)).isTrue();
            assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void anInterruptCancelsTheCall() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RawServer server = new RawServer((asked, out) -> never.await());
                EdgexClient client = client(server).build()) {
            CompletableFuture<Object> seen = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                EdgexException failure = failure(client.metadata().device("pump"));
                seen.complete(failure.kind() + " " + Thread.currentThread().isInterrupted());
            });
            caller.start();
            caller.interrupt();
            assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("CANCELLED true");
        }
    }
}
