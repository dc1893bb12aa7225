package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.InitializeLabels;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.plan.StepType;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSource.RegionMode;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two volume groups share a module without labels, in modes sector and raw: whatever befalls the first or the second step of a type,
 * each gets a namespace of its size and its mode in the end, and no second one.
 */
class RegionShareCrashTest {

    private static final List<StepType<?>> TYPES =
            List.of(InitializeLabels.TYPE, CreateNamespace.TYPE, CreatePhysicalVolume.TYPE, CreateVolumeGroup.TYPE);

    private static final Topology TOPOLOGY = Topology.of(
            group("vg-a", RegionSize.percent(50), RegionMode.SECTOR),
            group("vg-b", RegionSize.bytes(ByteSize.ofMebibytes(48)), RegionMode.RAW));

    @TempDir
    Path state;

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .nvdimm("NV-1", ByteSize.ofMebibytes(128))
            .build();

    private static VolumeGroupSpec group(String name, RegionSize size, RegionMode mode) {
        return VolumeGroupSpec.builder(name)
                .from(new DeviceSource.PmemRegions(List.of("region0"), size, mode))
                .build();
    }

    static Stream<Arguments> befalls() {
        List<Arguments> all = new ArrayList<>();
        for (StepType<?> type : TYPES) {
            for (StepFault fault : List.of(
                    StepFault.FAIL,
                    StepFault.FAIL_AFTER,
                    StepFault.CRASH_BEFORE,
                    StepFault.CRASH_WITHIN,
                    StepFault.CRASH_AFTER,
                    StepFault.REBOOT,
                    StepFault.LIE)) {
                all.add(Arguments.of(type, fault));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("befalls")
    void eachGetsItsPart(StepType<?> type, StepFault fault) {
        node.declare("NV-1");
        node.next(type, fault);
        pass();
        assertThat(node.faultsSeen()).hasSize(1);
        node.forgetFaults();
        converge();
    }

    /** The first is made, and what befalls befalls the second. */
    @ParameterizedTest
    @MethodSource("befalls")
    void theSecondGetsItsPart(StepType<?> type, StepFault fault) {
        node.declare("NV-1");
        try (NodeResources resources = Opened.on(node, state)) {
            resources
                    .apply(resources.plan(Topology.of(TOPOLOGY.rules().get(0))))
                    .orThrow();
        }
        PmemNamespace first = namespaces().get(0);
        node.next(type, fault);
        pass();
        node.forgetFaults();
        converge();
        assertThat(namespaces()).extracting(PmemNamespace::uuid).contains(first.uuid());
    }

    private void pass() {
        try (NodeResources resources = Opened.on(node, state)) {
            resources.apply(resources.plan(TOPOLOGY));
        } catch (SimulatedCrash crash) {
            // The next process goes on.
        }
    }

    private void converge() {
        for (int pass = 0; pass < 3; pass++) {
            pass();
        }
        try (NodeResources resources = Opened.on(node, state)) {
            Plan plan = resources.plan(TOPOLOGY);
            assertThat(plan.isEmpty()).as(plan.render()).isTrue();
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            assertThat(plan.drifts()).as(plan.render()).isEmpty();
        }
        assertThat(namespaces())
                .extracting(n -> n.mode() + " " + n.size())
                .containsExactlyInAnyOrder(Mode.SECTOR + " 64 MiB", Mode.RAW + " 48 MiB");
        assertThat(namespaces())
                .extracting(PmemNamespace::label)
                .doesNotHaveDuplicates()
                .allSatisfy(label -> assertThat(label).startsWith("nr-").doesNotEndWith(".new"));
        assertThat(node.observe().seen(Lvm.SECTION).orElseThrow().volumeGroups())
                .extracting(VolumeGroup::name)
                .containsExactlyInAnyOrder("vg-a", "vg-b");
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    private List<PmemNamespace> namespaces() {
        return node.observe().seen(Pmem.SECTION).orElseThrow().namespacesIn("region0");
    }
}
