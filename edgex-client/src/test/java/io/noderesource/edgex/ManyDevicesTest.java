package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.DeviceResource;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.model.OperatingState;
import io.noderesource.edgex.model.ResourceProperties;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.edgex.simulator.SimulatedService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many devices added, listed and changed in batches, beside some one at a time in the same run. {@code
 * -Dedgex.devices=10000 -Dedgex.singles=500} makes the figures of {@code docs/performance.md}; the build takes fewer.
 */
class ManyDevicesTest {
    private static final int DEVICES = Integer.getInteger("edgex.devices", 500);

    /** How many of them also go one at a time. */
    private static final int SINGLES = Math.min(DEVICES, Integer.getInteger("edgex.singles", 100));

    private final EdgexSimulator edgex =
            EdgexSimulator.builder().release(SimulatedRelease.NAPA).start();

    @Test
    void batchesTakeAFiftiethOfTheRequests() {
        try (edgex;
                EdgexClient client = EdgexClient.builder()
                        .address(EdgexService.METADATA, edgex.url(SimulatedService.METADATA))
                        .totalDeadline(Duration.ofMinutes(30))
                        .build()) {
            MetadataClient metadata = client.metadata();
            prepare(metadata);
            List<Device> devices = IntStream.range(0, DEVICES)
                    .mapToObj(ManyDevicesTest::device)
                    .toList();
            List<DeviceUpdate> locks = devices.stream()
                    .map(device -> DeviceUpdate.builder()
                            .name(device.name())
                            .adminState(AdminState.LOCKED)
                            .build())
                    .toList();

            List<Device> some = devices.subList(0, SINGLES);
            Cost addedOne = measure(
                    "add, one at a time",
                    SINGLES,
                    () -> some.forEach(device -> metadata.addDevice(device).get()));
            Cost listedOne = measure(
                    "get, one at a time",
                    SINGLES,
                    () -> some.forEach(device -> metadata.device(device.name()).get()));
            Cost changedOne = measure(
                    "change, one at a time",
                    SINGLES,
                    () -> locks.subList(0, SINGLES)
                            .forEach(lock -> metadata.updateDevice(lock).get()));
            edgex.restartEmpty();
            prepare(metadata);

            Cost added = measure(
                    "add, in batches",
                    DEVICES,
                    () -> metadata.addDevices(devices).get().orThrow());
            Cost listed = measure(
                    "list",
                    DEVICES,
                    () -> assertThat(metadata.devices().snapshot().get().orThrow())
                            .hasSize(DEVICES));
            Cost streamed = measure(
                    "stream",
                    DEVICES,
                    () -> assertThat(metadata.devices().stream()).hasSize(DEVICES));
            Cost changed = measure(
                    "change, in batches",
                    DEVICES,
                    () -> metadata.updateDevices(locks).get().orThrow());

            assertThat(measureMemory(metadata))
                    .hasSize(DEVICES)
                    .allSatisfy(device -> assertThat(device.adminState()).hasValue(AdminState.LOCKED));
            assertThat(addedOne.requests()).isEqualTo(SINGLES);
            assertThat(listedOne.requests()).isEqualTo(SINGLES);
            assertThat(changedOne.requests()).isEqualTo(SINGLES);
            assertThat(added.requests()).isLessThanOrEqualTo(DEVICES / 50 + 1);
            assertThat(changed.requests()).isLessThanOrEqualTo(DEVICES / 50 + 1);
            assertThat(listed.requests()).isLessThanOrEqualTo(DEVICES / 900 + 1);
            assertThat(streamed.requests()).isEqualTo(listed.requests());
            assertThat(added.sent() / DEVICES).isLessThan(addedOne.sent() / SINGLES * 2);
        }
    }

    private static void prepare(MetadataClient metadata) {
        metadata.addServices(List.of(DeviceService.builder("device-virtual", "http://localhost:59900")
                        .adminState(AdminState.UNLOCKED)
                        .build()))
                .get()
                .orThrow();
        metadata.addProfile(DeviceProfile.builder("pump")
                        .deviceResources(List.of(DeviceResource.builder(
                                        "Level",
                                        ResourceProperties.builder("Int16", "RW")
                                                .build())
                                .build()))
                        .build())
                .get();
    }

    private static Device device(int number) {
        return Device.builder("pump-" + number, "device-virtual")
                .profileName("pump")
                .adminState(AdminState.UNLOCKED)
                .operatingState(OperatingState.UP)
                .description("Pump " + number + " of the brewery")
                .labels(List.of("brewery", "hall-" + number % 7))
                .protocols(Map.of("modbus-tcp", Map.of("Address", Json.of("10.0.0.1"), "Port", Json.of(502L))))
                .build();
    }

    /** What something cost. */
    private record Cost(int requests, long sent, long received) {}

    private Cost measure(String what, int count, Runnable work) {
        edgex.requests().clear();
        long start = System.nanoTime();
        work.run();
        long millis = (System.nanoTime() - start) / 1_000_000;
        Cost cost = new Cost(
                edgex.requests().count(),
                edgex.requests().requestBytes(),
                edgex.requests().responseBytes());
        System.out.printf(
                "%-22s %6d devices %6d requests %9d bytes sent %9d received %7d ms%n",
                what, count, cost.requests(), cost.sent(), cost.received(), millis);
        return cost;
    }

    /** The simulator lives in the same heap, but a listing does not make it grow. */
    private List<Device> measureMemory(MetadataClient metadata) {
        long before = usedAfterCollection();
        List<Device> all = metadata.devices().snapshot().get().orThrow();
        edgex.requests().clear();
        System.out.printf("a list of %d devices holds %d KiB%n", DEVICES, (usedAfterCollection() - before) >> 10);
        return all;
    }

    private static long usedAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
