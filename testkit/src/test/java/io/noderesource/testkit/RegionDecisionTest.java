package io.noderesource.testkit;

import static io.noderesource.testkit.RegionDecisionTest.Where.APPLY;
import static io.noderesource.testkit.RegionDecisionTest.Where.DRIFT;
import static io.noderesource.testkit.RegionDecisionTest.Where.NOTICE;
import static io.noderesource.testkit.RegionDecisionTest.Where.REFUSAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.InitializeLabels;
import io.noderesource.kinds.MarkNamespace;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Node;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSource.RegionMode;
import io.noderesource.topology.RegionSize;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The planner's decisions about volume groups on persistent memory, one row for each situation: what the node shows, and the
 * code that has to come out of it. A code without a row fails the build.
 */
class RegionDecisionTest {

    private static final ResourceAddress ADDRESS = new ResourceAddress("volumegroup", "vg-data");
    private static final ByteSize SIZE = ByteSize.ofMebibytes(512);

    /** Where a code has to show. */
    enum Where {
        /** Among the refusals, with no step of that resource and nothing written. */
        REFUSAL,
        /** Among the notices, without a refusal. */
        NOTICE,
        /** Among the drifts, with no step and no refusal, and nothing written. */
        DRIFT,
        /** A step that was planned fails with it. */
        APPLY
    }

    private record Row(Where where, StandardErrorCode code, String situation, Consumer<Scene> arrange) {}

    /** What a row starts from: two modules without labels, region0 and region1, of which vg-data declares the first. */
    private static final class Scene {
        final SimulatedNode node = SimulatedNode.builder("edge-1")
                .disk("NR-1", ByteSize.ofGibibytes(1))
                .nvdimm("NV-1", SIZE)
                .nvdimm("NV-2", SIZE)
                .nvdimmWithoutLabels("NV-3", SIZE)
                .build();
        final StepDriver driver = new StepDriver(node);
        VolumeGroupSpec[] declared = {vg("region0")};
        Policy policy = Policy.defaults();
        Runnable afterPlan = () -> {};
        Runnable afterApply = () -> {};

        void declare(VolumeGroupSpec... specs) {
            declared = specs;
        }

        void made() {
            driver.make(declared);
        }

        /** The namespace is there and cleared, and no PV is on it yet. */
        String namespaceOnly() {
            node.next(CreatePhysicalVolume.TYPE, StepFault.FAIL);
            assertThat(driver.apply(plan())).isNotEmpty();
            return namespaces("region0").get(0).name();
        }

        /** The making of the namespace was cut off; it holds what lay there before. */
        String unfinished() {
            node.initializeLabels("NV-1");
            node.dirty(node.createNamespace("NV-1", Mode.RAW, SIZE, "old"), "ext4");
            node.destroyNamespace("namespace0.0");
            crash(CreateNamespace.TYPE, StepFault.CRASH_WITHIN);
            PmemNamespace begun = namespaces("region0").get(0);
            assertThat(begun.mode()).isEqualTo(Mode.RAW);
            assertThat(begun.label()).endsWith(".new");
            assertThat(node.device(String.valueOf(begun.blockDevice())).probe().content())
                    .isEqualTo(Probe.Content.DATA);
            return begun.name();
        }

        void crash(StepType<?> type, StepFault fault) {
            node.next(type, fault);
            try {
                driver.apply(plan());
            } catch (SimulatedCrash crash) {
                return;
            }
            throw new IllegalStateException("no crash came");
        }

        void loseTheLedger() {
            driver.ledger = Ledger.empty("another salt");
        }

        Plan plan() {
            return driver.plan(policy, declared);
        }

        /** Plans and applies, sees that all of it worked, and that there is nothing to do then. */
        Plan converge() {
            Plan plan = plan();
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            assertThat(driver.apply(plan)).as(plan.render()).isEmpty();
            Plan second = plan();
            assertThat(second.isEmpty()).as(second.render()).isTrue();
            assertThat(second.refusals()).as(second.render()).isEmpty();
            assertThat(second.drifts()).as(second.render()).isEmpty();
            assertThat(node.forbiddenWrites()).isEmpty();
            return plan;
        }

        List<PmemNamespace> namespaces(String region) {
            return node.observe().seen(Pmem.SECTION).orElseThrow().namespacesIn(region);
        }

        VolumeGroup group() {
            List<VolumeGroup> groups =
                    node.observe().seen(Lvm.SECTION).orElseThrow().named("vg-data");
            assertThat(groups).hasSize(1);
            return groups.get(0);
        }

        /** A namespace of somebody's with something on it. */
        String foreign(ByteSize size) {
            node.initializeLabels("NV-1");
            String key = node.createNamespace("NV-1", Mode.FSDAX, size, "theirs");
            node.dirty(key, "xfs");
            return key;
        }
    }

    private static VolumeGroupSpec vg(String... regions) {
        return named("vg-data", regions(regions));
    }

    /** A part of the first region. */
    private static VolumeGroupSpec part(String name, String size, @Nullable RegionMode mode) {
        return named(
                name,
                new DeviceSource.PmemRegions(
                        List.of("region0"), RegionSize.parse(size).orElseThrow(), mode));
    }

    private static VolumeGroupSpec named(String name, DeviceSource source) {
        return VolumeGroupSpec.builder(name).from(source).build();
    }

    private static Row refused(StandardErrorCode code, String situation, Consumer<Scene> arrange) {
        return new Row(REFUSAL, code, situation, arrange);
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        withoutLabels(rows);
        withLabels(rows);
        others(rows);
        looksThatFail(rows);
        rows.add(new Row(
                NOTICE,
                StandardErrorCode.PMEM_REGION_ABSENT,
                "a region that is not there",
                s -> s.declare(vg("region9"))));
        rows.add(new Row(
                NOTICE, StandardErrorCode.VG_NO_DEVICES, "no region that is there", s -> s.declare(vg("region9"))));
        rows.add(new Row(
                NOTICE,
                StandardErrorCode.PMEM_REGION_ABSENT,
                "a second region that is not there",
                s -> s.declare(vg("region0", "region9"))));
        rows.add(new Row(
                NOTICE,
                StandardErrorCode.VG_NOT_OURS,
                "the ancestor's volume group on a namespace without a mark",
                s -> {
                    s.node.initializeLabels("NV-1");
                    s.node.vgcreate("vg-data", s.node.createNamespace("NV-1", Mode.FSDAX, SIZE, null));
                }));
        parts(rows);
        adoptions(rows);
        applied(rows);
        return rows;
    }

