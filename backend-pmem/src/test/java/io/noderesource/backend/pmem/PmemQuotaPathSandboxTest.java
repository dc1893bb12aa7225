package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.EnableNamespace;
import io.noderesource.kinds.MakeFileSystem;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.QuotaPathSpec.FileSystemType;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Quota paths on real persistent memory. */
@InSandbox(
        disks = {},
        nvdimms = {"640M", "64M"})
class PmemQuotaPathSandboxTest {

    private static final Path PATH = Path.of("/mnt/pmem");

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
        NdBus.clear();
    }

    private Topology path(FileSystemType type, String... options) {
        return Topology.of(QuotaPathSpec.builder(PATH.toString())
                .from(new DeviceSource.PmemRegions(List.of(region)))
                .fileSystem(type)
                .options(List.of(options))
                .build());
    }

    private static List<Class<?>> types(Plan plan) {
        List<Class<?>> types = new ArrayList<>();
        plan.steps().forEach(s -> types.add(s.step().getClass()));
        return types;
    }

    private List<Class<?>> applied(Topology topology) {
        Plan plan = node.plan(topology);
        assertThat(plan.refusals()).isEmpty();
        node.apply(plan).orThrow();
        Plan again = node.plan(topology);
        assertThat(again.isEmpty()).as("%s", again).isTrue();
        return types(plan);
    }

    private static List<String> mountOptions() {
        return Arrays.asList(HostProgram.run("findmnt", "-n", "-o", "OPTIONS", PATH.toString())
                .split(","));
    }

    /** The kernel maps the memory itself, and still keeps projects within their limits. */
    @ParameterizedTest
    @EnumSource(FileSystemType.class)
    void isMountedForDirectMappingWithEnforcedQuotas(FileSystemType type) {
        assertThat(applied(path(type, "prjquota", "dax=always")))
                .containsExactly(CreateNamespace.class, MakeFileSystem.class, MountFileSystem.class);
        assertThat(mountOptions()).contains("dax=always", "prjquota");

        LimitedProject.make(PATH.toString());
        LimitedProject.isLimited(PATH.toString());
    }

    @Test
    void aNamespaceThatWasDisabledIsEnabledAndMountedWithWhatItHolds() throws IOException {
        applied(path(FileSystemType.EXT4));
        Files.writeString(PATH.resolve("file"), "kept");
        HostProgram.run("umount", PATH.toString());
        HostProgram.run("ndctl", "disable-namespace", NdctlProgram.only(region, "dev"));

        Plan enabling = node.plan(path(FileSystemType.EXT4));
        assertThat(types(enabling)).containsExactly(EnableNamespace.class);
        node.apply(enabling).orThrow();
        assertThat(applied(path(FileSystemType.EXT4))).containsExactly(MountFileSystem.class);
        assertThat(PATH.resolve("file")).hasContent("kept");
    }

    /** The ancestor makes one more at each pass. */
    @Test
    void besideTwoNamespacesOfOthersOneIsMade() {
        for (String mode : List.of("fsdax", "sector")) {
            HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", mode, "-s", "64M", "-n", "their " + mode);
        }
        List<String> theirs = NdctlProgram.values("uuid", "-N", "-r", region);
        assertThat(applied(path(FileSystemType.EXT4)))
                .containsExactly(CreateNamespace.class, MakeFileSystem.class, MountFileSystem.class);
        assertThat(NdctlProgram.values("uuid", "-N", "-r", region)).hasSize(3).containsAll(theirs);
    }

    @Test
    void aFullRegionIsRefused() {
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-n", "theirs");
        // What lay there before shows again, a file system of ours perhaps.
        HostProgram.run("blkdiscard", "-z", NdBus.blockDevices(region).get(0));
        Plan plan = node.plan(path(FileSystemType.EXT4));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(StandardErrorCode.PMEM_FULL);
    }
}
