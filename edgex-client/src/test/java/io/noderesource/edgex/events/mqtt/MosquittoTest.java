package io.noderesource.edgex.events.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.events.EventConnection;
import io.noderesource.edgex.events.EventMessage;
import io.noderesource.edgex.events.EventWatch;
import io.noderesource.edgex.events.ObjectKey;
import io.noderesource.edgex.events.Samples;
import io.noderesource.edgex.events.WatchStatus;
import io.noderesource.edgex.events.WatchTarget;
import io.noderesource.house.HostProgram;
import io.noderesource.house.Waiting;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport, and a watch over it, with a real broker. */
class MosquittoTest {

    private static final List<String> ALL = List.of("edgex/#");

    @TempDir
    private Path directory;

    private final Heard heard = new Heard();

    @BeforeAll
    static void needsABroker() {
        Mosquitto.mustBeThere();
    }

    @AfterEach
    void noThreadIsLeftBehind() {
        Waiting.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("edgex-mqtt")));
    }

    @ParameterizedTest
    @EnumSource
    void messagesCome(MqttVersion version) throws InterruptedException {
        try (Mosquitto broker = new Mosquitto(directory);
                EventConnection unused = to(broker, builder -> builder.version(version))) {
            heard.expect("connected");
            publish(broker, "edgex/x", "one");
            publish(broker, "other/x", "not subscribed to");
            publish(broker, "edgex/x/y", "");
            publish(broker, "edgex/x", "three");
            heard.expect("edgex/x one");
            heard.expect("edgex/x/y ");
            heard.expect("edgex/x three");
        }
    }

    @ParameterizedTest
    @EnumSource
    void lostBrokerIsToldOfOnce(MqttVersion version) throws InterruptedException {
        try (Mosquitto broker = new Mosquitto(directory);
                EventConnection unused = to(broker, builder -> builder.version(version))) {
            heard.expect("connected");
            broker.kill();
            assertThat(heard.expectLoss().kind()).isEqualTo(ErrorKind.INTERRUPTED);
            broker.start();
            // It must not come back by itself: what was missed would be missed for good.
            publish(broker, "edgex/x", "missed");
            assertThat(heard.isSilent()).isTrue();
        }
    }

    @Test
    void brokerThatHangsIsNoticed() throws InterruptedException {
        try (Mosquitto broker = new Mosquitto(directory);
                EventConnection unused = to(broker, builder -> builder.keepAlive(Duration.ofSeconds(1)))) {
            heard.expect("connected");
            broker.hang();
            heard.expectLoss();
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongPasswordIsRefused(MqttVersion version) throws InterruptedException {
        Path passwords = directory.resolve("passwords");
        HostProgram.run("mosquitto_passwd", "-b", "-c", passwords.toString(), "edge", "right");
        try (Mosquitto broker = new Mosquitto(directory, "allow_anonymous false", "password_file " + passwords)) {
            to(broker, builder -> builder.version(version).credentials("edge", () -> "wrong"));
            assertThat(heard.expectLoss().kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
            to(broker, builder -> builder.version(version));
            assertThat(heard.expectLoss().kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
            try (EventConnection unused =
                    to(broker, builder -> builder.version(version).credentials("edge", () -> "right"))) {
                heard.expect("connected");
            }
        }
    }

    /** With MQTT 5 the broker keeps back what the client would not take, and the connection stays. */
    @Test
    void longMessageIsKeptBack() throws InterruptedException {
        try (Mosquitto broker = new Mosquitto(directory);
                EventConnection unused = to(broker, builder -> builder.maxMessageBytes(10_000))) {
            heard.expect("connected");
            publish(broker, "edgex/x", "a".repeat(10_001));
            publish(broker, "edgex/x", "short");
            heard.expect("edgex/x short");
        }
    }

    @Test
    void brokerIsSpokenToInTlsWhenItIsTrusted() throws Exception {
        Certificate certificate = Certificate.forName(directory, "ip:127.0.0.1");
        try (Mosquitto broker = new Mosquitto(directory, certificate.settings())) {
            try (EventConnection unused = tls(broker, "127.0.0.1", certificate.trusted())) {
                heard.expect("connected");
            }
            tls(broker, "127.0.0.1", null);
            assertThat(heard.expectLoss().kind()).isEqualTo(ErrorKind.UNREACHABLE);
        }
    }

    @Test
    void brokerOfAnotherNameIsNotTrusted() throws Exception {
        Certificate certificate = Certificate.forName(directory, "dns:elsewhere.example");
        try (Mosquitto broker = new Mosquitto(directory, certificate.settings())) {
            tls(broker, "127.0.0.1", certificate.trusted());
            assertThat(heard.expectLoss().kind()).isEqualTo(ErrorKind.UNREACHABLE);
        }
    }

    @Test
    void watchLosesNothingWhenTheBrokerIsKilledAndStartedAgain() throws InterruptedException {
        Mirror mirror = new Mirror();
        try (Mosquitto broker = new Mosquitto(directory);
                EventWatch<ObjectKey> watch = EventWatch.of(
                                MqttTransport.to(broker.uri()).build(), EventMessage::objects, mirror)
                        .pauses(Duration.ofMillis(50), Duration.ofMillis(500))
                        .resyncPause(Duration.ofMillis(1))
                        .resyncEvery(Duration.ofDays(1))
                        .start()) {
            Waiting.until(() -> watch.status().resyncs() > 0);
            for (int round = 1; round <= 3; round++) {
                change(broker, mirror, "heard-" + round, round);
                Waiting.until(mirror::isCurrent);

                broker.kill();
                // Nobody is told of these.
                mirror.edgex.put("missed-" + round, round);
                mirror.edgex.remove("heard-" + round);
                Waiting.until(() -> watch.status().link() != WatchStatus.Link.CONNECTED);
                broker.start();
                Waiting.until(mirror::isCurrent);
            }
            change(broker, mirror, "last", 9);
            Waiting.until(mirror::isCurrent);
            assertThat(watch.status().losses()).isGreaterThanOrEqualTo(3);
            assertThat(watch.status().unreadable()).isZero();
        }
    }

    @Test
    void watchLosesNothingInAFlood() throws InterruptedException {
        Mirror mirror = new Mirror();
        CountDownLatch flooded = new CountDownLatch(1);
        mirror.beforeRefresh = () -> {
            try {
                assertThat(flooded.await(2, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (Mosquitto broker = new Mosquitto(directory, "allow_anonymous true", "max_queued_messages 0");
                EventWatch<ObjectKey> watch = EventWatch.of(
                                MqttTransport.to(broker.uri()).build(), EventMessage::objects, mirror)
                        .keep(100, 1 << 20)
                        .resyncPause(Duration.ofMillis(1))
                        .resyncEvery(Duration.ofDays(1))
                        .start()) {
            Waiting.until(() -> watch.status().resyncs() > 0);
            Mqtt5BlockingClient publisher = publisher(broker);
            for (int i = 0; i < 3000; i++) {
                mirror.edgex.put("device-" + i % 300, i);
                send(publisher, Samples.deviceTopic("update"), Samples.deviceEvent("update", "device-" + i % 300));
            }
            publisher.disconnect();
            flooded.countDown();
            Waiting.until(mirror::isCurrent);
            assertThat(watch.status().dropped()).isPositive();
        }
    }

    private static void change(Mosquitto broker, Mirror mirror, String device, int value) {
        mirror.edgex.put(device, value);
        Mqtt5BlockingClient publisher = publisher(broker);
        send(publisher, Samples.deviceTopic("update"), Samples.deviceEvent("update", device));
        publisher.disconnect();
    }

    private EventConnection to(Mosquitto broker, UnaryOperator<MqttTransport.Builder> more) {
        return more.apply(MqttTransport.to(broker.uri())).build().open(ALL, heard);
    }

    private EventConnection tls(Mosquitto broker, String host, @Nullable TrustManagerFactory trusted) {
        MqttTransport.Builder builder = MqttTransport.to(URI.create("ssl://" + host + ":" + broker.port()));
        return (trusted == null ? builder : builder.trust(trusted)).build().open(ALL, heard);
    }

    private static void publish(Mosquitto broker, String topic, String payload) {
        Mqtt5BlockingClient publisher = publisher(broker);
        send(publisher, topic, payload.getBytes(StandardCharsets.UTF_8));
        publisher.disconnect();
    }

    private static Mqtt5BlockingClient publisher(Mosquitto broker) {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        client.connect();
        return client;
    }

    /** Returns when the broker has it. */
    private static void send(Mqtt5BlockingClient publisher, String topic, byte[] payload) {
        publisher
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
    }

    /** EdgeX, and what a target of a watch holds of it. */
    private static final class Mirror implements WatchTarget<ObjectKey> {
        private final Map<String, Integer> edgex = new ConcurrentHashMap<>();
        private final Map<String, Integer> held = new ConcurrentHashMap<>();
        private volatile Runnable beforeRefresh = () -> {};

        boolean isCurrent() {
            return edgex.equals(held);
        }

        @Override
        public void refresh(ObjectKey key) {
            beforeRefresh.run();
            Integer now = edgex.get(key.name());
            if (now == null) {
                held.remove(key.name());
            } else {
                held.put(key.name(), now);
            }
        }

        @Override
        public void resync() {
            held.keySet().retainAll(edgex.keySet());
            held.putAll(edgex);
        }
    }

    /** A certificate of the broker, made by the JDK's own tool. */
    private record Certificate(Path pem, Path key, KeyStore store) {

        static Certificate forName(Path directory, String name) throws Exception {
            char[] password = "not a secret".toCharArray();
            Path file = directory.resolve("broker.p12");
            HostProgram.run(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "broker",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=broker",
                    "-ext",
                    "san=" + name,
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    String.valueOf(password));
            KeyStore store = KeyStore.getInstance(file.toFile(), password);
            Path pem = directory.resolve("broker.pem");
            Path key = directory.resolve("broker.key");
            Files.writeString(
                    pem, pem("CERTIFICATE", store.getCertificate("broker").getEncoded()));
            Files.writeString(
                    key, pem("PRIVATE KEY", store.getKey("broker", password).getEncoded()));
            return new Certificate(pem, key, store);
        }

        private static String pem(String what, byte[] der) {
            return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                    + "-----\n";
        }

        String[] settings() {
            return new String[] {"certfile " + pem, "keyfile " + key, "allow_anonymous true"};
        }

        TrustManagerFactory trusted() throws Exception {
            KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
            trust.load(null, null);
            trust.setCertificateEntry("broker", store.getCertificate("broker"));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trust);
            return factory;
        }
    }
}
