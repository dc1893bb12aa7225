package io.noderesource.edgex.events;

import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: each twice the one before, up to a longest, and each cut at random by up to half, so that many
 * clients do not come back together. Not thread-safe.
 */
final class Backoff {

    private final long first;
    private final long longest;
    private final RandomGenerator random;
    private long next;

    /** Pauses from {@code first} to {@code longest}, in nanoseconds. */
    Backoff(long first, long longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /** The next pause, in nanoseconds. */
    long next() {
        long whole = next;
        next = whole > longest / 2 ? longest : whole * 2;
        return whole - random.nextLong(whole / 2 + 1);
    }

    /** The next pause is the first again. */
    void reset() {
        next = first;
    }
}
