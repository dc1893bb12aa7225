package io.noderesource.testkit;

import static io.noderesource.testkit.DecisionTableTest.Where.APPLY;
import static io.noderesource.testkit.DecisionTableTest.Where.DRIFT;
import static io.noderesource.testkit.DecisionTableTest.Where.NOTICE;
import static io.noderesource.testkit.DecisionTableTest.Where.REFUSAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.spi.Node;
import io.noderesource.topology.DeviceSelector;
import io.noderesource.topology.DeviceSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The planner's decisions about volume groups, one row for each situation: what the node shows, and the code that has to
 * come out of it. A code without a row fails the build.
 */
class DecisionTableTest {

    private static final ResourceAddress ADDRESS = new ResourceAddress("volumegroup", "vg-data");
    private static final String OURS = "noderesource/noderesource/edge-1";

    /** Where a code has to show. */
    enum Where {
        /** Among the refusals, with no step of that resource and nothing written. */
        REFUSAL,
        /** Among the drifts. */
        DRIFT,
        /** Among the notices. */
        NOTICE,
        /** A step that was planned fails with it. */
        APPLY
    }

    /** One row. */
    private record Row(Where where, StandardErrorCode code, String situation, Consumer<Scene> arrange) {}

    /** What a row starts from: three blank disks, vdb to vdd, of which vg-data declares the first two. */
    private static final class Scene {
        final SimulatedNode node = SimulatedNode.builder("edge-1")
                .disk("NR-1", ByteSize.ofGibibytes(1))
                .disk("NR-2", ByteSize.ofGibibytes(1))
                .disk("NR-3", ByteSize.ofGibibytes(1))
                .build();
        final StepDriver driver = new StepDriver(node);
        VolumeGroupSpec[] declared = {vg("/dev/vdb", "/dev/vdc")};
        Policy policy = Policy.defaults();
        Runnable afterPlan = () -> {};
        Runnable afterApply = () -> {};

        void declare(VolumeGroupSpec... specs) {
            declared = specs;
        }

        /** The ancestor's volume group, or anybody's: made by hand, without a mark. */
        void unmarked(String name, String... disks) {
            node.vgcreate(name, disks);
        }

        void marked(String name, String mark, String... disks) {
            unmarked(name, disks);
            node.tag(name, mark);
        }

        void made() {
            driver.make(declared);
        }

        void consent(Duration validity) {
            String hash = String.valueOf(driver.plan(declared).refusals().get(0).consent());
            policy = Policy.builder()
                    .consents(List.of(new Consent(hash, node.clock().instant().plus(validity))))
                    .build();
        }
    }

    private static VolumeGroupSpec vg(String... paths) {
        return named("vg-data", DeviceSource.devices(paths));
    }

    private static VolumeGroupSpec named(String name, DeviceSource source) {
        return VolumeGroupSpec.builder(name).from(source).build();
    }

    private static Row refused(StandardErrorCode code, String situation, Consumer<Scene> arrange) {
        return new Row(REFUSAL, code, situation, arrange);
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        devicesInTheWay(rows);
        looksThatFail(rows);
        volumeGroupsInTheWay(rows);
        driftsAndNotices(rows);
        failuresOfApply(rows);
        return rows;
    }

