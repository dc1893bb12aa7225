package io.noderesource.devices.edgex;

import io.noderesource.edgex.Call;
import java.time.Duration;

/** How much is left of the time that something may take. Thread-safe. */
final class Time {

    /** The least that a call can be given: what has no time left fails at once. */
    private static final Duration LEAST = Duration.ofNanos(1);

    /** A look at what became of changes gets a quarter of the time, and no more than this. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(20);

    private final long deadline;

    private Time(long deadline) {
        this.deadline = deadline;
    }

    /** So much from now on. */
    static Time of(Duration limit) {
        // A duration of centuries is as good as this.
        return new Time(System.nanoTime()
                + Math.min(limit.toMillis(), Duration.ofDays(365).toMillis()) * 1_000_000);
    }

    /** What is left for changes, so that there is time to look at what became of them. */
    Time forChanges() {
        Duration left = remaining();
        Duration quarter = left.dividedBy(4);
        return of(left.minus(quarter.compareTo(LONGEST_LOOK) < 0 ? quarter : LONGEST_LOOK));
    }

    /** What is left, and the least that a call can be given when nothing is. */
    Duration remaining() {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    /** The call, within what is left. */
    <T> Call<T> bound(Call<T> call) {
        return call.within(remaining());
    }
}
