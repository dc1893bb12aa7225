package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.backend.quotapath.QuotaPathLife.Part;
import io.noderesource.backend.quotapath.internal.jna.Signals;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.Disks;
import io.noderesource.house.HeldProcess;
import io.noderesource.house.HostProgram;
import io.noderesource.house.Kills;
import io.noderesource.house.OnKilledDisks;
import io.noderesource.house.Waiting;
import io.noderesource.kinds.QuotaPathSpec.FileSystemType;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Refusal;
import io.noderesource.testkit.AtRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The applying process is killed with signal 9 at records of the journal, for each kind of step, through the life of a
 * quota path, and while the programs that make and grow file systems run; a process that starts anew goes on.
 *
 * <p>System properties: {@code sandbox.kills}, {@code few} (the default: three kinds of steps on ext4, and making or growing on XFS,
 * at one of its records each) or {@code all} (at each record of each kind of step on both); {@code sandbox.seed}, which
 * chooses.
 */
@Timeout(1200)
@OnKilledDisks
class QuotaPathCrashSandboxTest {

    private static final String SECOND = disk("SECOND");
    private static final String BESIDE = disk("BESIDE");
    private static final String PATH = "/mnt/killed";
    private static final List<Phase> PHASES = List.of(Phase.values());

    private final long seed = Long.getLong("sandbox.seed", new Random().nextLong());

    private static String beside = "";
    private static String second = "";

    @TempDir
    Path state;

    private static String disk(String name) {
        return "/dev/disk/by-id/virtio-KILL-" + name;
    }

    private QuotaPathLife life(FileSystemType type) {
        return life(type, state);
    }

    private static QuotaPathLife life(FileSystemType type, Path state) {
        return new QuotaPathLife(type, PATH, disk(type.name()), SECOND, state);
    }

    /** Of two that differ little, both are tried where all kills are wanted. */
    static Stream<FileSystemType> oneUnlessAll() {
        return Kills.all() ? Stream.of(FileSystemType.values()) : Stream.of(FileSystemType.EXT4);
    }

    @BeforeAll
    static void standBy() {
        HostProgram.run("mkfs.ext4", "-q", "-L", "beside", BESIDE);
        HostProgram.run("udevadm", "settle");
        beside = DeviceContent.digest(BESIDE);
        second = DeviceContent.digest(SECOND);
    }

    @AfterAll
    static void standDown() {
        Disks.blank(List.of(BESIDE));
    }

