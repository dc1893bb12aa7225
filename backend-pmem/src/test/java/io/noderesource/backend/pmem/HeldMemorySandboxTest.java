package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory that the kernel does not give back. On a machine of its own: what the kernel has put there stays there.
 *
 * <p>A block in the zone of the kernel's own data (Documentation/admin-guide/mm/memory-hotplug.rst, {@code online_kernel}) is the only one
 * above 4 GiB here, and the kernel takes from there first.
 */
@InSandbox(
        disks = {},
        nvdimms = {"704M"})
class HeldMemorySandboxTest {

    private static final Path BLOCKS = Path.of("/sys/devices/system/memory");

    @TempDir
    Path state;

    private static List<String> blocks() throws IOException {
        try (Stream<Path> all = Files.list(BLOCKS)) {
            return all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.matches("memory[0-9]+"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatTheKernelHoldsIsNamedAndAllStaysMemory() throws IOException {
        String region = NdBus.labelled(0);
        List<String> before = blocks();
        try (NodeResources node = NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .build()) {
            Topology memory = Topology.of(MemorySpec.of(region));
            node.apply(node.plan(memory)).orThrow();
            String held = blocks().stream()
                    .filter(block -> !before.contains(block))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(BLOCKS.resolve(held).resolve("state"), "offline");
            Files.writeString(BLOCKS.resolve(held).resolve("state"), "online_kernel");
            HostProgram.run("modprobe", "brd", "rd_nr=1", "rd_size=65536");
            HostProgram.run("dd", "if=/dev/zero", "of=/dev/ram0", "bs=1M", "count=48", "oflag=direct", "status=none");
            long all = SystemMemory.kibibytes();

            Policy release = Policy.builder()
                    .release(Set.of(new ResourceAddress("memory", region)))
                    .build();
            Plan plan = node.plan(Topology.of(), release);
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            ApplyReport report = node.apply(plan);
            assertThat(report.failures()).hasSize(1);
            assertThat(report.failures().get(0).outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo(PmemErrorCode.MEMORY_IN_USE);
                assertThat(failed.message())
                        .contains("EBUSY")
                        .contains(held + " in zone Normal")
                        .contains(PmemErrorCode.MEMORY_IN_USE.remedy());
            });
            assertThat(SystemMemory.kibibytes())
                    .as("all of it is memory as before")
                    .isEqualTo(all);
            assertThat(HostProgram.run("daxctl", "list")).contains("system-ram");
        }
    }
}
