package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Cancellation;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.QuotaPathKind;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Step;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every backend for quota paths keeps, simulated or real, beside what {@link BackendContract} asks of all; plans,
 * outcomes and what is then there are compared as texts.
 *
 * <p>A backend's own test extends this class and says which node to run on; it needs nothing else.
 */
public abstract class QuotaPathContract {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path state;

    private QuotaPathNode harness;
    private NodeResources node;
    private List<String> disks;
    private String path;

    /** For the test class of a backend. */
    protected QuotaPathContract() {}

    /** Opens a node whose disks are blank; called before each test, and closed after it. */
    protected abstract QuotaPathNode open();

    @BeforeEach
    final void openNode() {
        harness = open();
        disks = harness.blankDisks();
        path = harness.mountPoint();
        assertThat(disks).as("disks of the harness").hasSizeGreaterThanOrEqualTo(2);
        node = NodeResources.builder()
                .node(new ForwardingNode(harness.node(), harness.backends()))
                .identity(harness.identity())
                .stateDirectory(state)
                .build();
    }

    @AfterEach
    final void closeNode() {
        try {
            node.close();
        } finally {
            harness.close();
        }
    }

    // ---- A. observing -------------------------------------------------------------------------------------------

    @Test
    final void a1TheSectionIsObservedByOneBackendAndComplete() {
        assertThat(harness.backends().stream().filter(b -> b.sections().contains(FileSystems.SECTION)))
                .hasSize(1);
        Section<FileSystems> seen = node.observe().section(FileSystems.SECTION);
        assertThat(seen.reason()).isNull();
        assertThat(seen.seen().orElseThrow().support("ext4")).isPresent();
    }

    @Test
    final void a2AnInventorySurvivesJsonAndLookingWritesNothing() {
        made();
        Inventory seen = node.observe(declared());
        assertThat(Inventory.parse(seen.toJson())).isEqualTo(seen);
        assertThat(node.observe(declared()).fingerprint()).isEqualTo(seen.fingerprint());
    }

    @Test
    final void a3TheStampStaysWhileNothingChangesAndNoLonger() {
        made();
        Inventory seen = node.observe(declared());
        Optional<Stamp> stamp = stamp(seen);
        assertThat(stamp).isPresent();
        assertThat(stamp(seen)).isEqualTo(stamp);
        harness.unmount(path);
        assertThat(stamp(node.observe(declared()))).isNotEqualTo(stamp);
    }

    // ---- C. performing ------------------------------------------------------------------------------------------

    @Test
    final void c1EachStepTypeIsPerformedByOneBackend() {
        StepTypes.assertPerformedByOneEach(harness.backends(), new QuotaPathKind());
    }

    @Test
    final void c2FromABlankDiskToEnforcedQuotas() {
        Transcript transcript = transcript();
        Plan plan = node.plan(declared());
        transcript.plan(plan).report(node.apply(plan)).fileSystems(node.observe(declared()), path);
        transcript.plan(node.plan(declared()));
        compare("quotapath-create", transcript);
    }

    @Test
    final void c3WhatIsUnmountedIsMountedAgain() {
        made();
        harness.unmount(path);
        Transcript transcript = transcript();
        Plan plan = node.plan(declared());
        transcript.plan(plan).report(node.apply(plan)).fileSystems(node.observe(declared()), path);
        transcript.plan(node.plan(declared()));
        compare("quotapath-mount", transcript);
    }

    @Test
    final void c4AGrownDiskGrowsItsFileSystem() {
        made();
        harness.grow(disks.get(0));
        Transcript transcript = transcript();
        Plan plan = node.plan(declared());
        transcript.plan(plan).report(node.apply(plan));
        transcript.plan(node.plan(declared()));
        compare("quotapath-grow", transcript);
    }

    @Test
    final void c5AnotherFileSystemIsAdoptedOnRequestAndReleased() {
        harness.makeFileSystemWithQuotas(disks.get(0));
        Transcript transcript = transcript();
        ResourceAddress address = new ResourceAddress(QuotaPathSpec.KIND, path);
        Plan adopt =
                node.plan(declared(), Policy.builder().adopt(Set.of(address)).build());
        transcript.plan(adopt).report(node.apply(adopt)).fileSystems(node.observe(declared()), path);
        Plan release =
                node.plan(declared(), Policy.builder().release(Set.of(address)).build());
        transcript.plan(release).report(node.apply(release)).fileSystems(node.observe(declared()), path);
        transcript.plan(node.plan(declared()));
        compare("quotapath-adopt", transcript);
    }

    @Test
    final void c6RepeatingAStepIsHarmless() {
        Plan create = node.plan(declared());
        node.apply(create).orThrow();
        Inventory before = node.observe(declared());
        for (PlannedStep planned : create.steps()) {
            perform(planned.step(), before);
        }
        assertThat(node.observe(declared()).fingerprint()).isEqualTo(before.fingerprint());
    }