    @AfterEach
    void clean() throws IOException {
        Tools.unmountBelow("/mnt");
        HostProgram.attempt("chattr", "-i", PATH);
        Files.deleteIfExists(Path.of(PATH));
        Disks.blank(List.of(disk("EXT4"), disk("XFS")));
        assertThat(DeviceContent.digest(BESIDE)).isEqualTo(beside);
        assertThat(DeviceContent.digest(SECOND)).as("the second device").isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterAKillAtARecord(FileSystemType type) throws Exception {
        System.out.println("-Dsandbox.kills=" + (Kills.all() ? "all" : "few") + " -Dsandbox.seed=" + seed);
        if (Kills.all()) {
            wholeLife(life(type), step -> List.of(Phase.INTENT, Phase.OUTCOME));
            clean();
            wholeLife(life(type, Files.createDirectory(state.resolve("second"))), step -> List.of(Phase.PERFORMED));
        } else {
            Random random = new Random(seed);
            List<String> killed = type == FileSystemType.EXT4
                    ? Kills.of(steps(), 3, random)
                    : Kills.of(List.of("MakeFileSystem", "GrowFileSystem"), 1, random);
            wholeLife(
                    life(type),
                    step -> killed.contains(step) ? List.of(PHASES.get(random.nextInt(PHASES.size()))) : List.of());
        }
    }

    private static void wholeLife(QuotaPathLife life, Function<String, List<Phase>> phases) throws Exception {
        String uuid = null;
        for (Part part : Part.values()) {
            life.prepare(part);
            for (String step : part.steps()) {
                for (Phase phase : phases.apply(step)) {
                    killed(life, part, step, phase);
                }
            }
            life.converges(part);
            life.isAsDeclared(part);
            uuid = uuid == null ? life.uuid() : uuid;
            assertThat(life.uuid()).as("made once").isEqualTo(uuid);
        }
        life.isInOrder();
    }

    private static List<String> steps() {
        return Stream.of(Part.values())
                .flatMap(part -> part.steps().stream())
                .distinct()
                .toList();
    }

    /** Starts a process and kills it at the place; whoever comes next goes on from there. */
    private static void killed(QuotaPathLife life, Part part, String step, Phase phase) throws Exception {
        try (HeldProcess applying = ApplyingMain.upTo(life.state(), plan(life, part), step, phase)) {
            applying.kill();
        }
        assertThat(life.openIntents()).as("%s %s", step, phase).isEqualTo(phase == Phase.OUTCOME ? 0 : 1);
    }

    private static Plan plan(QuotaPathLife life, Part part) {
        try (NodeResources node = life.started()) {
            return life.consented(node, part);
        }
    }

    // ---- in the middle of a program -----------------------------------------------------------------------------

    /**
     * mkfs is stopped in the middle and its parent killed: as long as it lives, its device is refused. It then ends, and
     * what it has made is mounted.
     */
    @ParameterizedTest
    @MethodSource("oneUnlessAll")
    void aMakerThatOutlivesItsParentIsWaitedFor(FileSystemType type) throws Exception {
        QuotaPathLife life = life(type);
        ProcessHandle maker = stoppedInTheMiddle(life);

        assertThat(refusal(life).consent())
                .as("no consent helps as long as it runs")
                .isNull();

        Signals.goOn(maker.pid());
        Waiting.until(() -> !maker.isAlive());
        HostProgram.run("udevadm", "settle");
        String uuid = life.uuid();
        try (NodeResources node = life.started()) {
            Plan rest = life.plan(node, Part.CREATE);
            assertThat(rest.refusals()).as(rest.render()).isEmpty();
            assertThat(rest.steps()).as(rest.render()).hasSize(1);
        }
        life.converges(Part.CREATE);
        life.isAsDeclared(Part.CREATE);
        assertThat(life.uuid()).as("made once").isEqualTo(uuid);
        life.isInOrder();
    }

    /** mkfs is killed with its parent: what it has left is refused until a consent is given, and no other device is taken. */
    @ParameterizedTest
    @EnumSource
    void whatAKilledMakerHasLeftNeedsAConsent(FileSystemType type) throws Exception {
        QuotaPathLife life = life(type);
        ProcessHandle maker = stoppedInTheMiddle(life);
        maker.destroyForcibly();
        Waiting.until(() -> !maker.isAlive());
        HostProgram.run("udevadm", "settle");

        Refusal refusal = refusal(life);
        assertThat(refusal.code()).isIn(StandardErrorCode.DEVICE_HAS_SIGNATURE, StandardErrorCode.DEVICE_HAS_CONTENT);
        assertThat(HostProgram.attempt("findmnt", PATH).status())
                .as("nothing mounted")
                .isNotZero();

        life.converges(Part.CREATE);
        life.isAsDeclared(Part.CREATE);
        life.isInOrder();
    }

    /** The program that grows is killed with its parent as soon as it runs. */
    @ParameterizedTest
    @MethodSource("oneUnlessAll")
    void goesOnAfterAKillWhileItGrows(FileSystemType type) throws Exception {
        QuotaPathLife life = life(type);
        life.converges(Part.CREATE);
        String uuid = life.uuid();
        life.prepare(Part.GROW);
        String program = type == FileSystemType.EXT4 ? "resize2fs" : "xfs_growfs";
        try (HeldProcess applying = ApplyingMain.upTo(state, plan(life, Part.GROW), "GrowFileSystem", Phase.INTENT)) {
            applying.release();
            ProcessHandle grower = soon(() -> running(applying, program));
            applying.kill();
            grower.destroyForcibly();
            Waiting.until(() -> !grower.isAlive());
        }
        assertThat(life.openIntents()).isEqualTo(1);

        life.converges(Part.GROW);
        life.isAsDeclared(Part.GROW);
        assertThat(life.uuid()).isEqualTo(uuid);
        life.isInOrder();
    }

    /** What a new process refuses, and only refuses, and leaves as it is. */
    private static Refusal refusal(QuotaPathLife life) {
        String before = DeviceContent.digest(life.first());
        try (NodeResources node = life.started()) {
            Plan plan = life.plan(node, Part.CREATE);
            assertThat(plan.steps()).as(plan.render()).isEmpty();
            assertThat(plan.refusals()).as(plan.render()).hasSize(1);
            node.apply(plan).orThrow();
            Plan again = life.plan(node, Part.CREATE);
            assertThat(again.steps()).as(again.render()).isEmpty();
            assertThat(again.refusals()).as(again.render()).hasSize(1);
            assertThat(DeviceContent.digest(life.first())).isEqualTo(before);
            assertThat(life.openIntents()).isZero();
            return again.refusals().get(0);
        }
    }

    /** Kills a process whose mkfs has written a part of what it writes, and stops that. */
    private static ProcessHandle stoppedInTheMiddle(QuotaPathLife life) throws Exception {
        String program = "mkfs." + life.type().word();
        try (HeldProcess applying =
                ApplyingMain.upTo(life.state(), plan(life, Part.CREATE), "MakeFileSystem", Phase.INTENT)) {
            // It and its child run only while this process waits.
            HostProgram.run("chrt", "-a", "--idle", "-p", "0", Long.toString(applying.pid()));
            applying.release();
            ProcessHandle maker = soon(() -> running(applying, program));
            soon(() -> Optional.of(written(maker)).filter(bytes -> bytes >= firstPart(life.type())));
            Signals.stop(maker.pid());
            applying.kill();
            System.out.println(program + " is stopped after " + written(maker) + " bytes");
            assertThat(maker.isAlive()).isTrue();
            return maker;
        }
    }

    /** After so many bytes there is something, which is not all: strace(1) shows it. mkfs.xfs first clears the device's ends. */
    private static long firstPart(FileSystemType type) {
        return type == FileSystemType.EXT4 ? 64 << 10 : (256 << 10) + 512;
    }

    /** Waits for what comes and goes quickly. */
    private static <T> T soon(Supplier<Optional<T>> value) {
        long last = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            Optional<T> now = value.get();
            if (now.isPresent()) {
                return now.get();
            }
            assertThat(System.nanoTime()).as("time").isLessThan(last);
            LockSupport.parkNanos(200_000);
        }
    }

    private static Optional<ProcessHandle> running(HeldProcess parent, String program) {
        return parent.children()
                .filter(child -> command(child).endsWith("/" + program))
                .findFirst();
    }

    private static String command(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .split("\0", -1)[0];
        } catch (IOException gone) {
            return "";
        }
    }

    /** The bytes that a process has written to devices or into their caches: proc(5), wchar. */
    private static long written(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/io")).stream()
                    .filter(line -> line.startsWith("wchar: "))
                    .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
