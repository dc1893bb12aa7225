package io.noderesource.edgex.simulator;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The services' time: each look is a millisecond later than the one before, unless a clock was given. */
final class Ticks {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final @Nullable Clock clock;
    private final AtomicLong looks = new AtomicLong();

    Ticks(@Nullable Clock clock) {
        this.clock = clock;
    }

    long millis() {
        return clock == null ? START.toEpochMilli() + looks.incrementAndGet() : clock.millis();
    }

    /** Nanoseconds whose last digits a double cannot hold. */
    long nanos() {
        if (clock == null) {
            return millis() * 1_000_000 + 481_807;
        }
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }
}
