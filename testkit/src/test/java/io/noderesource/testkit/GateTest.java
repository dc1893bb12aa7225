package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.Gate;
import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {

    private static final Policy POLICY = Policy.defaults();
    private static final Topology DATA = Topology.of(VolumeGroupSpec.builder("vg-data")
            .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
            .build());

    private final Path state;
    private final Hands clock = new Hands();
    private final AtomicReference<@Nullable NodeIdentity> identity =
            new AtomicReference<>(new NodeIdentity("edge-1", Map.of("role", "db")));
    private final SimulatedNode simulated = node();
    private final AtomicReference<@Nullable Runnable> hand = new AtomicReference<>();
    private final NodeResources node;
    private final Gate gate;

    GateTest(@TempDir Path state) {
        this.state = state;
        node = open(new Interfering(hand).behind(simulated));
        gate = node.gate();
    }

    private SimulatedNode node() {
        SimulatedNode.Builder builder = SimulatedNode.builder("edge-1").clock(clock);
        for (String serial : new String[] {"A", "B", "C", "D"}) {
            builder.disk(serial, ByteSize.ofGibibytes(1));
        }
        return builder.build();
    }

    private NodeResources open(Node on) {
        return NodeResources.builder()
                .node(on)
                .identity(() -> {
                    NodeIdentity now = identity.get();
                    if (now == null) {
                        throw new NodeResourceException(StandardErrorCode.IO, "no labels");
                    }
                    return now;
                })
                .stateDirectory(state)
                .build();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Plan pass() {
        Plan plan = gate.plan(DATA, POLICY);
        node.apply(plan).orThrow();
        return plan;
    }

    private void makeQuiet() {
        pass();
        pass();
        pass();
        assertThat(gate.holds(DATA, POLICY)).isTrue();
    }

    @Test
    void holdsOnceTwoWholePassesInARowFoundNothingToDo() {
        assertThat(gate.holds(DATA, POLICY)).isFalse();
        assertThat(pass().isEmpty()).isFalse();
        assertThat(gate.holds(DATA, POLICY)).isFalse();
        assertThat(pass().isEmpty()).isTrue();
        assertThat(pass().isEmpty()).isTrue();
        Instant before = clock.instant();
        assertThat(gate.holds(DATA, POLICY)).isTrue();
        assertThat(gate.holds(DATA, POLICY)).isTrue();
        assertThat(clock.instant()).isEqualTo(before);
    }

    @Test
    void doesNotHoldForAnotherTopologyOrPolicy() {
        makeQuiet();
        assertThat(gate.holds(Topology.EMPTY, POLICY)).isFalse();
        assertThat(gate.holds(Topology.of(DATA.rules()), POLICY)).isFalse();
        assertThat(gate.holds(DATA, Policy.builder().build())).isFalse();
        assertThat(gate.holds(DATA, POLICY)).isTrue();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("a tag", t -> t.simulated.tag("vg-data", "x")),
                change("an LV", t -> t.simulated.lvcreate("vg-data", "one", ByteSize.ofMebibytes(8))),
                change("a disk pulled", t -> t.simulated.pull("D")),
                change("a disk put in", t -> t.simulated.plug(SimulatedDisk.virtio("E", ByteSize.ofGibibytes(1)))),
                change("a disk grown", t -> t.simulated.resize("A", ByteSize.ofGibibytes(2))),
                change("a mount", t -> t.simulated.mount("D", "/mnt")),
                change("swap", t -> t.simulated.swapOn("D")),
                change("a file system", t -> t.simulated.dirty("D", "ext4")),
                change("a reboot", t -> t.simulated.reboot()),
                change("a section that cannot be seen", t -> t.simulated.lose(Lvm.SECTION, "a test")),
                change("other labels", t -> t.identity.set(new NodeIdentity("edge-1", Map.of("role", "web")))),
                change("labels that cannot be read", t -> t.identity.set(null)),
                change("the ledger", t -> t.append("ledger")),
                change("the journal", t -> t.append("journal")),
                change("five minutes", t -> t.clock.move(Gate.LONGEST)),
                change("a clock set back", t -> t.clock.move(Duration.ofDays(-1))));
    }

    private static Arguments change(String name, Consumer<GateTest> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void doesNotHoldAfter(String name, Consumer<GateTest> change) {
        makeQuiet();
        change.accept(this);
        assertThat(gate.holds(DATA, POLICY)).as(name).isFalse();
    }

    private void append(String file) {
        try {
            Files.writeString(state.resolve(file), "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void doesNotHoldWhileSomethingIsRefused() {
        simulated.dirty("B", "ext4");
        for (int i = 0; i < 4; i++) {
            assertThat(pass().refusals()).isNotEmpty();
            assertThat(gate.holds(DATA, POLICY)).isFalse();
        }
    }

    @Test
    void doesNotHoldWhileASectionIsIncomplete() {
        makeQuiet();
        simulated.limit(BlockDevices.SECTION, "a test");
        for (int i = 0; i < 4; i++) {
            pass();
            assertThat(gate.holds(DATA, POLICY)).isFalse();
        }
    }

    @Test
    void aChangeDuringTheObservationIsNotMissed() {
        pass();
        pass();
        hand.set(() -> simulated.vgremove("vg-data"));
        pass();
        assertThat(hand.get()).as("the hand was used").isNull();
        assertThat(gate.holds(DATA, POLICY)).isFalse();
        assertThat(gate.plan(DATA, POLICY).isEmpty()).isFalse();
    }

    @Test
    void aBackendWithoutAStampKeepsItOpen() {
        try (NodeResources other = open(new Blind().behind(simulated))) {
            Gate blind = other.gate();
            for (int i = 0; i < 4; i++) {
                other.apply(blind.plan(DATA, POLICY)).orThrow();
                assertThat(blind.holds(DATA, POLICY)).isFalse();
            }
        }
    }

    /** The hand of another, once, when all others have looked already. */
    private static final class Interfering extends Blind {
        private final AtomicReference<@Nullable Runnable> hand;

        Interfering(AtomicReference<@Nullable Runnable> hand) {
            this.hand = hand;
        }

        @Override
        public List<Section<?>> observe(Observation request) {
            Runnable once = hand.getAndSet(null);
            if (once != null) {
                once.run();
            }
            return super.observe(request);
        }

        @Override
        public Optional<Stamp> stamp(Inventory last) {
            return Optional.of(Stamp.builder().build());
        }
    }

    /** A clock that goes by hand. */
    private static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
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
}
