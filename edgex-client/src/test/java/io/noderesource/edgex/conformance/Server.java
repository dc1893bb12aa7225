package io.noderesource.edgex.conformance;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.events.EventTransport;
import java.util.Optional;
import java.util.Set;

/** An EdgeX under test, with a device service that answers. */
interface Server extends AutoCloseable {
    EdgexClient client();

    Set<EdgexService> services();

    /** A device service that is there and obeys, as device-virtual does. */
    String deviceService();

    Optional<EventTransport> bus();

    @Override
    void close();
}
