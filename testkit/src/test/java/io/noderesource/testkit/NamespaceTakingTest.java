package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.FileSystem.ProjectQuota;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.AddMemory;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.MarkFileSystem;
import io.noderesource.kinds.MarkNamespace;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.ShowNamespace;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.StepType;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Namespaces that are not ours become ours, by adoption or by consent, whatever befalls a step; and nothing of others is lost. */
class NamespaceTakingTest {

    private static final ByteSize SIZE = ByteSize.ofMebibytes(512);
    private static final String PATH = "/mnt/quota";
    private static final DeviceSource REGION = new DeviceSource.PmemRegions(List.of("region0"));
    private static final ResourceSpec GROUP =
            VolumeGroupSpec.builder("vg-data").from(REGION).build();
    private static final ResourceSpec QUOTA_PATH =
            QuotaPathSpec.builder(PATH).from(REGION).build();
    private static final ResourceSpec MEMORY = MemorySpec.of("region0");

    @TempDir
    Path state;

    private final SimulatedNode node =
            SimulatedNode.builder("edge-1").nvdimm("NV-1", SIZE).build();

    NamespaceTakingTest() {
        node.initializeLabels("NV-1");
    }

    private static Policy adopt(ResourceSpec spec) {
        return Policy.builder().adopt(Set.of(spec.address())).build();
    }

    private Policy consent(ResourceSpec spec) {
        Refusal refusal = plan(Policy.defaults(), spec).refusals().get(0);
        assertThat(refusal.code()).isEqualTo(StandardErrorCode.PMEM_NOT_OURS);
        return Policy.builder()
                .consents(List.of(new Consent(
                        String.valueOf(refusal.consent()),
                        node.clock().instant().plus(Duration.ofDays(1)))))
                .build();
    }

    private Plan plan(Policy policy, ResourceSpec spec) {
        try (NodeResources resources = Opened.on(node, state)) {
            return resources.plan(Topology.of(spec), policy);
        }
    }

    /** One process: it plans, and applies what can be applied, and may be killed. */
    private Plan pass(Policy policy, ResourceSpec spec) {
        try (NodeResources resources = Opened.on(node, state)) {
            Plan plan = resources.plan(Topology.of(spec), policy);
            try {
                resources.apply(plan);
            } catch (SimulatedCrash crash) {
                // The next process goes on.
            }
            return plan;
        }
    }

    private List<Class<?>> applied(Policy policy, ResourceSpec spec) {
        Plan plan = pass(policy, spec);
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        List<Class<?>> types = new ArrayList<>();
        plan.steps().forEach(p -> types.add(p.step().getClass()));
        return types;
    }

