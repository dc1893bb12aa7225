package io.noderesource.edgex.events;

import java.util.Optional;
import java.util.Set;

/** A message of the bus, read. */
public sealed interface EventMessage permits SystemEvent, ReadingsEvent, OtherMessage {

    /** What it is, for a {@code switch}. */
    Type type();

    /** Where it was published, in the form of MQTT. */
    String topic();

    /** What was around it. */
    Envelope envelope();

    /**
     * The objects of core-metadata that may have changed: at most one. This is what an {@link EventWatch} over them asks.
     *
     * @return the key of the object that a system event tells of, unless it tells of progress only
     */
    default Set<ObjectKey> objects() {
        return Set.of();
    }

    /**
     * The device whose readings these are.
     *
     * @return its name; empty for what is no {@link ReadingsEvent}
     */
    default Optional<String> readDevice() {
        return Optional.empty();
    }

    /** What a message can be. */
    enum Type {
        /** {@link SystemEvent}. */
        SYSTEM_EVENT,
        /** {@link ReadingsEvent}. */
        READINGS,
        /** {@link OtherMessage}. */
        OTHER
    }
}
