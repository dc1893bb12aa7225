package io.noderesource.backend.lvm;

import static io.noderesource.backend.lvm.Scene.ONE;
import static io.noderesource.backend.lvm.Scene.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.house.HeldProcess;
import io.noderesource.house.Kills;
import io.noderesource.house.Waiting;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.testkit.AtRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills where LVM's library of commands or its program does the work. The library does all kinds of steps; the program does
 * those of one plan, as the others differ in nothing but their arguments. {@code -Dsandbox.seed} chooses three kinds, and one of the program's,
 * that are killed, each at one place: at its intent, between its work and its outcome, or at its outcome. With {@code -Dsandbox.kills=all}
 * both engines do all kinds of steps, and each is killed at all three.
 */
class CrashSandboxTest extends KilledLife {

    private static final List<Phase> PHASES = List.of(Phase.values());

    /** The places of one life: for each kind of step, those at which it is killed. */
    private record Places(String name, Function<String, List<Phase>> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Places> lives() {
        return lives(LIFE, 3);
    }

    static Stream<Places> livesOfTheProgram() {
        return lives(MAKING, 1);
    }

    private static Stream<Places> lives(List<String> steps, int few) {
        if (Kills.all()) {
            return Stream.of(
                    new Places("at each record", step -> List.of(Phase.INTENT, Phase.OUTCOME)),
                    new Places("before each outcome", step -> List.of(Phase.PERFORMED)));
        }
        long seed = Long.getLong("sandbox.seed", new Random().nextLong());
        Random random = new Random(seed);
        List<String> killed = Kills.of(steps, few, random);
        return Stream.of(new Places(
                "-Dsandbox.kills=few -Dsandbox.seed=" + seed,
                step -> killed.contains(step) ? List.of(PHASES.get(random.nextInt(PHASES.size()))) : List.of()));
    }

    @ParameterizedTest
    @MethodSource("lives")
    void goesOnWithTheLibrary(Places places) throws Exception {
        wholeLife(EngineKind.LIBLVM2CMD, places.of());
    }

    @ParameterizedTest
    @MethodSource("livesOfTheProgram")
    void goesOnWithTheProgram(Places places) throws Exception {
        if (Kills.all()) {
            wholeLife(EngineKind.LVM, places.of());
            return;
        }
        choose(EngineKind.LVM);
        made(places.of());
        Scene.converges(state, group(ONE), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE));
        assertThat(Scene.sequence()).as("changes of the volume group").isEqualTo(1);
    }

    /** A program that waits for LVM's lock lives on when its parent is killed, and makes the volume group later. */
    @Test
    void nothingIsDoneTwiceWhenTheProgramOutlivesItsParent() throws Exception {
        choose(EngineKind.LVM);
        Plan plan;
        try (NodeResources node = Scene.started(state)) {
            plan = node.plan(group(ONE));
        }
        Process holder = new ProcessBuilder("flock", "/run/lock/lvm/V_vg-data", "cat").start();
        ProcessHandle orphan;
        try (HeldProcess applying = Applying.upTo(state, plan, "CreateVolumeGroup", Phase.INTENT)) {
            applying.release();
            orphan = Waiting.forValue(() -> applying.children()
                    .filter(child -> isWaitingForLock(child.pid()))
                    .findFirst());
            applying.kill();
            assertThat(orphan.isAlive()).isTrue();
        } finally {
            holder.getOutputStream().close();
        }

        Scene.convergesAtLast(state, group(ONE));

        Waiting.until(() -> !orphan.isAlive());
        Scene.converges(state, group(ONE), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE));
        assertThat(Scene.sequence()).isEqualTo(1);
    }

    /** Whether /proc/locks shows the process as one that waits: proc(5). */
    private static boolean isWaitingForLock(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/locks")).stream()
                    .map(line -> List.of(line.trim().split("\\s+")))
                    .anyMatch(words -> words.contains("->") && words.contains(Long.toString(pid)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
