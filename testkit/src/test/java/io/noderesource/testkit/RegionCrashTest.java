package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
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
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A volume group on two regions comes to be whatever befalls one of its steps, and nothing is written that must not be. */
class RegionCrashTest {

    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    private static final Topology TOPOLOGY = Topology.of(VolumeGroupSpec.builder("vg-data")
            .from(new DeviceSource.PmemRegions(List.of("region0", "region1")))
            .build());
    private static final List<StepType<?>> TYPES =
            List.of(InitializeLabels.TYPE, CreateNamespace.TYPE, CreatePhysicalVolume.TYPE, CreateVolumeGroup.TYPE);

    private static final List<StepType<?>> BEFORE_THE_PV = List.of(InitializeLabels.TYPE, CreateNamespace.TYPE);

    @TempDir
    Path state;

    /** One module without labels; one with somebody's namespace, and with what an earlier one left beside it. */
    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .nvdimm("NV-1", SIZE)
            .nvdimm("NV-2", ByteSize.ofMebibytes(128))
            .build();

    private final String theirs;
    private final String theirContent;

    RegionCrashTest() {
        node.initializeLabels("NV-2");
        theirs = node.createNamespace("NV-2", Mode.FSDAX, SIZE, "theirs");
        node.dirty(theirs, "xfs");
        theirContent = String.valueOf(node.device(theirs).probe().digest());
        String old = node.createNamespace("NV-2", Mode.FSDAX, SIZE, null);
        node.vgcreate("vg-old", old);
        node.destroyNamespace(old);
        node.forgetWrites();
        node.declare("NV-1", "NV-2");
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
    void itIsMadeInTheEnd(StepType<?> type, StepFault fault) {
        befall(type, fault);
        assertThat(node.faultsSeen()).hasSize(1);
        converge();
    }

    /** Two faults, the second while what the first left is mended. */
    @ParameterizedTest
    @MethodSource("befalls")
    void itIsMadeAfterASecondFault(StepType<?> type, StepFault fault) {
        befall(CreateNamespace.TYPE, StepFault.CRASH_WITHIN);
        befall(type, fault);
        converge();
    }

    /** A PV whose making nobody remembers is not ours; until there is one, all goes on. */
    @ParameterizedTest
    @MethodSource("befalls")
    void withoutTheLedgerNothingIsMadeTwice(StepType<?> type, StepFault fault) {
        befall(type, fault);
        StateDirectories.empty(state);
        for (int pass = 0; pass < 3; pass++) {
            pass();
        }
        untouched();
        for (String region : List.of("region0", "region1")) {
            assertThat(ours(region)).hasSizeLessThanOrEqualTo(1);
        }
        if (BEFORE_THE_PV.contains(type)) {
            converge();
        }
    }

    static Stream<Arguments> hangs() {
        return BEFORE_THE_PV.stream()
                .flatMap(type -> Stream.of(StepFault.HANG, StepFault.HANG_AFTER).map(f -> Arguments.of(type, f)));
    }

    /** While a call hangs nothing is seen, and so nothing is begun; it ends when nobody waits for it any more. */
    @ParameterizedTest
    @MethodSource("hangs")
    void aCallThatHangsIsWaitedFor(StepType<?> type, StepFault fault) {
        node.next(type, fault);
        pass(ApplyOptions.builder().stepLimit(Duration.ofSeconds(1)).build());
        assertThat(node.isHanging()).isTrue();
        try (NodeResources resources = Opened.on(node, state)) {
            Plan meanwhile = resources.plan(TOPOLOGY);
            assertThat(meanwhile.isEmpty()).as(meanwhile.render()).isTrue();
            assertThat(meanwhile.refusals()).isNotEmpty();
        }
        node.release();
        converge();
    }

    private void befall(StepType<?> type, StepFault fault) {
        node.next(type, fault);
        pass();
        node.forgetFaults();
    }

    private void pass() {
        pass(ApplyOptions.defaults());
    }

    /** One process: it plans and applies what can be applied, and may be killed. */
    private void pass(ApplyOptions options) {
        try (NodeResources resources = Opened.on(node, state)) {
            resources.apply(resources.plan(TOPOLOGY), options);
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
        assertThat(node.observe().seen(Lvm.SECTION).orElseThrow().volumeGroups())
                .singleElement()
                .extracting(VolumeGroup::name, VolumeGroup::pvCount)
                .containsExactly("vg-data", 2);
        for (String region : List.of("region0", "region1")) {
            assertThat(ours(region))
                    .singleElement()
                    .satisfies(n -> assertThat(n.label()).doesNotEndWith(".new"));
        }
        untouched();
    }

    private List<PmemNamespace> ours(String region) {
        return node.observe().seen(Pmem.SECTION).orElseThrow().namespacesIn(region).stream()
                .filter(n -> String.valueOf(n.label()).startsWith("nr-"))
                .toList();
    }

    private void untouched() {
        assertThat(node.forbiddenWrites()).isEmpty();
        assertThat(node.device(theirs).probe().digest()).isEqualTo(theirContent);
        assertThat(node.writes()).noneMatch(w -> w.subject().equals(theirs));
    }
}
