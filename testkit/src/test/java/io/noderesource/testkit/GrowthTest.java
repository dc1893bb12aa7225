package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Lvm;
import io.noderesource.kinds.GrowPhysicalVolume;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PV grows with its device, once each time, and never to where somebody has withdrawn it from. Each run is a process of its own. */
class GrowthTest {

    private static final ByteSize SMALL = ByteSize.ofGibibytes(1);
    private static final ByteSize LARGE = ByteSize.ofGibibytes(2);
    private static final Topology WANTED = Topology.of(VolumeGroupSpec.builder("vg-data")
            .from(DeviceSource.devices("/dev/vdb"))
            .build());

    @TempDir
    Path state;

    private final SimulatedNode node =
            SimulatedNode.builder("edge-1").disk("NR-1", SMALL).build();

    @BeforeEach
    void make() {
        applied();
    }

    private NodeResources opened() {
        return NodeResources.builder()
                .node(node)
                .identity(node.identity())
                .stateDirectory(state)
                .build();
    }

    private Plan planned() {
        try (NodeResources resources = opened()) {
            return resources.plan(WANTED);
        }
    }

    private void applied() {
        try (NodeResources resources = opened()) {
            resources.apply(resources.plan(WANTED)).orThrow();
        }
    }

    private void isLeft() {
        Plan plan = planned();
        assertThat(plan.steps()).as(plan.render()).isEmpty();
        assertThat(plan.notices()).extracting(Notice::code).containsExactly(StandardErrorCode.VG_PART_OF_DEVICE);
    }

    private ByteSize used() {
        return node.observe()
                .seen(Lvm.SECTION)
                .orElseThrow()
                .physicalVolumes()
                .get(0)
                .size();
    }

    @Test
    void growsEachTime() {
        for (int gibibytes = 2; gibibytes < 5; gibibytes++) {
            node.resize("NR-1", ByteSize.ofGibibytes(gibibytes));
            applied();
            assertThat(used()).isGreaterThan(ByteSize.ofGibibytes(gibibytes - 1));
        }
    }

    @Test
    void growsByLittleThatAddsUp() {
        for (int mebibytes = 1025; mebibytes <= 1032; mebibytes++) {
            node.resize("NR-1", ByteSize.ofMebibytes(mebibytes));
            applied();
        }
        assertThat(used()).isGreaterThan(SMALL);
    }

    @Test
    void growsAfterARunThatFailed() {
        node.resize("NR-1", LARGE);
        node.next(GrowPhysicalVolume.TYPE, StepFault.FAIL);
        try (NodeResources resources = opened()) {
            assertThat(resources.apply(resources.plan(WANTED)).succeeded()).isFalse();
        }
        applied();
        assertThat(used()).isGreaterThan(SMALL);
    }

    /** What it was grown from is remembered no longer. */
    @Test
    void whatIsMadeSmallerRightAfterItHasGrownIsLeft() {
        node.resize("NR-1", LARGE);
        applied();
        node.pvresize("NR-1", SMALL);
        isLeft();
    }

    /** The journal alone tells how large its device was when it was made, which is too long ago. */
    @Test
    void whatIsMadeSmallerIsLeftWhenTheLedgerIsLost() throws IOException {
        node.resize("NR-1", LARGE);
        applied();
        node.pvresize("NR-1", SMALL);
        Files.delete(state.resolve("ledger"));
        isLeft();
    }

    /** Nor does a plan that is applied late take what is remembered back. */
    @Test
    void whatIsMadeSmallerIsLeftAfterAnOlderPlan() {
        Plan old = planned();
        node.resize("NR-1", LARGE);
        applied();
        try (NodeResources resources = opened()) {
            resources.apply(old).orThrow();
        }
        node.pvresize("NR-1", SMALL);
        isLeft();
    }

    /** Nor is what another process, with a ledger of its own, has not seen it grow from. */
    @Test
    void whatOthersHaveGrownAndMadeSmallerIsLeft() {
        node.resize("NR-1", ByteSize.ofGibibytes(3));
        node.pvresize("NR-1", ByteSize.ofGibibytes(3));
        node.pvresize("NR-1", LARGE);
        isLeft();
    }

    /** The remedy of a device that has shrunk under its PV is to give it its size back. */
    @Test
    void aDeviceThatWasTooSmallForAWhileChangesNothing() {
        node.pvresize("NR-1", ByteSize.ofMebibytes(512));
        node.resize("NR-1", ByteSize.ofMebibytes(400));
        try (NodeResources resources = opened()) {
            Plan plan = resources.plan(WANTED);
            assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(StandardErrorCode.VG_SHRUNK_DEVICE);
            resources.apply(plan);
        }
        node.resize("NR-1", SMALL);
        isLeft();
    }

    /** Between the plan and the step somebody withdraws it. */
    @Test
    void whatIsMadeSmallerAfterThePlanIsLeft() {
        node.resize("NR-1", LARGE);
        Plan plan = planned();
        assertThat(plan.steps()).hasSize(1);
        node.pvresize("NR-1", ByteSize.ofMebibytes(512));
        try (NodeResources resources = opened()) {
            assertThat(resources.apply(plan).succeeded()).isFalse();
        }
        assertThat(used()).isLessThan(ByteSize.ofMebibytes(513));
        isLeft();
    }
}
