package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.StepOutcome;
import io.noderesource.backend.pmem.LimitedProject;
import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.pmem.SystemMemory;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.ResourceAddress;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ancestor's three kinds on persistent memory by one plan from bare modules, with the programs as witnesses after each step; that all
 * of it outlasts the end of the machine, {@link DyingPmem} shows.
 */
@InSandbox(
        disks = {},
        nvdimms = {"256M", "256M", "768M"})
class PmemExampleSandboxTest {

    @TempDir
    Path state;

    private final Ndctl library = Ndctl.load();

    /** What was seen after a step, and what the programs told then. */
    private record AfterStep(
            String step, Map<String, Map<String, String>> seen, Map<String, Map<String, String>> printed) {}

    private final class Witness implements ApplyListener {
        private final List<AfterStep> all = new ArrayList<>();

        @Override
        public void stepEnded(StepOutcome outcome) {
            try {
                all.add(new AfterStep(
                        outcome.planned().step().summary(), NdctlList.of(library.look()), NdctlList.printed()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void apply(NodeResources node, Plan plan) {
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        Witness witness = new Witness();
        node.apply(plan, ApplyOptions.builder().listener(witness).build()).orThrow();
        assertThat(witness.all).hasSameSizeAs(plan.steps());
        witness.all.forEach(
                after -> assertThat(after.seen()).as("after: %s", after.step()).isEqualTo(after.printed()));
    }

    @Test
    void onePlanMakesAllOfItAndMemoryIsReleased() throws IOException {
        List<String> regions = NdctlList.regions();
        String theirs = PmemExample.foreign();
        long before = SystemMemory.kibibytes();
        Topology declared = PmemExample.declared(regions);
        ResourceAddress memory = new ResourceAddress("memory", regions.get(2));
        try (NodeResources node = NodeResources.builder()
                .identity(PmemExample.IDENTITY)
                .stateDirectory(state)
                .providers(PmemExample.PROVIDERS)
                .build()) {
            apply(node, node.plan(declared));
            Plan again = node.plan(declared);
            assertThat(again.isEmpty()).as(again.render()).isTrue();
            assertThat(again.refusals()).isEmpty();

            HostProgram.run("lvcreate", "-qq", "-y", "-n", "volume", "-L", "16M", PmemExample.GROUP);
            LimitedProject.make(PmemExample.QUOTA_PATH);
            LimitedProject.isLimited(PmemExample.QUOTA_PATH);
            assertThat(HostProgram.run("findmnt", "-n", "-o", "OPTIONS", PmemExample.QUOTA_PATH)
                            .split(",|\\s"))
                    .contains("dax=always", "prjquota");
            assertThat(SystemMemory.kibibytes() - before).isGreaterThanOrEqualTo(PmemExample.MEMORY_KIBIBYTES);

            apply(
                    node,
                    node.plan(declared, Policy.builder().release(Set.of(memory)).build()));
            assertThat(SystemMemory.kibibytes()).isEqualTo(before);
            assertThat(HostProgram.run("daxctl", "list")).contains("\"mode\":\"devdax\"");
        }
        assertThat(DeviceContent.digest(NdBus.device(regions.get(2), "theirs"))).isEqualTo(theirs);
    }
}
