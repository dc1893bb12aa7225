package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.pmem.NdctlProgram;
import io.noderesource.backend.pmem.internal.jna.CutOffNdctl;
import io.noderesource.house.InSandbox;
import io.noderesource.house.Kills;
import io.noderesource.house.TestJvm;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that ends while a module gets its first labels: its region is disabled then, and for a moment the module itself. A module is
 * bare once, as the kernel does not forget that it had labels, so that there is one for each place.
 *
 * <p>System properties: {@code sandbox.kills}, {@code few} (the default: when the labels are written and the kernel has not read them, or while
 * the module is disabled) or {@code all}; {@code sandbox.seed}, which is printed.
 */
@InSandbox(
        disks = {},
        nvdimms = {"96M", "96M", "96M", "96M", "96M", "96M"})
class CutOffLabelsSandboxTest {

    /** After so many changes a module has labels. */
    private static final int WRITTEN = 2;

    private static final long SEED = Long.getLong("sandbox.seed", new Random().nextLong());
    private static final List<Integer> PLACES =
            Kills.all() ? List.of(1, 2, 3, 4, 5) : Kills.of(List.of(WRITTEN, 3), 1, new Random(SEED));
    private static final int LAST_MODULE = 5;
    private static final int MOST_PLANS = 3;

    @TempDir
    Path state;

    private static int cutOff(Path directory, String region, int changes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(TestJvm.command());
        command.addAll(List.of(
                CutOffMain.class.getName(), directory.toString(), region, "volumegroup", Integer.toString(changes)));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anotherProcessGivesThem() throws IOException, InterruptedException {
        System.out.println("-Dsandbox.kills=" + (Kills.all() ? "all" : "few") + " -Dsandbox.seed=" + SEED);
        for (int changes : PLACES) {
            String region = NdBus.region(changes - 1);
            Path directory = Files.createDirectory(state.resolve(Integer.toString(changes)));
            assertThat(cutOff(directory, region, changes)).isEqualTo(CutOffNdctl.STATUS);
            try (NodeResources node = CutOffMain.open(directory, new PmemBackendProvider())) {
                // Else the next boot would take its device away, with what is on it by then.
                assertThat(NdBus.isWithoutLabels(region)).isEqualTo(changes < WRITTEN);
                converge(node, region);
            }
            isMade(region);
        }
    }

    /** What was enabled was not there when it looked at block devices: one look says so, and the next one shows all. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void oneThatWasOpenBeforeLooksTwice() throws IOException, InterruptedException {
        String region = NdBus.region(LAST_MODULE);
        try (NodeResources node = CutOffMain.open(state.resolve("before"), new PmemBackendProvider())) {
            assertThat(cutOff(Files.createDirectory(state.resolve("cut off")), region, 1))
                    .isEqualTo(CutOffNdctl.STATUS);
            Section<Pmem> first = node.observe().section(Pmem.SECTION);
            assertThat(first.state()).isEqualTo(Section.State.UNAVAILABLE);
            assertThat(first.reason()).contains("is enabled now").endsWith("look again");
            converge(node, region);
        }
        isMade(region);
    }

    private static void isMade(String region) {
        assertThat(NdctlProgram.values("name", "-N", "-r", region)).hasSize(1);
        // Another ledger than this one's takes a namespace of that name in another region for what it has forgotten.
        NdBus.clear("vg-cut");
    }

    private static void converge(NodeResources node, String region) {
        for (int i = 0; i < MOST_PLANS; i++) {
            Plan plan = node.plan(CutOffMain.declared(region, "volumegroup"));
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            if (plan.steps().isEmpty()) {
                return;
            }
            node.apply(plan).orThrow();
        }
        throw new AssertionError("it does not converge");
    }
}
