package io.noderesource.edgex.events;

import io.noderesource.edgex.json.Json;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What EdgeX wraps around each message, without the ways its releases have of wrapping.
 *
 * @param correlationId follows one request through the services; may be empty
 * @param requestId joins an answer with its request; empty for events
 * @param errorCode 0, or 1 when the payload tells of an error
 * @param contentType the media type that the sender gave the payload
 * @param payload what the message says; {@link Json#NULL} when it says nothing
 * @param queryParams parameters of a request; mostly empty
 */
public record Envelope(
        String correlationId,
        String requestId,
        int errorCode,
        String contentType,
        Json payload,
        Map<String, String> queryParams) {

    /** An envelope. */
    public Envelope {
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(payload, "payload");
        queryParams = Map.copyOf(queryParams);
    }

    /** The text of the error; empty when the message tells of none. */
    public Optional<String> error() {
        if (errorCode == 0) {
            return Optional.empty();
        }
        return Optional.of(payload instanceof Json.Text text ? text.value() : payload.write());
    }
}
