package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.InSandbox;
import io.noderesource.house.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runner as an agent: how long it takes to begin, and what it keeps while it waits. */
@InSandbox
class RestSandboxTest {

    private static final Path RUNNER = Path.of("examples/nrm").toAbsolutePath();
    private static final long MOST_KIB = 96 * 1024;

    @TempDir
    private Path directory;

    /** Declares a group of a disk that is not there: each plan for it says so, which shows when it was made. */
    private Path declare(int round) throws IOException {
        Path topology = directory.resolve("topology.yaml");
        Path next = Files.writeString(
                directory.resolve("next"),
                "volumegroup:\n- {name: vg-rest, key: kubernetes.io/hostname, operator: DoesNotExist,"
                        + " topology: {type: device, devices: [/dev/disk/by-id/awaited-" + round + "]}}\n");
        return Files.move(next, topology, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anAgentAtRestTakesAtMost96MiB() throws IOException, InterruptedException {
        Path topology = declare(0);
        Path errors = directory.resolve("errors");
        long before = System.nanoTime();
        Process agent = new ProcessBuilder(
                        RUNNER.toString(),
                        "watch",
                        "--topology",
                        topology.toString(),
                        "--state",
                        directory.resolve("state").toString(),
                        "--interval",
                        "500ms")
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader out = agent.inputReader()) {
            await(out, "awaited-0", errors);
            Duration first = Duration.ofNanos(System.nanoTime() - before);
            long early = resident(agent);
            for (int round = 1; round <= 8; round++) {
                declare(round);
                await(out, "awaited-" + round, errors);
            }
            long worked = resident(agent);
            System.out.printf(
                    "nrm watch: first pass after %d ms, then %d MiB resident; %d MiB after eight whole passes more%n",
                    first.toMillis(), early / 1024, worked / 1024);
            // What compilers took goes back every ten seconds: an agent is at rest when nothing changes any more.
            Waiting.until(() -> resident(agent) <= MOST_KIB);
            assertThat(agent.isAlive()).isTrue();
            System.out.printf("nrm watch: %d MiB at rest%n", resident(agent) / 1024);
        } finally {
            agent.destroy();
            assertThat(agent.waitFor()).as("%s", Files.readString(errors)).isZero();
        }
    }

    private static void await(BufferedReader out, String text, Path errors) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("the runner ended before it said '" + text + "': " + Files.readString(errors));
    }

    private static long resident(Process process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
