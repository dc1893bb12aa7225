package io.noderesource.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that a test has started and that holds at one place, until it is let go on or is killed. */
public final class HeldProcess implements AutoCloseable {

    /** What the process prints when it has come to the place. */
    private static final String HERE = "here";

    private final Process process;
    private final BufferedReader output;

    private HeldProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it and waits until it holds.
     *
     * @param command the program, which calls {@link #hold()} or {@link #pass()}, and its arguments
     * @param what what it is about, for the message when it does not come to the place
     * @return the process
     * @throws IOException when it cannot be started
     */
    public static HeldProcess started(List<String> command, String what) throws IOException {
        HeldProcess held = new HeldProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        assertThat(held.output.readLine()).as(what).isEqualTo(HERE);
        return held;
    }

    /** For the program: says that it has come to the place, and holds until its standard input has a byte. */
    public static void hold() {
        pass();
        try {
            int unused = System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the program: says that it has come to the place, and goes on. */
    public static void pass() {
        System.out.println(HERE);
    }

    /**
     * Kills it as {@code kill -9} does: no hook of a JVM runs, the kernel alone cleans up.
     *
     * @throws InterruptedException when interrupted before it is gone
     */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
    }

    /**
     * Its number.
     *
     * @return its number
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Tells whether it still runs.
     *
     * @return whether it does
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Kills it so much later.
     *
     * @param delay how much
     * @return whether it was still at work then
     * @throws InterruptedException when interrupted before it is gone
     */
    public boolean killAfter(Duration delay) throws InterruptedException {
        if (process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        process.toHandle().destroyForcibly();
        return process.waitFor() == 128 + 9;
    }

    /**
     * Lets it go on.
     *
     * @throws IOException when it is gone
     */
    public void release() throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write('\n');
        }
    }

    /**
     * The processes that it has started and that still run.
     *
     * @return those
     */
    public Stream<ProcessHandle> children() {
        return process.children();
    }

    /**
     * Lets it go on to its end.
     *
     * @return what it prints from then on
     * @throws IOException when it is gone
     * @throws InterruptedException when interrupted before it is gone
     */
    public String goOn() throws IOException, InterruptedException {
        release();
        String rest = output.lines().collect(Collectors.joining("\n"));
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return rest;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
