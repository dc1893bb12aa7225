package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Lvm;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that know nothing of each other want the same volume group: one makes it, never each a part of it. */
@Timeout(60)
class TwoAtOnceTest {

    private static final Topology WANTED = Topology.of(VolumeGroupSpec.builder("vg-data")
            .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
            .build());

    @TempDir
    Path mine;

    @TempDir
    Path theirs;

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("NR-DISK-1", ByteSize.ofMebibytes(256))
            .disk("NR-DISK-2", ByteSize.ofMebibytes(256))
            .build();

    @BeforeEach
    void declare() {
        node.declare("NR-DISK-1", "NR-DISK-2");
    }

    @Test
    void theOtherHasNoTurnBetweenTheStepsOfAResource() {
        List<ApplyReport> others = new ArrayList<>();
        try (NodeResources first = opened(mine);
                NodeResources second = opened(theirs)) {
            Plan plan = first.plan(WANTED);
            Plan same = second.plan(WANTED);
            ApplyOptions impatient =
                    ApplyOptions.builder().lockLimit(Duration.ofMillis(1)).build();
            ApplyListener between = new ApplyListener() {
                @Override
                public void stepEnded(StepOutcome outcome) {
                    others.add(CompletableFuture.supplyAsync(() -> second.apply(same, impatient))
                            .join());
                }
            };

            first.apply(plan, ApplyOptions.builder().listener(between).build()).orThrow();

            assertThat(others)
                    .hasSameSizeAs(plan.steps())
                    .allSatisfy(report -> assertThat(kinds(report))
                            .containsExactly(
                                    Outcome.Kind.FAILED, Outcome.Kind.NOT_ATTEMPTED, Outcome.Kind.NOT_ATTEMPTED))
                    .allSatisfy(report -> assertThat(report.outcomes().get(0).outcome())
                            .isInstanceOfSatisfying(
                                    Outcome.Failed.class,
                                    f -> assertThat(f.code()).isEqualTo(StandardErrorCode.NODE_LOCKED)));
            assertThat(second.plan(WANTED).steps()).isEmpty();
        }
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    @Test
    void theOtherTakesNoPartOfWhatACrashLeftHalfMade() {
        Plan same;
        try (NodeResources first = opened(mine);
                NodeResources second = opened(theirs)) {
            Plan plan = first.plan(WANTED);
            same = second.plan(WANTED);
            node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
            assertThatThrownBy(() -> first.apply(plan)).isInstanceOf(SimulatedCrash.class);
            node.reboot();
        }
        try (NodeResources first = opened(mine);
                NodeResources second = opened(theirs)) {
            assertThat(kinds(second.apply(same)))
                    .containsExactly(Outcome.Kind.STALE, Outcome.Kind.NOT_ATTEMPTED, Outcome.Kind.NOT_ATTEMPTED);
            assertThat(second.plan(WANTED).refusals())
                    .singleElement()
                    .satisfies(r -> assertThat(r.code()).isEqualTo(StandardErrorCode.DEVICE_FOREIGN_PV));

            first.apply(first.plan(WANTED)).orThrow();

            assertThat(second.plan(WANTED).steps()).isEmpty();
            assertThat(second.plan(WANTED).refusals()).isEmpty();
        }
        assertThat(node.observe().seen(Lvm.SECTION).orElseThrow().named("vg-data"))
                .singleElement()
                .satisfies(group -> assertThat(group.pvCount()).isEqualTo(2));
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    private static List<Outcome.Kind> kinds(ApplyReport report) {
        return report.outcomes().stream().map(o -> o.outcome().kind()).toList();
    }

    private NodeResources opened(Path state) {
        return Opened.on(node, state);
    }
}
