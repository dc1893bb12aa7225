package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that was kept for a while is applied after a newer one: what the newer one made stays known. */
class OldPlanTest {

    @TempDir
    Path state;

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("NR-DISK-1", ByteSize.ofMebibytes(256))
            .disk("NR-DISK-2", ByteSize.ofMebibytes(256))
            .build();

    @BeforeEach
    void declare() {
        node.declare("NR-DISK-1", "NR-DISK-2");
    }

    @Test
    void doesNotForgetWhatANewerPlanMade() {
        Plan old;
        try (NodeResources resources = opened()) {
            resources.apply(resources.plan(wanted("/dev/vdb"))).orThrow();
            old = resources.plan(wanted("/dev/vdb"));
        }
        halfExtend();
        try (NodeResources resources = opened()) {
            resources.apply(old).orThrow();

            Plan again = resources.plan(wanted("/dev/vdb", "/dev/vdc"));
            assertThat(again.refusals()).as(again.render()).isEmpty();
            resources.apply(again).orThrow();
            assertThat(resources.plan(wanted("/dev/vdb", "/dev/vdc")).steps()).isEmpty();
        }
    }

    @Test
    void forgetsWhatItSawToBeGone() throws IOException {
        try (NodeResources resources = opened()) {
            resources.apply(resources.plan(wanted("/dev/vdb"))).orThrow();
        }
        String orphan = halfExtend();
        node.blank("NR-DISK-2");
        try (NodeResources resources = opened()) {
            Plan plan = resources.plan(wanted("/dev/vdb"));
            assertThat(plan.forgotten()).containsExactly(orphan);
            Plan read = resources.parsePlan(plan.toJson());
            assertThat(read).isEqualTo(plan);

            resources.apply(read).orThrow();

            assertThat(Files.readString(state.resolve("ledger"))).doesNotContain(orphan);
            assertThat(resources.plan(wanted("/dev/vdb")).forgotten()).isEmpty();
        }
    }

    /** Crashes when the second disk is a physical volume and in no volume group yet; returns its UUID. */
    private String halfExtend() {
        try (NodeResources resources = opened()) {
            Plan newer = resources.plan(wanted("/dev/vdb", "/dev/vdc"));
            node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
            assertThatThrownBy(() -> resources.apply(newer)).isInstanceOf(SimulatedCrash.class);
            node.reboot();
            return newer.steps().get(0).step().makes().get(0).id();
        }
    }

    private static Topology wanted(String... devices) {
        return Topology.of(VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.devices(devices))
                .build());
    }

    private NodeResources opened() {
        return Opened.on(node, state);
    }
}
