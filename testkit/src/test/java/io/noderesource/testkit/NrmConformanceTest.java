package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Step;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.NodeSelector;
import io.noderesource.topology.Requirement;
import io.noderesource.topology.Topology;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What OpenYurt's node-resource-manager does with volume groups, and each of its defects there, as a test of the planner
 * and of apply. The numbers are those of the ancestor's own tests (U) and of the list of its defects (D data loss, F
 * features, R robustness, X security) in {@code docs/migration.md}.
 */
class NrmConformanceTest {

    private static final NodeIdentity FOO = new NodeIdentity("foo", Map.of("bar", "foo"));

    private final SimulatedNode node = SimulatedNode.builder("foo")
            .labels(FOO.labels())
            .disk("NR-1", ByteSize.ofGibibytes(1))
            .disk("NR-2", ByteSize.ofGibibytes(1))
            .disk("NR-3", ByteSize.ofGibibytes(1))
            .build();
    private final StepDriver driver = new StepDriver(node);

    private static VolumeGroupSpec vg(String name, String... paths) {
        return VolumeGroupSpec.builder(name).from(DeviceSource.devices(paths)).build();
    }

    private static NodeSelector where(Requirement.Operator operator, String... values) {
        return new NodeSelector(List.of(new Requirement("bar", operator, List.of(values))));
    }

    private List<String> volumeGroups() {
        return node.observe().seen(Lvm.SECTION).orElseThrow().volumeGroups().stream()
                .map(VolumeGroup::name)
                .toList();
    }

    private static List<Class<?>> types(Plan plan) {
        return plan.steps().stream()
                .map(PlannedStep::step)
                .<Class<?>>map(Step::getClass)
                .toList();
    }

    // ---- the ancestor's own tests -------------------------------------------------------------------------------

    @Test
    void u1AnAbsentDeviceIsAwaitedAndOneRuleDoesNotDisturbAnother() {
        node.pull("NR-2");
        Topology topology = Topology.of(
                VolumeGroupSpec.builder("foo")
                        .on(where(Requirement.Operator.IN, "foo"))
                        .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
                        .build(),
                VolumeGroupSpec.builder("unmatched")
                        .on(where(Requirement.Operator.NOT_IN, "foo"))
                        .from(DeviceSource.devices("/dev/vdd"))
                        .build(),
                VolumeGroupSpec.builder("bar1")
                        .on(where(Requirement.Operator.EXISTS))
                        .from(new DeviceSource.PmemRegions(List.of("/dev/vdb", "/dev/vdc")))
                        .build());
        VolumeGroupSpec[] wanted = topology.forNode(FOO).resources().stream()
                .map(VolumeGroupSpec.class::cast)
                .toArray(VolumeGroupSpec[]::new);
        assertThat(wanted).extracting(VolumeGroupSpec::name).containsExactly("bar1", "foo");

        Plan plan = driver.plan(wanted);

        assertThat(plan.notices()).extracting(Notice::subject).containsExactly("/dev/vdc");
        assertThat(plan.refusals())
                .extracting(r -> r.address().name() + " " + r.code().id())
                .containsExactly("bar1 inventory/unavailable");
        assertThat(driver.apply(plan)).isEmpty();
        assertThat(volumeGroups()).containsExactly("foo");
    }

