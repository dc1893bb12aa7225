package io.noderesource.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.devices.edgex.EdgexPlatform;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.devices.resource.MemoryStore;
import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.MetadataClient;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.model.OperatingState;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.edgex.simulator.SimulatedService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many declared devices: from nothing, with nothing to do, with a hundred changes; beside a controller that goes one object at a
 * time, as OpenYurt's does: it asks for each object by name and then sends it whole, at each turn. {@code -Dedgex.devices=10000
 * -Dedgex.singles=500} makes the figures of {@code docs/performance.md}; the build takes fewer.
 */
class ManyDeclaredDevicesTest {
    private static final int DEVICES = Integer.getInteger("edgex.devices", 1000);
    private static final int SINGLES = Math.min(DEVICES, Integer.getInteger("edgex.singles", 100));
    private static final int CHANGES = 100;

    private final EdgexSimulator edgex =
            EdgexSimulator.builder().release(SimulatedRelease.NAPA).start();
    private final MemoryStore store = new MemoryStore();

    @Test
    void aPassTakesATwentiethOfTheRequests() {
        try (edgex;
                EdgexClient client = EdgexClient.builder()
                        .address(EdgexService.METADATA, edgex.url(SimulatedService.METADATA))
                        .totalDeadline(Duration.ofMinutes(30))
                        .build();
                EdgexPlatform platform = EdgexPlatform.of(client)) {
            DeviceController controller = DeviceController.builder(
                            platform, store, PoolSettings.builder(Crds.POOL).build())
                    .limit(Duration.ofMinutes(20))
                    .build();
            store.create(Crds.service("modbus"));
            store.create(Crds.profile("sensor"));
            IntStream.range(0, DEVICES).forEach(i -> store.create(Crds.device("thermo-" + i)));

            Cost synced = measure("full sync from empty", DEVICES, controller::pass);
            // The first look afterwards learns the ids.
            controller.pass();
            Cost idle = measure(
                    "nothing to do",
                    DEVICES,
                    () -> assertThat(controller.pass().changed()).isFalse());
            change();
            Cost changed = measure("a hundred changes", DEVICES, controller::pass);
            measureMemory(controller);

            edgex.restartEmpty();
            controller.pass();
            MetadataClient metadata = client.metadata();
            metadata.devices().snapshot().get().orThrow().stream()
                    .limit(SINGLES)
                    .forEach(d -> metadata.deleteDevice(d.name()).get());
            Cost syncedOne = measure("one at a time: sync", SINGLES, () -> oneAtATime(metadata));
            Cost idleOne = measure("one at a time: idle", SINGLES, () -> oneAtATime(metadata));

            assertThat(idle.writes())
                    .as("nothing is written when nothing changed")
                    .isZero();
            assertThat(idleOne.writes()).isEqualTo(SINGLES);
            assertFewer(synced, syncedOne);
            assertFewer(idle, idleOne);
            assertFewer(changed, idleOne);
        }
    }

    /** At least twenty times fewer for each device. */
    private static void assertFewer(Cost ours, Cost theirs) {
        assertThat((double) ours.requests() / DEVICES).isLessThan((double) theirs.requests() / SINGLES / 20);
    }

    private void change() {
        store.list().stream()
                .filter(r -> r.kind() == IotKind.DEVICE)
                .limit(CHANGES)
                .forEach(r -> store.update(Crds.with(r, "adminState", "LOCKED")));
    }

    /** A turn of a controller that takes object after object, and sends what is declared whether it differs or not. */
    private static void oneAtATime(MetadataClient metadata) {
        for (int i = 0; i < SINGLES; i++) {
            Device wanted = Device.builder("thermo-" + i, "modbus")
                    .profileName("sensor")
                    .adminState(AdminState.UNLOCKED)
                    .operatingState(OperatingState.UP)
                    .protocols(Map.of("modbus-tcp", Map.of("Address", Json.of("10.0.0.1"), "Port", Json.of("502"))))
                    .build();
            if (metadata.findDevice(wanted.name()).get().isEmpty()) {
                metadata.addDevice(wanted).get();
            } else {
                metadata.updateDevice(DeviceUpdate.of(wanted.json())).get();
            }
        }
    }

    private record Cost(int requests, long writes) {}

    private Cost measure(String what, int count, Runnable work) {
        edgex.requests().clear();
        long start = System.nanoTime();
        work.run();
        long millis = (System.nanoTime() - start) / 1_000_000;
        long writes = edgex.requests().all().stream()
                .filter(r -> !r.method().equals("GET"))
                .count();
        Cost cost = new Cost(edgex.requests().count(), writes);
        System.out.printf(
                "%-22s %6d devices %6d requests %6d of them write %9d bytes sent %9d received %7d ms%n",
                what,
                count,
                cost.requests(),
                writes,
                edgex.requests().requestBytes(),
                edgex.requests().responseBytes(),
                millis);
        edgex.requests().clear();
        return cost;
    }

    /** What a controller needs besides resources and platform, which live in the same heap. */
    private void measureMemory(DeviceController controller) {
        long before = usedAfterCollection();
        List<IotResource> kept = store.list();
        Pass pass = controller.pass();
        edgex.requests().clear();
        System.out.printf(
                "a pass over %d devices leaves %d KiB behind; they and their statuses are %d resources, %s%n",
                DEVICES,
                (usedAfterCollection() - before) >> 10,
                kept.size(),
                pass.plan().isEmpty() ? "all as declared" : "not yet as declared");
    }

    private static long usedAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
