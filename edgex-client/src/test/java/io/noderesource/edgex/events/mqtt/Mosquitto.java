package io.noderesource.edgex.events.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.noderesource.house.HostProgram;
import io.noderesource.house.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A broker, Debian's mosquitto, on a free port of loopback. */
final class Mosquitto implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    private final Path directory;
    private final List<String> settings;
    private final int port;
    private @Nullable Process process;

    /**
     * A broker that is running.
     *
     * @param directory where it may write
     * @param settings more lines for its configuration
     */
    Mosquitto(Path directory, String... settings) {
        this.directory = directory;
        this.settings = List.of(settings);
        this.port = freePort();
        start();
    }

    /** Where there is no broker, the test is not run and says so; where it has to be, it fails. */
    static void mustBeThere() {
        if (Files.isExecutable(PROGRAM)) {
            return;
        }
        if ("required".equals(System.getProperty("sandbox"))) {
            fail("there is no " + PROGRAM + ", so nothing was tested against a real broker: install mosquitto");
        }
        System.out.println("NOT TESTED: MQTT against a real broker, as there is no " + PROGRAM);
        Assumptions.abort("no mosquitto");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        try {
            Path configuration = directory.resolve("mosquitto-" + port + ".conf");
            Files.writeString(configuration, String.join("\n", configuration(settings)));
            Process started = new ProcessBuilder(PROGRAM.toString(), "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("mosquitto.log").toFile())
                    .start();
            process = started;
            Waiting.until(() -> {
                assertThat(started.isAlive()).as(this::log).isTrue();
                return answers();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> configuration(List<String> more) {
        // Started by root it would become another user, who may not read the files of the test.
        return List.of(
                "user root",
                "persistence false",
                "listener " + port + " 127.0.0.1",
                more.isEmpty() ? "allow_anonymous true" : String.join("\n", more),
                "");
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("mosquitto.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    URI uri() {
        return URI.create("tcp://127.0.0.1:" + port);
    }

    int port() {
        return port;
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        Process running = running();
        running.destroyForcibly();
        running.waitFor();
        process = null;
    }

    /** Stops it, so that it keeps its connections and does not answer. */
    void hang() {
        HostProgram.run("kill", "-STOP", Long.toString(running().pid()));
    }

    private Process running() {
        return Optional.ofNullable(process).orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