    @Test
    void u2OneVolumeGroupIsMadeOfBothDevicesInTheOrderOfTheDocument() {
        node.declare("NR-1", "NR-2");
        Plan plan = driver.plan(vg("volumegroup1", "/dev/vdb", "/dev/vdc"));

        assertThat(types(plan))
                .containsExactly(CreatePhysicalVolume.class, CreatePhysicalVolume.class, CreateVolumeGroup.class);
        assertThat(plan.steps().get(2).step().writes())
                .extracting(d -> d.path())
                .containsExactly("/dev/vdb", "/dev/vdc");
        assertThat(driver.apply(plan)).isEmpty();
        assertThat(volumeGroups()).containsExactly("volumegroup1");
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    // ---- data loss ----------------------------------------------------------------------------------------------

    @Test
    void d2AFailureNeverMakesTheNextDeviceBeTaken() {
        node.declare("NR-1");
        node.failNext(CreateVolumeGroup.TYPE, StandardErrorCode.IO);
        VolumeGroupSpec wanted = vg("vg-data", "/dev/vdb");

        assertThat(driver.apply(driver.plan(wanted))).hasSize(1);
        assertThat(driver.apply(driver.plan(wanted))).isEmpty();

        assertThat(node.writes()).extracting(SimulatedWrite::subject).containsOnly("NR-1");
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    @Test
    void d3AnUnreadableDeviceIsNotBlank() {
        node.probeEnds("NR-1", Probe.State.FAILED);
        node.probeEnds("NR-2", Probe.State.TIMED_OUT);

        Plan plan = driver.plan(vg("vg-data", "/dev/vdb", "/dev/vdc"));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals())
                .extracting(Refusal::code)
                .containsExactly(StandardErrorCode.DEVICE_NOT_PROBED, StandardErrorCode.DEVICE_NOT_PROBED);
    }

    @Test
    void d4ADiskWithOnlyAPartitionTableIsNotBlankThoughOneLookMissesIt() {
        node.partition("NR-1", ByteSize.ofMebibytes(100));
        node.udevSays("NR-1");

        Plan plan = driver.plan(vg("vg-data", "/dev/vdb"));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(StandardErrorCode.DEVICE_PARTITIONED);
        assertThat(plan.refusals().get(0).consent()).isNull();
    }

    @Test
    void d8AKernelNameThatMeansAnotherDiskAfterARebootIsNotTaken() {
        VolumeGroupSpec wanted = vg("vg-data", "/dev/vdb", "/dev/vdc");
        driver.make(wanted);
        node.forgetWrites();
        node.reboot("NR-SYSTEM", "NR-3", "NR-1", "NR-2");
        assertThat(node.path("NR-3")).isEqualTo("/dev/vdb");

        for (int pass = 1; pass <= 3; pass++) {
            Plan plan = driver.plan(wanted);
            assertThat(plan.steps()).as("pass %d", pass).isEmpty();
            assertThat(plan.refusals())
                    .as("pass %d", pass)
                    .extracting(Refusal::code)
                    .containsExactly(StandardErrorCode.DEVICE_RENAMED);
            assertThat(plan.drifts()).as("pass %d", pass).isEmpty();
            driver.apply(plan);
        }
        assertThat(node.writes()).isEmpty();
    }

    @Test
    void d8TheSameDisksUnderOtherNamesAreAsDeclared() {
        VolumeGroupSpec wanted = vg("vg-data", "/dev/vdb", "/dev/vdc");
        driver.make(wanted);
        node.reboot("NR-SYSTEM", "NR-2", "NR-1", "NR-3");

        Plan plan = driver.plan(wanted);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.drifts()).isEmpty();
    }

    @Test
    void d8NamesThatChangeBetweenPlanAndApplyAreFollowed() {
        node.declare("NR-1", "NR-2");
        Plan plan = driver.plan(vg("vg-data", "/dev/vdb", "/dev/vdc"));
        node.rename("NR-1", "vdd");
        assertThat(node.path("NR-3")).isEqualTo("/dev/vdb");

        assertThat(driver.apply(plan)).isEmpty();

        assertThat(node.forbiddenWrites()).isEmpty();
        assertThat(node.device("NR-3").probe().isBlank()).isTrue();
        assertThat(volumeGroups()).containsExactly("vg-data");
    }

    @Test
    void d9AnAbsentLabelIsMatchedByNotInAsKubernetesSaysAndNothingIsWrittenByPlanning() {
        Topology topology = Topology.of(VolumeGroupSpec.builder("vg-data")
                .on(new NodeSelector(
                        List.of(new Requirement("no-such-label", Requirement.Operator.NOT_IN, List.of("x")))))
                .from(DeviceSource.devices("/dev/vdb"))
                .build());
        assertThat(topology.forNode(FOO).resources()).hasSize(1);

        driver.plan(vg("vg-data", "/dev/vdb"));

        assertThat(node.writes()).isEmpty();
    }