    private void isDone(Policy policy, ResourceSpec spec) {
        Plan plan = plan(policy, spec);
        assertThat(plan.isEmpty()).as(plan.render()).isTrue();
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        assertThat(plan.drifts()).as(plan.render()).isEmpty();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    private PmemNamespace only() {
        List<PmemNamespace> all =
                node.observe().seen(Pmem.SECTION).orElseThrow().namespaces();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private String digest(String called) {
        return String.valueOf(node.device(called).probe().digest());
    }

    // ---- volume groups and quota paths

    /** As the ancestor makes them, and nothing has come of it yet. */
    @Test
    void aNamespaceThatIsAsDeclaredIsAdoptedAndUsed() {
        node.createNamespace("NV-1", Mode.FSDAX, SIZE, null);
        String uuid = String.valueOf(only().uuid());
        assertThat(plan(Policy.defaults(), GROUP).refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.facts()).last().asString().contains("when its adoption is asked for"));
        assertThat(applied(adopt(GROUP), GROUP)).containsExactly(MarkNamespace.class);
        assertThat(applied(adopt(GROUP), GROUP)).containsExactly(CreatePhysicalVolume.class, CreateVolumeGroup.class);
        isDone(adopt(GROUP), GROUP);
        isDone(Policy.defaults(), GROUP);
        assertThat(only().uuid()).isEqualTo(uuid);
        assertThat(only().label()).startsWith("nr-");
    }

    /** Its content is a matter of the device then, which needs a consent as any other. */
    @Test
    void whatAnAdoptedNamespaceHoldsStays() {
        String theirs = node.createNamespace("NV-1", Mode.FSDAX, SIZE, "theirs");
        node.dirty(theirs, "xfs");
        String content = digest(theirs);
        assertThat(applied(adopt(GROUP), GROUP)).containsExactly(MarkNamespace.class);
        Plan plan = plan(adopt(GROUP), GROUP);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).singleElement().satisfies(r -> {
            assertThat(r.code()).isEqualTo(StandardErrorCode.DEVICE_HAS_SIGNATURE);
            assertThat(r.consent()).isNotNull();
        });
        assertThat(digest(theirs)).isEqualTo(content);
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    /** The namespace under it is in use, and keeps its name: what is on it says whose it is. */
    @Test
    void aQuotaPathOfOthersOnANamespaceIsAsDeclaredAndAdopted() {
        String theirs = node.createNamespace("NV-1", Mode.FSDAX, SIZE, null);
        node.mkfs(theirs, "ext4", "theirs", ProjectQuota.OFF);
        node.mount(theirs, PATH);
        Plan before = plan(Policy.defaults(), QUOTA_PATH);
        assertThat(before.isEmpty()).as(before.render()).isTrue();
        assertThat(before.refusals()).as(before.render()).isEmpty();
        assertThat(before.drifts())
                .as("it is mounted without quotas")
                .extracting(Drift::code)
                .contains(StandardErrorCode.QP_NOT_OURS);
        assertThat(applied(adopt(QUOTA_PATH), QUOTA_PATH)).containsExactly(MarkFileSystem.class);
        assertThat(only().label()).isNull();
        node.reboot();
        assertThat(applied(Policy.defaults(), QUOTA_PATH)).containsExactly(MountFileSystem.class);
        isDone(Policy.defaults(), QUOTA_PATH);
    }

    @Test
    void aFileSystemOnANamespaceIsAdoptedWithIt() {
        String theirs = node.createNamespace("NV-1", Mode.FSDAX, SIZE, null);
        node.mkfs(theirs, "ext4", "theirs", ProjectQuota.OFF);
        assertThat(plan(Policy.defaults(), QUOTA_PATH).refusals())
                .extracting(Refusal::code)
                .containsExactly(StandardErrorCode.PMEM_FULL);
        assertThat(applied(adopt(QUOTA_PATH), QUOTA_PATH)).containsExactly(MarkNamespace.class);
        assertThat(applied(adopt(QUOTA_PATH), QUOTA_PATH)).containsExactly(MountFileSystem.class, MarkFileSystem.class);
        isDone(Policy.defaults(), QUOTA_PATH);
    }

    @Test
    void whyANamespaceIsNotAdoptedForAQuotaPathIsTold() {
        String theirs = node.createNamespace("NV-1", Mode.FSDAX, SIZE, null);
        node.mkfs(theirs, "ext4", "theirs", ProjectQuota.OFF);
        node.mount(theirs, "/mnt/elsewhere");
        Plan plan = plan(adopt(QUOTA_PATH), QUOTA_PATH);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(StandardErrorCode.DEVICE_MOUNTED);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "FAIL_AFTER", "CRASH_BEFORE", "CRASH_WITHIN", "CRASH_AFTER", "REBOOT", "LIE"})
    void anAdoptionIsDoneInTheEnd(StepFault fault) {
        String theirs = node.createNamespace("NV-1", Mode.FSDAX, SIZE, null);
        String uuid = String.valueOf(only().uuid());
        node.declare("NV-1");
        node.next(MarkNamespace.TYPE, fault);
        pass(adopt(GROUP), GROUP);
        assertThat(node.faultsSeen()).hasSize(1);
        node.forgetFaults();
        for (int i = 0; i < 3; i++) {
            pass(adopt(GROUP), GROUP);
        }
        isDone(adopt(GROUP), GROUP);
        assertThat(only().uuid()).as(theirs).isEqualTo(uuid);
        assertThat(node.observe().seen(Lvm.SECTION).orElseThrow().volumeGroups())
                .extracting(VolumeGroup::name)
                .containsExactly("vg-data");
    }

