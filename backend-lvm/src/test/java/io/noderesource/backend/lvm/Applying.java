package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.plan.Plan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process of its own that applies a plan, from outside; see {@link ApplyingMain}. */
final class Applying implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private Applying(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it and waits until it has stopped at the place. */
    static Applying upTo(Path state, Plan plan, String step, ApplyingMain.Phase phase)
            throws IOException, InterruptedException {
        return started(state, plan, step, phase);
    }

    /** Starts it and waits until it is about to apply the plan; nothing stops it then. */
    static Applying begun(Path state, Plan plan) throws IOException, InterruptedException {
        return started(state, plan, ApplyingMain.NO_STEP, ApplyingMain.Phase.INTENT);
    }

    private static Applying started(Path state, Plan plan, String step, ApplyingMain.Phase phase)
            throws IOException, InterruptedException {
        Path file = Files.writeString(Files.createTempFile("plan", ".json"), plan.toJson());
        List<String> command = new ArrayList<>(ApplyingJvm.command());
        for (String property : List.of(EngineKind.PROPERTY, "lvm2app.library")) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of(ApplyingMain.class.getName(), state.toString(), file.toString(), step, phase.name()));
        Applying applying = new Applying(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        String line = applying.output.readLine();
        assertThat(line).as("%s %s of%n%s", step, phase, plan.render()).isEqualTo(ApplyingMain.HERE);
        return applying;
    }

    /** Kills it as {@code kill -9} does: no hook of the JVM runs, the kernel alone cleans up. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it so much later, and tells whether it was still at work then. */
    boolean killAfter(Duration delay) throws InterruptedException {
        if (process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        process.toHandle().destroyForcibly();
        return process.waitFor() == 128 + 9;
    }

    /** Lets it go on. */
    void release() throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write('\n');
        }
    }

    /** The processes that it has started and that still run. */
    Stream<ProcessHandle> children() {
        return process.children();
    }

    /** Lets it go on to its end, and returns the report that it prints. */
    String goOn() throws IOException, InterruptedException {
        release();
        String report = output.lines().collect(Collectors.joining("\n"));
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return report;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
