package io.noderesource.edgex.simulator;

/**
 * A request that reached the simulator.
 *
 * @param service the service it was for
 * @param method the HTTP method
 * @param path the path after {@code /api/v2} or {@code /api/v3}, as it was sent: still percent-encoded
 * @param query the query as it was sent, blank where there was none
 * @param correlationId the header X-Correlation-ID, blank where there was none
 * @param body the body in UTF-8
 * @param requestBytes the length of the body
 * @param status the status of the answer, 0 where the connection was closed without one
 * @param responseBytes the length of the answer's body as it was to be sent
 */
public record RecordedRequest(
        SimulatedService service,
        String method,
        String path,
        String query,
        String correlationId,
        String body,
        long requestBytes,
        int status,
        long responseBytes) {}
