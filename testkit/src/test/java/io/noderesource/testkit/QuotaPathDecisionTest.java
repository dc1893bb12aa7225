package io.noderesource.testkit;

import static io.noderesource.testkit.QuotaPathDecisionTest.Where.APPLY;
import static io.noderesource.testkit.QuotaPathDecisionTest.Where.DRIFT;
import static io.noderesource.testkit.QuotaPathDecisionTest.Where.NOTICE;
import static io.noderesource.testkit.QuotaPathDecisionTest.Where.REFUSAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystem.ProjectQuota;
import io.noderesource.inventory.FileSystemSupport;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Probe;
import io.noderesource.kinds.MarkFileSystem;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.QuotaPathSpec.FileSystemType;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.DeviceSelector;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import io.noderesource.topology.TopologySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The planner's decisions about quota paths, one row for each situation: what the node shows, and the code that has to come
 * out of it. A code without a row fails the build.
 */
class QuotaPathDecisionTest {

    private static final String PATH = "/mnt/quota";
    private static final ResourceAddress ADDRESS = new ResourceAddress("quotapath", PATH);

    /** Where a code has to show. */
    enum Where {
        /** Among the refusals, with no step of that resource and nothing written. */
        REFUSAL,
        /** Among the drifts, without a step. */
        DRIFT,
        /** Among the notices, without a refusal. */
        NOTICE,
        /** A step that was planned fails with it. */
        APPLY
    }

    private record Row(Where where, StandardErrorCode code, String situation, Consumer<Scene> arrange) {}

    /** What a row starts from: three blank disks, vdb to vdd, of which the path declares the first two. */
    private static final class Scene {
        final SimulatedNode node = SimulatedNode.builder("edge-1")
                .disk("NR-1", ByteSize.ofGibibytes(1))
                .disk("NR-2", ByteSize.ofGibibytes(1))
                .disk("NR-3", ByteSize.ofGibibytes(1))
                .build();
        final StepDriver driver = new StepDriver(node);
        ResourceSpec[] declared = {path("/dev/vdb", "/dev/vdc")};
        Policy policy = Policy.defaults();
        Runnable afterPlan = () -> {};

        void declare(ResourceSpec... specs) {
            declared = specs;
        }

        void made() {
            driver.make(declared);
        }

        void unmounted() {
            made();
            node.unmount(PATH);
        }

        void adopt() {
            policy = Policy.builder().adopt(Set.of(ADDRESS)).build();
        }

        void consent() {
            String hash = String.valueOf(driver.plan(declared).refusals().get(0).consent());
            policy = Policy.builder()
                    .consents(List.of(new Consent(hash, node.clock().instant().plus(Duration.ofHours(1)))))
                    .build();
        }

        void loseTheLedger() {
            driver.ledger = Ledger.empty("another salt");
        }

        Plan plan() {
            return driver.plan(policy, declared);
        }
    }

    private static QuotaPathSpec path(String... devices) {
        return with(DeviceSource.devices(devices));
    }

    private static QuotaPathSpec with(DeviceSource source) {
        return QuotaPathSpec.builder(PATH).from(source).build();
    }

    private static QuotaPathSpec with(FileSystemType type, String options) {
        return QuotaPathSpec.builder(PATH)
                .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
                .fileSystem(type)
                .options(List.of(options.split(",")))
                .build();
    }

    private static Row refused(StandardErrorCode code, String situation, Consumer<Scene> arrange) {
        return new Row(REFUSAL, code, situation, arrange);
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        directories(rows);
        devices(rows);
        others(rows);
        node(rows);
        driftsAndNotices(rows);
        applied(rows);
        return rows;
    }

