package io.noderesource.edgex;

import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.recorded.RecordedService;
import java.time.Duration;

/** Clients for tests: one attempt for each request, and deadlines that a slow machine keeps. */
final class Clients {
    private Clients() {}

    static EdgexClient of(EdgexService service, RecordedService recorded) {
        return EdgexClient.builder()
                .address(service, recorded.address())
                .attempts(1)
                .requestDeadline(Duration.ofMinutes(1))
                .build();
    }

    /** A client that takes the service at its word to speak that dialect. */
    static EdgexClient speaking(Dialect dialect, EdgexService service, RawServer server) {
        return EdgexClient.builder()
                .address(service, server.address())
                .dialect(dialect)
                .attempts(1)
                .requestDeadline(Duration.ofMinutes(1))
                .build();
    }
}