    private static void devicesInTheWay(List<Row> rows) {
        for (String type : List.of("ext4", "xfs", "btrfs", "swap", "crypto_LUKS", "linux_raid_member", "zfs_member")) {
            rows.add(refused(
                    StandardErrorCode.DEVICE_HAS_SIGNATURE, "a disk with " + type, s -> s.node.dirty("NR-2", type)));
        }
        rows.add(refused(
                StandardErrorCode.DEVICE_HAS_CONTENT,
                "a disk with data that has no signature",
                s -> s.node.randomContent("NR-2")));
        rows.add(refused(
                StandardErrorCode.DEVICE_PARTITIONED,
                "a disk with a partition table and no partition",
                s -> s.node.dirty("NR-2", "gpt")));
        rows.add(refused(
                StandardErrorCode.DEVICE_PARTITIONED,
                "a disk with an idle partition",
                s -> s.node.partition("NR-2", ByteSize.ofMebibytes(100))));
        rows.add(refused(
                StandardErrorCode.DEVICE_FOREIGN_PV,
                "a PV of another volume group",
                s -> s.unmarked("vg-other", "NR-2")));
        rows.add(refused(
                StandardErrorCode.DEVICE_FOREIGN_PV, "an orphan PV that is not ours", s -> s.node.pvcreate("NR-2")));
        rows.add(refused(
                StandardErrorCode.DEVICE_FOREIGN_PV,
                "a PV that libblkid does not know yet",
                s -> s.node.hideFromBlkid("NR-2")));
        rows.add(refused(StandardErrorCode.DEVICE_MOUNTED, "a mounted disk", s -> s.node.mount("NR-2", "/mnt/data")));
        rows.add(refused(StandardErrorCode.DEVICE_MOUNTED, "a disk with a mounted partition", s -> {
            s.node.partition("NR-2", ByteSize.ofMebibytes(100));
            s.node.mount("NR-2-part1", "/mnt/data");
        }));
        rows.add(refused(StandardErrorCode.DEVICE_SWAP, "a disk that is swap", s -> s.node.swapOn("NR-2")));
        rows.add(refused(
                StandardErrorCode.DEVICE_HELD,
                "a disk under a device",
                s -> s.node.use("NR-2", DeviceUse.Kind.HELD, "dm-7")));
        rows.add(refused(
                StandardErrorCode.DEVICE_HELD,
                "a disk that somebody has open exclusively",
                s -> s.node.use("NR-2", DeviceUse.Kind.EXCLUSIVELY_OPEN, "")));
        rows.add(refused(StandardErrorCode.DEVICE_BACKS_LOOP, "a disk under a loop", s -> s.node.loopOn("NR-2")));
        rows.add(refused(StandardErrorCode.DEVICE_UNSUITABLE, "a loop device", s -> {
            s.node.loopOn("NR-2");
            s.declare(vg("/dev/loop0"));
        }));
        rows.add(refused(StandardErrorCode.DEVICE_READ_ONLY, "a read-only disk", s -> s.node.readOnly("NR-2")));
        rows.add(refused(
                StandardErrorCode.DEVICE_COMPONENT,
                "a path of a multipath map",
                s -> s.node.multipath("mpatha", "NR-2", "NR-3")));
        rows.add(refused(
                StandardErrorCode.DEVICE_COMPONENT,
                "a member of an array",
                s -> s.node.use("NR-2", DeviceUse.Kind.RAID_MEMBER, "md0")));
        rows.add(refused(StandardErrorCode.DEVICE_UNSUITABLE, "a logical volume", s -> {
            s.unmarked("vg-other", "NR-3");
            s.node.lvcreate("vg-other", "lv", ByteSize.ofMebibytes(100));
            s.declare(vg("/dev/mapper/vg--other-lv"));
        }));
        rows.add(refused(
                StandardErrorCode.DEVICE_UNSUITABLE,
                "a suspended device",
                s -> s.node.use("NR-2", DeviceUse.Kind.SUSPENDED, "")));
        rows.add(refused(StandardErrorCode.DEVICE_UNSUITABLE, "a zoned disk", s -> {
            s.node.plug(
                    SimulatedDisk.virtio("NR-ZONED", ByteSize.ofGibibytes(1)).asZoned());
            s.declare(vg("/dev/disk/by-id/virtio-NR-ZONED"));
        }));
        for (String type : List.of("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "21686148-6449-6e6f-744e-656564454649")) {
            rows.add(refused(StandardErrorCode.DEVICE_UNSUITABLE, "a blank partition of type " + type, s -> {
                s.node.partition("NR-2", ByteSize.ofMebibytes(100));
                s.node.partitionType("NR-2-part1", type);
                s.declare(vg("/dev/vdc1"));
            }));
        }
        rows.add(refused(StandardErrorCode.DEVICE_SECTOR_SIZE, "a disk of other sectors for a new volume group", s -> {
            s.node.plug(SimulatedDisk.virtio("NR-4K", ByteSize.ofGibibytes(1)).sectors(4096));
            s.declare(vg("/dev/vdb", "/dev/disk/by-id/virtio-NR-4K"));
        }));
        rows.add(refused(StandardErrorCode.DEVICE_SECTOR_SIZE, "a disk of other sectors for one that is there", s -> {
            s.made();
            s.node.plug(SimulatedDisk.virtio("NR-4K", ByteSize.ofGibibytes(1)).sectors(4096));
            s.declare(vg("/dev/vdb", "/dev/vdc", "/dev/disk/by-id/virtio-NR-4K"));
        }));
        rows.add(refused(StandardErrorCode.DEVICE_TOO_SMALL, "a disk without room for an extent", s -> {
            s.node.plug(SimulatedDisk.virtio("NR-TINY", ByteSize.ofMebibytes(4)));
            s.declare(vg("/dev/disk/by-id/virtio-NR-TINY"));
        }));
        rows.add(refused(StandardErrorCode.DEVICE_SYSTEM, "the disk under /", s -> s.declare(vg("/dev/vda"))));
        rows.add(refused(StandardErrorCode.DEVICE_SYSTEM, "the partition under /", s -> s.declare(vg("/dev/vda1"))));
        rows.add(refused(
                StandardErrorCode.DEVICE_AMBIGUOUS,
                "one WWN under two device numbers without multipath",
                s -> s.node.duplicateWwn("NR-2", "NR-3")));
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE,
                "a disk that two volume groups declare",
                s -> s.declare(
                        vg("/dev/vdb", "/dev/vdc"),
                        named("vg-more", DeviceSource.devices("/dev/disk/by-id/virtio-NR-2")))));
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE, "a disk and its partition, declared by two volume groups", s -> {
                    s.node.partition("NR-2", ByteSize.ofMebibytes(100));
                    s.declare(vg("/dev/vdc"), named("vg-more", DeviceSource.devices("/dev/vdc1")));
                }));
    }

    private static void looksThatFail(List<Row> rows) {
        for (Probe.State end : EnumSet.complementOf(EnumSet.of(Probe.State.DONE))) {
            rows.add(refused(
                    StandardErrorCode.DEVICE_NOT_PROBED,
                    "a disk whose probe ends " + end,
                    s -> s.node.probeEnds("NR-2", end)));
        }
        rows.add(refused(StandardErrorCode.DEVICE_NO_UDEV, "no udev database", s -> s.node.udevDown()));
        for (UdevRecord.State state : List.of(UdevRecord.State.MISSING, UdevRecord.State.UNSETTLED)) {
            rows.add(refused(
                    StandardErrorCode.DEVICE_NO_UDEV,
                    "a disk whose udev record is " + state,
                    s -> s.node.udev("NR-2", state)));
        }
        rows.add(refused(
                StandardErrorCode.DEVICE_PROBES_DISAGREE,
                "a disk in which only udev sees a file system",
                s -> s.node.udevSays("NR-2", "ext4")));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "block devices that cannot be seen",
                s -> s.node.lose(BlockDevices.SECTION, "sysfs is not mounted")));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "LVM that cannot be seen",
                s -> s.node.lose(Lvm.SECTION, "a device hangs")));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "a new volume group where LVM is seen in part",
                s -> s.node.limit(Lvm.SECTION, "a device hangs")));
    }

    private static void volumeGroupsInTheWay(List<Row> rows) {
        rows.add(refused(
                StandardErrorCode.VG_NOT_OURS,
                "an unmarked volume group that would have to be extended",
                s -> s.unmarked("vg-data", "NR-1")));
        rows.add(refused(
                StandardErrorCode.VG_OTHER_NODE,
                "another node's volume group that would have to be extended",
                s -> s.marked("vg-data", "noderesource/noderesource/edge-2", "NR-1")));
        rows.add(refused(
                StandardErrorCode.VG_FOREIGN,
                "another owner's volume group",
                s -> s.marked("vg-data", "noderesource/somebody/edge-1", "NR-1")));
        rows.add(refused(StandardErrorCode.VG_FOREIGN, "a volume group with two marks", s -> {
            s.marked("vg-data", OURS, "NR-1");
            s.node.tag("vg-data", "noderesource/noderesource/edge-2");
        }));
        rows.add(refused(
                StandardErrorCode.VG_FOREIGN,
                "a volume group of that name on other disks",
                s -> s.unmarked("vg-data", "NR-3")));
        rows.add(refused(StandardErrorCode.VG_FOREIGN, "a volume group of another system id", s -> {
            s.marked("vg-data", OURS, "NR-1");
            s.node.systemId("vg-data", "another-host");
        }));
        rows.add(refused(StandardErrorCode.VG_FOREIGN, "the adoption of a volume group on other disks", s -> {
            s.unmarked("vg-data", "NR-3");
            s.policy = Policy.builder().adopt(Set.of(ADDRESS)).build();
        }));
        rows.add(refused(StandardErrorCode.VG_NAME_CLASH, "two volume groups of that name", s -> {
            s.unmarked("vg-x", "NR-1");
            s.unmarked("vg-data", "NR-3");
            s.node.vgrename("vg-x", "vg-data");
        }));
        rows.add(refused(StandardErrorCode.VG_NAME_CLASH, "a PV that is seen twice", s -> {
            s.marked("vg-data", OURS, "NR-1");
            s.node.copy("NR-1", "NR-COPY");
        }));
        rows.add(refused(
                StandardErrorCode.VG_NAME_CLASH,
                "a name that is a device's",
                s -> s.declare(named("vdd", DeviceSource.devices("/dev/vdb")))));
        rows.add(refused(StandardErrorCode.VG_MISSING_PV, "a volume group that misses a PV and lacks a disk", s -> {
            s.made();
            s.node.pull("NR-2");
            s.declare(vg("/dev/vdb", "/dev/vdd"));
        }));
        rows.add(refused(StandardErrorCode.VG_VANISHED, "a volume group whose disks are gone", s -> {
            s.made();
            s.node.pull("NR-1");
            s.node.pull("NR-2");
            s.declare(vg("/dev/vdb", "/dev/vdd"));
        }));
        rows.add(refused(StandardErrorCode.VG_NAME_CLASH, "a clone of a PV's disk, which is suspended", s -> {
            s.made();
            s.node.copy("NR-1", "NR-COPY");
            s.node.use("NR-1", DeviceUse.Kind.SUSPENDED, "dm");
            s.node.limitLvm("a device is left out", "NR-1");
            s.declare(vg("/dev/vdb", "/dev/vdc", "/dev/vdd"));
        }));
        rows.add(
                refused(StandardErrorCode.VG_NAME_CLASH, "a clone of a PV's disk, from which a filter keeps LVM", s -> {
                    s.made();
                    s.node.copy("NR-1", "NR-COPY");
                    s.node.limitLvm("a device is left out", "NR-1");
                    s.declare(vg("/dev/vdb", "/dev/vdc", "/dev/vdd"));
                }));
        rows.add(refused(StandardErrorCode.VG_NAME_CLASH, "the release of the clone of a PV's disk", s -> {
            s.made();
            s.node.copy("NR-1", "NR-COPY");
            s.node.limitLvm("a device is left out", "NR-1");
            s.policy = Policy.builder().release(Set.of(ADDRESS)).build();
        }));
        rows.add(refused(StandardErrorCode.VG_RENAMED, "our volume group under another name", s -> {
            s.made();
            s.node.vgrename("vg-data", "vg-renamed");
        }));
        rows.add(refused(StandardErrorCode.VG_EXPORTED, "an exported volume group that lacks a disk", s -> {
            s.marked("vg-data", OURS, "NR-1");
            s.node.vgexport("vg-data");
        }));
        rows.add(refused(StandardErrorCode.VG_EXPORTED, "the release of an exported volume group", s -> {
            s.marked("vg-data", OURS, "NR-1");
            s.node.vgexport("vg-data");
            s.policy = Policy.builder().release(Set.of(ADDRESS)).build();
        }));
        rows.add(refused(StandardErrorCode.VG_MISSING_PV, "the release of a volume group that misses a PV", s -> {
            s.made();
            s.node.pull("NR-2");
            s.policy = Policy.builder().release(Set.of(ADDRESS)).build();
        }));
        rows.add(refused(StandardErrorCode.VG_SHRUNK_DEVICE, "a disk that shrank under its PV", s -> {
            s.made();
            s.node.resize("NR-2", ByteSize.ofMebibytes(512));
        }));
        rows.add(refused(StandardErrorCode.DEVICE_READ_ONLY, "a read-only disk that grew under its PV", s -> {
            s.made();
            s.node.resize("NR-2", ByteSize.ofGibibytes(2));
            s.node.readOnly("NR-2");
        }));
        rows.add(refused(StandardErrorCode.DEVICE_RENAMED, "a kernel name that means another disk now", s -> {
            s.made();
            s.node.rename("NR-3", "vdc");
        }));
        rows.add(refused(
                StandardErrorCode.BLAST_RADIUS,
                "more disks than one run may claim",
                s -> s.policy = Policy.builder().maxDevices(1).build()));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "a volume group on persistent memory where nothing looks at any",
                s -> s.declare(named("vg-data", new DeviceSource.PmemRegions(List.of("region0"))))));
    }

    private static void driftsAndNotices(List<Row> rows) {
        rows.add(new Row(NOTICE, StandardErrorCode.VG_PART_OF_DEVICE, "a PV that somebody made smaller", s -> {
            s.made();
            s.node.pvresize("NR-2", ByteSize.ofMebibytes(512));
        }));
        rows.add(new Row(
                NOTICE, StandardErrorCode.VG_PART_OF_DEVICE, "a PV that was smaller than its disk, which grew", s -> {
                    s.made();
                    s.node.pvresize("NR-2", ByteSize.ofMebibytes(512));
                    s.node.resize("NR-2", ByteSize.ofGibibytes(2));
                }));
        rows.add(new Row(
                NOTICE,
                StandardErrorCode.VG_PART_OF_DEVICE,
                "a larger disk than the PV's, of which no ledger knows",
                s -> {
                    s.marked("vg-data", OURS, "NR-1", "NR-2");
                    s.node.resize("NR-2", ByteSize.ofGibibytes(2));
                }));
        rows.add(new Row(DRIFT, StandardErrorCode.VG_EXTRA_PV, "a PV that is not declared", s -> {
            s.made();
            s.node.vgextend("vg-data", "NR-3");
        }));
        rows.add(new Row(DRIFT, StandardErrorCode.VG_EXTRA_PV, "a PV that is not declared any more", s -> {
            s.made();
            s.declare(vg("/dev/vdb"));
        }));
        rows.add(new Row(DRIFT, StandardErrorCode.VG_DEVICE_VANISHED, "a pulled disk", s -> {
            s.made();
            s.node.pull("NR-2");
        }));
        rows.add(new Row(
                DRIFT,
                StandardErrorCode.VG_OTHER_NODE,
                "another node's volume group that is as declared",
                s -> s.marked("vg-data", "noderesource/noderesource/edge-2", "NR-1", "NR-2")));
        rows.add(new Row(
                DRIFT,
                StandardErrorCode.VG_NOT_OURS,
                "an unmarked volume group with a PV too many",
                s -> s.unmarked("vg-data", "NR-1", "NR-2", "NR-3")));
        rows.add(new Row(
                NOTICE,
                StandardErrorCode.VG_NOT_OURS,
                "an unmarked volume group that is as declared",
                s -> s.unmarked("vg-data", "NR-1", "NR-2")));
        rows.add(new Row(NOTICE, StandardErrorCode.DEVICE_ABSENT, "a declared disk that is not there", s -> {
            s.declare(vg("/dev/vdb", "/dev/disk/by-id/virtio-NR-9"));
        }));
        rows.add(new Row(
                NOTICE,
                StandardErrorCode.VG_NO_DEVICES,
                "no declared disk that is there",
                s -> s.declare(vg("/dev/disk/by-id/virtio-NR-9"))));
        rows.add(new Row(NOTICE, StandardErrorCode.DEVICE_PASSED_OVER, "a dirty disk that a selector matches", s -> {
            s.node.dirty("NR-2", "ext4");
            s.declare(named("vg-data", DeviceSource.select(DeviceSelector.serial("NR-*"))));
        }));
    }

    private static void failuresOfApply(List<Row> rows) {
        rows.add(new Row(
                APPLY,
                StandardErrorCode.DEVICE_CHANGED,
                "a disk that grew after the plan",
                s -> s.afterPlan = () -> s.node.resize("NR-1", ByteSize.ofGibibytes(2))));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.DEVICE_HAS_SIGNATURE,
                "a disk that got dirty after the plan",
                s -> s.afterPlan = () -> s.node.dirty("NR-1", "xfs")));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.DEVICE_ABSENT,
                "a disk that was pulled after the plan",
                s -> s.afterPlan = () -> s.node.pull("NR-1")));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.DEVICE_LOCKED,
                "a disk whose lock somebody holds",
                s -> s.afterPlan = () -> {
                    Node.Lock lock = s.node.holdDeviceLock("NR-1");
                    s.afterApply = lock::close;
                }));
        rows.add(new Row(APPLY, StandardErrorCode.CONSENT_EXPIRED, "a consent that expired after the plan", s -> {
            s.node.dirty("NR-1", "ext4");
            s.consent(Duration.ofMinutes(5));
            s.afterPlan = () -> s.node.advance(Duration.ofMinutes(6));
        }));
        rows.add(new Row(APPLY, StandardErrorCode.DEVICE_CHANGED, "other data than the consent was given for", s -> {
            s.node.dirty("NR-1", "ext4");
            s.consent(Duration.ofHours(1));
            s.afterPlan = () -> s.node.dirty("NR-1", "xfs");
        }));
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
        Plan plan = scene.driver.plan(scene.policy, scene.declared);
        scene.afterPlan.run();
        List<StepDriver.Failure> failures = scene.driver.apply(plan);
        scene.afterApply.run();
        List<ErrorCode> found = switch (row.where()) {
            case REFUSAL -> plan.refusals().stream().map(r -> r.code()).toList();
            case DRIFT -> plan.drifts().stream().map(d -> d.code()).toList();
            case NOTICE -> plan.notices().stream().map(n -> n.code()).toList();
            case APPLY -> failures.stream().map(f -> f.code()).toList();
        };
        assertThat(found).as(plan.render()).contains(row.code());
        if (row.where() == REFUSAL) {
            assertThat(plan.steps()).as(plan.render()).isEmpty();
            assertThat(scene.node.writes()).isEmpty();
        } else if (row.where() == DRIFT) {
            assertThat(plan.steps()).as(plan.render()).isEmpty();
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
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
                        .filter(c -> c.id().matches("(device|volumegroup|policy|consent)/.*"))
                        .filter(c -> !rows.contains(c)))
                .as("codes without a row in the decision table")
                .isEmpty();
    }
}
