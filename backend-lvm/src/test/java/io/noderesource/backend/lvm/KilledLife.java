package io.noderesource.backend.lvm;

import static io.noderesource.backend.lvm.Scene.ONE;
import static io.noderesource.backend.lvm.Scene.THREE;
import static io.noderesource.backend.lvm.Scene.TWO;
import static io.noderesource.backend.lvm.Scene.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.ResourceAddress;
import io.noderesource.house.HeldProcess;
import io.noderesource.house.HostProgram;
import io.noderesource.house.JournalFile;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.testkit.AtRecord.Phase;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The applying process is killed with signal 9 at records of the journal, for each kind of step, through the life of
 * one volume group; after each kill a process that starts anew goes on from there.
 */
@Timeout(1200)
abstract class KilledLife extends OnCrashDisks {

    private static final Set<ResourceAddress> DATA = Set.of(new ResourceAddress("volumegroup", "vg-data"));

    private static final String FIRST = "CreatePhysicalVolume";

    /** The kinds of steps by which a volume group is made. */
    static final List<String> MAKING = List.of(FIRST, "CreateVolumeGroup");

    /** Those of a whole life. */
    static final List<String> LIFE = List.of(
            FIRST,
            "CreateVolumeGroup",
            "ExtendVolumeGroup",
            "GrowPhysicalVolume",
            "WipeDevice",
            "UnmarkVolumeGroup",
            "MarkVolumeGroup");

    /** What an undisturbed life has: created, extended, resized twice, extended, released, adopted. */
    private static final long SEQUENCE_AT_THE_END = 7;

    @TempDir
    Path state;

    @AfterEach
    void chooseNoEngine() {
        System.clearProperty(EngineKind.PROPERTY);
    }

    final void choose(EngineKind engine) {
        System.setProperty(EngineKind.PROPERTY, engine.id());
    }

    /**
     * Lives it.
     *
     * @param phases at which records a kind of step is killed, one after another; none for one that is let alone
     */
    final void wholeLife(EngineKind engine, Function<String, List<Phase>> phases) throws Exception {
        choose(engine);

        made(phases);
        Topology two = group(ONE, TWO);
        killed("ExtendVolumeGroup", two, Policy.defaults(), phases);

        // What a step that was cut off has made may be in the journal alone.
        Scene.converges(state, two, Policy.defaults());
        GrownDisk.from(16, state, TWO);
        killed("GrowPhysicalVolume", two, Policy.defaults(), phases);

        HostProgram.run("mkfs.ext4", "-q", "-F", "-L", "old", THREE);
        HostProgram.run("udevadm", "settle");
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

    final void made(Function<String, List<Phase>> phases) throws IOException, InterruptedException {
        killed(FIRST, group(ONE), Policy.defaults(), phases);
        killed("CreateVolumeGroup", group(ONE), Policy.defaults(), phases);
    }

    /** Starts a process for each place; each goes on from where the one before was killed. */
    private void killed(String step, Topology topology, Policy policy, Function<String, List<Phase>> phases)
            throws IOException, InterruptedException {
        List<Phase> places = phases.apply(step);
        for (Phase phase : places) {
            Plan plan;
            try (NodeResources node = Scene.started(state)) {
                plan = node.plan(topology, policy);
            }
            try (HeldProcess applying = Applying.upTo(state, plan, step, phase)) {
                applying.kill();
            }
            assertThat(JournalFile.openIntents(state)).isEqualTo(phase == Phase.OUTCOME ? 0 : 1);
        }
        // What is left of it is done by whoever comes next, which for the first step is the second's process.
        boolean isLeft = places.isEmpty() || places.get(places.size() - 1) == Phase.INTENT;
        if (isLeft && !step.equals(FIRST)) {
            Scene.converges(state, topology, policy);
        }
    }
}
