package io.noderesource.edgex.conformance;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.events.EventTransport;
import io.noderesource.edgex.events.InProcessBus;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.edgex.simulator.SimulatedService;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The simulator, with a device service that was there before the suite came. */
final class SimulatedServer implements Server {
    private final EdgexSimulator edgex;
    private final EdgexClient client;
    private final Set<EdgexService> services = EnumSet.noneOf(EdgexService.class);
    private final InProcessBus bus = new InProcessBus();

    SimulatedServer(SimulatedRelease release) {
        edgex = EdgexSimulator.builder().release(release).start();
        edgex.subscribe(message -> bus.publish(message.topic(), message.bytes()));
        EdgexClient.Builder builder = EdgexClient.builder();
        for (EdgexService service : EdgexService.values()) {
            if (service != EdgexService.KEEPER || release == SimulatedRelease.PALAU) {
                builder.address(service, edgex.url(SimulatedService.valueOf(service.name())));
                services.add(service);
            }
        }
        client = builder.build();
        client.metadata()
                .addServices(List.of(DeviceService.builder("device-virtual", "http://localhost:59900")
                        .adminState(AdminState.UNLOCKED)
                        .build()))
                .get()
                .orThrow();
    }

    @Override
    public EdgexClient client() {
        return client;
    }

    @Override
    public Set<EdgexService> services() {
        return services;
    }

    @Override
    public String deviceService() {
        return "device-virtual";
    }

    @Override
    public Optional<EventTransport> bus() {
        return edgex.release() == SimulatedRelease.JAKARTA ? Optional.empty() : Optional.of(bus);
    }

    @Override
    public void close() {
        client.close();
        edgex.close();
    }
}
