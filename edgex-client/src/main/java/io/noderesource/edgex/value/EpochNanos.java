package io.noderesource.edgex.value;

import java.time.Instant;

/**
 * EdgeX's timestamps of readings and events: nanoseconds since 1970-01-01T00:00Z in a signed 64-bit number, which reaches
 * from 1677 to 2262. Both directions are exact.
 */
public final class EpochNanos {
    private static final long PER_SECOND = 1_000_000_000L;

    private EpochNanos() {}

    /**
     * Reads a timestamp.
     *
     * @param nanos nanoseconds since the epoch, negative before it
     * @return the same moment
     */
    public static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
    }

    /**
     * Writes a timestamp.
     *
     * @param moment a moment from 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z
     * @return nanoseconds since the epoch
     * @throws IllegalArgumentException when EdgeX cannot tell that moment
     */
    public static long of(Instant moment) {
        try {
            // From the nearer second: -2^63 ns lies in a second whose own nanoseconds are out of range.
            return moment.getEpochSecond() < 0
                    ? Math.addExact(
                            Math.multiplyExact(moment.getEpochSecond() + 1, PER_SECOND), moment.getNano() - PER_SECOND)
                    : Math.addExact(Math.multiplyExact(moment.getEpochSecond(), PER_SECOND), moment.getNano());
        } catch (ArithmeticException outOfRange) {
            throw new IllegalArgumentException(
                    "EdgeX counts nanoseconds in 64 bits, from 1677 to 2262; not " + moment, outOfRange);
        }
    }
}
