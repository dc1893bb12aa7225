package io.noderesource.edgex.model;

import io.noderesource.edgex.value.EpochNanos;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The times of events and readings. */
final class EventTimes {
    private EventTimes() {}

    static Optional<Instant> instant(OptionalLong nanos) {
        return nanos.isPresent() ? Optional.of(EpochNanos.toInstant(nanos.getAsLong())) : Optional.empty();
    }
}
