package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.Cancellation;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.backend.quotapath.internal.QuotaPathBackendProvider;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.Disks;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.GrowFileSystem;
import io.noderesource.kinds.MakeFileSystem;
import io.noderesource.kinds.MarkFileSystem;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.QuotaPathKind;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.QuotaPathSpec.FileSystemType;
import io.noderesource.kinds.VolumeGroupKind;
import io.noderesource.plan.Consent;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Step;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.spi.StepContext;
import io.noderesource.testkit.AroundPerform;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Quota paths on a real kernel, from a blank disk to enforced quotas, and what is in the way. */
@InSandbox(disks = {"320M:QP-1", "320M:QP-2", "64M:QP-HOST", "320M:QP-GROW-1", "320M:QP-GROW-2"})
class QuotaPathSandboxTest {

    private static final String ONE = disk("QP-1");
    private static final String TWO = disk("QP-2");
    private static final String HOST = disk("QP-HOST");
    private static final List<String> ALL = List.of(ONE, TWO, HOST, disk("QP-GROW-1"), disk("QP-GROW-2"));
    private static final String PATH = "/mnt/quota";
    private static final ResourceAddress ADDRESS = new ResourceAddress("quotapath", PATH);

    @TempDir
    Path state;

    private NodeResources node;

    private static String disk(String serial) {
        return "/dev/disk/by-id/virtio-" + serial;
    }

    private NodeResources open(Path stateDirectory) {
        return NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .kinds(List.of(new VolumeGroupKind(), new QuotaPathKind()))
                .stateDirectory(stateDirectory)
                .build();
    }

    @BeforeEach
    void open() {
        node = open(state);
    }

    @AfterEach
    void cleanUp() throws IOException {
        node.close();
        Tools.unmountBelow("/mnt");
        // It is immutable where a step has mounted on it, even on the sandbox's overlay.
        HostProgram.attempt("chattr", "-i", PATH);
        Files.deleteIfExists(Path.of(PATH + "/in-the-way"));
        Files.deleteIfExists(Path.of(PATH));
        Disks.blank(ALL);
    }

    // ---- from blank to enforced ---------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void fromABlankDiskToEnforcedQuotaByOneApply(FileSystemType type) {
        applied(declared(type, "prjquota,shared,noatime", ONE));

        assertThat(HostProgram.run("findmnt", "-rno", "SOURCE,FSTYPE,PROPAGATION", PATH))
                .isEqualTo(Tools.kernelPath(ONE) + " " + type.word() + " shared");
        assertThat(HostProgram.run("findmnt", "-rno", "OPTIONS", PATH)).contains("prjquota", "noatime");
        String label = HostProgram.run("blkid", "-p", "-o", "value", "-s", "LABEL", ONE);
        assertThat(label).matches("nr-[0-9a-z]{9}");
        QuotaPathLife.limitHolds(type, PATH);
        assertThat(node.plan(declared(type, "prjquota,shared,noatime", ONE)).drifts())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void mountsAgainByUuidUnderAnotherKernelName(FileSystemType type) throws IOException {
        Topology topology = declared(type, "prjquota", ONE);
        applied(topology);
        Files.writeString(Path.of(PATH + "/kept"), "kept");
        HostProgram.run("umount", PATH);
        String before = Tools.kernelPath(ONE);
        boolean isFirst = before.compareTo(Tools.kernelPath(TWO)) < 0;
        String one = Tools.unplug(before);
        String two = Tools.unplug(Tools.kernelPath(TWO));
        // Who is plugged first gets the first name.
        Tools.plug(isFirst ? two : one);
        Tools.plug(isFirst ? one : two);
        assertThat(Tools.kernelPath(ONE)).isNotEqualTo(before);

        Plan plan = node.plan(topology);
        assertThat(summaries(plan)).singleElement().asString().startsWith("mount " + type.word());
        node.apply(plan).orThrow();

        assertThat(Files.readString(Path.of(PATH + "/kept"))).isEqualTo("kept");
        assertThat(HostProgram.run("findmnt", "-rno", "SOURCE", PATH)).isEqualTo(Tools.kernelPath(ONE));
    }

