package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.kinds.AddMemory;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.MarkFileSystem;
import io.noderesource.kinds.MarkNamespace;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.TakeMemoryBack;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSource.RegionMode;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real namespaces that are not ours, and become ours by a consent or by an adoption that is asked for. */
@InSandbox(
        disks = {},
        nvdimms = {"640M", "64M"})
class PmemAdoptionSandboxTest {

    private static final Path PATH = Path.of("/mnt/adopted");

    @TempDir
    Path state;

    private NodeResources node;
    private String region = "";

    @BeforeEach
    void open() {
        region = NdBus.labelled(0);
        node = NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .build();
    }

    @AfterEach
    void cleanUp() throws IOException {
        node.close();
        NdBus.removeMountPoint(PATH);
        NdBus.clear("vg-pmem", "vg-theirs");
        // What lay there before would show in the namespace of the next test.
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-n", "blank");
        HostProgram.run("blkdiscard", "-z", NdBus.device(region, "blank"));
        HostProgram.run("ndctl", "destroy-namespace", "-f", "-r", region, "all");
    }

    private static Policy adopt(ResourceSpec spec) {
        return Policy.builder().adopt(Set.of(spec.address())).build();
    }

    private static Policy consent(String hash) {
        return Policy.builder()
                .consents(List.of(new Consent(hash, Instant.now().plusSeconds(3600))))
                .build();
    }

    private static List<Class<?>> types(Plan plan) {
        List<Class<?>> types = new ArrayList<>();
        plan.steps().forEach(s -> types.add(s.step().getClass()));
        return types;
    }

    private List<Class<?>> applied(Policy policy, ResourceSpec spec) {
        Plan plan = node.plan(Topology.of(spec), policy);
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        node.apply(plan).orThrow();
        return types(plan);
    }

    private void isDone(ResourceSpec spec) {
        Plan plan = node.plan(Topology.of(spec));
        assertThat(plan.isEmpty()).as(plan.render()).isTrue();
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        assertThat(plan.drifts()).as(plan.render()).isEmpty();
    }

    private Refusal refused(Policy policy, ResourceSpec spec, ErrorCode code) {
        Plan plan = node.plan(Topology.of(spec), policy);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(code);
        return plan.refusals().get(0);
    }

    // ---- memory

