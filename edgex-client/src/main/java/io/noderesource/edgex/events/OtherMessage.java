package io.noderesource.edgex.events;

import java.util.Objects;

/**
 * A message that is neither a system event nor one of readings: metrics, for one, an error, or an answer to a request.
 *
 * @param topic where it was published
 * @param envelope what it says
 */
public record OtherMessage(String topic, Envelope envelope) implements EventMessage {

    /** A message. */
    public OtherMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(envelope, "envelope");
    }

    @Override
    public Type type() {
        return Type.OTHER;
    }
}
