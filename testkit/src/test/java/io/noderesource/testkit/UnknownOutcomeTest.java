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
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ErrorKind;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.UnmarkVolumeGroup;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.StepContext;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps whose end nobody saw: their intent stays open until the node shows what became of them. */
@Timeout(60)
class UnknownOutcomeTest {

    private static final ResourceAddress DATA = new ResourceAddress("volumegroup", "vg-data");
    private static final Topology WANTED = Topology.of(VolumeGroupSpec.builder("vg-data")
            .from(DeviceSource.devices("/dev/disk/by-id/virtio-NR-DISK-1"))
            .build());

    @TempDir
    Path state;

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("NR-DISK-1", ByteSize.ofMebibytes(256))
            .build();

    @Test
    void aCallWhoseCallerWasInterruptedIsLookedAtLater() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        node.interfereBefore(CreatePhysicalVolume.TYPE, () -> {
            caller.interrupt();
            await(gone);
        });
        node.interfereBefore(CreateVolumeGroup.TYPE, back::countDown);
        try (NodeResources resources = opened()) {
            Plan plan = resources.plan(WANTED);

            ApplyReport report = resources.apply(plan);

            assertThat(Thread.interrupted()).as("the caller stays interrupted").isTrue();
            assertThat(report.outcomes().get(0).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(StandardErrorCode.CANCELLED));
            assertThat(report.outcomes().get(1).outcome())
                    .isEqualTo(new Outcome.NotAttempted(StandardErrorCode.CANCELLED, "its thread was interrupted"));
            assertThat(events()).containsExactly("INTENT");

            resources.apply(resources.plan(Topology.of()));
            assertThat(events()).as("while it may still be done").containsExactly("INTENT");

            gone.countDown();
            while (node.observe()
                    .seen(Lvm.SECTION)
                    .orElseThrow()
                    .physicalVolumes()
                    .isEmpty()) {
                Thread.onSpinWait();
            }
            resources.apply(resources.plan(WANTED)).orThrow();
            await(back);
            assertThat(events()).containsExactly("INTENT", "RECOVERED found done", "INTENT", "OUTCOME");
        }
    }

    @Test
    void whoIsInterruptedBeforehandIsToldSo() {
        try (NodeResources resources = opened()) {
            Plan plan = resources.plan(WANTED);

            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> resources.apply(plan).orThrow())
                    .isInstanceOfSatisfying(
                            NodeResourceException.class,
                            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.CANCELLED));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aCallThatCouldNotAnswerIsLookedAtLater() throws IOException {
        node.failNext(CreatePhysicalVolume.TYPE, Stuck.STUCK);
        try (NodeResources resources = opened()) {
            resources.apply(resources.plan(WANTED));
            assertThat(events()).containsExactly("INTENT");

            node.lose(Lvm.SECTION, "LVM is stuck");
            resources.apply(resources.plan(WANTED));
            assertThat(events()).as("while the node does not show it").containsExactly("INTENT");

            node.restore(Lvm.SECTION);
            resources.apply(resources.plan(WANTED)).orThrow();
            assertThat(events())
                    .containsExactly("INTENT", "RECOVERED found not done", "INTENT", "OUTCOME", "INTENT", "OUTCOME");
        }
    }

    /** As on persistent memory, whose steps lock no device. */
    @Test
    void aCallThatABackendHasUnderWayIsLookedAtLater() throws IOException {
        AtomicBoolean underWay = new AtomicBoolean(true);
        List<Backend> backends = node.backends().stream()
                .<Backend>map(b -> new FlushingBackend(b, step -> {}, underWay))
                .toList();
        node.failNext(CreatePhysicalVolume.TYPE, Stuck.STUCK);
        try (NodeResources resources = opened(new ForwardingNode(node, backends))) {
            resources.apply(resources.plan(WANTED));
            assertThat(events()).containsExactly("INTENT");

            resources.apply(resources.plan(Topology.of()));
            assertThat(events()).containsExactly("INTENT");

            underWay.set(false);
            resources.apply(resources.plan(Topology.of()));
            assertThat(events()).containsExactly("INTENT", "RECOVERED found not done");
        }
    }

    @Test
    void aStepWhoseEndCouldNotBeSeenIsLookedAtLater() throws IOException {
        node.interfereBefore(CreatePhysicalVolume.TYPE, () -> node.lose(Lvm.SECTION, "LVM is stuck"));
        try (NodeResources resources = opened()) {
            ApplyReport report = resources.apply(resources.plan(WANTED));
            assertThat(report.outcomes().get(0).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(StandardErrorCode.SECTION_UNAVAILABLE));
            assertThat(events()).containsExactly("INTENT");

            node.restore(Lvm.SECTION);
            resources.apply(resources.plan(WANTED)).orThrow();
            assertThat(events()).containsExactly("INTENT", "RECOVERED found done", "INTENT", "OUTCOME");
        }
    }

    /** Who performed it may have been killed before he flushed: a power cut would take back what the journal tells of. */
    @Test
    void whatIsFoundDoneIsFlushedBeforeItIsToldOf() throws IOException {
        List<String> flushes = new ArrayList<>();
        Node flushing = flushing(step -> flushes.add(step.summary() + " " + events()));
        try (NodeResources resources = opened(flushing)) {
            Plan plan = resources.plan(WANTED);
            Step create = plan.steps().get(0).step();
            node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
            assertThatThrownBy(() -> resources.apply(plan)).isInstanceOf(SimulatedCrash.class);
            node.reboot();
            assertThat(events()).containsExactly("INTENT");

            resources.apply(plan).orThrow();

            assertThat(flushes)
                    .containsExactly(
                            create.summary() + " [INTENT]",
                            create.summary() + " [INTENT, RECOVERED found done, INTENT]");
        }
    }

    @Test
    void whatCannotBeFlushedStaysOpen() throws IOException {
        AtomicBoolean broken = new AtomicBoolean(true);
        Node flushing = flushing(step -> {
            if (broken.get()) {
                throw new NodeResourceException(StandardErrorCode.IO, "the disk does not take it");
            }
        });
        try (NodeResources resources = opened(flushing)) {
            Plan plan = resources.plan(WANTED);
            node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
            assertThatThrownBy(() -> resources.apply(plan)).isInstanceOf(SimulatedCrash.class);
            node.reboot();

            ApplyReport report = resources.apply(plan);

            assertThat(report.outcomes().get(0).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(StandardErrorCode.IO));
            assertThat(events()).doesNotContain("RECOVERED found done");
            assertThat(node.groups()).isEmpty();

            broken.set(false);
            resources.apply(resources.plan(WANTED)).orThrow();
            assertThat(events()).contains("RECOVERED found done");
            assertThat(node.groups()).containsExactly("vg-data");
        }
    }

    @Test
    void ofWhatIsBeingFlushedNoSecondFlushIsBegun() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger flushes = new AtomicInteger();
        Node flushing = flushing(step -> {
            flushes.incrementAndGet();
            await(goOn);
        });
        ApplyOptions impatient =
                ApplyOptions.builder().stepLimit(Duration.ofMillis(100)).build();
        try (NodeResources resources = opened(flushing)) {
            Plan plan = resources.plan(WANTED);
            node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
            assertThatThrownBy(() -> resources.apply(plan)).isInstanceOf(SimulatedCrash.class);
            node.reboot();
            Plan nothing = resources.plan(Topology.of());

            resources.apply(nothing, impatient);
            resources.apply(nothing, impatient);
            assertThat(flushes).hasValue(1);
            assertThat(events()).containsExactly("INTENT");

            goOn.countDown();
            while (!events().contains("RECOVERED found done")) {
                resources.apply(nothing, impatient);
            }
        }
    }

    /** A wipe can have the lock for hours: who has a hundred resources does not wait a hundred times. */
    @Test
    void theLimitOfWaitingForTheNodesLockIsForAllOfARun() {
        node.plug(SimulatedDisk.virtio("NR-DISK-2", ByteSize.ofMebibytes(256)));
        Topology two = Topology.of(List.of(
                VolumeGroupSpec.builder("vg-data")
                        .from(DeviceSource.devices("/dev/disk/by-id/virtio-NR-DISK-1"))
                        .build(),
                VolumeGroupSpec.builder("vg-more")
                        .from(DeviceSource.devices("/dev/disk/by-id/virtio-NR-DISK-2"))
                        .build()));
        Duration limit = Duration.ofMillis(50);
        List<Duration> limits = new ArrayList<>();
        Node held = new ForwardingNode(node) {
            @Override
            public Lock lock(Duration left) {
                limits.add(left);
                long end = System.nanoTime() + left.toNanos();
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
                throw new NodeResourceException(StandardErrorCode.NODE_LOCKED, "somebody has it");
            }
        };
        try (NodeResources resources = opened(held)) {
            ApplyReport report = resources.apply(
                    resources.plan(two), ApplyOptions.builder().lockLimit(limit).build());
            assertThat(report.changed()).isFalse();
        }
        assertThat(limits).containsExactly(limit, Duration.ZERO);
    }

    /** The node, with something that happens where a backend would flush. */
    private Node flushing(Flushing flush) {
        List<Backend> backends = node.backends().stream()
                .<Backend>map(b -> new FlushingBackend(b, flush, new AtomicBoolean()))
                .toList();
        return new ForwardingNode(node, backends);
    }

    @FunctionalInterface
    private interface Flushing {
        void flush(Step step) throws IOException;
    }

    private record FlushingBackend(Backend backend, Flushing flush, AtomicBoolean underWay) implements Backend {
        @Override
        public String id() {
            return backend.id();
        }

        @Override
        public Set<SectionType<?>> sections() {
            return backend.sections();
        }

        @Override
        public Set<StepType<?>> steps() {
            return backend.steps();
        }

        @Override
        public List<Section<?>> observe(Observation request) {
            return backend.observe(request);
        }

        @Override
        public void perform(Step step, StepContext context) {
            backend.perform(step, context);
        }

        @Override
        public boolean isUnderWay(Step step) {
            return underWay.get();
        }

        @Override
        public void flush(Step step, StepContext context) {
            try {
                flush.flush(step);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            backend.close();
        }
    }

    @Test
    void whatLvmRefusedIsKnown() throws IOException {
        node.failNext(CreatePhysicalVolume.TYPE, StandardErrorCode.STALE);
        try (NodeResources resources = opened()) {
            resources.apply(resources.plan(WANTED));
        }
        assertThat(events()).containsExactly("INTENT", "OUTCOME");
    }

    @Test
    void whatCouldNotBeBegunIsNotRemembered() throws IOException {
        Node opensNothing = new ForwardingNode(node) {
            @Override
            public Lock claim(BlockDevice device) {
                throw new NodeResourceException(StandardErrorCode.DEADLINE, "opening it did not end");
            }
        };
        try (NodeResources resources = opened(opensNothing)) {
            ApplyReport report = resources.apply(resources.plan(WANTED));
            assertThat(report.outcomes().get(0).outcome()).isInstanceOf(Outcome.Failed.class);
        }
        assertThat(events()).containsExactly("INTENT", "OUTCOME");

        // Whoever finds a disk dead puts another in its place.
        node.pull("NR-DISK-1");
        node.plug(SimulatedDisk.virtio("NR-DISK-2", ByteSize.ofMebibytes(256)));
        Topology other = Topology.of(VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.devices("/dev/disk/by-id/virtio-NR-DISK-2"))
                .build());
        try (NodeResources resources = opened()) {
            Plan plan = resources.plan(other);
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            resources.apply(plan).orThrow();
        }
        assertThat(node.groups()).containsExactly("vg-data");
    }

    @Test
    void aReleaseThatIsFoundDoneIsForgotten() throws IOException {
        try (NodeResources resources = opened()) {
            resources.apply(resources.plan(WANTED)).orThrow();
            Plan release = resources.plan(
                    WANTED, Policy.builder().release(Set.of(DATA)).build());
            node.next(UnmarkVolumeGroup.TYPE, StepFault.CRASH_AFTER);
            assertThatThrownBy(() -> resources.apply(release)).isInstanceOf(SimulatedCrash.class);
            node.reboot();
        }
        assertThat(Files.readString(state.resolve("ledger"))).contains(DATA.name());
        try (NodeResources resources = opened()) {
            resources.apply(resources.plan(Topology.of()));
        }
        assertThat(Files.readString(state.resolve("ledger"))).doesNotContain(DATA.name());
    }

    @Test
    void theReportIsGivenThoughSomebodyTakesTheNodeAfterTheSteps() throws IOException {
        try (NodeResources resources = opened()) {
            resources.apply(resources.plan(WANTED)).orThrow();
        }
        node.vgremove(DATA.name());
        Topology other = Topology.of(VolumeGroupSpec.builder("vg-other")
                .from(DeviceSource.devices("/dev/disk/by-id/virtio-NR-DISK-1"))
                .build());
        AtomicBoolean made = new AtomicBoolean();
        List<Node.Lock> taken = new ArrayList<>();
        Node wanted = new ForwardingNode(node) {
            @Override
            public Lock lock(Duration limit) {
                Lock lock = super.lock(limit);
                return () -> {
                    lock.close();
                    if (made.get() && taken.isEmpty()) {
                        taken.add(super.lock(limit));
                    }
                };
            }
        };
        ApplyOptions options = ApplyOptions.builder()
                .lockLimit(Duration.ofMillis(1))
                .listener(new ApplyListener() {
                    @Override
                    public void stepEnded(StepOutcome outcome) {
                        made.set(outcome.planned().step() instanceof CreateVolumeGroup);
                    }
                })
                .build();
        try (NodeResources resources = opened(wanted)) {
            Plan plan =
                    resources.plan(other, Policy.builder().release(Set.of(DATA)).build());
            assertThat(plan.steps()).as(plan.render()).hasSize(2);

            ApplyReport report = resources.apply(plan, options);

            assertThat(taken).hasSize(1);
            assertThat(report.succeeded()).isTrue();
        }
        assertThat(Files.readString(state.resolve("ledger"))).doesNotContain(DATA.name());
    }

    @Test
    void whatCannotBeSeenIsNotReleased() {
        try (NodeResources resources = opened()) {
            resources.apply(resources.plan(WANTED)).orThrow();
            node.limitLvm("a device did not answer", "NR-DISK-1");
            Policy release = Policy.builder().release(Set.of(DATA)).build();

            Plan plan = resources.plan(WANTED, release);

            assertThat(plan.refusals())
                    .singleElement()
                    .satisfies(r -> assertThat(r.code()).isEqualTo(StandardErrorCode.SECTION_UNAVAILABLE));
            resources.apply(plan);
            node.restore(Lvm.SECTION);
            assertThat(resources.plan(WANTED, release).steps()).hasSize(1);
        }
    }

    private NodeResources opened() {
        return opened(node);
    }

    private NodeResources opened(Node on) {
        return Opened.on(on, node.identity(), state);
    }

    /** The journal's events, and what a recovery says. */
    private List<String> events() throws IOException {
        return Files.readAllLines(state.resolve("journal")).stream()
                .map(line -> field(line, "event") + (line.contains("RECOVERED") ? " " + field(line, "message") : ""))
                .toList();
    }

    private static String field(String line, String name) {
        String start = "\"" + name + "\":\"";
        int from = line.indexOf(start) + start.length();
        return line.substring(from, line.indexOf('"', from));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private enum Stuck implements ErrorCode {
        STUCK;

        @Override
        public String id() {
            return "lvm/stuck";
        }

        @Override
        public ErrorKind kind() {
            return ErrorKind.UNAVAILABLE;
        }

        @Override
        public String meaning() {
            return "A command does not return.";
        }

        @Override
        public String remedy() {
            return "Wait.";
        }
    }
}
