package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.ReconcileListener;
import io.noderesource.Reconciler;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.plan.Plan;
import io.noderesource.spi.Availability;
import io.noderesource.topology.TopologySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pass of ours with nothing to do, beside the commands that the ancestor runs for the same: a node whose volume groups
 * are as declared.
 *
 * <p>The ancestor's commands are those of OpenYurt's node-resource-manager at 83aa6d9, each through {@code sh -c} and, for
 * what it runs on the host, {@code nsenter} into the first process. For groups of given devices: one report of all PVs. For
 * groups of persistent memory: the regions twice, then for each device a report and four filters to see whether it is in
 * use. Its own reading and comparing, and its resident process, are left out.
 */
class ComparisonSandboxTest extends OnFleet {

    private static final String PROPERTY = "noderesource.lvm.engine";
    /** The least of them counts, so that neither a moment of other work nor of compiling does. */
    private static final int RUNS = 3;

    private static final String ON_HOST = "/usr/bin/nsenter --mount=/proc/1/ns/mnt --ipc=/proc/1/ns/ipc"
            + " --net=/proc/1/ns/net --uts=/proc/1/ns/uts ";
    private static final List<String> REPORT = List.of(
            "pvs",
            "--units=b",
            "--separator=<:SEP:>",
            "--nosuffix",
            "--noheadings",
            "-o",
            "vg_name,pv_name,pv_size,pv_uuid",
            "--nameprefixes",
            "-a");
    private static final List<String> FULL_REPORT = List.of("lvm", "fullreport", "--reportformat", "json");

    /** The ancestor's pause, and for how long ours trusts that nothing has changed. */
    private static final int PASSES_AN_HOUR = 180;

    private static final int WHOLE_PASSES_AN_HOUR = 12;

    @TempDir
    private Path directory;

    private static List<String> shell(String command) {
        return List.of("sh", "-c", command);
    }

    private static List<List<String>> ancestorWithDevices() {
        return List.of(shell(ON_HOST + String.join(" ", REPORT).replace("<:SEP:>", "\"<:SEP:>\"")));
    }

    private static List<List<String>> ancestorWithPmem() {
        List<List<String>> commands = new ArrayList<>();
        commands.add(shell(ON_HOST + "ndctl list -RN"));
        commands.add(shell(ON_HOST + "ndctl list -RN"));
        for (String disk : Fleet.disks()) {
            commands.add(shell(
                    ON_HOST + "pvs " + disk + " 2>&1 | grep -v \"Failed to \" | grep /dev | awk '{print $2}' | wc -l"));
        }
        return commands;
    }

    /** Passes of one engine. */
    private static final class Ours implements ReconcileListener {
        private int unchanged;
        private int whole;
        private @Nullable String trouble;

        @Override
        public void unchanged() {
            unchanged++;
        }

        @Override
        public void planned(Plan plan) {
            whole++;
            if (!plan.isEmpty() || !plan.refusals().isEmpty()) {
                trouble = plan.render();
            }
        }

        @Override
        public void failed(NodeResourceException failure) {
            trouble = failure.toString();
        }
    }

    private NodeResources open(String engine) {
        System.setProperty(PROPERTY, engine);
        try {
            return NodeResources.builder()
                    .identity(new NodeIdentity(Fleet.NODE, Map.of()))
                    .stateDirectory(directory.resolve(engine))
                    .build();
        } finally {
            System.clearProperty(PROPERTY);
        }
    }

    private Cost whole(String engine, NodeResources node, TopologySource source) throws IOException {
        Ours ours = new Ours();
        Reconciler loop = Reconciler.builder(node, source)
                .listener(ours)
                .wholePassEvery(Duration.ZERO)
                .build();
        loop.pass();
        Cost cost = Cost.here("ours, whole pass, " + engine, RUNS, loop::pass);
        assertThat(ours.trouble).isNull();
        assertThat(ours.whole).isEqualTo(RUNS + 1);
        return cost;
    }

    private Cost unchanged(String engine, NodeResources node, TopologySource source) throws IOException {
        Ours ours = new Ours();
        Reconciler loop = Reconciler.builder(node, source)
                .listener(ours)
                .wholePassEvery(Duration.ofDays(1))
                .build();
        for (int i = 0; i < 10 && ours.unchanged == 0; i++) {
            loop.pass();
        }
        int before = ours.unchanged;
        int runs = 50;
        Cost cost = Cost.here("ours, nothing changed, " + engine, runs, loop::pass);
        assertThat(ours.trouble).isNull();
        assertThat(ours.unchanged).isEqualTo(before + runs);
        return cost;
    }

    @Test
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPassOfOursBesideTheAncestors() throws IOException {
        TopologySource source =
                TopologySource.file(Files.writeString(directory.resolve("topology.yaml"), Fleet.document()));
        List<Cost> table = new ArrayList<>();
        Cost ancestor = Cost.ofCommands("the ancestor's, groups of devices", RUNS, ancestorWithDevices(), REPORT);
        table.add(ancestor);
        table.add(Cost.ofCommands("the ancestor's, groups of persistent memory", 1, ancestorWithPmem(), REPORT));
        table.add(Cost.ofCommands("lvm fullreport", RUNS, List.of(FULL_REPORT), FULL_REPORT));
        for (String engine : List.of("liblvm2cmd", "liblvm2app", "lvm")) {
            try (NodeResources node = open(engine)) {
                if (!(node.availability().get("lvm") instanceof Availability.Ready)) {
                    System.out.println("not on this node: " + engine);
                    continue;
                }
                Cost whole = whole(engine, node, source);
                Cost unchanged = unchanged(engine, node, source);
                table.add(whole);
                table.add(unchanged);
                assertThat(unchanged.childFaults())
                        .as("%s starts a process", unchanged)
                        .isZero();
                assertThat(unchanged.wallMillis()).as("%s", unchanged).isLessThan(ancestor.wallMillis());
                assertThat(unchanged.cpuMillis()).as("%s", unchanged).isLessThan(ancestor.cpuMillis());
                if (engine.equals("liblvm2cmd")) {
                    assertThat(whole.childFaults())
                            .as("%s starts a process", whole)
                            .isZero();
                    assertThat(anHour(whole, unchanged))
                            .as("milliseconds in an hour, %s, %s", whole, unchanged)
                            .isLessThan(PASSES_AN_HOUR * ancestor.wallMillis());
                }
                System.out.printf(
                        "in an hour: %s %.1f s, the ancestor %.1f s%n",
                        engine, anHour(whole, unchanged) / 1000, PASSES_AN_HOUR * ancestor.wallMillis() / 1000);
            }
        }
        System.out.println(Cost.header());
        table.forEach(System.out::println);
    }

    private static double anHour(Cost whole, Cost unchanged) {
        return WHOLE_PASSES_AN_HOUR * whole.wallMillis()
                + (PASSES_AN_HOUR - WHOLE_PASSES_AN_HOUR) * unchanged.wallMillis();
    }
}