    @ParameterizedTest
    @EnumSource
    void growsWithItsDevice(FileSystemType type) throws IOException {
        String serial = type == FileSystemType.EXT4 ? "QP-GROW-1" : "QP-GROW-2";
        Topology topology = declared(type, "prjquota", disk(serial));
        applied(topology);
        Files.writeString(Path.of(PATH + "/kept"), "kept");
        HostProgram.run("examples/sandbox/grow-disk", serial, "512M");
        HostProgram.run("udevadm", "settle");

        Plan plan = node.plan(topology);
        assertThat(summaries(plan)).singleElement().asString().startsWith("grow " + type.word());
        node.apply(plan).orThrow();

        assertThat(Long.parseLong(HostProgram.run("findmnt", "-brno", "SIZE", PATH)))
                .isGreaterThan(400L << 20);
        assertThat(Files.readString(Path.of(PATH + "/kept"))).isEqualTo("kept");
        assertThat(node.plan(topology).isEmpty()).isTrue();
    }

    @Test
    void nobodyWritesToTheDirectoryWhileNothingIsMounted() {
        HostProgram.run("mkfs.ext4", "-q", HOST);
        HostProgram.run("mkdir", "-p", "/mnt/host");
        HostProgram.run("mount", HOST, "/mnt/host");
        HostProgram.run("udevadm", "settle");
        QuotaPathSpec spec = QuotaPathSpec.builder("/mnt/host/deep/quota")
                .from(DeviceSource.devices(ONE))
                .build();
        applied(Topology.of(spec));
        HostProgram.run("touch", "/mnt/host/deep/quota/inside");
        HostProgram.run("umount", "/mnt/host/deep/quota");

        assertThat(HostProgram.attempt("touch", "/mnt/host/deep/quota/by-mistake")
                        .errors())
                .contains("Operation not permitted");
        applied(Topology.of(spec));
        assertThat(Path.of("/mnt/host/deep/quota/inside")).exists();
    }

    // ---- which device -------------------------------------------------------------------------------------------

    @Test
    void ofTwoDevicesTheFirstIsTakenAndTheOtherNeverTouched() {
        Topology topology = declared(FileSystemType.EXT4, "prjquota", ONE, TWO);
        String other = DeviceContent.digest(TWO);
        applied(topology);
        for (int i = 0; i < 3; i++) {
            assertThat(node.plan(topology).isEmpty()).isTrue();
        }
        HostProgram.run("umount", PATH);
        String gone = Tools.unplug(Tools.kernelPath(ONE));
        try {
            Plan plan = node.plan(topology);
            assertThat(codes(plan)).containsExactly(StandardErrorCode.QP_VANISHED);
            assertThat(plan.steps()).isEmpty();
        } finally {
            Tools.plug(gone);
        }
        applied(topology);
        assertThat(HostProgram.run("findmnt", "-rno", "SOURCE", PATH)).isEqualTo(Tools.kernelPath(ONE));
        assertThat(DeviceContent.digest(TWO)).isEqualTo(other);
    }

    @Test
    void withoutALedgerOnlyTheFirstIsFormattedAndTheOwnIsFoundOnAny() throws IOException {
        Topology topology = declared(FileSystemType.EXT4, "prjquota", "/dev/disk/by-id/virtio-NOT-YET", TWO);
        Plan plan = node.plan(topology);
        assertThat(codes(plan)).containsExactly(StandardErrorCode.QP_FIRST_ABSENT);
        assertThat(plan.steps()).isEmpty();

        applied(declared(FileSystemType.EXT4, "prjquota", TWO));
        HostProgram.run("umount", PATH);
        try (NodeResources forgetful = open(Files.createDirectory(state.resolve("new")))) {
            Plan again = forgetful.plan(topology);
            assertThat(summaries(again)).singleElement().asString().startsWith("mount ext4");
            forgetful.apply(again).orThrow();
            assertThat(forgetful.plan(topology).isEmpty()).isTrue();
        }
    }

    // ---- what is in the way -------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void aDirtyDeviceIsRefusedAndBitIdentical(FileSystemType type) {
        HostProgram.run("mkfs.ext4", "-q", "-L", "theirs", ONE);
        HostProgram.run("udevadm", "settle");
        String before = DeviceContent.digest(ONE);
        String other = DeviceContent.digest(TWO);
        Topology topology = declared(type, "prjquota", ONE, TWO);

        Plan plan = node.plan(topology);