    // ---- memory

    private boolean isMemory() {
        return only().daxDevices().stream().allMatch(d -> d.mode() == DaxDevice.Mode.SYSTEM_RAM);
    }

    @Test
    void aDevdaxNamespaceBecomesMemoryByConsentAlone() {
        node.createNamespace("NV-1", Mode.DEVDAX, SIZE, "theirs");
        for (Policy policy : List.of(Policy.defaults(), adopt(MEMORY))) {
            Plan plan = pass(policy, MEMORY);
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(StandardErrorCode.PMEM_NOT_OURS);
        }
        assertThat(only().label()).isEqualTo("theirs");
        Plan refused = plan(Policy.defaults(), MEMORY);
        assertThat(refused.render())
                .contains("consent: " + refused.refusals().get(0).consent());
        assertThat(applied(consent(MEMORY), MEMORY)).containsExactly(MarkNamespace.class, AddMemory.class);
        assertThat(isMemory()).isTrue();
        isDone(Policy.defaults(), MEMORY);
        node.reboot();
        assertThat(applied(Policy.defaults(), MEMORY)).containsExactly(AddMemory.class);
        isDone(Policy.defaults(), MEMORY);
    }

    @Test
    void memoryOfOthersIsAdoptedAndComesBackAfterABoot() {
        node.addMemory(node.createNamespace("NV-1", Mode.DEVDAX, SIZE, null));
        assertThat(plan(Policy.defaults(), MEMORY).notices())
                .extracting(n -> (Object) n.code())
                .containsExactly(StandardErrorCode.PMEM_NOT_OURS);
        assertThat(applied(adopt(MEMORY), MEMORY)).containsExactly(MarkNamespace.class, AddMemory.class);
        isDone(Policy.defaults(), MEMORY);
        node.reboot();
        assertThat(applied(Policy.defaults(), MEMORY)).containsExactly(AddMemory.class);
    }

    static Stream<Arguments> befalls() {
        List<Arguments> all = new ArrayList<>();
        for (StepType<?> type : List.<StepType<?>>of(MarkNamespace.TYPE, AddMemory.TYPE)) {
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
    void whatAConsentWasGivenForIsMemoryInTheEnd(StepType<?> type, StepFault fault) {
        node.createNamespace("NV-1", Mode.DEVDAX, SIZE, "theirs");
        node.declare("NV-1");
        Policy policy = consent(MEMORY);
        node.next(type, fault);
        pass(policy, MEMORY);
        assertThat(node.faultsSeen()).hasSize(1);
        node.forgetFaults();
        for (int i = 0; i < 3; i++) {
            pass(policy, MEMORY);
        }
        isDone(policy, MEMORY);
        assertThat(isMemory()).isTrue();
    }

    /** Whoever has no consent any more enables what was left disabled, and is refused as before. */
    @Test
    void whatAProcessLeftDisabledIsEnabledWithoutTheConsentToo() {
        node.createNamespace("NV-1", Mode.DEVDAX, SIZE, "theirs");
        Policy policy = consent(MEMORY);
        node.next(MarkNamespace.TYPE, StepFault.CRASH_WITHIN);
        pass(policy, MEMORY);
        assertThat(only().enabled()).isFalse();
        assertThat(applied(Policy.defaults(), MEMORY)).containsExactly(ShowNamespace.class);
        assertThat(only().enabled()).isTrue();
        assertThat(only().label()).isEqualTo("theirs");
        assertThat(plan(Policy.defaults(), MEMORY).refusals())
                .extracting(Refusal::code, r -> r.address())
                .containsExactly(tuple(StandardErrorCode.PMEM_NOT_OURS, new ResourceAddress("memory", "region0")));
        assertThat(node.forbiddenWrites()).isEmpty();
    }
}
