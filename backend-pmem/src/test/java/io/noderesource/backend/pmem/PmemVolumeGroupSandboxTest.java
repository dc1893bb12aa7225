package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.apply.Outcome;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.EnableNamespace;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.InitializeLabels;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Step;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Volume groups on real persistent memory, from modules as they come from the shop.
 *
 * <p>Modules are known by their numbers, as the kernel numbers regions in whatever order; once one has labels, the kernel wants them
 * until the machine is started anew, so one test alone has bare ones: modules 0 and 1. Module 2 has labels in all others.
 */
@InSandbox(
        disks = {},
        nvdimms = {"256M", "256M", "512M"})
class PmemVolumeGroupSandboxTest {

    private static final String GROUP = "vg-pmem";
    private static final int LABELLED = 2;

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
        NdBus.clear(GROUP);
    }

    // ---- bare modules

    @Test
    void makesAllOfItOnBareModulesAndExtendsByASecond() throws IOException {
        String first = region(0);
        String raw = only(NdBus.blockDevices(first));
        fill(raw, 0, 1);
        String data = DeviceContent.digest(raw);
        refused(group(first), StandardErrorCode.DEVICE_HAS_CONTENT);
        HostProgram.run("mkfs.ext4", "-q", "-L", "theirs", raw);
        refused(group(first), StandardErrorCode.DEVICE_HAS_SIGNATURE);
        assertThat(DeviceContent.digest(raw)).isNotEqualTo(data);
        HostProgram.run("blkdiscard", "-z", raw);
        HostProgram.run("udevadm", "trigger", "--settle", raw);

        assertThat(applied(group(first)))
                .containsExactly(
                        InitializeLabels.class,
                        CreateNamespace.class,
                        CreatePhysicalVolume.class,
                        CreateVolumeGroup.class);
        assertThat(devices()).isEqualTo(NdBus.blockDevices(first)).hasSize(1);
        HostProgram.run("lvcreate", "-qq", "-n", "kept", "-L", "64M", GROUP);
        fill("/dev/" + GROUP + "/kept", 0, 4);
        String kept = DeviceContent.digest("/dev/" + GROUP + "/kept");

        String second = region(1);
        assertThat(applied(group(first, second)))
                .containsExactly(
                        InitializeLabels.class,
                        CreateNamespace.class,
                        CreatePhysicalVolume.class,
                        ExtendVolumeGroup.class);
        assertThat(devices()).hasSize(2).containsAll(NdBus.blockDevices(second));
        assertThat(DeviceContent.digest("/dev/" + GROUP + "/kept")).isEqualTo(kept);
    }

    // ---- modules with labels

    @Test
    void aNamespaceOfOthersIsLeftAsItIs() throws IOException {
        String region = labelled();
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "128M", "-n", "theirs");
        String theirs = only(NdBus.blockDevices(region));
        fill(theirs, 0, 8);
        String data = DeviceContent.digest(theirs);

        assertThat(applied(group(region)))
                .containsExactly(CreateNamespace.class, CreatePhysicalVolume.class, CreateVolumeGroup.class);

        assertThat(devices()).hasSize(1).doesNotContain(theirs);
        assertThat(DeviceContent.digest(theirs)).isEqualTo(data);
    }

    @Test
    void aRegionWithoutRoomInOnePieceIsRefused() {
        String region = labelled();
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-n", "theirs");
        String facts = refused(group(region), StandardErrorCode.PMEM_FULL);
        assertThat(facts).contains("largest").contains("free in all");
    }

    @Test
    void whatLayThereBeforeIsCleared() {
        String region = labelled();
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "fsdax");
        HostProgram.run("mkfs.ext4", "-q", only(NdBus.blockDevices(region)));
        HostProgram.run("ndctl", "destroy-namespace", "-f", NdctlProgram.only(region, "dev"));

        applied(group(region));
        assertThat(devices()).hasSize(1);
    }

    /** A crash while it was being cleared. */
    @Test
    void aNamespaceThatIsNotWholeIsFinished() throws IOException {
        String region = labelled();
        HostProgram.run(
                "ndctl",
                "create-namespace",
                "-r",
                region,
                "-m",
                "raw",
                "-s",
                "256M",
                "-n",
                step(region).unfinishedName());
        String uuid = NdctlProgram.only(region, "uuid");
        fill(only(NdBus.blockDevices(region)), 100, 4);

        assertThat(applied(group(region)))
                .containsExactly(CreateNamespace.class, CreatePhysicalVolume.class, CreateVolumeGroup.class);
        assertThat(HostProgram.run("cat", "/sys/bus/nd/devices/" + NdctlProgram.only(region, "dev") + "/uuid"))
                .isEqualTo(uuid);
    }

    /** A crash between its name and its layout. */
    @Test
    void aNamespaceWithoutALayoutIsEnabledAndFinished() {
        String region = labelled();
        String name = step(region).name();
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-n", name);
        HostProgram.run("blkdiscard", "-z", only(NdBus.blockDevices(region)));
        HostProgram.run("ndctl", "disable-namespace", NdctlProgram.only(region, "dev"));

        Plan enabling = node.plan(group(region));
        assertThat(types(enabling)).containsExactly(EnableNamespace.class);
        node.apply(enabling).orThrow();
        assertThat(applied(group(region)))
                .containsExactly(CreateNamespace.class, CreatePhysicalVolume.class, CreateVolumeGroup.class);
    }

    /** It is no volume group that has vanished: it is brought back, with what is on it. */
    @Test
    void aDisabledNamespaceIsEnabledWithItsVolumeGroup() throws IOException {
        String region = labelled();
        applied(group(region));
        HostProgram.run("lvcreate", "-qq", "-n", "kept", "-L", "8M", GROUP);
        fill("/dev/" + GROUP + "/kept", 0, 4);
        String kept = DeviceContent.digest("/dev/" + GROUP + "/kept");
        HostProgram.run("vgchange", "-qq", "-an", GROUP);
        HostProgram.run("ndctl", "disable-namespace", NdctlProgram.only(region, "dev"));

        assertThat(applied(group(region))).containsExactly(EnableNamespace.class);
        HostProgram.run("vgchange", "-qq", "-ay", GROUP);
        assertThat(DeviceContent.digest("/dev/" + GROUP + "/kept")).isEqualTo(kept);
    }

    /** Somebody has used a namespace of ours that has no layout: it holds data, and is not cleared. */
    @Test
    void aNamespaceOfOursWithContentIsRefused() throws IOException {
        String region = labelled();
        HostProgram.run(
                "ndctl",
                "create-namespace",
                "-r",
                region,
                "-m",
                "raw",
                "-n",
                step(region).name());
        String device = only(NdBus.blockDevices(region));
        HostProgram.run("mkfs.ext4", "-q", device);
        refused(group(region), StandardErrorCode.PMEM_NAMESPACE_CHANGED);
    }

    /** It is unfinished, and somebody has put a file system on it since, mounted or not. */
    @Test
    void anUnfinishedNamespaceThatSomebodyUsesIsNotCleared() throws IOException {
        String region = labelled();
        HostProgram.run(
                "ndctl",
                "create-namespace",
                "-r",
                region,
                "-m",
                "raw",
                "-n",
                step(region).unfinishedName());
        String device = only(NdBus.blockDevices(region));
        HostProgram.run("blkdiscard", "-z", device);
        HostProgram.run("udevadm", "trigger", "--settle", device);
        Plan plan = node.plan(group(region));
        assertThat(types(plan)).contains(CreateNamespace.class);
        HostProgram.run("mkfs.ext4", "-q", device);
        HostProgram.run("udevadm", "settle");
        String data = DeviceContent.digest(device);
        refused(group(region), StandardErrorCode.DEVICE_HAS_SIGNATURE);
        assertThat(node.apply(plan).outcomes().get(0).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(StandardErrorCode.DEVICE_HAS_SIGNATURE));
        assertThat(DeviceContent.digest(device)).isEqualTo(data);
        Path there = Files.createDirectory(state.resolveSibling(state.getFileName() + "-mounted"));
        HostProgram.run("mount", device, there.toString());
        try {
            Files.writeString(there.resolve("file"), "theirs");
            refused(group(region), StandardErrorCode.DEVICE_MOUNTED);
            assertThat(node.apply(plan).outcomes().get(0).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Stale.class,
                            stale -> assertThat(stale.code()).isEqualTo(StandardErrorCode.DEVICE_MOUNTED));
            assertThat(there.resolve("file")).hasContent("theirs");
        } finally {
            HostProgram.run("umount", there.toString());
        }
    }

    /** Somebody has given it a layout, put a file system there, and disabled it: the kernel tells neither of the two. */
    @ParameterizedTest
    @ValueSource(strings = {"fsdax", "sector"})
    void anUnfinishedNamespaceWithAFileSystemUnderALayoutThatDoesNotShowIsNotCleared(String mode) {
        String region = labelled();
        String name = step(region).unfinishedName();
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", mode, "-n", name);
        String device = NdBus.device(region, name);
        String namespace = NdBus.named(region, name);
        HostProgram.run("mkfs.ext4", "-q", device);
        HostProgram.run("udevadm", "settle");
        String data = DeviceContent.digest(device);
        HostProgram.run("ndctl", "disable-namespace", namespace);

        Plan plan = node.plan(group(region));
        assertThat(types(plan)).contains(CreateNamespace.class);
        assertThat(node.apply(plan).outcomes().get(0).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(StandardErrorCode.DEVICE_HAS_CONTENT));

        HostProgram.run("ndctl", "enable-namespace", namespace);
        HostProgram.run("udevadm", "settle");
        assertThat(DeviceContent.digest(device)).isEqualTo(data);
    }

    /** What the kernel refuses is told, with the function and the errno. */
    @Test
    void aChangeThatTheKernelRefusesIsToldWithItsErrno() {
        String region = labelled();
        Ndctl library = Ndctl.load();
        CreateNamespace step = step(region);
        assertThatThrownBy(() -> library.reserve(region, step.uuid(), List.of(step.unfinishedName()), 1L << 40))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ndctl_namespace_set_size")
                .hasMessageContaining("ENOSPC")
                .hasMessageContaining("the library logged: ")
                .hasMessageContaining("failed to write 0x10000000000 to /sys/")
                .hasMessageContaining("No space left on device");
        assertThatThrownBy(() -> library.reserve(region, step.uuid(), List.of(step.unfinishedName()), 12_345))
                .hasMessageContaining("EINVAL");
        assertThatThrownBy(() -> library.enable(region, step.uuid())).hasMessageContaining("not there any more");
        assertThatThrownBy(() -> library.initializeLabels("region99")).hasMessageContaining("no region99");
        // The seed that a refusal has left a UUID on is the next one's.
        assertThat(applied(group(region)))
                .containsExactly(CreateNamespace.class, CreatePhysicalVolume.class, CreateVolumeGroup.class);
    }

    @Test
    void aRegionThatIsNotThereIsAwaited() {
        Plan plan = node.plan(group("region99"));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.notices()).anyMatch(n -> n.code() == StandardErrorCode.PMEM_REGION_ABSENT);
    }

    @Test
    void aReadOnlyRegionIsRefused() throws IOException {
        String region = labelled();
        Path readOnly = Path.of("/sys/bus/nd/devices", region, "read_only");
        Files.writeString(readOnly, "1");
        try {
            Plan plan = node.plan(group(region));
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.refusals())
                    .extracting(Refusal::code)
                    .containsExactly(StandardErrorCode.PMEM_REGION_UNUSABLE);
            assertThat(plan.render())
                    .contains(region)
                    .contains("has it read-only")
                    .contains("write 0 to the read_only");
        } finally {
            Files.writeString(readOnly, "0");
        }
        assertThat(node.plan(group(region)).refusals()).isEmpty();
    }

    // ---- helpers

    private static Topology group(String... regions) {
        return Topology.of(VolumeGroupSpec.builder(GROUP)
                .from(new DeviceSource.PmemRegions(List.of(regions)))
                .build());
    }

    /** Applies the plan, which leaves nothing to be done, and returns the types of its steps. */
    private List<Class<?>> applied(Topology topology) {
        Plan plan = node.plan(topology);
        assertThat(plan.refusals()).isEmpty();
        node.apply(plan).orThrow();
        Plan again = node.plan(topology);
        assertThat(again.isEmpty()).as("%s", again).isTrue();
        return types(plan);
    }

    private static List<Class<?>> types(Plan plan) {
        List<Class<?>> types = new ArrayList<>();
        plan.steps().forEach(s -> types.add(s.step().getClass()));
        return types;
    }

    private String refused(Topology topology, ErrorCode code) {
        Plan plan = node.plan(topology);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(code);
        return String.join("; ", plan.refusals().get(0).facts());
    }

    /** The step that makes a namespace in an empty region. */
    private CreateNamespace step(String region) {
        Step step = node.plan(group(region)).steps().get(0).step();
        assertThat(step).isInstanceOf(CreateNamespace.class);
        return (CreateNamespace) step;
    }

    private static String region(int dimm) {
        return NdBus.region(dimm);
    }

    private static String labelled() {
        return NdBus.labelled(LABELLED);
    }

    private static List<String> devices() {
        return Arrays.stream(HostProgram.run("vgs", "-qq", "--noheadings", "-o", "pv_name", GROUP)
                        .split("\\s+"))
                .filter(d -> !d.isEmpty())
                .sorted()
                .toList();
    }

    private static void fill(String device, int atMebibyte, int mebibytes) throws IOException {
        byte[] data = new byte[1 << 20];
        Random random = new Random(atMebibyte);
        try (FileChannel channel = FileChannel.open(Path.of(device), StandardOpenOption.WRITE)) {
            channel.position((long) atMebibyte << 20);
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(data);
                channel.write(ByteBuffer.wrap(data));
            }
            channel.force(true);
        }
    }

    private static String only(List<String> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
