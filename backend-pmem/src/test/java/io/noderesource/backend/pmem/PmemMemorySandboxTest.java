package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.kinds.AddMemory;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.TakeMemoryBack;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real persistent memory that the kernel uses as memory, and gives back. */
@InSandbox(
        disks = {},
        nvdimms = {"640M", "64M"})
class PmemMemorySandboxTest {

    /** Less than the memory of the namespace, and enough for this process. */
    private static final long LEFT_MEBIBYTES = 256;

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
    void cleanUp() {
        node.close();
        NdBus.clear();
    }

    private Topology memory() {
        return Topology.of(MemorySpec.of(region));
    }

    private Policy release() {
        return Policy.builder()
                .release(Set.of(new ResourceAddress("memory", region)))
                .build();
    }

    private static List<Class<?>> types(Plan plan) {
        List<Class<?>> types = new ArrayList<>();
        plan.steps().forEach(s -> types.add(s.step().getClass()));
        return types;
    }

    private List<Class<?>> applied(Plan plan, Topology topology) {
        assertThat(plan.refusals()).isEmpty();
        node.apply(plan).orThrow();
        Plan again = node.plan(topology);
        assertThat(again.isEmpty()).as("%s", again).isTrue();
        return types(plan);
    }

    @Test
    void theKernelHasItAndGivesItBackAndGetsItAgain() throws IOException {
        long before = SystemMemory.kibibytes();
        assertThat(applied(node.plan(memory()), memory())).containsExactly(CreateNamespace.class, AddMemory.class);
        // Four whole blocks of 128 MiB.
        assertThat(SystemMemory.kibibytes() - before).isBetween(500L << 10, 640L << 10);
        assertThat(HostProgram.run("daxctl", "list")).contains("system-ram").contains("\"movable\":true");

        Topology nothing = Topology.of();
        Plan back = node.plan(nothing, release());
        assertThat(applied(back, nothing)).containsExactly(TakeMemoryBack.class);
        assertThat(SystemMemory.kibibytes()).isEqualTo(before);
        assertThat(HostProgram.run("daxctl", "list")).contains("\"mode\":\"devdax\"");

        assertThat(applied(node.plan(memory()), memory())).containsExactly(AddMemory.class);
        assertThat(SystemMemory.kibibytes()).isGreaterThan(before);
    }

    /** The kernel would try for ever to move what is in it. */
    @Test
    void whatFitsNowhereElseStaysMemory() throws IOException {
        node.apply(node.plan(memory())).orThrow();
        Topology nothing = Topology.of();
        Path full = Files.createDirectories(state.resolve("full"));
        HostProgram.run("mount", "-t", "tmpfs", "-o", "size=100%", "tmpfs", full.toString());
        try {
            long mebibytes = (SystemMemory.availableKibibytes() >> 10) - LEFT_MEBIBYTES;
            HostProgram.run(
                    "dd", "if=/dev/zero", "of=" + full.resolve("file"), "bs=1M", "count=" + mebibytes, "status=none");
            long all = SystemMemory.kibibytes();

            ApplyReport report = node.apply(node.plan(nothing, release()));

            assertThat(report.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.outcome())
                            .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                                assertThat(failed.code()).isEqualTo(PmemErrorCode.MEMORY_IN_USE);
                                assertThat(failed.message()).contains("fits nowhere else");
                            }));
            assertThat(SystemMemory.kibibytes()).isEqualTo(all);
        } finally {
            HostProgram.run("umount", full.toString());
        }
        assertThat(applied(node.plan(nothing, release()), nothing)).containsExactly(TakeMemoryBack.class);
    }

    @Test
    void blocksThatWentOfflineAreBroughtBack() {
        node.apply(node.plan(memory())).orThrow();
        HostProgram.run("daxctl", "offline-memory", "all");
        assertThat(applied(node.plan(memory()), memory())).containsExactly(AddMemory.class);
    }
}
