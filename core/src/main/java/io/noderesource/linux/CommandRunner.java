package io.noderesource.linux;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs that have no library: by argument list, never through a shell.
 *
 * <p>A program gets an empty standard input, the environment that it is given and nothing of this process's, the
 * directory {@code /}, and no open file but its standard streams (the JDK closes all others between fork and exec).
 * What it prints goes to files that only this user can read, not through pipes: a pipe stays open, and its reader waits,
 * for as long as any child of the program lives.
 *
 * <p>Thread-safe; each call runs one program.
 */
public final class CommandRunner {

    /** How long a program that is told to end (SIGTERM) may take to put things in order before it is killed. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** More than this nobody reads; a report of 100 LVs is 50 KiB. */
    private static final int MAX_OUTPUT = 64 << 20;

    private CommandRunner() {}

    /**
     * What became of a program.
     *
     * @param status its exit status; 128 and the signal's number when a signal ended it
     * @param killed whether it was ended because its time was over
     * @param output what it printed to standard output, read as UTF-8
     * @param errors what it printed to standard error, read as UTF-8
     */
    public record Ended(int status, boolean killed, String output, String errors) {}

    /**
     * Runs a program and waits until it is gone.
     *
     * <p>When its time is over it is told to end, and two seconds later it is killed, with the programs it started. The
     * call returns only when it is gone, and a process in an uninterruptible sleep outlives its kill: who owes somebody
     * an answer calls this on another thread. An interrupt counts as the end of its time, and stays set.
     *
     * @param command the program's absolute path and its arguments
     * @param environment its whole environment
     * @param limit how long it may run
     * @throws NodeResourceException {@code node/io} when it cannot be started, or what it printed cannot be read
     */
    public static Ended run(List<String> command, Map<String, String> environment, Duration limit) {
        if (!command.get(0).startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + command.get(0));
        }
        try {
            Path directory = privateDirectory();
            Path output = directory.resolve("output");
            Path errors = directory.resolve("errors");
            try {
                Process process = start(command, environment, output, errors);
                boolean killed = waitAndKill(process, limit);
                return new Ended(process.exitValue(), killed, read(output), read(errors));
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
                Files.delete(directory);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO,
                    "cannot run " + command.get(0) + ": " + e.getMessage() + "; see that it is there and may be run",
                    e);
        }
    }

    private static Process start(List<String> command, Map<String, String> environment, Path output, Path errors)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits until the process is gone, and tells whether it had to be ended. */
    private static boolean waitAndKill(Process process, Duration limit) {
        boolean interrupted = false;
        boolean killed = false;
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                killed = true;
            }
        } catch (InterruptedException e) {
            interrupted = true;
            killed = true;
        }
        if (killed) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            long end = System.nanoTime() + GRACE.toNanos();
            while (process.isAlive()) {
                try {
                    if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                        process.destroyForcibly();
                        process.waitFor();
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return killed;
    }

    /** In memory where possible: the file system may be what is in trouble. */
    private static Path privateDirectory() throws IOException {
        Path run = Path.of("/run");
        return Files.isWritable(run)
                ? Files.createTempDirectory(run, "noderesource-run")
                : Files.createTempDirectory("noderesource-run");
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        }
    }
}
