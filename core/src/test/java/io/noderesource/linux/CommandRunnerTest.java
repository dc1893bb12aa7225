package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shell stands for the program here, as it can be told to do anything. */
@Timeout(60)
class CommandRunnerTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C");

    @TempDir
    private Path directory;

    @Test
    void givesStatusAndBothStreams() {
        CommandRunner.Ended ended = sh("printf 'one\\ntwo'; echo three >&2; exit 5", LONG);
        assertThat(ended).isEqualTo(new CommandRunner.Ended(5, false, "one\ntwo", "three\n"));
    }

    @Test
    void passesArgumentsAsTheyAre() {
        List<String> words = List.of("/usr/bin/printf", "%s|", "a b", "$(id)", "'\"", ";", "*", "");
        assertThat(CommandRunner.run(words, ENVIRONMENT, LONG).output()).isEqualTo("a b|$(id)|'\"|;|*||");
    }

    @Test
    void givesNothingOfThisProcess() throws Exception {
        try (var open = Files.newInputStream(Path.of("/dev/zero"))) {
            assertThat(open.read()).isZero();
            CommandRunner.Ended ended = sh("env; cat; pwd; ls -l /proc/self/fd | grep -c /dev/zero", LONG);
            assertThat(ended.output().lines().filter(line -> !line.startsWith("_=") && !line.startsWith("SHLVL=")))
                    .containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "LC_ALL=C", "PWD=/", "/", "0");
        }
    }

    @Test
    void endsWhatTakesTooLong() throws Exception {
        Path pid = directory.resolve("pid");
        CommandRunner.Ended ended = sh(
                "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > " + pid + "; sleep 1000' & while :; do wait; done",
                Duration.ofMillis(500));
        assertThat(ended.killed()).isTrue();
        assertThat(ended.status()).isEqualTo(128 + 9);
        awaitGone(Long.parseLong(Files.readString(pid).strip()));
    }

    @Test
    void letsAProgramPutThingsInOrderBeforeItIsKilled() {
        CommandRunner.Ended ended =
                sh("trap 'echo in order; exit 3' TERM; while :; do sleep 0.01; done", Duration.ofMillis(500));
        assertThat(ended).isEqualTo(new CommandRunner.Ended(3, true, "in order\n", ""));
    }

    @Test
    void doesNotWaitForAChildThatHoldsTheStreams() throws Exception {
        Path pid = directory.resolve("pid");
        CommandRunner.Ended ended = sh("sleep 1000 & echo $! > " + pid, LONG);
        assertThat(ended.status()).isZero();
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void anInterruptEndsTheProgramAndStays() throws Exception {
        Path begun = directory.resolve("begun");
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            CommandRunner.Ended ended = sh("echo > " + begun + "; exec sleep 1000", LONG);
            kept.complete(ended.killed() && Thread.currentThread().isInterrupted());
        });
        caller.start();
        while (!Files.exists(begun)) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        assertThat(kept.get(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysWhatCannotBeStarted() {
        List<String> command = List.of("/nonexistent/lvm", "version");
        assertThat(catchThrowableOfType(
                                NodeResourceException.class, () -> CommandRunner.run(command, ENVIRONMENT, LONG))
                        .code())
                .isEqualTo(StandardErrorCode.IO);
        assertThatThrownBy(() -> CommandRunner.run(List.of("lvm"), ENVIRONMENT, LONG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void awaitGone(long pid) {
        while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
            Thread.onSpinWait();
        }
    }

    private static CommandRunner.Ended sh(String script, Duration limit) {
        return CommandRunner.run(List.of("/bin/sh", "-c", script), ENVIRONMENT, limit);
    }
}