    @Test
    void d13AKillBetweenTwoStepsIsMadeGoodByTheNextPass() {
        VolumeGroupSpec wanted = vg("vg-data", "/dev/vdb", "/dev/vdc");
        node.declare("NR-1", "NR-2");
        node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
        Plan first = driver.plan(wanted);
        assertThatThrownBy(() -> driver.apply(first)).isInstanceOf(SimulatedCrash.class);
        node.next(CreateVolumeGroup.TYPE, StepFault.CRASH_BEFORE);
        Plan second = driver.plan(wanted);
        assertThat(types(second)).containsExactly(CreatePhysicalVolume.class, CreateVolumeGroup.class);
        assertThatThrownBy(() -> driver.apply(second)).isInstanceOf(SimulatedCrash.class);
        node.rebootShuffled();
        node.reboot();

        Plan third = driver.plan(wanted);

        assertThat(types(third)).containsExactly(CreateVolumeGroup.class);
        assertThat(driver.apply(third)).isEmpty();
        assertThat(driver.plan(wanted).isEmpty()).isTrue();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    // ---- features -----------------------------------------------------------------------------------------------

    @Test
    void f1LocalDisksAreFoundWithoutACloud() {
        node.plug(SimulatedDisk.nvme("NR-NVME", ByteSize.ofGibibytes(1)));
        node.plug(SimulatedDisk.nvme("NR-EBS", ByteSize.ofGibibytes(1)).model("Alibaba Cloud Elastic Block Storage"));
        node.plug(SimulatedDisk.scsi("NR-SCSI", ByteSize.ofGibibytes(1)));
        node.dirty("NR-2", "ext4");
        VolumeGroupSpec wanted = VolumeGroupSpec.builder("vg-local")
                .from(new DeviceSource.LocalDisks(List.of()))
                .build();

        driver.make(wanted);

        assertThat(node.writes())
                .extracting(SimulatedWrite::subject)
                .contains("NR-1", "NR-3", "NR-NVME")
                .doesNotContain("NR-2", "NR-EBS", "NR-SCSI", "NR-SYSTEM");
        assertThat(driver.plan(wanted).isEmpty()).isTrue();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    @Test
    void f2AnExtensionNamesOnlyTheDevicesThatAreMissing() {
        driver.make(vg("vg-data", "/dev/vdb", "/dev/vdc"));

        Plan plan = driver.plan(vg("vg-data", "/dev/vdb", "/dev/vdc", "/dev/vdd"));

        assertThat(types(plan)).containsExactly(CreatePhysicalVolume.class, ExtendVolumeGroup.class);
        assertThat(plan.steps().get(1).step().writes())
                .extracting(d -> d.path())
                .containsExactly("/dev/vdd");
        assertThat(driver.apply(plan)).isEmpty();
    }

    @Test
    void f4AllVolumeGroupsAreDoneInOnePassAndAFailureStarvesNone() {
        node.failNext(CreatePhysicalVolume.TYPE, StandardErrorCode.IO);

        List<StepDriver.Failure> failures =
                driver.apply(driver.plan(vg("vg-a", "/dev/vdb"), vg("vg-b", "/dev/vdc"), vg("vg-c", "/dev/vdd")));

        assertThat(failures).extracting(f -> f.step().address().name()).containsExactly("vg-a");
        assertThat(volumeGroups()).containsExactly("vg-b", "vg-c");
    }

    @Test
    void f5ARuleThatCannotBeCarriedOutStopsNoOther() {
        VolumeGroupSpec pmem = VolumeGroupSpec.builder("vg-pmem")
                .from(new DeviceSource.PmemRegions(List.of("region9")))
                .build();

        assertThat(driver.apply(driver.plan(pmem, vg("vg-data", "/dev/vdb")))).isEmpty();

        assertThat(volumeGroups()).containsExactly("vg-data");
    }

    @Test
    void f7AMemberThatIsNotDeclaredDoesNotBlockAnAddition() {
        driver.make(vg("vg-data", "/dev/vdb", "/dev/vdc"));

        Plan plan = driver.plan(vg("vg-data", "/dev/vdb", "/dev/vdd"));

        assertThat(plan.drifts()).extracting(Drift::code).containsExactly(StandardErrorCode.VG_EXTRA_PV);
        assertThat(types(plan)).containsExactly(CreatePhysicalVolume.class, ExtendVolumeGroup.class);
        assertThat(driver.apply(plan)).isEmpty();
    }

    @Test
    void f7AMissingMemberFreezesTheVolumeGroupAndItsReturnEndsThat() {
        driver.make(vg("vg-data", "/dev/vdb", "/dev/vdc"));
        VolumeGroupSpec wanted = vg("vg-data", "/dev/vdb", "/dev/vdc", "/dev/vdd");
        node.pull("NR-2");

        Plan frozen = driver.plan(wanted);
        assertThat(frozen.steps()).isEmpty();
        assertThat(frozen.refusals()).extracting(Refusal::code).contains(StandardErrorCode.VG_MISSING_PV);
        assertThat(frozen.drifts()).extracting(Drift::code).containsExactly(StandardErrorCode.VG_DEVICE_VANISHED);

        node.plug("NR-2");
        driver.make(wanted);
        assertThat(driver.plan(wanted).isEmpty()).isTrue();
    }

    @Test
    void f8OneDeviceUnderTwoNamesIsOneDevice() {
        driver.make(vg("vg-data", "/dev/vdb", "/dev/disk/by-id/virtio-NR-1"));

        assertThat(node.observe().seen(Lvm.SECTION).orElseThrow().physicalVolumes())
                .hasSize(1);
        assertThat(driver.plan(vg("vg-data", "/dev/disk/by-id/virtio-NR-1")).isEmpty())
                .isTrue();
        assertThat(driver.plan(vg("vg-data", "/dev/vdb")).drifts()).isEmpty();
    }

    // ---- robustness ---------------------------------------------------------------------------------------------

    @Test
    void r8EachStepLooksAtTheNodeAnewAndASecondRuleSeesWhatTheFirstDid() {
        Plan stale = driver.plan(vg("vg-data", "/dev/vdb"));
        node.vgcreate("vg-data", "NR-3");
        node.forgetWrites();

        assertThat(driver.apply(stale))
                .extracting(StepDriver.Failure::code)
                .containsExactly(StandardErrorCode.VG_NAME_CLASH);

        assertThat(volumeGroups()).containsExactly("vg-data");
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    @Test
    void r9NothingIsTriedThatIsKnownToFail() {
        node.dirty("NR-1", "ext4");
        node.forgetWrites();

        for (int pass = 0; pass < 5; pass++) {
            assertThat(driver.apply(driver.plan(vg("vg-data", "/dev/vdb")))).isEmpty();
        }

        assertThat(node.writes()).isEmpty();
    }

    @Test
    void r10TwoRunsOfOnePlanDoItOnce() {
        Plan plan = driver.plan(vg("vg-data", "/dev/vdb"));
        StepDriver other = new StepDriver(node);

        assertThat(driver.apply(plan)).isEmpty();
        List<SimulatedWrite> once = node.writes();
        assertThat(other.apply(plan)).as("a second process with the same plan").hasSize(1);

        assertThat(node.writes()).isEqualTo(once);
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    @Test
    void r10AnAdministratorInBetweenIsSeen() {
        VolumeGroupSpec wanted = vg("vg-data", "/dev/vdb", "/dev/vdc");
        driver.make(vg("vg-data", "/dev/vdb"));
        Plan plan = driver.plan(wanted);
        node.vgextend("vg-data", "NR-3");

        assertThat(driver.apply(plan)).extracting(StepDriver.Failure::code).containsExactly(StandardErrorCode.STALE);

        Plan next = driver.plan(wanted);
        assertThat(types(next))
                .as("the PV that the first run made is known again")
                .containsExactly(ExtendVolumeGroup.class);
        assertThat(driver.apply(next)).isEmpty();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    @Test
    void f21NothingIsTakenAwayBecauseItIsNotDeclared() {
        driver.make(vg("vg-data", "/dev/vdb", "/dev/vdc"));
        node.forgetWrites();

        Plan plan = driver.plan();

        assertThat(plan.isEmpty()).isTrue();
        driver.apply(plan);
        assertThat(node.writes()).isEmpty();
        assertThat(volumeGroups()).containsExactly("vg-data");
    }

    @Test
    void aVolumeGroupOfTheAncestorsIsSatisfiedAsItStands() {
        node.vgcreate("vg-data", "NR-1", "NR-2");
        node.lvcreate("vg-data", "pv-1", ByteSize.ofMebibytes(512));
        node.forgetWrites();

        Plan plan = driver.plan(vg("vg-data", "/dev/vdb", "/dev/vdc"));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.drifts()).isEmpty();
        driver.apply(plan);
        assertThat(node.writes()).isEmpty();
    }

    // ---- security -----------------------------------------------------------------------------------------------

    @Test
    void x1NoTextOfADocumentIsEverMoreThanAName() {
        for (String name : List.of("x; cmd #", "-y", "--yes", "a b", "..", "$(cmd)", "a/b", "")) {
            assertThatThrownBy(() -> vg(name, "/dev/vdb").address())
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Plan plan = driver.plan(vg("vg-data", "--config", "-y", "/dev/vdb; cmd", "$(cmd)"));
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.notices()).extracting(Notice::code).contains(StandardErrorCode.DEVICE_ABSENT);
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void theOrderOfRulesAndSectionsMakesNoDifference() {
        ResourceAddress first = new ResourceAddress("volumegroup", "vg-a");
        Plan plan = driver.plan(vg("vg-b", "/dev/vdc"), vg("vg-a", "/dev/vdb"));
        assertThat(plan.steps().get(0).step().address()).isEqualTo(first);
        assertThat(node.observe().seen(BlockDevices.SECTION)).isPresent();
    }
}
