package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.kinds.AddMemory;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.EnableNamespace;
import io.noderesource.kinds.MakeFileSystem;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSource.RegionMode;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resources that share a region of real persistent memory, each with a namespace of its size and its mode. */
@InSandbox(
        disks = {},
        nvdimms = {"640M", "64M"})
class PmemShareSandboxTest {

    private static final Path PATH = Path.of("/mnt/share");

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
        NdBus.clear("vg-a", "vg-b");
    }

    // ---- what is declared

    private DeviceSource part(String size, @Nullable RegionMode mode) {
        return new DeviceSource.PmemRegions(
                List.of(region), RegionSize.parse(size).orElseThrow(), mode);
    }

    private ResourceSpec group(String name, String size, @Nullable RegionMode mode) {
        return VolumeGroupSpec.builder(name).from(part(size, mode)).build();
    }

    private ResourceSpec path(String size, RegionMode mode) {
        return QuotaPathSpec.builder(PATH.toString()).from(part(size, mode)).build();
    }

    // ---- what the kernel and ndctl show

    /** Of a mode there is one, and so much of the region is its. */
    private void assertOne(String mode, int mebibytes) throws IOException {
        List<ByteSize> sizes = new ArrayList<>();
        for (String namespace : NdctlProgram.values("dev", "-N", "-r", region)) {
            if (NdctlProgram.values("mode", "-N", "-n", namespace).contains(mode)) {
                sizes.add(size(namespace));
            }
        }
        assertThat(sizes).as(mode).containsExactly(ByteSize.ofMebibytes(mebibytes));
    }

    private static ByteSize size(String namespace) throws IOException {
        return ByteSize.ofBytes(Long.parseLong(Files.readString(Path.of("/sys/bus/nd/devices", namespace, "size"))
                .strip()));
    }

    private static List<Class<?>> types(Plan plan) {
        List<Class<?>> types = new ArrayList<>();
        plan.steps().forEach(s -> types.add(s.step().getClass()));
        return types;
    }

    private List<Class<?>> applied(ResourceSpec... declared) {
        Plan plan = node.plan(Topology.of(declared));
        assertThat(plan.refusals()).isEmpty();
        node.apply(plan).orThrow();
        Plan again = node.plan(Topology.of(declared));
        assertThat(again.isEmpty()).as("%s", again).isTrue();
        assertThat(again.drifts()).isEmpty();
        assertThat(again.refusals()).isEmpty();
        return types(plan);
    }

    private String refused(ResourceSpec declared, ErrorCode code) {
        Plan plan = node.plan(Topology.of(declared));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(code);
        return String.join("; ", plan.refusals().get(0).facts());
    }

    private String theirs(String size) throws IOException {
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", size, "-n", "theirs");
        String device = NdBus.device(region, "theirs");
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        try (FileChannel channel = FileChannel.open(Path.of(device), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(data));
            channel.force(true);
        }
        return device;
    }

    // ---- what is made

    @Test
    void twoVolumeGroupsShareARegionByBytesAndByPercent() throws IOException {
        String theirs = theirs("64M");
        String content = DeviceContent.digest(theirs);

        assertThat(applied(group("vg-a", "256Mi", null), group("vg-b", "50%", RegionMode.RAW)))
                .containsExactly(
                        CreateNamespace.class,
                        CreatePhysicalVolume.class,
                        CreateVolumeGroup.class,
                        CreateNamespace.class,
                        CreatePhysicalVolume.class,
                        CreateVolumeGroup.class);

        assertOne("fsdax", 256);
        assertThat(NdctlProgram.values("name", "-N", "-r", region)).hasSize(3).contains("theirs");
        assertThat(HostProgram.run("vgs", "-qq", "--noheadings", "-o", "vg_name,pv_count"))
                .containsPattern("vg-a +1")
                .containsPattern("vg-b +1");
        assertThat(DeviceContent.digest(theirs)).isEqualTo(content);
    }

    /** Its device comes and goes with the namespace, and writes what it holds. */
    @Test
    void aQuotaPathInModeSectorAndAVolumeGroupInModeRawShareARegion() throws IOException {
        assertThat(applied(group("vg-a", "100Mi", RegionMode.RAW), path("50%", RegionMode.SECTOR)))
                .containsExactly(
                        CreateNamespace.class,
                        MakeFileSystem.class,
                        MountFileSystem.class,
                        CreateNamespace.class,
                        CreatePhysicalVolume.class,
                        CreateVolumeGroup.class);

        assertOne("sector", 320);
        assertOne("raw", 96);
        assertThat(HostProgram.run("ndctl", "list", "-N", "-r", region)).contains("\"sector_size\":4096");
        Files.writeString(PATH.resolve("file"), "kept");
        HostProgram.run("umount", PATH.toString());
        for (String namespace : NdctlProgram.values("dev", "-N", "-r", region)) {
            if (NdctlProgram.values("mode", "-N", "-n", namespace).contains("sector")) {
                HostProgram.run("ndctl", "disable-namespace", namespace);
            }
        }

        ResourceSpec path = path("50%", RegionMode.SECTOR);
        Plan enabling = node.plan(Topology.of(path));
        assertThat(types(enabling)).containsExactly(EnableNamespace.class);
        node.apply(enabling).orThrow();
        assertThat(applied(path)).containsExactly(MountFileSystem.class);
        assertThat(PATH.resolve("file")).hasContent("kept");
    }

    @Test
    void memoryAndAVolumeGroupShareARegion() throws IOException {
        ResourceSpec memory =
                MemorySpec.of(region).sized(RegionSize.parse("60%").orElseThrow());
        assertThat(applied(memory, group("vg-a", "128Mi", RegionMode.SECTOR)))
                .containsExactly(
                        CreateNamespace.class,
                        AddMemory.class,
                        CreateNamespace.class,
                        CreatePhysicalVolume.class,
                        CreateVolumeGroup.class);
        assertOne("devdax", 384);
        assertOne("sector", 128);
        assertThat(HostProgram.run("daxctl", "list")).contains("system-ram");
    }

    /** What was made is taken as it is, and what is declared otherwise is told. */
    @Test
    void anotherSizeAndAnotherModeAreToldAndNothingIsChanged() throws IOException {
        applied(group("vg-a", "128Mi", null));
        String namespace = NdctlProgram.only(region, "uuid");
        Plan plan = node.plan(Topology.of(group("vg-a", "256Mi", RegionMode.SECTOR)));
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.drifts())
                .extracting(Drift::code)
                .containsExactlyInAnyOrder(StandardErrorCode.PMEM_MODE_DIFFERS, StandardErrorCode.PMEM_SIZE_DIFFERS);
        assertThat(NdctlProgram.only(region, "uuid")).isEqualTo(namespace);
        assertOne("fsdax", 128);
    }

    // ---- what is not made

    /** Three pieces of 128 MiB are free, each between namespaces of somebody. */
    @Test
    void inAFragmentedRegionTheLargestThatCanBeMadeIsTold() throws IOException {
        for (int i = 0; i < 5; i++) {
            HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "128M", "-n", "theirs-" + i);
        }
        for (String free : List.of("theirs-0", "theirs-2", "theirs-4")) {
            HostProgram.run("blkdiscard", "-z", NdBus.device(region, free));
            HostProgram.run("ndctl", "destroy-namespace", "-f", NdBus.named(region, free));
        }
        assertThat(refused(group("vg-a", "30%", null), StandardErrorCode.PMEM_FULL))
                .contains("30% of its 640 MiB, 192 MiB are declared")
                .contains("the largest namespace that it has room for is 128 MiB, with 384 MiB free in all");
        applied(group("vg-a", "128Mi", null), group("vg-b", "128Mi", RegionMode.SECTOR));
        assertOne("fsdax", 128);
        assertOne("sector", 128);
    }

    @Test
    void aFullRegionAndASizeThatIsTooSmallAreRefused() throws IOException {
        assertThat(refused(group("vg-a", "8Mi", RegionMode.SECTOR), StandardErrorCode.PMEM_BAD_SIZE))
                .contains("the smallest namespace of mode sector that can be made there is 32 MiB");
        String theirs = theirs("640M");
        String content = DeviceContent.digest(theirs);
        assertThat(refused(group("vg-a", "16Mi", null), StandardErrorCode.PMEM_FULL))
                .contains("is 0 B, with 0 B free in all");
        assertThat(DeviceContent.digest(theirs)).isEqualTo(content);
    }
}