    private static void directories(List<Row> rows) {
        rows.add(refused(
                StandardErrorCode.QP_NOT_EMPTY,
                "a directory with entries",
                s -> s.node.directory(PATH, Directory.State.NOT_EMPTY)));
        rows.add(refused(StandardErrorCode.QP_NOT_EMPTY, "a directory with entries, after a reboot", s -> {
            s.unmounted();
            s.node.directory(PATH, Directory.State.NOT_EMPTY);
        }));
        rows.add(refused(
                StandardErrorCode.QP_BAD_DIRECTORY,
                "a symbolic link",
                s -> s.node.directory(PATH, Directory.State.LINK)));
        rows.add(refused(
                StandardErrorCode.QP_BAD_DIRECTORY,
                "a file in the way",
                s -> s.node.directory(PATH, Directory.State.NOT_A_DIRECTORY)));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "a directory that cannot be looked at",
                s -> s.node.directory(PATH, Directory.State.UNKNOWN)));
        rows.add(refused(StandardErrorCode.QP_OCCUPIED, "another disk mounted there", s -> s.node.mount("NR-3", PATH)));
        rows.add(refused(StandardErrorCode.QP_OCCUPIED, "another declared disk mounted there instead of its own", s -> {
            s.unmounted();
            s.node.mkfs("NR-2", "ext4", null, ProjectQuota.OFF);
            s.node.mount("NR-2", PATH);
        }));
        rows.add(refused(
                StandardErrorCode.QP_NESTED,
                "a path below another one",
                s -> s.declare(
                        QuotaPathSpec.builder("/mnt/quota/inner")
                                .from(DeviceSource.devices("/dev/vdd"))
                                .build(),
                        QuotaPathSpec.builder(PATH)
                                .from(DeviceSource.devices("/dev/not-yet"))
                                .build())));
    }

    private static void devices(List<Row> rows) {
        rows.add(refused(
                StandardErrorCode.DEVICE_HAS_SIGNATURE,
                "a first disk with a file system of somebody's: the second is not taken",
                s -> s.node.mkfs("NR-1", "ext4", "theirs", ProjectQuota.OFF)));
        rows.add(refused(
                StandardErrorCode.DEVICE_HAS_CONTENT,
                "a first disk with data that nothing names",
                s -> s.node.randomContent("NR-1")));
        rows.add(refused(
                StandardErrorCode.DEVICE_NOT_PROBED,
                "a first disk that cannot be read",
                s -> s.node.probeEnds("NR-1", Probe.State.FAILED)));
        rows.add(refused(
                StandardErrorCode.DEVICE_NOT_PROBED,
                "a second disk that cannot be read and may carry the path's file system",
                s -> s.node.probeEnds("NR-2", Probe.State.TIMED_OUT)));
        rows.add(refused(
                StandardErrorCode.DEVICE_NOT_PROBED,
                "of the disks that a selector matches one that cannot be read, and may carry the path's file system",
                s -> {
                    s.node.probeEnds("NR-1", Probe.State.TIMED_OUT);
                    s.declare(with(new DeviceSource.Devices(
                            List.of(), List.of(DeviceSelector.path("/dev/vd[b-d]")), List.of())));
                }));
        rows.add(refused(
                StandardErrorCode.DEVICE_MOUNTED,
                "a first disk that is mounted elsewhere",
                s -> s.node.mount("NR-1", "/mnt/elsewhere")));
        rows.add(refused(
                StandardErrorCode.DEVICE_FOREIGN_PV,
                "a first disk on which only LVM sees a PV",
                s -> s.node.hideFromBlkid("NR-1")));
        rows.add(refused(
                StandardErrorCode.QP_FIRST_ABSENT,
                "a first disk that is not there, and a second that is",
                s -> s.node.pull("NR-1")));
        rows.add(refused(StandardErrorCode.QP_FIRST_ABSENT, "the same, and no ledger", s -> {
            s.node.pull("NR-1");
            s.loseTheLedger();
        }));
        rows.add(refused(StandardErrorCode.QP_VANISHED, "its disk pulled, and a second that is blank", s -> {
            s.unmounted();
            s.node.pull("NR-1");
        }));
        rows.add(refused(StandardErrorCode.QP_VANISHED, "its disk wiped by hand", s -> {
            s.unmounted();
            s.node.blank("NR-1");
        }));
        rows.add(refused(StandardErrorCode.QP_VANISHED, "a new file system on its disk, made by hand", s -> {
            s.unmounted();
            s.driver.apply(s.plan());
            s.node.unmount(PATH);
            s.node.mkfs("NR-1", "ext4", null, ProjectQuota.OFF);
        }));
        rows.add(refused(StandardErrorCode.QP_AMBIGUOUS, "a clone of its disk", s -> {
            s.unmounted();
            s.node.copy("NR-1", "NR-COPY");
        }));
        rows.add(refused(StandardErrorCode.QP_AMBIGUOUS, "a clone of its disk, and no ledger", s -> {
            s.unmounted();
            s.node.copy("NR-1", "NR-COPY");
            s.loseTheLedger();
        }));
        rows.add(refused(StandardErrorCode.QP_AMBIGUOUS, "a clone of its disk, which does not answer", s -> {
            s.unmounted();
            s.node.copy("NR-1", "NR-COPY");
            s.node.probeEnds("NR-1", Probe.State.TIMED_OUT);
        }));
        rows.add(refused(StandardErrorCode.QP_AMBIGUOUS, "a clone that is mounted in its place", s -> {
            s.unmounted();
            s.node.copy("NR-1", "NR-COPY");
            s.node.probeEnds("NR-1", Probe.State.FAILED);
            s.node.mount("NR-COPY", PATH);
        }));
        rows.add(refused(StandardErrorCode.QP_SHRUNK_DEVICE, "its disk shrank", s -> {
            s.made();
            s.node.resize("NR-1", ByteSize.ofMebibytes(512));
        }));
        rows.add(refused(StandardErrorCode.DEVICE_READ_ONLY, "its disk grew and is read-only", s -> {
            s.made();
            s.node.resize("NR-1", ByteSize.ofGibibytes(2));
            s.node.readOnly("NR-1");
        }));
        rows.add(refused(StandardErrorCode.DEVICE_TOO_SMALL, "an XFS on a small disk", s -> {
            s.node.resize("NR-1", ByteSize.ofMebibytes(256));
            s.declare(with(FileSystemType.XFS, "prjquota"));
        }));
        rows.add(refused(
                StandardErrorCode.CLAIMED_TWICE,
                "a disk that a volume group claims, too",
                s -> s.declare(
                        path("/dev/vdb"),
                        VolumeGroupSpec.builder("vg-data")
                                .from(DeviceSource.devices("/dev/vdb"))
                                .build())));
        rows.add(refused(
                StandardErrorCode.BLAST_RADIUS,
                "more disks than one run may claim",
                s -> s.policy = Policy.builder().maxDevices(0).build()));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "persistent memory that nobody looks at",
                s -> s.declare(with(new DeviceSource.PmemRegions(List.of("region0"))))));
    }

    private static void others(List<Row> rows) {
        rows.add(refused(StandardErrorCode.QP_FOREIGN, "a file system that we made for another path", s -> {
            s.driver.make(QuotaPathSpec.builder("/mnt/other")
                    .from(DeviceSource.devices("/dev/vdb"))
                    .build());
            s.node.unmount("/mnt/other");
        }));
        rows.add(refused(
                StandardErrorCode.QP_FOREIGN,
                "a file system of another owner",
                s -> s.node.mkfs("NR-1", "ext4", "nr-zzzz00000", ProjectQuota.OFF)));
        rows.add(refused(StandardErrorCode.QP_OTHER_NODE, "a disk that came from another node", s -> {
            SimulatedNode other = SimulatedNode.builder("edge-2")
                    .disk("NR-1", ByteSize.ofGibibytes(1))
                    .build();
            new StepDriver(other).make(path("/dev/vdb"));
            String label = String.valueOf(
                    other.device("NR-1").probe().signatures().get(0).label());
            s.node.mkfs("NR-1", "ext4", label, ProjectQuota.OFF);
        }));
        rows.add(refused(StandardErrorCode.QP_NO_FEATURE, "the adoption of one without project quotas", s -> {
            s.node.mkfs("NR-1", "ext4", "theirs", ProjectQuota.UNSUPPORTED);
            s.adopt();
        }));
        rows.add(refused(StandardErrorCode.QP_OTHER_TYPE, "the adoption of one of another type", s -> {
            s.node.mkfs("NR-1", "xfs", "theirs", ProjectQuota.OFF);
            s.adopt();
        }));
        rows.add(refused(StandardErrorCode.BAD_OPTION, "the adoption of nothing", Scene::adopt));
        rows.add(refused(StandardErrorCode.QP_NOT_MOUNTED, "the release of one that is not mounted", s -> {
            s.unmounted();
            s.policy = Policy.builder().release(Set.of(ADDRESS)).build();
        }));
    }

    private static void node(List<Row> rows) {
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "file systems that cannot be observed",
                s -> s.node.lose(FileSystems.SECTION, "no backend")));
        rows.add(refused(
                StandardErrorCode.SECTION_UNAVAILABLE,
                "file systems that are seen in part only",
                s -> s.node.limit(FileSystems.SECTION, "something did not answer")));
        rows.add(refused(StandardErrorCode.QP_NO_PROGRAM, "a node without mkfs.xfs", s -> {
            s.node.support(new FileSystemSupport("xfs", null, null, FileSystemSupport.Kernel.WITH_QUOTAS, null));
            s.declare(with(FileSystemType.XFS, "prjquota"));
        }));
        rows.add(refused(StandardErrorCode.QP_NO_PROGRAM, "a disk that grew on a node without resize2fs", s -> {
            s.made();
            s.node.resize("NR-1", ByteSize.ofGibibytes(2));
            s.node.support(new FileSystemSupport(
                    "ext4", "/usr/sbin/mkfs.ext4", null, FileSystemSupport.Kernel.WITH_QUOTAS, null));
        }));
        rows.add(refused(
                StandardErrorCode.QP_NO_KERNEL_SUPPORT,
                "a kernel without quotas: nothing is formatted",
                s -> s.node.support(new FileSystemSupport(
                        "ext4",
                        "/usr/sbin/mkfs.ext4",
                        "/usr/sbin/resize2fs",
                        FileSystemSupport.Kernel.WITHOUT_QUOTAS,
                        "the kernel was built without CONFIG_QFMT_V2"))));
        rows.add(refused(
                StandardErrorCode.NO_PERMISSION,
                "a process that may not mount: nothing is formatted",
                s -> s.node.support(new FileSystemSupport(
                        "ext4",
                        "/usr/sbin/mkfs.ext4",
                        "/usr/sbin/resize2fs",
                        FileSystemSupport.Kernel.FORBIDDEN,
                        "this process lacks CAP_SYS_ADMIN"))));
    }

    private static void driftsAndNotices(List<Row> rows) {
        rows.add(new Row(DRIFT, StandardErrorCode.QP_OPTIONS, "other options", s -> {
            s.made();
            s.declare(with(FileSystemType.EXT4, "prjquota,noatime"));
        }));
        rows.add(new Row(DRIFT, StandardErrorCode.QP_OPTIONS, "another propagation", s -> {
            s.made();
            s.declare(with(FileSystemType.EXT4, "prjquota,shared"));
        }));
        rows.add(new Row(DRIFT, StandardErrorCode.QP_NOT_ENFORCED, "quotas switched off by hand", s -> {
            s.made();
            s.node.quotaOff(PATH);
        }));
        rows.add(new Row(DRIFT, StandardErrorCode.QP_OTHER_TYPE, "another type declared than was made", s -> {
            s.made();
            s.declare(with(FileSystemType.XFS, "prjquota"));
        }));
        rows.add(new Row(DRIFT, StandardErrorCode.QP_NOT_DECLARED, "another device declared than it has", s -> {
            s.made();
            s.declare(path("/dev/vdd"));
        }));
        rows.add(new Row(DRIFT, StandardErrorCode.QP_NO_FEATURE, "somebody's without project quotas, mounted", s -> {
            s.node.mkfs("NR-1", "ext4", "theirs", ProjectQuota.UNSUPPORTED);
            s.node.mount("NR-1", PATH);
        }));
        rows.add(new Row(DRIFT, StandardErrorCode.QP_NOT_OURS, "somebody's without quotas on, mounted", s -> {
            s.node.mkfs("NR-1", "ext4", "theirs", ProjectQuota.OFF);
            s.node.mount("NR-1", PATH);
        }));
        rows.add(new Row(NOTICE, StandardErrorCode.QP_NOT_OURS, "one that was released", s -> {
            s.made();
            s.driver.apply(
                    s.driver.plan(Policy.builder().release(Set.of(ADDRESS)).build(), s.declared));
        }));
        rows.add(new Row(NOTICE, StandardErrorCode.DEVICE_ABSENT, "no disk at all yet", s -> {
            s.node.pull("NR-1");
            s.node.pull("NR-2");
        }));
        rows.add(new Row(
                NOTICE, StandardErrorCode.DEVICE_PASSED_OVER, "a disk that a selector matches and is dirty", s -> {
                    s.node.dirty("NR-1", "xfs");
                    s.declare(with(new DeviceSource.Devices(
                            List.of(), List.of(DeviceSelector.path("/dev/vd[b-d]")), List.of())));
                }));
    }

    private static void applied(List<Row> rows) {
        rows.add(new Row(
                APPLY,
                StandardErrorCode.DEVICE_HAS_SIGNATURE,
                "a disk that got dirty after the plan",
                s -> s.afterPlan = () -> s.node.dirty("NR-1", "xfs")));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.QP_NOT_EMPTY,
                "a directory that was filled after the plan",
                s -> s.afterPlan = () -> s.node.directory(PATH, Directory.State.NOT_EMPTY)));
        rows.add(new Row(
                APPLY,
                StandardErrorCode.QP_OCCUPIED,
                "something mounted there after the plan",
                s -> s.afterPlan = () -> s.node.mount("NR-3", PATH)));
        rows.add(new Row(APPLY, StandardErrorCode.DEVICE_CHANGED, "other data than the consent was given for", s -> {
            s.node.dirty("NR-1", "ext4");
            s.consent();
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
        Plan plan = scene.plan();
        scene.afterPlan.run();
        List<StepDriver.Failure> failures = scene.driver.apply(plan);
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
                        .filter(c -> c.id().startsWith("quotapath/"))
                        .filter(c -> !rows.contains(c)))
                .as("codes without a row in the decision table")
                .isEmpty();
    }

    /** What the ancestor's document declares, from its own words to enforced quotas. */
    @Test
    void theAncestorsExampleIsCarriedOut(@TempDir Path state) {
        SimulatedNode node = SimulatedNode.builder("edge-1")
                .labels(Map.of("kubernetes.io/hostname", "edge-1"))
                .disk("NR-1", ByteSize.ofGibibytes(1))
                .build();
        try (NodeResources resources = NodeResources.builder()
                .node(node)
                .identity(node.identity())
                .stateDirectory(state)
                .build()) {
            Topology topology =
                    resources.read(TopologySource.text("quotapath", """
                            quotapath:
                            - name: /mnt/path1
                              key: kubernetes.io/hostname
                              operator: In
                              value: edge-1
                              topology:
                                type: device
                                options: prjquota
                                fstype: ext4
                                devices:
                                - /dev/vdb
                            """)).orElseThrow();
            resources.apply(resources.plan(topology)).orThrow();
            Plan second = resources.plan(topology);
            assertThat(second.isEmpty()).as(second.render()).isTrue();
            assertThat(second.refusals()).as(second.render()).isEmpty();
            Inventory seen = resources.observe(topology);
            assertThat(Inventory.parse(seen.toJson())).isEqualTo(seen);
            assertThat(seen.seen(FileSystems.SECTION).orElseThrow().fileSystems())
                    .filteredOn(f -> f.isMountedOn("/mnt/path1"))
                    .extracting(FileSystem::projectQuota)
                    .containsExactly(ProjectQuota.ENFORCED);
        }
    }

    @Test
    void fromBlankToEnforcedAndThenNothing() {
        Scene s = new Scene();
        s.declare(with(FileSystemType.XFS, "prjquota,shared"));
        s.made();
        assertThat(s.plan().isEmpty()).isTrue();
        assertThat(s.node.isImmutable(PATH)).isTrue();
        assertThat(s.node.writes()).extracting(w -> w.subject()).containsOnly("NR-1");
    }

    @Test
    void afterARebootTheSameIsMountedWhateverItsName() {
        Scene s = new Scene();
        s.made();
        for (int i = 0; i < 5; i++) {
            s.node.rebootShuffled();
            s.node.forgetWrites();
            Plan plan = s.plan();
            assertThat(plan.steps())
                    .singleElement()
                    .satisfies(p -> assertThat(p.step()).isInstanceOf(MountFileSystem.class));
            assertThat(s.driver.apply(plan)).isEmpty();
            assertThat(s.node.writes()).extracting(w -> w.subject()).containsOnly("NR-1");
            assertThat(s.plan().steps()).isEmpty();
        }
    }

    @Test
    void afterTheLedgerIsLostTheOwnIsFoundOnASecondDevice() {
        Scene s = new Scene();
        s.declare(path("/dev/vdc"));
        s.made();
        s.node.unmount(PATH);
        s.loseTheLedger();
        s.declare(path("/dev/vdb", "/dev/vdc"));
        s.node.forgetWrites();
        assertThat(s.driver.apply(s.plan())).isEmpty();
        assertThat(s.node.writes()).extracting(w -> w.subject()).containsOnly("NR-2");
        assertThat(s.plan().isEmpty()).isTrue();
    }

    @Test
    void whatWasAdoptedIsKnownWithAndWithoutTheLedger() {
        Scene s = new Scene();
        s.node.mkfs("NR-2", "ext4", "theirs", ProjectQuota.OFF);
        s.adopt();
        assertThat(s.driver.apply(s.plan())).isEmpty();
        s.policy = Policy.defaults();
        assertThat(s.plan().isEmpty()).isTrue();
        s.loseTheLedger();
        assertThat(s.plan().isEmpty()).isTrue();
        s.node.unmount(PATH);
        assertThat(s.driver.apply(s.plan())).isEmpty();
        assertThat(s.plan().isEmpty()).isTrue();
    }

    /** The ledger remembers what is adopted before it is marked; the mark must come all the same. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAdoptionThatWasCutOffIsFinished(boolean rebooted) {
        Scene s = new Scene();
        s.node.mkfs("NR-1", "ext4", "theirs", ProjectQuota.OFF);
        s.adopt();
        s.node.next(MarkFileSystem.TYPE, StepFault.FAIL);
        assertThat(s.driver.apply(s.plan())).isNotEmpty();
        if (rebooted) {
            s.node.unmount(PATH);
        }
        assertThat(s.driver.apply(s.plan())).isEmpty();
        assertThat(s.plan().isEmpty()).isTrue();
        s.policy = Policy.defaults();
        s.loseTheLedger();
        assertThat(s.plan().isEmpty()).isTrue();
    }

    @Test
    void aFileSystemGrowsWithItsDevice() {
        Scene s = new Scene();
        s.made();
        s.node.resize("NR-1", ByteSize.ofGibibytes(3));
        assertThat(s.plan().steps()).hasSize(1);
        assertThat(s.driver.apply(s.plan())).isEmpty();
        assertThat(s.plan().isEmpty()).isTrue();
    }

    @Test
    void whatAConsentWasGivenForIsWipedAndMade() {
        Scene s = new Scene();
        s.node.dirty("NR-1", "ext4");
        s.consent();
        assertThat(s.driver.apply(s.plan())).isEmpty();
        s.policy = Policy.defaults();
        assertThat(s.plan().isEmpty()).isTrue();
        assertThat(s.node.forbiddenWrites()).isEmpty();
    }

    @Test
    void noConsentWipesAPvOfAPartThatOnlyLvmSees() {
        Scene s = new Scene();
        s.node.partition("NR-1", ByteSize.ofMebibytes(100));
        assertThat(s.plan().refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.consent()).isNotNull());
        s.node.hideFromBlkid("NR-1-part1");
        assertThat(s.plan().refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.consent()).isNull());
    }
}