        assertThat(codes(plan)).containsExactly(StandardErrorCode.DEVICE_HAS_SIGNATURE);
        assertThat(plan.steps()).isEmpty();
        node.apply(plan).orThrow();
        assertThat(DeviceContent.digest(ONE)).isEqualTo(before);
        assertThat(DeviceContent.digest(TWO)).isEqualTo(other);
        assertThat(Path.of(PATH)).doesNotExist();

        String hash = String.valueOf(plan.refusals().get(0).consent());
        Policy consent = Policy.builder()
                .consents(List.of(new Consent(hash, Instant.now().plusSeconds(600))))
                .build();
        node.apply(node.plan(topology, consent)).orThrow();
        assertThat(enforcedOn(node.observe(topology))).isEqualTo(Tools.kernelPath(ONE));
    }

    @Test
    void directoriesThatWouldHideOrLeadAwayAreRefusedBeforeAnythingIsMade() throws IOException {
        String before = DeviceContent.digest(ONE);
        Topology topology = declared(FileSystemType.EXT4, "prjquota", ONE);

        Files.createDirectories(Path.of(PATH));
        Files.writeString(Path.of(PATH + "/in-the-way"), "here before");
        refused(topology, StandardErrorCode.QP_NOT_EMPTY);
        Files.delete(Path.of(PATH + "/in-the-way"));
        Files.delete(Path.of(PATH));

        Files.createSymbolicLink(Path.of(PATH), Path.of("/tmp"));
        refused(topology, StandardErrorCode.QP_BAD_DIRECTORY);
        Files.delete(Path.of(PATH));

        Files.writeString(Path.of(PATH), "a file");
        refused(topology, StandardErrorCode.QP_BAD_DIRECTORY);
        Files.delete(Path.of(PATH));

        Files.createDirectories(Path.of(PATH));
        HostProgram.run("mount", "-t", "tmpfs", "none", PATH);
        refused(topology, StandardErrorCode.QP_OCCUPIED);
        HostProgram.run("umount", PATH);
        assertThat(DeviceContent.digest(ONE)).isEqualTo(before);
    }

    @Test
    void anOptionThatTheKernelDoesNotKnowLeavesNothingMounted() {
        Topology topology = declared(FileSystemType.EXT4, "prjquota,no_such_option", ONE, TWO);
        String other = DeviceContent.digest(TWO);

        assertThat(node.apply(node.plan(topology)).failures())
                .singleElement()
                .satisfies(f -> assertThat(f.outcome().toString()).contains("MOUNT_REFUSED"));

        assertThat(HostProgram.attempt("findmnt", PATH).status()).isNotZero();
        assertThat(DeviceContent.digest(TWO)).isEqualTo(other);
        applied(declared(FileSystemType.EXT4, "prjquota", ONE, TWO));
    }

    @Test
    void otherOptionsAndQuotasThatAreOffAreDrift() {
        applied(declared(FileSystemType.EXT4, "prjquota,noatime", ONE));
        assertThat(drifts(declared(FileSystemType.EXT4, "prjquota,nodev,shared", ONE)))
                .containsExactly(StandardErrorCode.QP_OPTIONS);
        HostProgram.run("quotaoff", "-P", PATH);
        assertThat(drifts(declared(FileSystemType.EXT4, "prjquota,noatime", ONE)))
                .containsExactly(StandardErrorCode.QP_NOT_ENFORCED);
        HostProgram.run("umount", PATH);
        applied(declared(FileSystemType.EXT4, "prjquota,nodev,shared", ONE));
    }

    // ---- not ours -----------------------------------------------------------------------------------------------

    @Test
    void aFileSystemOfSomebodyElseIsAdoptedOnRequestAndReleased() throws IOException {
        HostProgram.run("mkfs.ext4", "-q", "-O", "quota,project", "-E", "quotatype=prjquota", "-L", "theirs", ONE);
        HostProgram.run("udevadm", "settle");
        Topology topology = declared(FileSystemType.EXT4, "prjquota", ONE);
        refused(topology, StandardErrorCode.DEVICE_HAS_SIGNATURE);

        Policy adopt = Policy.builder().adopt(Set.of(ADDRESS)).build();
        node.apply(node.plan(topology, adopt)).orThrow();

        assertThat(HostProgram.run("blkid", "-p", "-o", "value", "-s", "LABEL", ONE))
                .startsWith("nr-");
        assertThat(node.plan(topology).isEmpty()).isTrue();
        try (NodeResources forgetful = open(Files.createDirectory(state.resolve("new")))) {
            assertThat(forgetful.plan(topology).isEmpty()).isTrue();
            assertThat(forgetful.plan(topology).refusals()).isEmpty();
        }

        Policy release = Policy.builder().release(Set.of(ADDRESS)).build();
        node.apply(node.plan(topology, release)).orThrow();
        assertThat(HostProgram.attempt("blkid", "-p", "-o", "value", "-s", "LABEL", ONE)
                        .output())
                .isBlank();
        assertThat(node.plan(topology).notices()).extracting(n -> n.code().id()).containsExactly("quotapath/not-ours");
    }

    @Test
    void aFileSystemWithoutTheFeatureIsNotAdopted() {
        HostProgram.run("mkfs.ext4", "-q", ONE);
        HostProgram.run("udevadm", "settle");
        String before = DeviceContent.digest(ONE);
        Plan plan = node.plan(
                declared(FileSystemType.EXT4, "prjquota", ONE),
                Policy.builder().adopt(Set.of(ADDRESS)).build());
        assertThat(codes(plan)).containsExactly(StandardErrorCode.QP_NO_FEATURE);
        assertThat(plan.steps()).isEmpty();
        assertThat(DeviceContent.digest(ONE)).isEqualTo(before);
    }

    /** All checks were made, and then somebody mounts his own there: the steps themselves have to notice. */
    @Test
    void whatIsMountedThereMeanwhileIsLeftAlone() {
        Topology topology = declared(FileSystemType.XFS, "prjquota", ONE);
        applied(topology);
        HostProgram.run("umount", PATH);
        Inventory checked = node.observe(topology);
        BlockDevice disk =
                checked.seen(BlockDevices.SECTION).flatMap(b -> b.at(ONE)).orElseThrow();
        String uuid = HostProgram.run("blkid", "-p", "-o", "value", "-s", "UUID", ONE);
        HostProgram.run("mkfs.xfs", "-q", TWO);
        HostProgram.run("mount", TWO, PATH);
        DeviceTarget device = DeviceTarget.of(disk);

        assertThat(failure(
                        checked,
                        new MountFileSystem(
                                ADDRESS, device, FileSystemType.XFS, uuid, List.of("prjquota"), null, "a test")))
                .isEqualTo(StandardErrorCode.QP_OCCUPIED);
        assertThat(failure(checked, new MarkFileSystem(ADDRESS, device, uuid, null, "nr-another01", "a test")))
                .isEqualTo(StandardErrorCode.STALE);
        assertThat(failure(
                        checked,
                        new GrowFileSystem(
                                ADDRESS, device, FileSystemType.XFS, uuid, ByteSize.ofGibibytes(1), "a test")))
                .isEqualTo(StandardErrorCode.STALE);

        assertThat(HostProgram.run("findmnt", "-rno", "SOURCE", PATH)).isEqualTo(Tools.kernelPath(TWO));
        assertThat(HostProgram.run("lsattr", "-d", PATH)).doesNotContainPattern("^\\S*i");
        HostProgram.run("umount", PATH);
        assertThat(HostProgram.attempt("blkid", "-p", "-o", "value", "-s", "LABEL", TWO)
                        .output())
                .isBlank();
    }

    /** All checks were made and the device is locked, and then somebody who heeds no lock puts something on it. */
    @ParameterizedTest
    @EnumSource
    void whatIsPutOnTheDeviceMeanwhileIsNotWrittenOver(FileSystemType type) {
        String other = DeviceContent.digest(TWO);
        Topology topology = declared(type, "prjquota", ONE, TWO);

        notMade(
                topology,
                StandardErrorCode.DEVICE_HAS_SIGNATURE,
                () -> HostProgram.run("mkfs.ext4", "-q", "-F", "-L", "theirs", ONE));
        Disks.blank(List.of(ONE));
        notMade(
                topology,
                StandardErrorCode.DEVICE_HAS_CONTENT,
                () -> HostProgram.run("sh", "-c", "echo theirs | dd bs=4096 seek=3 conv=notrunc,fsync of=" + ONE));

        Disks.blank(List.of(ONE));
        applied(topology);
        assertThat(DeviceContent.digest(TWO)).isEqualTo(other);
    }

    /** Applies while something happens right before the file system is made: what that leaves on the device stays there. */
    private void notMade(Topology topology, ErrorCode code, Runnable meanwhile) {
        AtomicReference<String> left = new AtomicReference<>("");
        BackendProvider disturbed = AroundPerform.of(
                new QuotaPathBackendProvider(),
                step -> {
                    if (step instanceof MakeFileSystem) {
                        meanwhile.run();
                        left.set(DeviceContent.digest(ONE));
                    }
                },
                step -> {});
        try (NodeResources unaware = NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .kinds(List.of(new QuotaPathKind()))
                .providers(List.of(disturbed))
                .stateDirectory(state)
                .build()) {
            Plan plan = unaware.plan(topology);
            assertThat(summaries(plan)).hasSize(2);
            assertThat(unaware.apply(plan).failures().get(0).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(code));
        }
        HostProgram.run("udevadm", "settle");
        assertThat(DeviceContent.digest(ONE)).isEqualTo(left.get());
        assertThat(HostProgram.attempt("findmnt", PATH).status()).isNotZero();
        refused(topology, code);
    }

    /** The step itself has looked at the directory, and then somebody makes a file in it, or mounts his own there. */
    @Test
    void whatComesBetweenTheLookOfTheStepAndItsMountIsNotHidden() throws IOException {
        Topology topology = declared(FileSystemType.EXT4, "prjquota", ONE);
        applied(topology);
        HostProgram.run("umount", PATH);
        Inventory checked = node.observe(topology);
        // No flag can be set on ramfs, and that is told between the look and the mount.
        HostProgram.run("mkdir", "-p", "/mnt/host");
        HostProgram.run("mount", "--make-private", "-t", "ramfs", "none", "/mnt/host");
        String path = "/mnt/host/quota";
        HostProgram.run("mkdir", path);
        MountFileSystem mount = mount(checked, path, "prjquota", Propagation.SHARED);

        assertThat(failure(checked, mount, said -> HostProgram.run("touch", path + "/theirs")))
                .isEqualTo(StandardErrorCode.QP_NOT_EMPTY);
        assertThat(HostProgram.attempt("findmnt", path).status()).isNotZero();
        Files.delete(Path.of(path + "/theirs"));

        HostProgram.run("mkfs.ext4", "-q", TWO);
        assertThat(failure(checked, mount, said -> HostProgram.run("mount", TWO, path)))
                .isEqualTo(StandardErrorCode.QP_OCCUPIED);
        assertThat(HostProgram.run("findmnt", "-rno", "SOURCE,PROPAGATION", path))
                .isEqualTo(Tools.kernelPath(TWO) + " private");
        assertThat(HostProgram.attempt("findmnt", "-S", Tools.kernelPath(ONE)).status())
                .isNotZero();
    }

    @Test
    void aDirectoryThatIsNotMountedOnInTheEndIsAsMutableAsItWas() throws IOException {
        Topology topology = declared(FileSystemType.EXT4, "prjquota", ONE);
        applied(topology);
        HostProgram.run("umount", PATH);
        Inventory checked = node.observe(topology);
        MountFileSystem impossible = mount(checked, PATH, "no_such_option", null);
        MountFileSystem mount = mount(checked, PATH, "prjquota", null);

        assertThat(failure(checked, impossible)).isEqualTo(QuotaPathErrorCode.MOUNT_REFUSED);
        assertThat(HostProgram.run("lsattr", "-d", PATH)).containsPattern("^\\S*i");
        HostProgram.run("chattr", "-i", PATH);
        assertThat(failure(checked, impossible)).isEqualTo(QuotaPathErrorCode.MOUNT_REFUSED);
        assertThat(HostProgram.run("lsattr", "-d", PATH)).doesNotContainPattern("^\\S*i");

        Files.writeString(Path.of(PATH + "/in-the-way"), "made since the checks");
        assertThat(failure(checked, mount)).isEqualTo(StandardErrorCode.QP_NOT_EMPTY);
        assertThat(Path.of(PATH + "/in-the-way")).hasContent("made since the checks");
        assertThat(HostProgram.run("lsattr", "-d", PATH)).doesNotContainPattern("^\\S*i");
        HostProgram.run("chattr", "+i", PATH);
        assertThat(failure(checked, mount)).isEqualTo(StandardErrorCode.QP_NOT_EMPTY);
        assertThat(HostProgram.run("lsattr", "-d", PATH)).containsPattern("^\\S*i");
        assertThat(HostProgram.attempt("findmnt", PATH).status()).isNotZero();
    }

    /** The step that mounts the file system of the first disk, as it was seen. */
    private static MountFileSystem mount(
            Inventory checked, String path, String options, @Nullable Propagation propagation) {
        BlockDevice disk =
                checked.seen(BlockDevices.SECTION).flatMap(b -> b.at(ONE)).orElseThrow();
        return new MountFileSystem(
                new ResourceAddress("quotapath", path),
                DeviceTarget.of(disk),
                FileSystemType.EXT4,
                HostProgram.run("blkid", "-p", "-o", "value", "-s", "UUID", ONE),
                List.of(options),
                propagation,
                "a test");
    }

    /** A mount point on a disk that hangs is not waited for twice, and nothing else waits for it at all. */
    @Test
    void aDirectoryOnADiskThatHangsDelaysNothingBesideIt() throws IOException {
        Topology here = declared(FileSystemType.XFS, "prjquota", ONE);
        applied(here);
        String hung = "/mnt/hung";
        HostProgram.run("dmsetup", "create", "nr-hung", "--table", "0 131072 linear " + HOST + " 0");
        HostProgram.run("mkfs.ext4", "-q", "/dev/mapper/nr-hung");
        HostProgram.run("mkdir", "-p", hung);
        HostProgram.run("mount", "/dev/mapper/nr-hung", hung);
        HostProgram.run("mkdir", "-p", hung + "/deep/quota");
        // Mounted anew, so that nothing of the directory is in the caches.
        HostProgram.run("umount", hung);
        HostProgram.run("mount", "/dev/mapper/nr-hung", hung);
        HostProgram.run("dmsetup", "suspend", "--nolockfs", "nr-hung");
        List<ResourceSpec> rules = new ArrayList<>(here.rules());
        rules.add(QuotaPathSpec.builder(hung + "/deep/quota")
                .from(DeviceSource.devices(TWO))
                .build());
        Topology both = Topology.of(rules);
        try (NodeResources impatient = NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .kinds(List.of(new QuotaPathKind()))
                .stateDirectory(state)
                .nativeDeadline(Duration.ofSeconds(5))
                .build()) {
            HostProgram.run("sh", "-c", "echo 3 > /proc/sys/vm/drop_caches");
            for (int i = 0; i < 3; i++) {
                Inventory seen = impatient.observe(both);
                assertThat(seen.section(FileSystems.SECTION).state()).isEqualTo(Section.State.PARTIAL);
                assertThat(seen.section(FileSystems.SECTION).reason())
                        .contains("what is at " + hung + "/deep/quota could not be seen");
                assertThat(enforcedOn(seen)).isEqualTo(Tools.kernelPath(ONE));
            }
            Plan plan = impatient.plan(both);
            assertThat(plan.steps()).as(plan.render()).isEmpty();
            assertThat(plan.refusals()).extracting(r -> r.address().name()).containsExactly(hung + "/deep/quota");
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(t -> t.getName().startsWith("noderesource-device"))
                    .as("threads that hang, one in the directory and one in the file system, after four looks at each")
                    .hasSizeLessThanOrEqualTo(2);
        } finally {
            HostProgram.run("dmsetup", "resume", "nr-hung");
            HostProgram.run("umount", hung);
            HostProgram.run("dmsetup", "remove", "--retry", "nr-hung");
            Files.delete(Path.of(hung));
        }
    }

    private ErrorCode failure(Inventory checked, Step step) {
        return failure(checked, step, message -> {});
    }

    private ErrorCode failure(Inventory checked, Step step, Consumer<String> progress) {
        try (Backend backend =
                new QuotaPathBackendProvider().open(new BackendContext("edge-1", state, Duration.ofMinutes(1)))) {
            return catchThrowableOfType(
                            NodeResourceException.class,
                            () -> backend.perform(step, new StepContext(checked, Duration.ofMinutes(1), progress)))
                    .code();
        }
    }

    @Test
    void aCloneIsRefused() {
        Topology topology = declared(FileSystemType.EXT4, "prjquota", ONE, TWO);
        applied(topology);
        HostProgram.run("umount", PATH);
        HostProgram.run("cp", ONE, TWO);
        HostProgram.run("udevadm", "settle");
        refused(topology, StandardErrorCode.QP_AMBIGUOUS);
    }

    // ---- cut off ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void goesOnBetweenMakingAndMounting(FileSystemType type) {
        Topology topology = declared(type, "prjquota", ONE, TWO);
        Cancellation stop = new Cancellation();
        ApplyOptions afterOneStep = ApplyOptions.builder()
                .cancellation(stop)
                .listener(new ApplyListener() {
                    @Override
                    public void stepEnded(StepOutcome outcome) {
                        stop.cancel();
                    }
                })
                .build();
        assertThat(node.apply(node.plan(topology), afterOneStep).succeeded()).isFalse();
        String uuid = HostProgram.run("blkid", "-p", "-o", "value", "-s", "UUID", ONE);
        node.close();
        node = open(state);

        Plan rest = node.plan(topology);
        assertThat(summaries(rest)).singleElement().asString().startsWith("mount " + type.word());
        node.apply(rest).orThrow();

        assertThat(HostProgram.run("blkid", "-p", "-o", "value", "-s", "UUID", ONE))
                .isEqualTo(uuid);
        assertThat(node.plan(topology).isEmpty()).isTrue();
    }

    @Test
    void anInventoryOfIt() {
        Topology topology = declared(FileSystemType.XFS, "prjquota", ONE);
        applied(topology);
        Inventory seen = node.observe(topology);
        assertThat(Inventory.parse(seen.toJson())).isEqualTo(seen);
        FileSystem there = seen.seen(FileSystems.SECTION).orElseThrow().fileSystems().stream()
                .filter(f -> f.isMountedOn(PATH))
                .findFirst()
                .orElseThrow();
        assertThat(there.uuid()).isEqualTo(HostProgram.run("blkid", "-p", "-o", "value", "-s", "UUID", ONE));
        assertThat(there.size()).isNotNull();
    }

    // ---- the scenes ---------------------------------------------------------------------------------------------

    private static Topology declared(FileSystemType type, String options, String... devices) {
        return Topology.of(QuotaPathSpec.builder(PATH)
                .from(DeviceSource.devices(devices))
                .fileSystem(type)
                .options(List.of(options.split(",")))
                .build());
    }

    private void applied(Topology topology) {
        Plan plan = node.plan(topology);
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        assertThat(plan.steps()).as(plan.render()).isNotEmpty();
        node.apply(plan).orThrow();
        Plan second = node.plan(topology);
        assertThat(second.isEmpty()).as(second.render()).isTrue();
        assertThat(second.refusals()).as(second.render()).isEmpty();
    }

    private void refused(Topology topology, ErrorCode code) {
        Plan plan = node.plan(topology);
        assertThat(plan.steps()).as(plan.render()).isEmpty();
        assertThat(codes(plan)).as(plan.render()).containsExactly(code);
        assertThat(plan.refusals().get(0).remedy()).isNotEmpty();
        node.apply(plan).orThrow();
    }

    private List<ErrorCode> drifts(Topology topology) {
        Plan plan = node.plan(topology);
        assertThat(plan.steps()).as(plan.render()).isEmpty();
        return plan.drifts().stream().map(Drift::code).toList();
    }

    private static List<ErrorCode> codes(Plan plan) {
        return plan.refusals().stream().map(Refusal::code).toList();
    }

    private static List<String> summaries(Plan plan) {
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        return plan.steps().stream().map(s -> s.step().summary()).toList();
    }

    /** The device of the one file system on which quotas are enforced. */
    private static String enforcedOn(Inventory seen) {
        return seen.seen(FileSystems.SECTION).orElseThrow().fileSystems().stream()
                .filter(f -> f.projectQuota() == FileSystem.ProjectQuota.ENFORCED)
                .map(f -> seen.seen(BlockDevices.SECTION)
                        .orElseThrow()
                        .numbered(f.device())
                        .orElseThrow()
                        .path())
                .reduce((a, b) -> a + " and " + b)
                .orElse("none");
    }
}
