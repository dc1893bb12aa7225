package io.noderesource.edgex.events;

import io.noderesource.edgex.json.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * Readings of a device, as its service publishes them.
 *
 * @param topic where it was published
 * @param envelope what was around it
 * @param device the device's name
 * @param profile its profile's name; empty when neither event nor topic says
 * @param source the resource or command that was read; empty when neither event nor topic says
 * @param origin when the device was read, in nanoseconds since 1970; 0 when the event does not say
 * @param event the event with its {@code readings}, as EdgeX has it
 */
public record ReadingsEvent(
        String topic, Envelope envelope, String device, String profile, String source, long origin, Json.Obj event)
        implements EventMessage {

    /** An event. */
    public ReadingsEvent {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(event, "event");
    }

    @Override
    public Type type() {
        return Type.READINGS;
    }

    @Override
    public Optional<String> readDevice() {
        return Optional.of(device);
    }
}
