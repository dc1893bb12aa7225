package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on a real kernel with real LVM, from a declaration to what the system's own tools show. */
@InSandbox(disks = {"32M:CRASH-1", "32M:CRASH-2", "32M:CRASH-3", "32M:BYSTANDER"})
class VolumeGroupSandboxTest {

    private static final String ONE = Scene.ONE;
    private static final String TWO = Scene.TWO;
    private static final String THREE = Scene.THREE;

    /** It grows for good; nobody else needs a size of it. */
    private static final String FOUR = Scene.BYSTANDER;

    private static final ResourceAddress DATA = new ResourceAddress("volumegroup", "vg-data");

    @TempDir
    Path state;

    private NodeResources node;

    @BeforeEach
    void open() {
        node = NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .build();
    }

    @AfterEach
    void cleanUp() {
        node.close();
        Witness.blank(List.of(ONE, TWO, THREE, FOUR));
    }

    @Test
    void createsOfTwoDisksExtendsByALinkAndIsThenContent() {
        applied(Topology.of(group("vg-data", kernelPath(ONE), kernelPath(TWO))));
        assertThat(Witness.devicesOf("vg-data")).containsExactlyInAnyOrder(kernelPath(ONE), kernelPath(TWO));
        HostProgram.run("lvcreate", "-qq", "-n", "kept", "-L", "8M", "vg-data");
        fill("/dev/vg-data/kept", 4);
        String data = DeviceContent.digest("/dev/vg-data/kept");

        Topology three = Topology.of(group("vg-data", kernelPath(ONE), kernelPath(TWO), THREE));
        applied(three);

        assertThat(Witness.devicesOf("vg-data"))
                .containsExactlyInAnyOrder(kernelPath(ONE), kernelPath(TWO), kernelPath(THREE));
        assertThat(DeviceContent.digest("/dev/vg-data/kept")).isEqualTo(data);
        assertThat(node.plan(three).steps()).isEmpty();
        assertThat(node.plan(three).refusals()).isEmpty();
        assertThat(node.plan(three).drifts()).isEmpty();
    }

    @Test
    void refusesAFileSystem() {
        HostProgram.run("mkfs.ext4", "-q", "-L", "old", TWO);
        refused(TWO, StandardErrorCode.DEVICE_HAS_SIGNATURE, "ext4");
    }

    @Test
    void refusesAPartitionTable() {
        HostProgram.run("sgdisk", "-n", "1:0:0", TWO);
        refused(TWO, StandardErrorCode.DEVICE_PARTITIONED, "partition");
    }

    @Test
    void refusesAnEmptyPartitionTable() {
        HostProgram.run("sgdisk", "-o", TWO);
        refused(TWO, StandardErrorCode.DEVICE_PARTITIONED, "gpt");
    }

    @Test
    void refusesAPhysicalVolumeOfAnotherGroupAndNoConsentHelps() {
        HostProgram.run("vgcreate", "-qq", "other", TWO);
        Refusal refusal = refused(TWO, StandardErrorCode.DEVICE_FOREIGN_PV, "volume group other");
        assertThat(refusal.consent()).isNull();
        assertThat(Witness.volumeGroups()).containsExactly("other");
    }

