package io.noderesource.devices.edgex;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.events.EventTransport;
import java.util.Optional;

/** An EdgeX that the contract is held against, with a device service that answers. */
interface EdgexUnderTest extends AutoCloseable {
    EdgexClient client();

    /** A device service that is there and obeys, as device-virtual does. */
    String deviceService();

    Optional<EventTransport> bus();

    @Override
    void close();
}
