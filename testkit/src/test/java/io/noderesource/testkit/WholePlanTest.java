package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What apply refuses of a plan as a whole, before it begins a step. */
class WholePlanTest {

    private static final Topology TWO = Topology.of(VolumeGroupSpec.builder("vg-data")
            .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
            .build());

    @TempDir
    Path state;

    @Test
    void aPlanOfAnotherNodeIsRefused() {
        Plan elsewhere = Opened.on(node("edge-2"), state.resolve("edge-2")).plan(TWO);
        SimulatedNode node = node("edge-1");

        refused(node, elsewhere, ApplyOptions.builder().build(), StandardErrorCode.STALE);
    }

    @Test
    void aPlanMayClaimAsManyDevicesAsTheRunAndNoMore() {
        SimulatedNode node = node("edge-1");
        Plan plan = Opened.on(node, state).plan(TWO);

        refused(node, plan, ApplyOptions.builder().maxDevices(1).build(), StandardErrorCode.BLAST_RADIUS);
        Opened.on(node, state)
                .apply(plan, ApplyOptions.builder().maxDevices(2).build())
                .orThrow();
    }

    private void refused(SimulatedNode node, Plan plan, ApplyOptions options, ErrorCode code) {
        try (NodeResources resources = Opened.on(node, state)) {
            assertThatThrownBy(() -> resources.apply(plan, options))
                    .isInstanceOfSatisfying(
                            NodeResourceException.class,
                            e -> assertThat(e.code()).isEqualTo(code));
        }
        assertThat(node.writes()).isEmpty();
    }

    private static SimulatedNode node(String name) {
        return SimulatedNode.builder(name)
                .disk("NR-DISK-1", ByteSize.ofMebibytes(64))
                .disk("NR-DISK-2", ByteSize.ofMebibytes(64))
                .build();
    }
}
