package io.noderesource.backend.lvm;

import static io.noderesource.backend.lvm.Scene.ONE;
import static io.noderesource.backend.lvm.Scene.THREE;
import static io.noderesource.backend.lvm.Scene.TWO;
import static io.noderesource.backend.lvm.Scene.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.backend.lvm.ApplyingMain.Phase;
import io.noderesource.base.ResourceAddress;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The applying process is killed with signal 9 at each record of the journal, for each kind of step, through the life of
 * one volume group; after each kill a process that starts anew goes on from there. LVM's library does all kinds of steps; its
 * program does those of one plan, as the others differ in nothing but their arguments.
 */
@Timeout(600)
class CrashSandboxTest extends OnCrashDisks {

    private static final Set<ResourceAddress> DATA = Set.of(new ResourceAddress("volumegroup", "vg-data"));

    private static final String ENGINE = "noderesource.lvm.engine";

    /** What an undisturbed life has: created, extended, resized twice, extended, released, adopted. */
    private static final long SEQUENCE_AT_THE_END = 7;

    @TempDir
    Path state;

    @AfterEach
    void chooseNoEngine() {
        System.clearProperty(ENGINE);
    }

    @Test
    void goesOnWithTheLibraryAfterAKillAtEachRecord() throws Exception {
        wholeLife("liblvm2cmd", Phase.INTENT, Phase.OUTCOME);
    }

    /** The step is done, and only its intent is on disk. */
    @Test
    void goesOnWithTheLibraryAfterAKillBeforeEachOutcome() throws Exception {
        wholeLife("liblvm2cmd", Phase.PERFORMED);
    }

    @Test
    void goesOnWithTheProgramAfterAKillAtEachRecord() throws Exception {
        System.setProperty(ENGINE, "lvm");

        made(Phase.INTENT, Phase.OUTCOME);

        Scene.converges(state, group(ONE), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE));
        assertThat(Scene.sequence()).as("changes of the volume group").isEqualTo(1);
    }

    /** A program that waits for LVM's lock lives on when its parent is killed, and makes the volume group later. */
    @Test
    void nothingIsDoneTwiceWhenTheProgramOutlivesItsParent() throws Exception {
        System.setProperty(ENGINE, "lvm");
        Plan plan;
        try (NodeResources node = Scene.started(state)) {
            plan = node.plan(group(ONE));
        }
        Process holder = new ProcessBuilder("flock", "/run/lock/lvm/V_vg-data", "cat").start();
        ProcessHandle orphan;
        try (Applying applying = Applying.upTo(state, plan, "CreateVolumeGroup", Phase.INTENT)) {
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

    private void wholeLife(String engine, Phase... phases) throws Exception {
        System.setProperty(ENGINE, engine);

        made(phases);
        Topology two = group(ONE, TWO);
        killed("ExtendVolumeGroup", two, Policy.defaults(), phases);

        Witness.run("pvresize", "-qqy", "--setphysicalvolumesize", "16M", TWO);
        killed("GrowPhysicalVolume", two, Policy.defaults(), phases);

        Witness.run("mkfs.ext4", "-q", "-F", "-L", "old", THREE);
        Witness.run("udevadm", "settle");
        Topology three = group(ONE, TWO, THREE);
        Policy consented;
        try (NodeResources node = Scene.started(state)) {
            consented = Scene.consented(node, three);
        }
        killed("WipeDevice", three, consented, phases);
        Scene.converges(state, three, consented);
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO, THREE));

        killed("UnmarkVolumeGroup", three, Policy.builder().release(DATA).build(), phases);
        Policy adopt = Policy.builder().adopt(DATA).build();
        killed("MarkVolumeGroup", three, adopt, phases);

        Scene.converges(state, three, adopt);
        assertThat(Scene.sequence()).as("changes of the volume group").isEqualTo(SEQUENCE_AT_THE_END);
    }

    private void made(Phase... phases) throws IOException, InterruptedException {
        killed("CreatePhysicalVolume", group(ONE), Policy.defaults(), phases);
        killed("CreateVolumeGroup", group(ONE), Policy.defaults(), phases);
    }

    /** Starts a process for each place; each goes on from where the one before was killed. */
    private void killed(String step, Topology topology, Policy policy, Phase... phases)
            throws IOException, InterruptedException {
        for (Phase phase : phases) {
            Plan plan;
            try (NodeResources node = Scene.started(state)) {
                plan = node.plan(topology, policy);
            }
            try (Applying applying = Applying.upTo(state, plan, step, phase)) {
                applying.kill();
            }
            assertThat(Scene.openIntents(state)).isEqualTo(phase == Phase.OUTCOME ? 0 : 1);
        }
    }
}
