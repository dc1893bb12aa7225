package io.noderesource.edgex.conformance;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.events.EventTransport;
import io.noderesource.edgex.events.mqtt.MqttTransport;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The services that the environment names, each by {@code EDGEX_<SERVICE>_URL}; the bus by {@code EDGEX_MQTT_URL}. */
final class RealServer implements Server {
    private final Map<String, String> environment;
    private final EdgexClient client;
    private final Set<EdgexService> services = EnumSet.noneOf(EdgexService.class);

    RealServer(Map<String, String> environment) {
        this.environment = environment;
        EdgexClient.Builder builder = EdgexClient.builder();
        for (EdgexService service : EdgexService.values()) {
            String url = environment.get("EDGEX_" + service.name() + "_URL");
            if (url != null) {
                builder.address(service, URI.create(url));
                services.add(service);
            }
        }
        client = builder.build();
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
        return environment.getOrDefault("EDGEX_DEVICE_SERVICE", "device-virtual");
    }

    @Override
    public Optional<EventTransport> bus() {
        return Optional.ofNullable(environment.get("EDGEX_MQTT_URL"))
                .map(url -> MqttTransport.to(URI.create(url)).build());
    }

    @Override
    public void close() {
        client.close();
    }
}
