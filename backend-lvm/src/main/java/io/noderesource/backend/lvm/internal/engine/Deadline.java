package io.noderesource.backend.lvm.internal.engine;

import java.time.Duration;

/**
 * A point in time by which a caller needs an answer.
 *
 * @param nanoTime in the scale of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    /** The deadline that is so long from now. */
    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + nanos(limit));
    }

    /** The time that is left in nanoseconds, zero or less when there is none. */
    long nanosLeft() {
        return nanoTime - System.nanoTime();
    }

    /** A duration in nanoseconds; one that does not fit counts as a hundred years. */
    static long nanos(Duration duration) {
        Duration century = Duration.ofDays(36_500);
        return (duration.compareTo(century) > 0 ? century : duration).toNanos();
    }
}