    @Test
    final void c7AStepOnADeviceThatIsGoneFailsAndChangesNothing() {
        Inventory now = node.observe(declared());
        BlockDevice device =
                now.seen(BlockDevices.SECTION).flatMap(b -> b.at(disks.get(0))).orElseThrow();
        Step step = new MountFileSystem(
                new ResourceAddress(QuotaPathSpec.KIND, path),
                new DeviceTarget(
                        new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "NR-NO-SUCH-DISK"),
                        device.size(),
                        "/dev/nr-none"),
                QuotaPathSpec.FileSystemType.EXT4,
                "00000000-0000-8000-8000-000000000000",
                List.of("prjquota"),
                null,
                "a test");
        assertThatThrownBy(() -> perform(step, now)).isInstanceOf(NodeResourceException.class);
        assertThat(node.observe(declared()).fingerprint()).isEqualTo(now.fingerprint());
    }

    // ---- D. what is in the way ----------------------------------------------------------------------------------

    @Test
    final void d1ADirtyDiskIsRefusedAndBitIdenticalAfterAndSoIsTheOther() {
        harness.makeFileSystem(disks.get(0));
        List<String> before = disks.stream().map(harness::contentOf).toList();
        Plan plan = node.plan(declared());
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(r -> r.code().id()).containsExactly("device/has-signature");
        node.apply(plan);
        assertThat(disks.stream().map(harness::contentOf).toList()).isEqualTo(before);
    }

    @Test
    final void d2ADiskThatGetsDirtyAfterThePlanIsNotWritten() {
        Plan plan = node.plan(declared());
        harness.makeFileSystem(disks.get(0));
        List<String> before = disks.stream().map(harness::contentOf).toList();
        assertThat(node.apply(plan).succeeded()).isFalse();
        assertThat(disks.stream().map(harness::contentOf).toList()).isEqualTo(before);
    }

    // ---- E. cut off ---------------------------------------------------------------------------------------------

    @Test
    final void e1ARunThatWasCutOffGoesOnWhereItStopped() {
        Cancellation stop = new Cancellation();
        ApplyOptions afterOneStep = ApplyOptions.builder()
                .cancellation(stop)
                .listener(new ApplyListener() {
                    @Override
                    public void stepEnded(StepOutcome outcome) {
                        stop.cancel();
                    }
                })
                .build();
        node.apply(node.plan(declared()), afterOneStep);
        Plan rest = node.plan(declared());
        assertThat(rest.steps())
                .singleElement()
                .satisfies(s -> assertThat(s.step()).isInstanceOf(MountFileSystem.class));
        node.apply(rest).orThrow();
        assertThat(node.plan(declared()).isEmpty()).isTrue();
    }

    @Test
    final void e2AnOldPlanThatWasAppliedAlreadyChangesNothing() {
        Plan plan = node.plan(declared());
        node.apply(plan).orThrow();
        ApplyReport again = node.apply(plan);
        assertThat(again.changed()).as(again.render()).isFalse();
    }

    // ---- tools --------------------------------------------------------------------------------------------------

    private Topology declared() {
        return Topology.of(QuotaPathSpec.builder(path)
                .from(DeviceSource.devices(disks.get(0), disks.get(1)))
                .options(List.of("prjquota", "shared"))
                .build());
    }

    private void made() {
        ApplyReport report = node.apply(node.plan(declared()));
        assertThat(report.succeeded()).as(report.render()).isTrue();
        FileSystems seen = node.observe().seen(FileSystems.SECTION).orElseThrow();
        assertThat(seen.fileSystems().stream().filter(f -> f.isMountedOn(path)))
                .extracting(FileSystem::projectQuota)
                .containsExactly(FileSystem.ProjectQuota.ENFORCED);
    }

    private Optional<Stamp> stamp(Inventory seen) {
        return harness.backends().stream()
                .filter(b -> b.sections().contains(FileSystems.SECTION))
                .findFirst()
                .flatMap(b -> b.stamp(seen));
    }

    /** Performs a step as the executor does, but without looking whether it still has to be done. */
    private void perform(Step step, Inventory now) {
        Backend backend = harness.backends().stream()
                .filter(b -> b.steps().stream().anyMatch(t -> t.step().isInstance(step)))
                .findFirst()
                .orElseThrow();
        List<Node.Lock> locks = new ArrayList<>();
        locks.add(harness.node().lock(LIMIT));
        try {
            for (DeviceTarget target : step.writes()) {
                now.seen(BlockDevices.SECTION)
                        .orElseThrow()
                        .known(target.identity())
                        .forEach(d -> locks.add(harness.node().claim(d)));
            }
            backend.perform(step, new StepContext(now, LIMIT, message -> {}));
        } finally {
            locks.forEach(Node.Lock::close);
        }
    }

    private Transcript transcript() {
        return new Transcript(harness.identity().name(), disks, node.observe()).calling(path, "<path>");
    }

    /** Compares what happened with what happens on every node. */
    void compare(String name, String transcript) {
        String file = "contract/" + name + ".txt";
        try (InputStream in = QuotaPathContract.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the testkit has no " + file);
            }
            assertThat(transcript).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(String name, Transcript transcript) {
        compare(name, transcript.toString());
    }
}