    /** A namespace of the declared mode that is not ours and has all of the region, and its adoption is asked for. */
    private static void adoptions(List<Row> rows) {
        for (String label : List.of("nr-zzzzzzzzz-01234567", "nr-zzzzzzzzz-01234567.new")) {
            rows.add(adopted(
                    REFUSAL, StandardErrorCode.PMEM_FOREIGN, "of another owner, " + label, s -> adoptable(s, label)));
        }
        rows.add(adopted(REFUSAL, StandardErrorCode.PMEM_FULL, "that is a CSI driver's volume", s -> {
            adoptable(s, "nrv-abcdf-volume");
        }));
        rows.add(adopted(REFUSAL, StandardErrorCode.PMEM_FOREIGN, "of another size than is declared", s -> {
            adoptable(s, "theirs");
            s.declare(part("vg-data", "50%", null));
        }));
        rows.add(adopted(REFUSAL, StandardErrorCode.PMEM_FOREIGN, "of which there are several", s -> {
            s.node.initializeLabels("NV-1");
            s.node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(128), "a");
            s.node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(384), "b");
        }));
        rows.add(adopted(REFUSAL, StandardErrorCode.DEVICE_MOUNTED, "that is mounted", s -> {
            s.node.mount(adoptable(s, "theirs"), "/mnt/data");
        }));
        rows.add(adopted(REFUSAL, StandardErrorCode.DEVICE_HELD, "with a volume of another volume group", s -> {
            s.node.vgcreate("vg-other", adoptable(s, "theirs"));
            s.node.lvcreate("vg-other", "data", ByteSize.ofMebibytes(16));
        }));
        rows.add(adopted(REFUSAL, StandardErrorCode.DEVICE_FOREIGN_PV, "that is a PV of a volume group", s -> {
            s.node.vgcreate("vg-other", adoptable(s, "theirs"));
        }));
        rows.add(adopted(REFUSAL, StandardErrorCode.DEVICE_NOT_PROBED, "that cannot be read", s -> {
            s.node.probeEnds(adoptable(s, "theirs"), Probe.State.TIMED_OUT);
        }));
        rows.add(adopted(REFUSAL, StandardErrorCode.PMEM_NO_LABELS, "in a region without labels", s -> {
            s.node.reconfigureNamespace("namespace0.0", Mode.FSDAX);
        }));
        rows.add(adopted(APPLY, StandardErrorCode.DEVICE_MOUNTED, "that somebody mounts after the plan", s -> {
            String theirs = adoptable(s, "theirs");
            s.afterPlan = () -> s.node.mount(theirs, "/mnt/data");
        }));
        rows.add(adopted(APPLY, StandardErrorCode.PMEM_NAMESPACE_CHANGED, "that is another after the plan", s -> {
            String theirs = adoptable(s, "theirs");
            s.afterPlan = () -> s.node.reconfigureNamespace(theirs, Mode.FSDAX);
        }));
        rows.add(adopted(
                APPLY, StandardErrorCode.PMEM_NAMESPACE_CHANGED, "that somebody mounts after the last check", s -> {
                    String theirs = adoptable(s, "theirs");
                    s.node.interfereBefore(MarkNamespace.TYPE, () -> s.node.mount(theirs, "/mnt/data"));
                }));
        rows.add(adopted(APPLY, StandardErrorCode.POSTCONDITION, "that keeps its name, though the call says no", s -> {
            adoptable(s, "theirs");
            s.node.next(MarkNamespace.TYPE, StepFault.LIE);
        }));
    }

    private static Row adopted(Where where, StandardErrorCode code, String situation, Consumer<Scene> arrange) {
        return new Row(where, code, "the adoption of a namespace " + situation, s -> {
            arrange.accept(s);
            s.policy = Policy.builder().adopt(Set.of(ADDRESS)).build();
        });
    }

    private static String adoptable(Scene s, String label) {
        s.node.initializeLabels("NV-1");
        return s.node.createNamespace("NV-1", Mode.FSDAX, SIZE, label);
    }

    private static void parts(List<Row> rows) {
        for (String size : List.of("8Mi", "1%", "15Mi")) {
            rows.add(refused(
                    StandardErrorCode.PMEM_BAD_SIZE,
                    "a part of " + size + ", which is too small",
                    s -> s.declare(part("vg-data", size, null))));
        }
        rows.add(refused(
                StandardErrorCode.PMEM_BAD_SIZE,
                "a part that is too small in mode sector only",
                s -> s.declare(part("vg-data", "16Mi", RegionMode.SECTOR))));
        rows.add(refused(
                StandardErrorCode.PMEM_FULL,
                "a part that is larger than the region",
                s -> s.declare(part("vg-data", "1Gi", null))));
        rows.add(refused(StandardErrorCode.PMEM_FULL, "a part for which somebody's namespace leaves no room", s -> {
            s.foreign(ByteSize.ofMebibytes(384));
            s.declare(part("vg-data", "50%", null));
        }));
        rows.add(refused(StandardErrorCode.PMEM_FULL, "a part that is larger than any piece of what is free", s -> {
            fragment(s);
            s.declare(part("vg-data", "160Mi", null));
        }));
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE,
                "a part of a region of which another volume group declares all",
                s -> s.declare(part("vg-data", "50%", null), named("vg-more", regions("region0")))));
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE,
                "all of a region of which another volume group declares a part",
                s -> s.declare(vg("region0"), part("vg-more", "50%", null))));
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE,
                "a part of a region without labels whose device another volume group declares",
                s -> s.declare(part("vg-data", "50%", null), named("vg-more", DeviceSource.devices("/dev/pmem0")))));
        rows.add(refused(StandardErrorCode.PMEM_NAMESPACE_CHANGED, "our namespace, declared in another mode", s -> {
            s.node.dirty(device(s, s.namespaceOnly()), "ext4");
            s.declare(part("vg-data", "100%", RegionMode.SECTOR));
        }));
        rows.add(drift(StandardErrorCode.PMEM_SIZE_DIFFERS, "a part that is declared larger by now", s -> {
            s.declare(part("vg-data", "128Mi", null));
            s.made();
            s.declare(part("vg-data", "50%", null));
        }));
        rows.add(drift(StandardErrorCode.PMEM_SIZE_DIFFERS, "a part that is declared smaller by now, no ledger", s -> {
            s.made();
            s.loseTheLedger();
            s.declare(part("vg-data", "128Mi", null));
        }));
        rows.add(drift(StandardErrorCode.PMEM_MODE_DIFFERS, "a volume group that is declared in mode raw by now", s -> {
            s.made();
            s.declare(part("vg-data", "100%", RegionMode.RAW));
        }));
        rows.add(drift(
                StandardErrorCode.PMEM_MODE_DIFFERS, "one of ours in mode sector that is not declared any more", s -> {
                    s.declare(part("vg-data", "100%", RegionMode.SECTOR));
                    s.made();
                    s.declare(vg("region0"));
                }));
        rows.add(drift(StandardErrorCode.PMEM_MODE_DIFFERS, "the ancestor's, for which a mode is declared", s -> {
            s.node.initializeLabels("NV-1");
            s.node.vgcreate("vg-data", s.node.createNamespace("NV-1", Mode.SECTOR, SIZE, null));
            s.declare(part("vg-data", "100%", RegionMode.FSDAX));
        }));
        rows.add(new Row(NOTICE, StandardErrorCode.VG_NOT_OURS, "the ancestor's, for which no mode is declared", s -> {
            s.node.initializeLabels("NV-1");
            s.node.vgcreate("vg-data", s.node.createNamespace("NV-1", Mode.SECTOR, SIZE, null));
        }));
        rows.add(new Row(APPLY, StandardErrorCode.PMEM_FULL, "a part whose room somebody took after the plan", s -> {
            s.node.initializeLabels("NV-1");
            s.declare(part("vg-data", "50%", RegionMode.SECTOR));
            s.afterPlan = () -> s.node.createNamespace("NV-1", Mode.RAW, ByteSize.ofMebibytes(272), null);
        }));
    }

    private static Row drift(StandardErrorCode code, String situation, Consumer<Scene> arrange) {
        return new Row(DRIFT, code, situation, arrange);
    }

    private static DeviceSource regions(String... regions) {
        return new DeviceSource.PmemRegions(List.of(regions));
    }

    private static void withoutLabels(List<Row> rows) {
        for (String type : List.of("ext4", "xfs", "btrfs", "crypto_LUKS", "linux_raid_member")) {
            rows.add(refused(
                    StandardErrorCode.DEVICE_HAS_SIGNATURE,
                    "a region whose device carries " + type,
                    s -> s.node.dirty("NV-1", type)));
        }
        rows.add(refused(
                StandardErrorCode.DEVICE_HAS_CONTENT,
                "a region whose device has data without a signature",
                s -> s.node.randomContent("NV-1")));
        rows.add(refused(
                StandardErrorCode.DEVICE_FOREIGN_PV,
                "a region whose device is a PV of another volume group",
                s -> s.node.vgcreate("vg-other", "NV-1")));
        rows.add(refused(
                StandardErrorCode.DEVICE_PARTITIONED,
                "a region whose device has a partition",
                s -> s.node.partition("NV-1", ByteSize.ofMebibytes(64))));
        rows.add(refused(
                StandardErrorCode.DEVICE_MOUNTED,
                "a region whose device is mounted",
                s -> s.node.mount("NV-1", "/mnt/data")));
        rows.add(refused(StandardErrorCode.DEVICE_SWAP, "a region whose device is swap", s -> s.node.swapOn("NV-1")));
        rows.add(refused(
                StandardErrorCode.DEVICE_HELD,
                "a region whose device somebody has open exclusively",
                s -> s.node.use("NV-1", DeviceUse.Kind.EXCLUSIVELY_OPEN, "")));
        rows.add(refused(
                StandardErrorCode.DEVICE_READ_ONLY,
                "a region whose device is read-only",
                s -> s.node.readOnly("NV-1")));
        rows.add(refused(
                StandardErrorCode.PMEM_NO_LABELS, "a module without a label area", s -> s.declare(vg("region2"))));
        rows.add(refused(
                StandardErrorCode.PMEM_NO_LABELS,
                "a region whose device is disabled, so that nobody can tell what it holds",
                s -> s.node.disableNamespace("NV-1")));
        rows.add(refused(
                StandardErrorCode.PMEM_NO_LABELS,
                "a region without labels to all of which somebody has given a mode",
                s -> s.node.reconfigureNamespace("namespace0.0", Mode.FSDAX)));
        rows.add(refused(
                StandardErrorCode.PMEM_REGION_UNUSABLE, "a read-only region", s -> s.node.readOnlyRegion("NV-1")));
        rows.add(refused(StandardErrorCode.PMEM_REGION_UNUSABLE, "a locked module", s -> s.node.lockModule("NV-1")));
    }

    private static void withLabels(List<Row> rows) {
        rows.add(refused(
                StandardErrorCode.PMEM_REGION_UNUSABLE,
                "another module that is locked and may have it, and no ledger",
                s -> s.node.lockModule("NV-2")));
        rows.add(refused(StandardErrorCode.PMEM_FULL, "a region that is somebody's namespace", s -> s.foreign(SIZE)));
        rows.add(refused(StandardErrorCode.PMEM_NO_SEED, "a region whose seed is somebody's namespace", s -> {
            s.foreign(ByteSize.ofMebibytes(128));
            s.node.takeForSeed("namespace0.0");
        }));
        rows.add(refused(StandardErrorCode.PMEM_HIDDEN_LABELS, "a region with labels that show no namespace", s -> {
            s.node.initializeLabels("NV-1");
            s.node.hideLabels("NV-1", ByteSize.ofMebibytes(16));
        }));
        rows.add(new Row(APPLY, StandardErrorCode.PMEM_HIDDEN_LABELS, "a module loses its labels after the plan", s -> {
            s.node.initializeLabels("NV-1");
            s.afterPlan = () -> s.node.hideLabels("NV-1", ByteSize.ofMebibytes(16));
        }));
        rows.add(new Row(
                APPLY, StandardErrorCode.PMEM_NO_SEED, "the kernel takes one for the seed after the plan", s -> {
                    s.foreign(ByteSize.ofMebibytes(128));
                    s.afterPlan = () -> s.node.takeForSeed("namespace0.0");
                }));
        rows.add(refused(StandardErrorCode.PMEM_NAMESPACE_CHANGED, "our namespace in another mode", s -> {
            s.node.reconfigureNamespace(s.namespaceOnly(), Mode.DEVDAX);
        }));
        rows.add(refused(StandardErrorCode.PMEM_NAMESPACE_CHANGED, "our namespace in mode sector", s -> {
            s.node.reconfigureNamespace(s.namespaceOnly(), Mode.SECTOR);
        }));
        rows.add(
                refused(StandardErrorCode.PMEM_NAMESPACE_CHANGED, "the volume group's namespace in another mode", s -> {
                    s.made();
                    s.node.reconfigureNamespace("namespace0.0", Mode.DEVDAX);
                }));
        rows.add(refused(
                StandardErrorCode.PMEM_NAMESPACE_CHANGED,
                "the volume group's namespace in another mode, and no ledger",
                s -> {
                    s.made();
                    s.node.reconfigureNamespace("namespace0.0", Mode.DEVDAX);
                    s.loseTheLedger();
                }));
        rows.add(refused(StandardErrorCode.VG_VANISHED, "the volume group's namespace destroyed", s -> {
            s.made();
            s.node.destroyNamespace("namespace0.0");
        }));
        rows.add(refused(StandardErrorCode.DEVICE_HAS_SIGNATURE, "our namespace with somebody's file system", s -> {
            s.node.dirty(String.valueOf(device(s, s.namespaceOnly())), "ext4");
        }));
        rows.add(refused(StandardErrorCode.DEVICE_MOUNTED, "our namespace, mounted by somebody", s -> {
            s.node.mount(String.valueOf(device(s, s.namespaceOnly())), "/mnt/data");
        }));
        rows.add(refused(StandardErrorCode.DEVICE_MOUNTED, "an unfinished namespace that somebody mounted", s -> {
            s.node.mount(String.valueOf(device(s, s.unfinished())), "/mnt/data");
        }));
        rows.add(refused(
                StandardErrorCode.DEVICE_HAS_SIGNATURE, "an unfinished namespace with somebody's file system", s -> {
                    s.node.dirty(String.valueOf(device(s, s.unfinished())), "ext4");
                }));
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE,
                "an unfinished namespace whose device another volume group declares",
                s -> {
                    s.unfinished();
                    s.declare(vg("region0"), named("vg-more", DeviceSource.devices("/dev/pmem0")));
                }));
        rows.add(refused(StandardErrorCode.PMEM_REGION_UNUSABLE, "an unfinished namespace in a read-only region", s -> {
            s.unfinished();
            s.node.readOnlyRegion("NV-1");
        }));
        rows.add(refused(StandardErrorCode.DEVICE_FOREIGN_PV, "our namespace with a PV, and no ledger", s -> {
            s.node.next(CreateVolumeGroup.TYPE, StepFault.FAIL);
            assertThat(s.driver.apply(s.plan())).isNotEmpty();
            s.loseTheLedger();
        }));
    }

    private static String device(Scene s, String namespace) {
        return String.valueOf(s.namespaces("region0").stream()
                .filter(n -> n.name().equals(namespace))
                .findFirst()
                .orElseThrow()
                .blockDevice());
    }

    private static void others(List<Row> rows) {
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE,
                "a region that two volume groups declare",
                s -> s.declare(vg("region0"), named("vg-more", regions("region0")))));
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE,
                "a region without labels whose device another volume group declares",
                s -> s.declare(vg("region0"), named("vg-more", DeviceSource.devices("/dev/pmem0")))));
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE, "our namespace, whose device another volume group declares", s -> {
                    s.namespaceOnly();
                    s.declare(vg("region0"), named("vg-more", DeviceSource.devices("/dev/pmem0")));
                }));
        rows.add(refused(StandardErrorCode.BLAST_RADIUS, "more regions than one run may claim", s -> {
            s.declare(vg("region0", "region1"));
            s.policy = Policy.builder().maxDevices(1).build();
        }));
        rows.add(refused(StandardErrorCode.VG_NOT_OURS, "an unmarked volume group that lacks a region", s -> {
            s.node.initializeLabels("NV-1");
            s.node.vgcreate("vg-data", s.node.createNamespace("NV-1", Mode.FSDAX, SIZE, null));
            s.declare(vg("region0", "region1"));
        }));
        rows.add(refused(
                StandardErrorCode.VG_FOREIGN,
                "a volume group of that name on a disk",
                s -> s.node.vgcreate("vg-data", "NR-1")));
        rows.add(
                refused(StandardErrorCode.PMEM_REGION_CHANGED, "a region that has another name since the reboot", s -> {
                    s.made();
                    s.node.reboot("NV-2", "NV-1");
                }));
        rows.add(refused(StandardErrorCode.PMEM_REGION_CHANGED, "the same, and no ledger", s -> {
            s.made();
            s.node.reboot("NV-2", "NV-1");
            s.loseTheLedger();
        }));
        rows.add(refused(
                StandardErrorCode.PMEM_REGION_CHANGED,
                "a region that has another name since the reboot, with an adopted volume group, and no ledger",
                s -> {
                    s.node.initializeLabels("NV-1");
                    s.node.vgcreate("vg-data", s.node.createNamespace("NV-1", Mode.FSDAX, SIZE, null));
                    s.policy = Policy.builder().adopt(Set.of(ADDRESS)).build();
                    assertThat(s.driver.apply(s.plan())).isEmpty();
                    s.policy = Policy.defaults();
                    s.node.reboot("NV-2", "NV-1");
                    s.loseTheLedger();
                }));
        rows.add(refused(
                StandardErrorCode.PMEM_REGION_CHANGED,
                "a region that has another name since the reboot after its namespace was made",
                s -> {
                    s.namespaceOnly();
                    s.node.reboot("NV-2", "NV-1");
                }));
        rows.add(refused(
                StandardErrorCode.PMEM_REGION_CHANGED,
                "a region that has another name since the reboot in which its namespace was not finished",
                s -> {
                    s.unfinished();
                    s.node.reboot("NV-2", "NV-1");
                    s.loseTheLedger();
                }));
        rows.add(refused(
                StandardErrorCode.PMEM_REGION_CHANGED,
                "another region under the first one's name, and its PV made",
                s -> {
                    s.node.next(CreateVolumeGroup.TYPE, StepFault.FAIL);
                    assertThat(s.driver.apply(s.plan())).isNotEmpty();
                    s.node.reboot("NV-2", "NV-1");
                }));
    }

    private static void looksThatFail(List<Row> rows) {
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "persistent memory that cannot be seen",
                s -> s.node.lose(Pmem.SECTION, "libndctl is missing")));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "persistent memory that is seen in part",
                s -> s.node.limit(Pmem.SECTION, "a bus did not answer")));
        rows.add(refused(StandardErrorCode.SECTION_UNAVAILABLE, "persistent memory that is not seen any more", s -> {
            s.made();
            s.node.lose(Pmem.SECTION, "libndctl is missing");
        }));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "block devices that cannot be seen",
                s -> s.node.lose(BlockDevices.SECTION, "sysfs is not mounted")));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "LVM that is seen in part",
                s -> s.node.limit(Lvm.SECTION, "a device hangs")));
        for (Probe.State end : EnumSet.complementOf(EnumSet.of(Probe.State.DONE))) {
            rows.add(refused(
                    StandardErrorCode.DEVICE_NOT_PROBED,
                    "a region whose device's probe ends " + end,
                    s -> s.node.probeEnds("NV-1", end)));
        }
        rows.add(refused(StandardErrorCode.DEVICE_NO_UDEV, "no udev database", s -> s.node.udevDown()));
        rows.add(refused(
                StandardErrorCode.DEVICE_PROBES_DISAGREE,
                "a region in whose device only udev sees a file system",
                s -> s.node.udevSays("NV-1", "ext4")));
    }

    private static void applied(List<Row> rows) {
        rows.add(new Row(
                APPLY,
                StandardErrorCode.DEVICE_HAS_SIGNATURE,
                "a region whose device got dirty after the plan",
                s -> s.afterPlan = () -> s.node.dirty("NV-1", "xfs")));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.DEVICE_CHANGED,
                "a region whose device got dirty after the last check",
                s -> s.node.interfereBefore(InitializeLabels.TYPE, () -> s.node.dirty("NV-1", "xfs"))));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.PMEM_REGION_CHANGED,
                "regions that changed names after the plan",
                s -> s.afterPlan = () -> s.node.reboot("NV-2", "NV-1")));
        rows.add(new Row(APPLY, StandardErrorCode.PMEM_FULL, "a region whose room somebody took after the plan", s -> {
            s.node.initializeLabels("NV-1");
            s.afterPlan = () -> s.node.createNamespace("NV-1", Mode.RAW, ByteSize.ofMebibytes(64), null);
        }));
        rows.add(new Row(
                APPLY, StandardErrorCode.PMEM_FULL, "a region whose room somebody took after the last check", s -> {
                    s.node.initializeLabels("NV-1");
                    s.node.interfereBefore(
                            CreateNamespace.TYPE,
                            () -> s.node.createNamespace("NV-1", Mode.RAW, ByteSize.ofMebibytes(64), null));
                }));
        rows.add(new Row(
                APPLY, StandardErrorCode.PMEM_REGION_CHANGED, "labels that somebody made after the plan", s -> {
                    s.afterPlan = () -> {
                        s.node.initializeLabels("NV-1");
                        s.node.createNamespace("NV-1", Mode.RAW, SIZE, null);
                        s.node.reboot("NV-2", "NV-1");
                    };
                }));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.SECTION_UNAVAILABLE,
                "persistent memory that is not seen after the plan",
                s -> {
                    s.afterPlan = () -> s.node.lose(Pmem.SECTION, "libndctl is missing");
                }));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.DEVICE_LOCKED,
                "a region whose device somebody has locked",
                s -> s.afterPlan = () -> {
                    Node.Lock lock = s.node.holdDeviceLock("NV-1");
                    s.afterApply = lock::close;
                }));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.POSTCONDITION,
                "labels that are not there, though the call says so",
                s -> s.node.next(InitializeLabels.TYPE, StepFault.LIE)));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.POSTCONDITION,
                "a namespace that is not there, though the call says so",
                s -> s.node.next(CreateNamespace.TYPE, StepFault.LIE)));
    }

    @TestFactory
    Stream<DynamicTest> situations() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.situation() + ": " + row.code().id(), () -> check(row)));
    }

    private static void check(Row row) {
        Scene scene = new Scene();
        row.arrange().accept(scene);
        scene.node.forgetWrites();
        Plan plan = scene.plan();
        scene.afterPlan.run();
        List<StepDriver.Failure> failures = scene.driver.apply(plan);
        scene.afterApply.run();
        List<ErrorCode> found = switch (row.where()) {
            case REFUSAL -> plan.refusals().stream().map(r -> r.code()).toList();
            case NOTICE -> plan.notices().stream().map(n -> n.code()).toList();
            case DRIFT -> plan.drifts().stream().map(d -> d.code()).toList();
            case APPLY -> failures.stream().map(f -> f.code()).toList();
        };
        assertThat(found).as(plan.render()).contains(row.code());
        if (row.where() == REFUSAL) {
            assertThat(plan.steps().stream().filter(p -> p.step().address().equals(ADDRESS)))
                    .as(plan.render())
                    .isEmpty();
            assertThat(scene.node.writes().stream().filter(w -> w.subject().contains("NV-")))
                    .isEmpty();
        } else if (row.where() == DRIFT) {
            assertThat(plan.isEmpty()).as(plan.render()).isTrue();
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            assertThat(scene.node.writes()).isEmpty();
        } else if (row.where() == NOTICE) {
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            assertThat(failures).isEmpty();
        }
        assertThat(scene.node.forbiddenWrites()).isEmpty();
    }

    @Test
    void everyCodeOfThePlannerHasARow() {
        Set<StandardErrorCode> rows = EnumSet.noneOf(StandardErrorCode.class);
        rows().forEach(row -> rows.add(row.code()));
        assertThat(Stream.of(StandardErrorCode.values())
                        // A volume group is no system memory.
                        .filter(c -> c.id().startsWith("pmem/")
                                && c != StandardErrorCode.PMEM_NOT_MOVABLE
                                && c != StandardErrorCode.PMEM_NOT_OURS)
                        .filter(c -> !rows.contains(c)))
                .as("codes without a row in the decision table")
                .isEmpty();
    }

    private static List<Class<?>> steps(Plan plan) {
        List<Class<?>> types = new ArrayList<>();
        plan.steps().forEach(p -> types.add(p.step().getClass()));
        return types;
    }

    @Test
    void aRegionHasASeedAgainOnceItsNamespaceIsEnabledAgainOrAfterABoot() {
        List<Consumer<SimulatedNode>> remedies = List.of(
                node -> {
                    node.disableNamespace("namespace0.0");
                    node.enableNamespace("namespace0.0");
                },
                SimulatedNode::reboot);
        for (Consumer<SimulatedNode> remedy : remedies) {
            Scene s = new Scene();
            s.foreign(ByteSize.ofMebibytes(128));
            s.node.takeForSeed("namespace0.0");
            assertThat(s.plan().refusals())
                    .extracting(refusal -> refusal.code())
                    .containsExactly(StandardErrorCode.PMEM_NO_SEED);
            remedy.accept(s.node);
            assertThat(steps(s.converge())).contains(CreateNamespace.class);
        }
    }

    /** Of a volume group that is there, all is known, ledger or not. */
    @Test
    void aVolumeGroupGrowsWhileAnotherModuleIsLocked() {
        for (boolean remembered : List.of(true, false)) {
            Scene s = new Scene();
            s.made();
            s.node.lockModule("NV-3");
            if (!remembered) {
                s.loseTheLedger();
            }
            s.declare(vg("region0", "region1"));
            assertThat(steps(s.converge())).contains(CreateNamespace.class);
            assertThat(s.group().pvCount()).isEqualTo(2);
        }
    }

    @Test
    void aBareModuleGetsLabelsANamespaceAPvAndAVolumeGroupAndThenNothing() {
        Scene s = new Scene();
        s.node.declare("NV-1");
        assertThat(steps(s.converge()))
                .containsExactly(
                        InitializeLabels.class,
                        CreateNamespace.class,
                        CreatePhysicalVolume.class,
                        CreateVolumeGroup.class);
        assertThat(s.namespaces("region0")).singleElement().satisfies(namespace -> {
            assertThat(namespace.mode()).isEqualTo(Mode.FSDAX);
            assertThat(namespace.size()).isEqualTo(SIZE);
            assertThat(s.node.device(String.valueOf(namespace.blockDevice()))
                            .identity()
                            .value())
                    .isEqualTo("uuid." + namespace.layoutUuid());
        });
        assertThat(s.group().pvCount()).isEqualTo(1);
        s.node.reboot();
        assertThat(s.plan().isEmpty()).isTrue();
        s.loseTheLedger();
        assertThat(s.plan().isEmpty()).isTrue();
    }

    @Test
    void aRegionWithLabelsAndRoomKeepsItsLabels() {
        Scene s = new Scene();
        s.node.initializeLabels("NV-1");
        assertThat(steps(s.converge()))
                .containsExactly(CreateNamespace.class, CreatePhysicalVolume.class, CreateVolumeGroup.class);
    }

    @Test
    void twoRegionsGiveOneVolumeGroup() {
        Scene s = new Scene();
        s.declare(vg("region0", "region1"));
        assertThat(steps(s.converge())).hasSize(7);
        assertThat(s.group().pvCount()).isEqualTo(2);
    }

    @Test
    void aSecondRegionExtendsTheVolumeGroup() {
        Scene s = new Scene();
        s.made();
        String uuid = s.group().uuid();
        s.declare(vg("region0", "region1"));
        s.node.forgetWrites();
        s.node.declare("NV-1", "NV-2");
        assertThat(steps(s.converge()))
                .containsExactly(
                        InitializeLabels.class,
                        CreateNamespace.class,
                        CreatePhysicalVolume.class,
                        ExtendVolumeGroup.class);
        assertThat(s.group().uuid()).isEqualTo(uuid);
        assertThat(s.group().pvCount()).isEqualTo(2);
        assertThat(s.node.writes()).noneMatch(w -> w.subject().contains("NV-1"));
    }

    @Test
    void twoVolumeGroupsOnTwoRegionsHaveNamespacesOfDifferentNames() {
        Scene s = new Scene();
        s.declare(vg("region0"), named("vg-more", regions("region1")));
        s.converge();
        assertThat(s.namespaces("region0").get(0).label())
                .isNotEqualTo(s.namespaces("region1").get(0).label());
    }

    /** On a bare module: the labels are made once. */
    @Test
    void twoVolumeGroupsShareARegionEachWithItsSizeAndItsMode() {
        for (RegionMode mode : RegionMode.values()) {
            Scene s = new Scene();
            s.declare(part("vg-data", "50%", mode), part("vg-a", "100Mi", null));
            assertThat(steps(s.converge()))
                    .containsExactly(
                            InitializeLabels.class,
                            CreateNamespace.class,
                            CreatePhysicalVolume.class,
                            CreateVolumeGroup.class,
                            InitializeLabels.class,
                            CreateNamespace.class,
                            CreatePhysicalVolume.class,
                            CreateVolumeGroup.class);
            assertThat(s.namespaces("region0"))
                    .extracting(PmemNamespace::mode, PmemNamespace::size)
                    .containsExactlyInAnyOrder(
                            tuple(Mode.valueOf(mode.name()), ByteSize.ofMebibytes(256)),
                            tuple(Mode.FSDAX, ByteSize.ofMebibytes(96)));
            assertThat(s.group().pvCount()).isEqualTo(1);
            s.node.reboot();
            assertThat(s.plan().isEmpty()).isTrue();
            s.loseTheLedger();
            assertThat(s.plan().isEmpty()).isTrue();
        }
    }

    @Test
    void aThirdOneTakesTheRestAndAFourthIsToldWhatIsLeft() {
        Scene s = new Scene();
        s.declare(part("vg-data", "256Mi", null), part("vg-a", "50%", RegionMode.RAW));
        s.converge();
        s.declare(part("vg-data", "256Mi", null), part("vg-a", "50%", RegionMode.RAW), part("vg-b", "16Mi", null));
        Plan plan = s.plan();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).singleElement().satisfies(r -> {
            assertThat(r.address()).isEqualTo(new ResourceAddress("volumegroup", "vg-b"));
            assertThat(r.facts())
                    .containsExactly(
                            "16 MiB are declared",
                            "the largest namespace that it has room for is 0 B, with 0 B free in all");
        });
    }

    /** Of two that are declared for more than there is, the first in the order of addresses is made. */
    @Test
    void whatIsDeclaredBeforeIsTold() {
        Scene s = new Scene();
        s.declare(part("vg-data", "50%", null), part("vg-a", "384Mi", null));
        Plan plan = s.plan();
        assertThat(plan.refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.facts())
                        .containsExactly(
                                "50% of its 512 MiB, 256 MiB are declared",
                                "the largest namespace that it has room for is 512 MiB, with 512 MiB free in all",
                                "384 MiB of that are for volumegroup/vg-a"));
        assertThat(s.driver.apply(plan)).isEmpty();
        assertThat(s.plan().refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.facts())
                        .containsExactly(
                                "50% of its 512 MiB, 256 MiB are declared",
                                "the largest namespace that it has room for is 128 MiB, with 128 MiB free in all"));
        assertThat(s.node.forbiddenWrites()).isEmpty();
    }

    /** One that cannot be made, however much is free, takes nothing from those behind it. */
    @Test
    void aPartThatCannotBeMadeIsInNobodysWay() {
        for (String size : List.of("1Gi", "8Pi", "8Mi")) {
            Scene s = new Scene();
            s.declare(part("vg-a", size, null), part("vg-data", "50%", null));
            Plan plan = s.plan();
            assertThat(plan.refusals())
                    .singleElement()
                    .satisfies(r -> assertThat(r.address().name()).isEqualTo("vg-a"));
            assertThat(s.driver.apply(plan)).isEmpty();
            assertThat(s.namespaces("region0")).hasSize(1);
            assertThat(s.group().pvCount()).isEqualTo(1);
        }
    }

    /** What the first one uses has no mark, and is its part all the same. */
    @Test
    void besideTheAncestorsVolumeGroupAPartIsMade() {
        Scene s = new Scene();
        s.node.initializeLabels("NV-1");
        s.node.vgcreate("vg-a", s.node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(256), null));
        s.node.forgetWrites();
        s.declare(part("vg-a", "50%", null), part("vg-data", "50%", RegionMode.SECTOR));
        assertThat(steps(s.converge()))
                .containsExactly(CreateNamespace.class, CreatePhysicalVolume.class, CreateVolumeGroup.class);
    }

    /** The largest piece, not the sum, decides; and a part that fits is made in it. */
    @Test
    void inAFragmentedRegionAPartIsMadeWhereItFits() {
        Scene s = new Scene();
        fragment(s);
        s.declare(part("vg-data", "160Mi", null));
        assertThat(s.plan().refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.facts())
                        .containsExactly(
                                "160 MiB are declared",
                                "the largest namespace that it has room for is 128 MiB, with 192 MiB free in all"));
        s.declare(part("vg-data", "64Mi", null), part("vg-more", "25%", RegionMode.SECTOR));
        s.converge();
        assertThat(s.namespaces("region0")).hasSize(5);
    }

    /** A namespace of ours goes to the resource whose name it has, though another one declares a part of that size. */
    @Test
    void oursIsNotTakenForAnothersOfOurs() {
        Scene s = new Scene();
        s.declare(part("vg-data", "50%", null));
        String name = s.namespaceOnly();
        s.declare(part("vg-a", "50%", null));
        assertThat(steps(s.converge()))
                .containsExactly(CreateNamespace.class, CreatePhysicalVolume.class, CreateVolumeGroup.class);
        s.declare(part("vg-a", "50%", null), part("vg-data", "50%", null));
        assertThat(steps(s.converge())).containsExactly(CreatePhysicalVolume.class, CreateVolumeGroup.class);
        assertThat(s.namespaces("region0"))
                .hasSize(2)
                .extracting(PmemNamespace::name)
                .contains(name);
    }

    @Test
    void anUnfinishedPartIsFinishedInTheModeThatIsDeclared() {
        for (RegionMode mode : RegionMode.values()) {
            Scene s = new Scene();
            s.declare(part("vg-data", "100%", mode));
            s.unfinished();
            s.node.forgetWrites();
            s.converge();
            assertThat(s.namespaces("region0"))
                    .singleElement()
                    .satisfies(n -> assertThat(n.mode().name()).isEqualTo(mode.name()));
        }
    }

    @Test
    void somebodysNamespaceStaysAsItIsBesideOurs() {
        Scene s = new Scene();
        String theirs = s.foreign(ByteSize.ofMebibytes(64));
        PmemNamespace before = s.namespaces("region0").get(0);
        String content = String.valueOf(s.node.device(theirs).probe().digest());
        s.node.forgetWrites();
        s.converge();
        assertThat(s.namespaces("region0")).hasSize(2).contains(before);
        assertThat(s.node.device(theirs).probe().digest()).isEqualTo(content);
        assertThat(s.node.writes()).noneMatch(w -> w.subject().equals(theirs));
    }

    @Test
    void ofAFragmentedRegionTheLargestPieceIsTaken() {
        Scene s = new Scene();
        fragment(s);
        s.converge();
        assertThat(s.namespaces("region0"))
                .extracting(PmemNamespace::size)
                .contains(ByteSize.ofMebibytes(128))
                .hasSize(4);
    }

    /** Pieces of 64 MiB and 128 MiB are left, behind, between and before somebody's namespaces. */
    private static void fragment(Scene s) {
        s.node.initializeLabels("NV-1");
        String first = s.node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(64), null);
        s.node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(64), null);
        String third = s.node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(128), null);
        s.node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(128), null);
        s.node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(128), null);
        s.node.destroyNamespace(first);
        s.node.destroyNamespace(third);
    }

    @Test
    void aFullRegionTellsTheLargestPieceAndTheSum() {
        Scene s = new Scene();
        s.foreign(SIZE);
        assertThat(s.plan().refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.facts())
                        .containsExactly(
                                "the largest namespace that it has room for is 0 B, with 0 B free in all",
                                "the fsdax namespace namespace0.0, 'theirs', of 512 MiB is not ours; it is taken when its"
                                        + " adoption is asked for"));
        Scene fragmented = new Scene();
        fragment(fragmented);
        Plan plan = fragmented.plan();
        fragmented.node.createNamespace("NV-1", Mode.RAW, ByteSize.ofMebibytes(80), null);
        assertThat(fragmented.driver.apply(plan)).first().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(StandardErrorCode.PMEM_FULL);
            assertThat(failure.message())
                    .contains("the largest namespace that it has room for is 64 MiB, with 112 MiB free in all");
        });
    }

    /** What lay in the memory shows in a namespace that is made by hand, and not in one that a step makes. */
    @Test
    void aNewNamespaceIsClearedBeforeItGetsItsName() {
        Scene s = new Scene();
        s.node.initializeLabels("NV-1");
        String old = s.node.createNamespace("NV-1", Mode.FSDAX, SIZE, null);
        s.node.vgcreate("vg-old", old);
        s.node.destroyNamespace(old);
        String again = s.node.createNamespace("NV-1", Mode.FSDAX, SIZE, null);
        assertThat(s.node.groups()).containsExactly("vg-old");
        s.node.destroyNamespace(again);
        s.node.forgetWrites();
        s.converge();
        assertThat(s.node.groups()).containsExactly("vg-data");
    }

    @Test
    void anUnfinishedNamespaceIsFinishedWithAndWithoutTheLedger() {
        for (boolean lost : new boolean[] {false, true}) {
            Scene s = new Scene();
            s.unfinished();
            if (lost) {
                s.loseTheLedger();
            }
            s.node.forgetWrites();
            s.converge();
            assertThat(s.namespaces("region0"))
                    .singleElement()
                    .satisfies(n -> assertThat(n.label()).doesNotEndWith(".new"));
        }
    }

    @Test
    void ourNamespaceIsTakenWhenTheLedgerIsLost() {
        Scene s = new Scene();
        String name = s.namespaceOnly();
        s.loseTheLedger();
        assertThat(steps(s.converge())).containsExactly(CreatePhysicalVolume.class, CreateVolumeGroup.class);
        assertThat(s.namespaces("region0"))
                .singleElement()
                .satisfies(n -> assertThat(n.name()).isEqualTo(name));
    }

    @Test
    void theAncestorsVolumeGroupIsLeftAlone() {
        Scene s = new Scene();
        s.node.initializeLabels("NV-1");
        s.node.vgcreate("vg-data", s.node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(256), null));
        s.node.forgetWrites();
        Plan plan = s.plan();
        assertThat(plan.isEmpty()).as(plan.render()).isTrue();
        assertThat(s.driver.apply(plan)).isEmpty();
        assertThat(s.node.writes()).isEmpty();
        s.policy = Policy.builder().adopt(Set.of(ADDRESS)).build();
        assertThat(s.driver.apply(s.plan())).isEmpty();
        s.policy = Policy.defaults();
        assertThat(s.plan().isEmpty()).isTrue();
        assertThat(s.namespaces("region0")).hasSize(1);
    }

    /** Names of regions that changed places mean the same two, when both are declared. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void regionsThatChangedNamesAmongThemselvesAreAsDeclared(boolean lost) {
        Scene s = new Scene();
        s.declare(vg("region0", "region1"));
        s.made();
        s.node.reboot("NV-2", "NV-1");
        assertThat(s.node.region("NV-2")).isEqualTo("region0");
        if (lost) {
            s.loseTheLedger();
        }
        Plan plan = s.plan();
        assertThat(plan.isEmpty()).as(plan.render()).isTrue();
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        assertThat(plan.drifts()).as(plan.render()).isEmpty();
    }

    /** Whoever learns that the names changed says so in the declaration. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCorrectedDeclarationIsSatisfied(boolean lost) {
        Scene s = new Scene();
        s.made();
        s.node.reboot("NV-2", "NV-1");
        if (lost) {
            s.loseTheLedger();
        }
        s.declare(vg("region1"));
        Plan plan = s.plan();
        assertThat(plan.isEmpty()).as(plan.render()).isTrue();
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        assertThat(plan.drifts()).as(plan.render()).isEmpty();
        assertThat(s.driver.apply(plan)).isEmpty();
        s.declare(vg("region0", "region1"));
        assertThat(steps(s.converge())).contains(ExtendVolumeGroup.class);
    }
}
