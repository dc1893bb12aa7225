package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.simulator.EdgexSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runner as a process of its own, on this machine; nothing of it is declared, so nothing of it is changed. */
@Timeout(120)
class ProcessTest {

    @TempDir
    private Path directory;

    @Test
    void sigtermEndsAWatchWithStatusZero() throws Exception {
        Path topology = Files.createDirectory(directory.resolve("topology"));
        Files.writeString(topology.resolve("volumegroup"), "volumegroup: []\n");
        Process watch = start("watch", "--topology", topology.toString(), "--state", directory + "/state");
        try (BufferedReader out = watch.inputReader()) {
            assertThat(out.readLine()).contains(" started: watching " + topology);
            assertThat(out.readLine()).contains(" in-force: ");

            // SIGTERM; Process.destroy would close the output too.
            watch.toHandle().destroy();
            assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(out.lines()).last().asString().contains(" stopped: ");
            assertThat(watch.exitValue()).isZero();
        } finally {
            watch.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signalsEndAWatchOverDevicesWithStatusZero(String signal) throws Exception {
        try (EdgexSimulator edgex = EdgexSimulator.builder().start()) {
            Process watch = start(
                    "devices",
                    "watch",
                    "--edgex",
                    edgex.gatewayUrl().toString(),
                    "--manifests",
                    "devices",
                    "--state-dir",
                    directory + "/known");
            try (BufferedReader out = watch.inputReader()) {
                assertThat(out.readLine()).contains(" started: watching devices for node pool hangzhou on EdgeX ");
                String line = out.readLine();
                while (line != null && !line.contains(" changed: device/default/pump-2: set 'Level'")) {
                    line = out.readLine();
                }
                assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(watch.pid()))
                                .start()
                                .waitFor())
                        .isZero();
                assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(out.lines()).last().asString().contains(" stopped: ");
                assertThat(watch.exitValue()).isZero();
            } finally {
                watch.destroyForcibly();
            }
        }
    }

    @Test
    void errorIsOneLineAndStatusOne() throws Exception {
        Process plan = start("plan", "--topology", directory + "/none.yaml", "--state", directory + "/state");
        String err = new String(plan.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(plan.waitFor()).isEqualTo(1);
        assertThat(err).contains("error [topology/unreadable]: ").doesNotContain("\tat ");
        assertThat(Files.exists(directory.resolve("state"))).isFalse();
    }

    private static Process start(String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                // A shell that runs these tests in the background has SIGINT ignored, and a JVM that is started so
                // leaves it.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Nrm.class.getName()));
        line.addAll(List.of(options));
        return new ProcessBuilder(line).start();
    }
}
