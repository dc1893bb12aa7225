package io.noderesource.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.apply.ApplyListener;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.MemoryStore;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a platform tells of its changes is a hint to look: lost, doubled, late or invented, it changes nothing but the time. */
class DeviceLoopTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final MemoryStore store = new MemoryStore();
    private final PlatformInMemory platform = new PlatformInMemory();
    private final BlockingQueue<DeviceLoop.Turn> turns = new LinkedBlockingQueue<>();
    private final DeviceController controller = DeviceController.builder(
                    platform, store, PoolSettings.builder(Crds.POOL).build())
            .build();

    private DeviceLoop start(Duration period) {
        return controller.watch(period, ApplyListener.NONE, turns::add);
    }

    private DeviceLoop.Turn turn() throws InterruptedException {
        DeviceLoop.Turn turn = turns.poll(30, TimeUnit.SECONDS);
        assertThat(turn).as("a turn").isNotNull();
        return turn;
    }

    private void untilQuiet() throws InterruptedException {
        DeviceLoop.Turn turn = turn();
        while (turn.pass().filter(Pass::changed).isPresent()) {
            turn = turn();
        }
    }

    @Test
    void passesFollowEachOtherWhileSomethingChangesAndAHintBringsTheNext() throws InterruptedException {
        Crds.pool().forEach(store::create);
        try (DeviceLoop loop = start(HOUR)) {
            untilQuiet();
            assertThat(platform.objects(IotKind.DEVICE)).containsKey("thermo-1");
            platform.vanishes(IotKind.DEVICE, "thermo-1");
            loop.hint();
            untilQuiet();
            assertThat(platform.objects(IotKind.DEVICE)).containsKey("thermo-1");
        }
    }

    @Test
    void aThousandHintsAreFewPassesAndWriteNothing() throws InterruptedException {
        Crds.pool().forEach(store::create);
        try (DeviceLoop loop = start(HOUR)) {
            untilQuiet();
            int written = platform.writes.size();
            for (int i = 0; i < 1000; i++) {
                loop.hint();
            }
            untilQuiet();
            assertThat(turns.size()).isLessThan(10);
            assertThat(platform.writes).hasSize(written);
        }
    }

    @Test
    void aHintThatIsLostIsMadeUpForByThePeriod() throws InterruptedException {
        Crds.pool().forEach(store::create);
        try (DeviceLoop loop = start(Duration.ofSeconds(1))) {
            untilQuiet();
            platform.vanishes(IotKind.DEVICE, "thermo-1");
            while (!platform.objects(IotKind.DEVICE).containsKey("thermo-1")) {
                turn();
            }
        }
    }

    @Test
    void aListenerThatFailsAndAPassThatFailsEndNothing() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        platform.fault = (step, work) -> {
            throw new IllegalStateException("a defect of the platform");
        };
        Crds.pool().forEach(store::create);
        try (DeviceLoop loop = controller.watch(HOUR, ApplyListener.NONE, turn -> {
            turns.add(turn);
            told.incrementAndGet();
            throw new IllegalStateException("a defect of the listener");
        })) {
            turn();
            platform.fault = (step, work) -> null;
            while (!platform.objects(IotKind.DEVICE).containsKey("thermo-1")) {
                loop.hint();
                turn();
            }
        }
        int before = told.get();
        assertThat(before).isGreaterThan(1);
        assertThat(told.get()).as("after it is closed, nobody is told anything").isEqualTo(before);
    }
}
