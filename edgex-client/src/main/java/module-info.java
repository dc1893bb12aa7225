/**
 * A client of EdgeX Foundry 2.x, 3.x and 4.x; and, beside {@code io.noderesource.core}, devices as declared state.
 */
module io.noderesource.edgex {
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires jdk.httpserver;
    requires static io.noderesource.core;
    requires static com.fasterxml.jackson.dataformat.cbor;
    requires static com.hivemq.client.mqtt;
    requires static transitive org.jspecify;

    exports io.noderesource.devices;
    exports io.noderesource.devices.edgex;
    exports io.noderesource.devices.error;
    exports io.noderesource.devices.plan;
    exports io.noderesource.devices.platform;
    exports io.noderesource.devices.resource;
    exports io.noderesource.edgex;
    exports io.noderesource.edgex.error;
    exports io.noderesource.edgex.events;
    exports io.noderesource.edgex.events.mqtt;
    exports io.noderesource.edgex.json;
    exports io.noderesource.edgex.model;
    exports io.noderesource.edgex.simulator;
    exports io.noderesource.edgex.value;
}