    @Test
    void refusesEncryptedData() throws IOException {
        Path key = Files.write(state.resolve("key"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        HostProgram.run(
                "cryptsetup",
                "luksFormat",
                "-q",
                "--type",
                "luks1",
                "--pbkdf-force-iterations",
                "1000",
                TWO,
                key.toString());
        refused(TWO, StandardErrorCode.DEVICE_HAS_SIGNATURE, "crypto_LUKS");
    }

    @Test
    void refusesRandomBytesWithoutASignature() {
        fill(TWO, 8);
        refused(TWO, StandardErrorCode.DEVICE_HAS_CONTENT, "not zero");
    }

    @Test
    void refusesAMountedDisk() throws IOException {
        HostProgram.run("mkfs.ext4", "-q", TWO);
        Path target = Files.createDirectory(state.resolve("mnt"));
        HostProgram.run("mount", TWO, target.toString());
        try {
            refusedInUse(TWO, StandardErrorCode.DEVICE_MOUNTED);
        } finally {
            HostProgram.run("umount", target.toString());
        }
    }

    @Test
    void refusesSwap() {
        HostProgram.run("mkswap", TWO);
        HostProgram.run("swapon", TWO);
        refusedInUse(TWO, StandardErrorCode.DEVICE_SWAP);
    }

    @Test
    void refusesADiskUnderALoopDevice() {
        HostProgram.run("losetup", "-f", TWO);
        refused(TWO, StandardErrorCode.DEVICE_BACKS_LOOP, "loop");
    }

    @Test
    void refusesAReadOnlyDisk() {
        HostProgram.run("blockdev", "--setro", TWO);
        refused(TWO, StandardErrorCode.DEVICE_READ_ONLY, "read-only");
    }

    @Test
    void refusesWhatTheDeviceMapperHolds() {
        HostProgram.run("dmsetup", "create", "on-top", "--table", "0 2048 linear " + kernelPath(TWO) + " 0");
        refused(TWO, StandardErrorCode.DEVICE_HELD, "dm-");
    }

    @Test
    void refusesALogicalVolumeAndItsOwnGroup() {
        HostProgram.run("vgcreate", "-qq", "other", TWO);
        HostProgram.run("lvcreate", "-qq", "-n", "lv", "-L", "8M", "other");
        Plan plan = node.plan(Topology.of(group("vg-data", "/dev/mapper/other-lv")));
        assertThat(codes(plan)).containsExactly(StandardErrorCode.DEVICE_UNSUITABLE);
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void refusesOneDiskThatShowsUnderTwoNumbers() {
        HostProgram.run("modprobe", "scsi_debug", "dev_size_mb=16", "add_host=2", "vpd_use_hostno=0");
        try {
            HostProgram.run("udevadm", "settle");
            List<String> paths = Witness.words(HostProgram.run("lsblk", "-dnpo", "NAME", "-I", "8"));
            assertThat(paths).hasSize(2);

            Plan plan = node.plan(Topology.of(group("vg-data", paths.get(0))));

            assertThat(codes(plan)).containsExactly(StandardErrorCode.DEVICE_AMBIGUOUS);
            assertThat(plan.steps()).isEmpty();
        } finally {
            HostProgram.run("modprobe", "-r", "scsi_debug");
        }
    }

    @Test
    void refusesADiskOfOtherSectorsBeforeItIsMadeAPhysicalVolume() {
        HostProgram.run("modprobe", "scsi_debug", "dev_size_mb=16", "sector_size=4096");
        try {
            HostProgram.run("udevadm", "settle");
            String path = HostProgram.run("lsblk", "-dnpo", "NAME", "-I", "8").strip();

            Plan plan = node.plan(Topology.of(group("vg-data", ONE, path)));

            assertThat(codes(plan)).containsExactly(StandardErrorCode.DEVICE_SECTOR_SIZE);
            assertThat(plan.steps()).isEmpty();
            HostProgram.Result lvms = HostProgram.attempt("vgcreate", "-qq", "vg-data", ONE, path);
            assertThat(lvms.status()).as("%s", lvms).isNotZero();
            assertThat(lvms.toString()).contains("inconsistent logical block sizes");
            HostProgram.attempt("pvremove", "-qq", "-y", ONE, path);
            HostProgram.run("udevadm", "settle");
        } finally {
            HostProgram.run("modprobe", "-r", "scsi_debug");
        }
    }

    @Test
    void leavesAPhysicalVolumeThatSomebodyMadeSmaller() {
        Topology topology = Topology.of(group("vg-data", ONE));
        applied(topology);
        HostProgram.run("pvresize", "-qqy", "--setphysicalvolumesize", "16M", ONE);

        Plan plan = node.plan(topology);

        assertThat(plan.steps()).as(plan.render()).isEmpty();
        assertThat(plan.notices()).extracting(Notice::code).containsExactly(StandardErrorCode.VG_PART_OF_DEVICE);
    }

    @Test
    void awaitsAnAbsentDiskAndTakesItWhenItComes() {
        Topology topology = Topology.of(group("vg-data", ONE, "/dev/disk/by-id/virtio-NOT-YET"));
        Plan plan = node.plan(topology);
        assertThat(plan.notices())
                .singleElement()
                .satisfies(n -> assertThat(n.code()).isEqualTo(StandardErrorCode.DEVICE_ABSENT));
        node.apply(plan).orThrow();
        assertThat(Witness.devicesOf("vg-data")).hasSize(1);
        assertThat(node.plan(topology).steps()).isEmpty();
    }

    @Test
    void growsAPhysicalVolumeWithItsDisk() {
        applied(Topology.of(group("vg-data", FOUR)));
        assertThat(vgMebibytes()).isEqualTo(28);
        HostProgram.run("examples/sandbox/grow-disk", "BYSTANDER", "64M");

        applied(Topology.of(group("vg-data", FOUR)));

        assertThat(vgMebibytes()).isGreaterThanOrEqualTo(56);
    }

    @Test
    void reportsAVanishedDiskAndDoesNothing() throws IOException {
        Topology topology = Topology.of(group("vg-data", ONE, TWO));
        applied(topology);
        try (Unplugged ignored = Unplugged.disk(kernelPath(TWO))) {
            Plan plan = node.plan(topology);

            assertThat(plan.drifts()).singleElement().satisfies(d -> {
                assertThat(d.code()).isEqualTo(StandardErrorCode.VG_DEVICE_VANISHED);
                assertThat(d.fact()).contains("CRASH-2");
            });
            assertThat(plan.steps()).isEmpty();
        }
        assertThat(node.plan(topology).drifts()).isEmpty();
    }

    @Test
    void doesNotMakeAGroupAnewWhoseDisksAreAllGone() throws IOException {
        applied(Topology.of(group("vg-data", ONE)));
        try (Unplugged ignored = Unplugged.disk(kernelPath(ONE))) {
            Plan plan = node.plan(Topology.of(group("vg-data", ONE, TWO)));

            assertThat(codes(plan)).containsExactly(StandardErrorCode.VG_VANISHED);
            assertThat(plan.steps()).isEmpty();
        }
    }

    @Test
    void makesOneGroupWhereAnotherIsRefused() {
        HostProgram.run("mkfs.ext4", "-q", TWO);
        Plan plan = node.plan(Topology.of(group("vg-bad", TWO), group("vg-data", ONE)));
        assertThat(codes(plan)).containsExactly(StandardErrorCode.DEVICE_HAS_SIGNATURE);
        node.apply(plan).orThrow();
        assertThat(Witness.volumeGroups()).containsExactly("vg-data");
    }

    @Test
    void makesOneGroupWhereAnotherFails() {
        Plan plan = node.plan(Topology.of(group("vg-a", ONE), group("vg-b", TWO)));
        HostProgram.run("mkfs.ext4", "-q", ONE);
        HostProgram.run("udevadm", "settle");

        ApplyReport report = node.apply(plan);

        assertThat(report.succeeded()).isFalse();
        assertThat(Witness.volumeGroups()).containsExactly("vg-b");
    }

    @Test
    void isStaleWhenADiskGetsDirtyBetweenPlanAndApply() {
        Plan plan = node.plan(Topology.of(group("vg-data", ONE)));
        HostProgram.run("mkfs.ext4", "-q", ONE);
        HostProgram.run("udevadm", "settle");
        String before = DeviceContent.digest(ONE);

        ApplyReport report = node.apply(plan);

        assertThat(report.outcomes().get(0).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Stale.class,
                        stale -> assertThat(stale.code()).isEqualTo(StandardErrorCode.DEVICE_HAS_SIGNATURE));
        assertThat(report.outcomes().get(1).outcome().kind()).isEqualTo(Outcome.Kind.NOT_ATTEMPTED);
        assertThat(DeviceContent.digest(ONE)).isEqualTo(before);
        assertThat(Witness.volumeGroups()).isEmpty();
    }

    @Test
    void findsItsDisksUnderOtherNamesBetweenPlanAndApply() throws IOException {
        String nameOfOne = kernelPath(ONE);
        String nameOfTwo = kernelPath(TWO);
        Plan plan = node.plan(Topology.of(group("vg-data", ONE)));
        try (Unplugged first = Unplugged.disk(nameOfOne);
                Unplugged second = Unplugged.disk(nameOfTwo)) {
            second.plug();
            first.plug();
        }
        assertThat(kernelPath(ONE)).isEqualTo(nameOfTwo);
        fill(TWO, 1);
        String other = DeviceContent.digest(TWO);

        node.apply(plan).orThrow();

        assertThat(Witness.devicesOf("vg-data")).containsExactly(kernelPath(ONE));
        assertThat(DeviceContent.digest(TWO)).isEqualTo(other);
    }

    @Test
    void wipesWithAConsentAndOnlyWhatItWasGivenFor() {
        HostProgram.run("mkfs.ext4", "-q", "-L", "old", ONE);
        HostProgram.run("udevadm", "settle");
        Topology topology = Topology.of(group("vg-data", ONE));
        String hash = String.valueOf(node.plan(topology).refusals().get(0).consent());
        Policy policy = Policy.builder()
                .consents(List.of(new Consent(hash, Instant.now().plusSeconds(600))))
                .build();
        Plan consented = node.plan(topology, policy);
        assertThat(consented.refusals()).isEmpty();

        fill(ONE, 1);
        String changed = DeviceContent.digest(ONE);
        assertThat(node.apply(consented).succeeded()).isFalse();
        assertThat(DeviceContent.digest(ONE)).isEqualTo(changed);
        assertThat(node.plan(topology, policy).steps()).isEmpty();

        HostProgram.run("mkfs.ext4", "-q", "-F", "-L", "again", ONE);
        HostProgram.run("udevadm", "settle");
        String second = String.valueOf(node.plan(topology).refusals().get(0).consent());
        assertThat(second).isNotEqualTo(hash);
        node.apply(node.plan(
                        topology,
                        Policy.builder()
                                .consents(List.of(
                                        new Consent(second, Instant.now().plusSeconds(600))))
                                .build()))
                .orThrow();
        assertThat(Witness.devicesOf("vg-data")).containsExactly(kernelPath(ONE));
        assertThat(node.plan(topology).steps()).isEmpty();
    }

    @Test
    void leavesAnUnmarkedGroupAsItIsUntilItIsAdopted() {
        HostProgram.run("vgcreate", "-qq", "vg-data", ONE);
        Topology same = Topology.of(group("vg-data", ONE));
        assertThat(node.plan(same).steps()).isEmpty();
        assertThat(node.plan(same).refusals()).isEmpty();
        Topology larger = Topology.of(group("vg-data", ONE, TWO));
        assertThat(codes(node.plan(larger))).containsExactly(StandardErrorCode.VG_NOT_OURS);

        node.apply(node.plan(larger, Policy.builder().adopt(Set.of(DATA)).build()))
                .orThrow();

        assertThat(Witness.devicesOf("vg-data")).hasSize(2);
        assertThat(HostProgram.run("vgs", "--noheadings", "-o", "vg_tags", "vg-data"))
                .contains("noderesource/noderesource/edge-1");

        node.apply(node.plan(larger, Policy.builder().release(Set.of(DATA)).build()))
                .orThrow();

        assertThat(HostProgram.run("vgs", "--noheadings", "-o", "vg_tags", "vg-data")
                        .strip())
                .isEmpty();
        assertThat(Witness.devicesOf("vg-data")).hasSize(2);
    }

    @Test
    void leavesAGroupOfAnotherNodeAlone() {
        applied(Topology.of(group("vg-data", ONE)));
        try (NodeResources other = NodeResources.builder()
                .identity(new NodeIdentity("edge-2", Map.of()))
                .stateDirectory(state.resolve("other"))
                .build()) {
            Plan plan = other.plan(Topology.of(group("vg-data", ONE, TWO)));
            assertThat(codes(plan)).containsExactly(StandardErrorCode.VG_OTHER_NODE);
            assertThat(plan.steps()).isEmpty();
        }
    }

    @Test
    void goesOnAfterTheStateDirectoryWasLost() {
        applied(Topology.of(group("vg-data", ONE)));
        try (NodeResources again = NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state.resolve("new"))
                .build()) {
            Topology larger = Topology.of(group("vg-data", ONE, TWO));
            again.apply(again.plan(larger)).orThrow();
            assertThat(Witness.devicesOf("vg-data")).hasSize(2);
        }
    }

    // ---- the scenes ---------------------------------------------------------------------------------------------

    private static ResourceSpec group(String name, String... devices) {
        return VolumeGroupSpec.builder(name).from(DeviceSource.devices(devices)).build();
    }

    private void applied(Topology topology) {
        Plan plan = node.plan(topology);
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        node.apply(plan).orThrow();
        assertThat(node.plan(topology).steps()).as("second plan").isEmpty();
    }

    /** The disk is refused for a new group, and so is the group; every byte of both disks stays. */
    private Refusal refused(String device, ErrorCode code, String fact) {
        String before = DeviceContent.digest(device);
        String other = DeviceContent.digest(ONE);
        Refusal refusal = refusedInUse(device, code);
        assertThat(String.join("\n", refusal.facts())).contains(fact);
        assertThat(DeviceContent.digest(device)).isEqualTo(before);
        assertThat(DeviceContent.digest(ONE)).isEqualTo(other);
        return refusal;
    }

    private Refusal refusedInUse(String device, ErrorCode code) {
        HostProgram.run("udevadm", "settle");
        Plan plan = node.plan(Topology.of(group("vg-data", ONE, device)));
        assertThat(plan.steps()).as(plan.render()).isEmpty();
        assertThat(plan.refusals()).as(plan.render()).hasSize(1);
        Refusal refusal = plan.refusals().get(0);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.remedy()).isNotEmpty();
        node.apply(plan).orThrow();
        assertThat(Witness.volumeGroups()).doesNotContain("vg-data");
        return refusal;
    }

    private static List<ErrorCode> codes(Plan plan) {
        return plan.refusals().stream().map(Refusal::code).toList();
    }

    private static String kernelPath(String link) {
        try {
            return Path.of(link).toRealPath().toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long vgMebibytes() {
        String size = HostProgram.run("vgs", "--noheadings", "--nosuffix", "--units", "m", "-o", "vg_size", "vg-data");
        return Math.round(Double.parseDouble(size.strip()));
    }

    /** Writes random bytes without any signature into the middle and the start of a device. */
    private static void fill(String device, int mebibytes) {
        byte[] bytes = new byte[mebibytes << 20];
        new Random(42).nextBytes(bytes);
        try (OutputStream out = Files.newOutputStream(Path.of(device), StandardOpenOption.WRITE)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        HostProgram.run("sync");
        HostProgram.run("udevadm", "settle");
    }
}
