package io.noderesource.devices.edgex;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.events.EventTransport;
import io.noderesource.edgex.events.mqtt.MqttTransport;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services that the environment names by {@code EDGEX_METADATA_URL} and {@code EDGEX_COMMAND_URL}. */
final class RealEdgex implements EdgexUnderTest {
    private final Map<String, String> environment;
    private final EdgexClient client;

    RealEdgex(Map<String, String> environment) {
        this.environment = environment;
        EdgexClient.Builder builder = EdgexClient.builder();
        for (EdgexService service : List.of(EdgexService.METADATA, EdgexService.COMMAND)) {
            String url = environment.get("EDGEX_" + service.name() + "_URL");
            if (url != null) {
                builder.address(service, URI.create(url));
            }
        }
        client = builder.build();
    }

    @Override
    public EdgexClient client() {
        return client;
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
