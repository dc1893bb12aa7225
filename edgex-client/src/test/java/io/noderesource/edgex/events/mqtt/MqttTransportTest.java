package io.noderesource.edgex.events.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.events.EventConnection;
import io.noderesource.house.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transport where there is no broker, or one that is none. */
class MqttTransportTest {

    private final Heard heard = new Heard();

    @ParameterizedTest
    @ValueSource(
            strings = {"http://h:1", "h:1883", "tcp:h", "tcp:///x", "tcp://h/topic", "tcp://h?x=1", "tcp://h#x", "//h"})
    void uriThatIsNoBrokersIsRefused(String uri) {
        assertThatThrownBy(() -> MqttTransport.to(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the URI of a broker");
    }

    @Test
    void credentialsInAUriAreRefusedAndNotRepeated() {
        assertThatThrownBy(() -> MqttTransport.to(URI.create("tcp://user:hush@h:1883")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("credentials")
                .hasMessageNotContaining("hush");
    }

    @Test
    void trustWithoutTlsIsRefused() {
        assertThatThrownBy(() -> MqttTransport.to(URI.create("tcp://h"))
                        .trust(javax.net.ssl.TrustManagerFactory.getInstance("PKIX")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ssl://");
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        MqttTransport.Builder builder = MqttTransport.to(URI.create("tcp://h"));
        assertThatThrownBy(() -> builder.connectWithin(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.keepAlive(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.keepAlive(Duration.ofDays(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxMessageBytes(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyThereIsUnreachable(MqttVersion version) throws InterruptedException {
        open(version, Mosquitto.freePort());
        EdgexException loss = heard.expectLoss();
        assertThat(loss.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(loss).hasMessageContaining("no connection to the MQTT broker at tcp://127.0.0.1:");
    }

    @ParameterizedTest
    @EnumSource
    void brokerThatHangsUpIsToldOf(MqttVersion version) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                EventConnection unused = open(version, server.getLocalPort())) {
            server.accept().close();
            assertThat(heard.expectLoss().kind()).isEqualTo(ErrorKind.INTERRUPTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void serverThatIsNoBrokerIsToldOf(MqttVersion version) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                EventConnection unused = open(version, server.getLocalPort());
                Socket socket = server.accept()) {
            // To MQTT these are 84 octets of an acknowledgement, of which most are missing.
            socket.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".repeat(4).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            assertThat(heard.expectLoss().kind()).isEqualTo(ErrorKind.PROTOCOL);
        }
    }

    /** A broker of before 2018 answers MQTT 5 with the return code 1 of MQTT 3.1.1. */
    @Test
    void olderBrokerIsToldOf() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                EventConnection unused = open(MqttVersion.V5, server.getLocalPort());
                Socket socket = server.accept()) {
            socket.getOutputStream().write(new byte[] {0x20, 0x02, 0x00, 0x01});
            socket.getOutputStream().flush();
            EdgexException loss = heard.expectLoss();
            assertThat(loss.kind()).isEqualTo(ErrorKind.PROTOCOL);
            assertThat(loss).hasMessageContaining("MqttVersion.V3_1_1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokerThatSaysNothingIsGivenUp(MqttVersion version) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                EventConnection unused = MqttTransport.to(URI.create("tcp://127.0.0.1:" + server.getLocalPort()))
                        .version(version)
                        .connectWithin(Duration.ofMillis(300))
                        .build()
                        .open(List.of("a/#"), heard);
                Socket silent = server.accept()) {
            assertThat(heard.expectLoss().kind()).isEqualTo(ErrorKind.INTERRUPTED);
            assertThat(silent.isClosed()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedWhileItConnectsItLeavesNothingBehind(MqttVersion version) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            EventConnection connection = open(version, server.getLocalPort());
            try (Socket socket = server.accept()) {
                connection.close();
                // CONNACK comes too late, and nothing after it.
                socket.getOutputStream()
                        .write(
                                version == MqttVersion.V5
                                        ? new byte[] {0x20, 0x03, 0x00, 0x00, 0x00}
                                        : new byte[] {0x20, 0x02, 0x00, 0x00});
                socket.getOutputStream().flush();
                readToTheEnd(socket);
            }
        }
        assertThat(heard.isSilent()).isTrue();
    }

    /** A watch tries again and again: each attempt that left a thread behind would be one too many. */
    @AfterEach
    void noThreadIsLeftBehind() {
        Waiting.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("edgex-mqtt")));
    }

    private static void readToTheEnd(Socket socket) throws IOException {
        // Less than it takes a client to miss the answers to its pings, which would end it, too.
        socket.setSoTimeout(30_000);
        assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }

    private EventConnection open(MqttVersion version, int port) {
        return MqttTransport.to(URI.create("tcp://127.0.0.1:" + port))
                .version(version)
                .connectWithin(Duration.ofSeconds(20))
                .build()
                .open(List.of("a/#"), heard);
    }
}
