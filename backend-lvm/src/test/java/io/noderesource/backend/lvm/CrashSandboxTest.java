package io.noderesource.backend.lvm;

import static io.noderesource.backend.lvm.Scene.BYSTANDER;
import static io.noderesource.backend.lvm.Scene.ONE;
import static io.noderesource.backend.lvm.Scene.THREE;
import static io.noderesource.backend.lvm.Scene.TWO;
import static io.noderesource.backend.lvm.Scene.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.ResourceAddress;
import io.noderesource.house.InSandbox;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The applying process is killed with signal 9 at each record of the journal, for each kind of step, through the life of
 * one volume group; after each kill a process that starts anew plans, applies, and is then content.
 */
@InSandbox(disks = {"32M:CRASH-1", "32M:CRASH-2", "32M:CRASH-3", "32M:BYSTANDER"})
@Timeout(600)
class CrashSandboxTest {

    private static final Set<ResourceAddress> DATA = Set.of(new ResourceAddress("volumegroup", "vg-data"));

    /** What an undisturbed life has: created, extended, resized twice, extended, released, adopted. */
    private static final long SEQUENCE_AT_THE_END = 7;

    @TempDir
    Path state;

    @AfterEach
    void cleanUp() {
        Witness.blank(Scene.DISKS);
    }

    @ParameterizedTest
    @EnumSource(ApplyingMain.Phase.class)
    void goesOnAfterKillAt(ApplyingMain.Phase phase) throws Exception {
        String bystander = Scene.bystander();

        killed("CreatePhysicalVolume", phase, group(ONE), Policy.defaults());
        killed("CreateVolumeGroup", phase, group(ONE), Policy.defaults());
        Scene.converges(state, group(ONE), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE));

        killed("ExtendVolumeGroup", phase, group(ONE, TWO), Policy.defaults());
        Scene.converges(state, group(ONE, TWO), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO));

        Witness.run("pvresize", "-qqy", "--setphysicalvolumesize", "16M", TWO);
        killed("GrowPhysicalVolume", phase, group(ONE, TWO), Policy.defaults());
        Scene.converges(state, group(ONE, TWO), Policy.defaults());

        Witness.run("mkfs.ext4", "-q", "-F", "-L", "old", THREE);
        Witness.run("udevadm", "settle");
        Topology three = group(ONE, TWO, THREE);
        Policy consented = consented(three);
        killed("WipeDevice", phase, three, consented);
        Scene.converges(state, three, consented);
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO, THREE));

        Policy release = Policy.builder().release(DATA).build();
        killed("UnmarkVolumeGroup", phase, three, release);
        Scene.converges(state, three, release);

        Policy adopt = Policy.builder().adopt(DATA).build();
        killed("MarkVolumeGroup", phase, three, adopt);
        Scene.converges(state, three, adopt);

        assertThat(Scene.sequence()).as("changes of the volume group").isEqualTo(SEQUENCE_AT_THE_END);
        assertThat(Witness.digest(BYSTANDER)).isEqualTo(bystander);
    }

    private void killed(String step, ApplyingMain.Phase phase, Topology topology, Policy policy)
            throws IOException, InterruptedException {
        Plan plan;
        try (NodeResources node = Scene.started(state)) {
            plan = node.plan(topology, policy);
        }
        try (Applying applying = Applying.upTo(state, plan, step, phase)) {
            applying.kill();
        }
        assertThat(Scene.openIntents(state)).isEqualTo(phase == ApplyingMain.Phase.OUTCOME ? 0 : 1);
    }

    private Policy consented(Topology topology) {
        try (NodeResources node = Scene.started(state)) {
            String hash = String.valueOf(node.plan(topology).refusals().get(0).consent());
            return Policy.builder()
                    .consents(List.of(new Consent(hash, Instant.now().plusSeconds(3600))))
                    .build();
        }
    }
}
