package io.noderesource.backend.lvm;

import static io.noderesource.backend.lvm.Scene.ONE;
import static io.noderesource.backend.lvm.Scene.THREE;
import static io.noderesource.backend.lvm.Scene.TWO;
import static io.noderesource.backend.lvm.Scene.group;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.HeldProcess;
import io.noderesource.house.HostProgram;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Step;
import io.noderesource.testkit.AroundPerform;
import io.noderesource.testkit.AtRecord.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever else works on the same disks at the same time: nothing is done twice, and nothing is lost. */
class TwoAtOnceSandboxTest extends OnCrashDisks {

    @TempDir
    Path state;

    @TempDir
    Path other;

    @Test
    void processWithAnotherStateDirectoryHasNoTurnBetweenTheSteps() throws Exception {
        try (NodeResources mine = Scene.started(state);
                NodeResources theirs = Scene.started(other)) {
            Plan plan = mine.plan(group(ONE, TWO));
            Plan same = theirs.plan(group(ONE, TWO));
            ApplyReport report;
            String ended;
            try (HeldProcess applying = Applying.upTo(state, plan, "CreatePhysicalVolume", Phase.OUTCOME)) {
                report = theirs.apply(
                        same,
                        ApplyOptions.builder().lockLimit(Duration.ofSeconds(1)).build());
                ended = applying.goOn();
            }
            assertThat(report.outcomes().get(0).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(StandardErrorCode.NODE_LOCKED));
            assertThat(report.changed()).isFalse();
            assertThat(ended).contains("\"CHANGED\"").doesNotContain("FAILED", "STALE");
            assertThat(theirs.apply(same).changed())
                    .as("a plan that another has carried out")
                    .isFalse();
            assertThat(theirs.plan(group(ONE, TWO)).steps()).isEmpty();
        }
        assertThat(Scene.sequence()).isEqualTo(1);
        Scene.converges(other, group(ONE, TWO, THREE), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO, THREE));
    }

    @Test
    void processWithAnotherStateDirectoryTakesNoPartOfWhatAKilledOneLeft() throws Exception {
        try (NodeResources theirs = Scene.started(other)) {
            Plan same = theirs.plan(group(ONE, TWO));
            try (NodeResources mine = Scene.started(state);
                    HeldProcess applying =
                            Applying.upTo(state, mine.plan(group(ONE, TWO)), "CreatePhysicalVolume", Phase.PERFORMED)) {
                applying.kill();
            }

            assertThat(theirs.apply(same).changed()).isFalse();

            assertThat(theirs.plan(group(ONE, TWO)).refusals())
                    .singleElement()
                    .satisfies(r -> assertThat(r.code()).isEqualTo(StandardErrorCode.DEVICE_FOREIGN_PV));
        }
        Scene.converges(state, group(ONE, TWO), Policy.defaults());
        assertThat(Scene.sequence()).isEqualTo(1);
        Scene.converges(other, group(ONE, TWO), Policy.defaults());
    }

    @Test
    void threadsDoAPlanOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (NodeResources node = Scene.started(state)) {
            Plan plan = node.plan(group(ONE, TWO));
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<ApplyReport>> runs = threads.invokeAll(List.of(
                    () -> {
                        together.await();
                        return node.apply(plan);
                    },
                    () -> {
                        together.await();
                        return node.apply(plan);
                    }));
            List<Outcome.Kind> kinds = Stream.of(runs.get(0).get(), runs.get(1).get())
                    .flatMap(r -> r.outcomes().stream())
                    .map(o -> o.outcome().kind())
                    .toList();
            assertThat(kinds).filteredOn(k -> k == Outcome.Kind.CHANGED).hasSize(3);
            assertThat(Scene.sequence()).isEqualTo(1);
            assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO));
        } finally {
            threads.shutdownNow();
        }
        Scene.converges(state, group(ONE, TWO), Policy.defaults());
    }

    @Test
    void administratorTakesTheDiskBetweenPlanAndApply() {
        Scene.converges(state, group(ONE), Policy.defaults());
        try (NodeResources node = Scene.started(state)) {
            Plan plan = node.plan(group(ONE, TWO));
            HostProgram.run("vgextend", "-qqy", "vg-data", TWO);
            HostProgram.run("udevadm", "settle");

            ApplyReport report = node.apply(plan);

            assertThat(report.changed()).isFalse();
        }
        assertThat(Scene.sequence()).isEqualTo(2);
        Scene.converges(state, group(ONE, TWO), Policy.defaults());
        assertThat(Scene.sequence()).isEqualTo(2);
    }

    @Test
    void administratorTakesAnotherDiskBetweenCheckAndPerform() {
        between("vgextend", "-qqy", "vg-data", THREE);

        Scene.converges(state, group(ONE, TWO), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO, THREE));
        assertThat(Scene.sequence()).isEqualTo(3);
    }

    @Test
    void administratorTakesTheDiskBetweenCheckAndPerform() {
        between("vgextend", "-qqy", "vg-data", TWO);

        Scene.converges(state, group(ONE, TWO), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO));
        assertThat(Scene.sequence()).isEqualTo(2);
    }

    @Test
    void administratorGivesTheDiskToAnotherGroupBetweenCheckAndPerform() {
        between("vgcreate", "-qqy", "admin", TWO);

        try (NodeResources node = Scene.started(state)) {
            Plan plan = node.plan(group(ONE, TWO));
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.refusals())
                    .singleElement()
                    .satisfies(r -> assertThat(r.code()).isEqualTo(StandardErrorCode.DEVICE_FOREIGN_PV));
        }
        assertThat(Witness.devicesOf("admin")).isEqualTo(Scene.kernelPaths(TWO));
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE));
    }

    /** LVM itself takes a disk without a signature, whatever is on it. */
    @Test
    void administratorWritesToTheDiskBetweenCheckAndPerform() throws IOException {
        String data = "a database without a signature";
        ApplyReport report;
        try (NodeResources node = interfering(CreatePhysicalVolume.class, () -> {
            try (FileChannel disk = FileChannel.open(Path.of(ONE), StandardOpenOption.WRITE)) {
                disk.write(ByteBuffer.wrap(data.getBytes(US_ASCII)), 8192);
                disk.force(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })) {
            report = node.apply(node.plan(group(ONE)));
        }

        assertThat(report.outcomes().get(0).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(StandardErrorCode.DEVICE_HAS_CONTENT));
        assertThat(HostProgram.run("dd", "if=" + ONE, "bs=4096", "count=3", "iflag=direct", "status=none"))
                .isEqualTo("\0".repeat(8192) + data + "\0".repeat(4096 - data.length()));
        assertThat(HostProgram.run("pvs", "--noheadings", "-o", "pv_name").strip())
                .doesNotContain(Scene.kernelPaths(ONE));
    }

    /** Makes a group of one disk and extends it by the second; the command runs after all was checked. */
    private void between(String... command) {
        Scene.converges(state, group(ONE), Policy.defaults());
        try (NodeResources node = interfering(ExtendVolumeGroup.class, () -> HostProgram.run(command))) {
            node.apply(node.plan(group(ONE, TWO)));
        }
    }

    /** Something happens right before steps of a type are performed, after all was checked. */
    private NodeResources interfering(Class<? extends Step> type, Runnable event) {
        return NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .providers(List.of(AroundPerform.of(
                        new LvmBackendProvider(),
                        step -> {
                            if (type.isInstance(step)) {
                                event.run();
                            }
                        },
                        step -> {})))
                .build();
    }
}
