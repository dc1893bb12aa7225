package io.noderesource.devices.edgex;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.events.EventTransport;
import io.noderesource.edgex.events.InProcessBus;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.edgex.simulator.SimulatedService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The simulator, with a device service that was there before. */
final class SimulatedEdgex implements EdgexUnderTest {
    private final EdgexSimulator simulator;
    private final EdgexClient client;
    private final InProcessBus bus = new InProcessBus();

    SimulatedEdgex(SimulatedRelease release) {
        simulator = EdgexSimulator.builder()
                .release(release)
                .requestTimeout(Duration.ofSeconds(3))
                .start();
        simulator.subscribe(message -> bus.publish(message.topic(), message.bytes()));
        client = EdgexClient.builder()
                .address(EdgexService.METADATA, simulator.url(SimulatedService.METADATA))
                .address(EdgexService.COMMAND, simulator.url(SimulatedService.COMMAND))
                .attempts(1)
                .build();
        prepare();
    }

    /** What was there before, also after a restart. */
    void prepare() {
        client.metadata()
                .addServices(List.of(DeviceService.builder(deviceService(), "http://localhost:59900")
                        .adminState(AdminState.UNLOCKED)
                        .build()))
                .get()
                .orThrow();
    }

    EdgexSimulator simulator() {
        return simulator;
    }

    @Override
    public EdgexClient client() {
        return client;
    }

    @Override
    public String deviceService() {
        return "device-virtual";
    }

    @Override
    public Optional<EventTransport> bus() {
        return simulator.release() == SimulatedRelease.JAKARTA ? Optional.empty() : Optional.of(bus);
    }

    @Override
    public void close() {
        client.close();
        simulator.close();
    }
}
