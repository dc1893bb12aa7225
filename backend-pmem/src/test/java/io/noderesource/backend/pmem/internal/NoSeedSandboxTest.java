package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.pmem.NdctlProgram;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.plan.Plan;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A region whose seed is a namespace that others have: the kernel takes the first of a region for it when the region is enabled, until
 * that one gets its driver, and where this is quicker, for good.
 */
@InSandbox(
        disks = {},
        nvdimms = {"448M"})
class NoSeedSandboxTest {

    private static final Path AUTOMATIC = Path.of("/sys/bus/nd/drivers_autoprobe");
    private static final long SIZE = 64L << 20;

    @TempDir
    Path state;

    private String region = "";
    private String theirs = "";
    private String uuid = "";

    @BeforeEach
    void seedOfOthers() throws IOException {
        region = NdBus.labelled(0);
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "64M", "-n", "theirs");
        theirs = NdBus.named(region, "theirs");
        uuid = NdctlProgram.values("uuid", "-N", "-n", theirs).get(0);
        Files.write(Path.of(NdBus.device(region, "theirs")), new byte[] {1, 2, 3});
        HostProgram.run("ndctl", "disable-region", region);
        Files.writeString(AUTOMATIC, "0");
        HostProgram.run("ndctl", "enable-region", region);
        Files.writeString(AUTOMATIC, "1");
        assertThat(Path.of("/sys/bus/nd/devices", region, "namespace_seed")).hasContent(theirs);
    }

    @AfterEach
    void cleanUp() throws IOException {
        Files.writeString(AUTOMATIC, "1");
        NdBus.clear();
    }

    private void isAsItWas() throws IOException {
        HostProgram.run("ndctl", "enable-namespace", theirs);
        assertThat(NdctlProgram.values("name", "-N", "-r", region)).containsExactly("theirs");
        assertThat(NdctlProgram.values("uuid", "-N", "-n", theirs)).containsExactly(uuid);
        String device = NdBus.device(region, "theirs");
        assertThat(HostProgram.run("blockdev", "--getsize64", device)).isEqualTo(Long.toString(SIZE));
        try (var content = Files.newInputStream(Path.of(device))) {
            assertThat(content.readNBytes(3)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void itIsNeverTaken() throws IOException {
        assertThatThrownBy(
                        () -> Ndctl.load().reserve(region, UUID.randomUUID().toString(), List.of("ours"), 128L << 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(theirs);
        isAsItWas();
    }

    @Test
    void nothingIsPlannedUntilThereIsASeed() throws IOException {
        Topology declared = CutOffMain.declared(region, "volumegroup");
        try (NodeResources node = CutOffMain.open(state, new PmemBackendProvider())) {
            Plan refused = node.plan(declared);
            assertThat(refused.steps()).isEmpty();
            assertThat(refused.refusals()).singleElement().satisfies(refusal -> {
                assertThat(refusal.code()).isEqualTo(StandardErrorCode.PMEM_NO_SEED);
                assertThat(refusal.subject()).isEqualTo(region);
            });
            isAsItWas();
            Plan plan = node.plan(declared);
            assertThat(plan.refusals()).isEmpty();
            node.apply(plan).orThrow();
            assertThat(node.plan(declared).steps()).isEmpty();
        }
        assertThat(NdctlProgram.values("name", "-N", "-r", region)).hasSize(2);
    }
}
