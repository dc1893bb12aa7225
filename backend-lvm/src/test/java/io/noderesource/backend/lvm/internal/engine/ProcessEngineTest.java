package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a child is started and ended, with a script in the place of {@code lvm}; real LVM has its turn in the sandbox. */
@Timeout(60)
class ProcessEngineTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    private Path directory;

    @Test
    void passesWordsNotALine() throws IOException {
        LvmEngine engine = engine("for word; do echo \"<$word>\" >> " + directory + "/words; done", LONG);
        engine.createPhysicalVolume(call(LONG), "/dev/vdb;reboot", "uuid", () -> {});
        assertThat(Files.readAllLines(directory.resolve("words")))
                .startsWith("<pvcreate>", "<--config>")
                .endsWith("<--norestorefile>", "<--uuid>", "<uuid>", "<-->", "</dev/vdb;reboot>")
                .hasSize(8);
    }

    @Test
    void leavesTheChildsProcessToTheNodesSettings() throws IOException {
        LvmEngine engine = engine("printf '%s\\n' \"$@\" > " + directory + "/words", LONG);
        engine.growPhysicalVolume(call(LONG), "/dev/vdb");
        assertThat(Files.readString(directory.resolve("words")))
                .contains("silent=1")
                .doesNotContain("mlock_filter", "monitoring", "process_priority", "file=");
    }

    @Test
    void passesOnOfLvmsVariablesOnlyTheSystemDirectory() {
        Map<String, String> own = Map.of(
                "LVM_SYSTEM_DIR",
                "/srv/lvm",
                "LVM_COMMAND_PROFILE",
                "x",
                "LVM_REPORT_FD",
                "7",
                "DM_DISABLE_UDEV",
                "1",
                "LANG",
                "de_DE.UTF-8",
                "LD_PRELOAD",
                "x.so");
        assertThat(ProcessEngine.environment(own))
                .containsOnlyKeys("PATH", "LC_ALL", "LVM_SUPPRESS_FD_WARNINGS", "LVM_SYSTEM_DIR")
                .containsEntry("LVM_SYSTEM_DIR", "/srv/lvm")
                .containsEntry("LC_ALL", "C");
        assertThat(ProcessEngine.environment(Map.of("LVM_SYSTEM_DIR", ""))).doesNotContainKey("LVM_SYSTEM_DIR");
    }

    @Test
    void tellsMessagesFromTheReport() {
        CommandResult report = CommandResult.ofStreams(true, 0, "  {\n \"report\": []}\n", "  WARNING: VG x\n");
        assertThat(report.report()).contains("\"report\"");
        assertThat(report.messages()).containsExactly("WARNING: VG x");
        CommandResult plain = CommandResult.ofStreams(false, 5, "  /dev/vdb [ 1 GiB]\n", "  no\n\n");
        assertThat(plain.report()).isEmpty();
        assertThat(plain.messages()).containsExactly("no", "/dev/vdb [ 1 GiB]");
    }

    @Test
    void quotesLvmWhenACommandFails() throws IOException {
        LvmEngine engine = engine("echo '  Device is busy.' >&2; exit 5", LONG);
        NodeResourceException e = catchThrowableOfType(
                NodeResourceException.class, () -> engine.growPhysicalVolume(call(LONG), "/dev/vdb"));
        assertThat(e.code()).isEqualTo(LvmErrorCode.COMMAND_FAILED);
        assertThat(e).hasMessageContaining("pvresize /dev/vdb failed (status 5): Device is busy.");
    }

    @Test
    void aChildThatDiesIsNoSuccess() throws IOException {
        LvmEngine engine = engine("kill -9 $$", LONG);
        assertThat(codeOf(() -> engine.growPhysicalVolume(call(LONG), "/dev/vdb")))
                .isEqualTo(LvmErrorCode.COMMAND_FAILED);
        assertThat(codeOf(() -> engine.report(call(LONG)))).isEqualTo(LvmErrorCode.COMMAND_FAILED);
    }

    @Test
    void hungChildIsEndedAndTheNextCommandRuns() throws IOException {
        Path free = directory.resolve("free");
        LvmEngine engine = engine("[ -e " + free + " ] || exec sleep 1000", Duration.ofSeconds(1));
        assertThat(codeOf(() -> engine.growPhysicalVolume(call(LONG), "/dev/vdb")))
                .isEqualTo(LvmErrorCode.STUCK);
        Files.createFile(free);
        while (true) {
            try {
                engine.growPhysicalVolume(call(LONG), "/dev/vdb");
                return;
            } catch (NodeResourceException untilTheFirstIsGone) {
                assertThat(untilTheFirstIsGone.code()).isEqualTo(LvmErrorCode.STUCK);
            }
        }
    }

    @Test
    void callerHasHisAnswerByHisDeadlineAlsoWhenTheChildTakesNoNotice() throws Exception {
        Path id = directory.resolve("id");
        LvmEngine engine = engine("trap '' TERM; echo $$ > " + id + "; while :; do sleep 0.1; done", LONG);
        long begin = System.nanoTime();
        assertThat(codeOf(() -> engine.report(call(Duration.ofSeconds(1))))).isEqualTo(StandardErrorCode.DEADLINE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2500));
        Optional<ProcessHandle> child =
                ProcessHandle.of(Long.parseLong(Files.readString(id).strip()));
        assertThat(child).as("still there when the caller has his answer").isPresent();
        child.get().onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void changeDoesNotReturnWhileItsChildMayStillWrite() throws IOException {
        Path id = directory.resolve("id");
        LvmEngine engine = engine("trap '' TERM; echo $$ > " + id + "; while :; do sleep 0.1; done", LONG);
        assertThat(codeOf(() -> engine.growPhysicalVolume(call(Duration.ofSeconds(1)), "/dev/vdb")))
                .isEqualTo(StandardErrorCode.DEADLINE);
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(id).strip())))
                .isEmpty();
    }

    private LvmEngine engine(String script, Duration patience) throws IOException {
        Path program = directory.resolve("lvm");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new ProcessEngine(
                program, new OwnerThread("lvm", () -> {}), patience, new HostFiles(Path.of("/dev"), directory));
    }

    private static Call call(Duration limit) {
        return new Call(Deadline.in(limit), List.of());
    }

    private static ErrorCode codeOf(ThrowingCallable call) {
        return catchThrowableOfType(NodeResourceException.class, call).code();
    }
}
