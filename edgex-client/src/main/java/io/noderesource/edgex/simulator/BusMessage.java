package io.noderesource.edgex.simulator;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * A message on EdgeX's bus.
 *
 * @param topic for example {@code edgex/system-events/core-metadata/device/add/device-virtual/Random-Integer-Device}
 * @param envelope the message as JSON, in the form of the release: its payload is base64 text up to 3.x, a JSON value from
 *     4.0 on
 */
public record BusMessage(String topic, String envelope) {
    /** Takes what goes over the bus. */
    public BusMessage {
        requireNonNull(topic, "topic");
        requireNonNull(envelope, "envelope");
    }

    /**
     * The message as an MQTT client gets it.
     *
     * @return the envelope in UTF-8
     */
    public byte[] bytes() {
        return envelope.getBytes(StandardCharsets.UTF_8);
    }
}