    private void devdax() {
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "devdax", "-n", "theirs");
    }

    private String offered() {
        return String.valueOf(refused(Policy.defaults(), MemorySpec.of(region), StandardErrorCode.PMEM_NOT_OURS)
                .consent());
    }

    /** The ancestor makes system memory of it, whatever it holds. */
    @Test
    void aDevdaxNamespaceBecomesMemoryByItsConsentAlone() throws IOException {
        devdax();
        String before = HostProgram.run("daxctl", "list") + HostProgram.run("ndctl", "list", "-N");
        String uuid = NdctlProgram.only(region, "uuid");
        long memory = SystemMemory.kibibytes();
        String hash = offered();
        assertThat(refused(adopt(MemorySpec.of(region)), MemorySpec.of(region), StandardErrorCode.PMEM_NOT_OURS)
                        .consent())
                .isEqualTo(hash);
        assertThat(HostProgram.run("daxctl", "list") + HostProgram.run("ndctl", "list", "-N"))
                .isEqualTo(before)
                .contains("devdax");

        assertThat(applied(consent(hash), MemorySpec.of(region))).containsExactly(MarkNamespace.class, AddMemory.class);
        assertThat(NdctlProgram.only(region, "name")).startsWith("nr-");
        assertThat(NdctlProgram.only(region, "uuid")).isEqualTo(uuid);
        assertThat(SystemMemory.kibibytes() - memory).isGreaterThanOrEqualTo(500L << 10);
        isDone(MemorySpec.of(region));
    }

    /** One of the same size in the same place. */
    @Test
    void aConsentIsNotForAnotherNamespace() {
        devdax();
        String hash = offered();
        HostProgram.run("ndctl", "destroy-namespace", "-f", "-r", region, "all");
        devdax();
        assertThat(refused(consent(hash), MemorySpec.of(region), StandardErrorCode.PMEM_NOT_OURS)
                        .consent())
                .isNotEqualTo(hash);
    }

    @Test
    void whatAProcessUsesIsNotTakenFromUnderIt() throws IOException {
        devdax();
        Plan plan = node.plan(Topology.of(MemorySpec.of(region)), consent(offered()));
        String before = HostProgram.run("daxctl", "list") + HostProgram.run("ndctl", "list", "-N");
        String device = "/dev/" + NdctlProgram.only(region, "chardev");
        try (FileChannel open = FileChannel.open(Path.of(device), StandardOpenOption.READ)) {
            assertThat(open.isOpen()).isTrue();
            ApplyReport report = node.apply(plan);
            assertThat(report.outcomes().get(0).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(StandardErrorCode.DEVICE_HELD));
        }
        assertThat(HostProgram.run("daxctl", "list") + HostProgram.run("ndctl", "list", "-N"))
                .isEqualTo(before);
    }

    /** As the ancestor makes it: without a name. */
    @Test
    void memoryOfOthersIsAdoptedAndGivenBack() throws IOException {
        long memory = SystemMemory.kibibytes();
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "devdax");
        HostProgram.run("daxctl", "reconfigure-device", "-m", "system-ram", NdctlProgram.only(region, "chardev"));
        ResourceSpec spec = MemorySpec.of(region);
        assertThat(node.plan(Topology.of(spec)).notices())
                .extracting(Notice::code)
                .containsExactly(StandardErrorCode.PMEM_NOT_OURS);
        isDone(spec);
        assertThat(applied(adopt(spec), spec)).containsExactly(MarkNamespace.class, AddMemory.class);
        assertThat(NdctlProgram.only(region, "name")).startsWith("nr-");
        assertThat(SystemMemory.kibibytes() - memory).isGreaterThanOrEqualTo(500L << 10);
        isDone(spec);
        Policy release = Policy.builder().release(Set.of(spec.address())).build();
        Plan back = node.plan(Topology.of(), release);
        assertThat(types(back)).containsExactly(TakeMemoryBack.class);
        node.apply(back).orThrow();
        assertThat(SystemMemory.kibibytes()).isEqualTo(memory);
    }

    // ---- volume groups

    private ResourceSpec group(RegionMode mode) {
        return VolumeGroupSpec.builder("vg-pmem")
                .from(new DeviceSource.PmemRegions(List.of(region)).as(mode))
                .build();
    }

    private String theirs(RegionMode mode) {
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", mode.word(), "-n", "theirs");
        return NdBus.device(region, "theirs");
    }

    @ParameterizedTest
    @EnumSource(RegionMode.class)
    void aNamespaceThatIsAsDeclaredIsAdoptedAndUsed(RegionMode mode) {
        theirs(mode);
        String uuid = NdctlProgram.only(region, "uuid");
        assertThat(refused(Policy.defaults(), group(mode), StandardErrorCode.PMEM_FULL)
                        .facts())
                .last()
                .asString()
                .contains("'theirs'")
                .contains("when its adoption is asked for");
        assertThat(applied(adopt(group(mode)), group(mode))).containsExactly(MarkNamespace.class);
        assertThat(NdctlProgram.only(region, "name")).startsWith("nr-");
        assertThat(NdctlProgram.only(region, "uuid")).isEqualTo(uuid);
        assertThat(applied(Policy.defaults(), group(mode)))
                .containsExactly(CreatePhysicalVolume.class, CreateVolumeGroup.class);
        isDone(group(mode));
    }

    @ParameterizedTest
    @EnumSource(RegionMode.class)
    void whatAnAdoptedNamespaceHoldsStays(RegionMode mode) throws IOException {
        String device = theirs(mode);
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        Files.write(Path.of(device), data, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        String content = DeviceContent.digest(device);
        assertThat(applied(adopt(group(mode)), group(mode))).containsExactly(MarkNamespace.class);
        assertThat(refused(adopt(group(mode)), group(mode), StandardErrorCode.DEVICE_HAS_CONTENT)
                        .consent())
                .isNotNull();
        assertThat(NdBus.blockDevices(region)).containsExactly(device);
        assertThat(DeviceContent.digest(device)).isEqualTo(content);
    }

    @Test
    void whatIsInUseIsNotAdopted() throws IOException {
        String device = theirs(RegionMode.FSDAX);
        HostProgram.run("vgcreate", "-qq", "vg-theirs", device);
        refused(adopt(group(RegionMode.FSDAX)), group(RegionMode.FSDAX), StandardErrorCode.DEVICE_FOREIGN_PV);
        HostProgram.run("vgremove", "-qq", "-y", "vg-theirs");
        HostProgram.run("mkfs.ext4", "-q", "-F", device);
        Files.createDirectories(PATH);
        HostProgram.run("mount", device, PATH.toString());
        refused(adopt(group(RegionMode.FSDAX)), group(RegionMode.FSDAX), StandardErrorCode.DEVICE_MOUNTED);
        assertThat(NdctlProgram.only(region, "name")).isEqualTo("theirs");
    }

    // ---- quota paths

    private ResourceSpec path() {
        return QuotaPathSpec.builder(PATH.toString())
                .from(new DeviceSource.PmemRegions(List.of(region)))
                .options(List.of("prjquota"))
                .build();
    }

    private void ancestors() throws IOException {
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "fsdax");
        String device = NdBus.blockDevices(region).get(0);
        HostProgram.run("mkfs.ext4", "-q", "-b", "4096", "-O", "project,quota", device);
        Files.createDirectories(PATH);
        HostProgram.run("mount", "-o", "prjquota", device, PATH.toString());
        Files.writeString(PATH.resolve("file"), "kept");
    }

    /** The namespace is in use and keeps what name it has; what is on it says whose it is. */
    @Test
    void aQuotaPathOfOthersIsAsDeclaredAndAdopted() throws IOException {
        ancestors();
        assertThat(node.plan(Topology.of(path())).notices())
                .extracting(Notice::code)
                .contains(StandardErrorCode.QP_NOT_OURS);
        isDone(path());
        assertThat(applied(adopt(path()), path())).containsExactly(MarkFileSystem.class);
        isDone(path());
        assertThat(PATH.resolve("file")).hasContent("kept");
    }

    /** As it is after a boot. */
    @Test
    void aFileSystemThatIsNotMountedIsAdoptedWithItsNamespace() throws IOException {
        ancestors();
        HostProgram.run("umount", PATH.toString());
        refused(Policy.defaults(), path(), StandardErrorCode.PMEM_FULL);
        assertThat(applied(adopt(path()), path())).containsExactly(MarkNamespace.class);
        assertThat(applied(adopt(path()), path())).containsExactly(MountFileSystem.class, MarkFileSystem.class);
        isDone(path());
        assertThat(PATH.resolve("file")).hasContent("kept");
    }
}
