package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyReport;
import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are laid out to make the planner or the executor take what is not theirs, or give up what is. */
class HostileNodeTest {

    private static final ByteSize TEN = ByteSize.ofGibibytes(10);

    @TempDir
    private Path state;

    @Test
    void noConsentWipesADiskWithAPartitionInAVolumeGroup() {
        SimulatedNode node = SimulatedNode.builder("edge-1").disk("DATA-1", TEN).build();
        node.vgcreate("other", node.partition("DATA-1", ByteSize.ofGibibytes(4)));

        Plan plan = open(node).plan(on("DATA-1"));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).singleElement().satisfies(r -> {
            assertThat(r.consent()).isNull();
            assertThat(r.facts()).anyMatch(f -> f.contains("other"));
        });
    }

    @Test
    void aConsentForAPartitionedDiskEndsWhenAPartitionGetsContent() {
        SimulatedNode node = SimulatedNode.builder("edge-1").disk("DATA-1", TEN).build();
        String partition = node.partition("DATA-1", ByteSize.ofGibibytes(4));
        NodeResources resources = open(node);
        Consent consent = consent(node, resources.plan(on("DATA-1")).refusals().get(0));
        node.dirty(partition, "ext4");

        Plan plan = resources.plan(
                on("DATA-1"), Policy.builder().consents(List.of(consent)).build());

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).singleElement().satisfies(r -> {
            assertThat(r.consent()).isNotNull().isNotEqualTo(consent.hash());
            assertThat(r.facts()).anyMatch(f -> f.contains("ext4"));
        });
    }

    @Test
    void aWipeIsStaleWhenAPartitionGotContentAfterThePlan() {
        SimulatedNode node = SimulatedNode.builder("edge-1").disk("DATA-1", TEN).build();
        String partition = node.partition("DATA-1", ByteSize.ofGibibytes(4));
        NodeResources resources = open(node);
        Consent consent = consent(node, resources.plan(on("DATA-1")).refusals().get(0));
        Plan plan = resources.plan(
                on("DATA-1"), Policy.builder().consents(List.of(consent)).build());
        assertThat(plan.steps()).isNotEmpty();
        node.dirty(partition, "ext4");

        ApplyReport report = resources.apply(plan);

        assertThat(report.changed()).isFalse();
        assertThat(node.writes()).isEmpty();
    }

    @Test
    void aPartitionOfADiskThatIsThereTwiceIsRefused() {
        SimulatedNode node = SimulatedNode.builder("edge-1")
                .disk("DATA-1", TEN)
                .disk("DATA-2", TEN)
                .build();
        String partition = node.partition("DATA-1", ByteSize.ofGibibytes(4));
        node.duplicateWwn("DATA-1", "DATA-2");

        Plan plan = open(node).plan(topology(node.path(partition)));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.code()).isEqualTo(StandardErrorCode.DEVICE_AMBIGUOUS));
    }

    @Test
    void aPvThatOnlyLvmSeesIsNotMadeAnew() {
        SimulatedNode node = SimulatedNode.builder("edge-1").disk("DATA-1", TEN).build();
        NodeResources resources = open(node);
        Plan plan = resources.plan(on("DATA-1"));
        node.hideFromBlkid("DATA-1");
        node.forgetWrites();

        ApplyReport report = resources.apply(plan);

        assertThat(report.changed()).isFalse();
        assertThat(node.writes()).isEmpty();
    }

    @Test
    void aMediumThatIsSwappedWhileAStepRunsIsNotTakenForTheOldOne() {
        SimulatedNode node = SimulatedNode.builder("edge-1")
                .disk(SimulatedDisk.anonymous("ANON-1", TEN))
                .build();
        NodeResources resources = open(node);
        Plan plan = resources.plan(Topology.of(VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.devices(node.path("ANON-1")))
                .build()));
        assertThat(plan.steps()).isNotEmpty();
        node.interfereBefore(CreatePhysicalVolume.TYPE, () -> {
            node.pull("ANON-1");
            node.plug("ANON-1");
        });

        assertThat(resources.apply(plan).outcomes().get(0).outcome().isDone()).isFalse();
    }

    @Test
    void anOrphanOfOursThatSomebodyElseHasFormattedIsNotTakenIn() {
        SimulatedNode node = SimulatedNode.builder("edge-1").disk("DATA-1", TEN).build();
        NodeResources resources = open(node);
        Plan first = resources.plan(on("DATA-1"));
        node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
        assertThatThrownBy(() -> resources.apply(first)).isInstanceOf(SimulatedCrash.class);
        node.reboot();
        Plan before = resources.plan(on("DATA-1"));
        assertThat(before.steps()).hasSize(1);
        node.dirty("DATA-1", "ext4");
        node.forgetWrites();

        Plan after = resources.plan(on("DATA-1"));

        assertThat(after.steps()).isEmpty();
        assertThat(after.refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.facts()).anyMatch(f -> f.contains("ext4")));
        assertThat(resources.apply(before).changed())
                .as("the plan that was made before")
                .isFalse();
        assertThat(node.writes()).isEmpty();
    }

    @Test
    void ourOrphanStaysOursHoweverOftenTheExtensionFails() {
        SimulatedNode node = SimulatedNode.builder("edge-1")
                .disk("DATA-1", TEN)
                .disk("DATA-2", TEN)
                .build();
        NodeResources resources = open(node);
        resources.apply(resources.plan(on("DATA-1"))).orThrow();
        node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
        Plan extension = resources.plan(on("DATA-1", "DATA-2"));
        assertThatThrownBy(() -> resources.apply(extension)).isInstanceOf(SimulatedCrash.class);

        for (int i = 0; i < 3; i++) {
            node.failNext(ExtendVolumeGroup.TYPE, StandardErrorCode.IO);
            Plan again = resources.plan(on("DATA-1", "DATA-2"));
            assertThat(again.refusals()).as("attempt %d", i).isEmpty();
            assertThat(resources.apply(again).succeeded()).isFalse();
        }
        Plan last = resources.plan(on("DATA-1", "DATA-2"));
        assertThat(last.refusals()).isEmpty();
        resources.apply(last).orThrow();
        assertThat(resources.plan(on("DATA-1", "DATA-2")).isEmpty()).isTrue();
    }

    @Test
    @Timeout(60)
    void aClockThatIsSetBackDoesNotMakeAStepWaitForIt() {
        Backwards clock = new Backwards();
        SimulatedNode node =
                SimulatedNode.builder("edge-1").disk("DATA-1", TEN).clock(clock).build();
        NodeResources resources = open(node);
        Plan plan = resources.plan(on("DATA-1"));
        clock.stride = Duration.ofMinutes(-1);

        try (io.noderesource.spi.Node.Lock held = node.holdDeviceLock("DATA-1")) {
            assertThat(held).isNotNull();
            ApplyReport report = resources.apply(plan);
            assertThat(report.changed()).isFalse();
        }
    }

    /** A clock that goes back at each look. */
    private static final class Backwards extends Clock {

        private final AtomicLong millis =
                new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        private Duration stride = Duration.ofMillis(1);

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.addAndGet(stride.toMillis()));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static Consent consent(SimulatedNode node, Refusal refusal) {
        @Nullable String hash = refusal.consent();
        assertThat(hash).isNotNull();
        return new Consent(String.valueOf(hash), node.clock().instant().plus(Duration.ofDays(1)));
    }

    private static Topology on(String... serials) {
        return topology(List.of(serials).stream()
                .map(s -> "/dev/disk/by-id/virtio-" + s)
                .toArray(String[]::new));
    }

    private static Topology topology(String... paths) {
        return Topology.of(VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.devices(paths))
                .build());
    }

    private NodeResources open(SimulatedNode node) {
        return Opened.on(node, state);
    }
}
