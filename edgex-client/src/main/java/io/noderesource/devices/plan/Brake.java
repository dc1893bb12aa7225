package io.noderesource.devices.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps what does not stay as it was written from being written again and again: where two write the same, or a platform keeps
 * something else than it was given, each write would be the reason for the next.
 */
final class Brake {

    static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int DOUBLINGS = 12;

    private final PoolSettings settings;
    private final Instant now;

    Brake(PoolSettings settings, Instant now) {
        this.settings = settings;
        this.now = now;
    }

    /** Whether something waits before it is written again: some times it is at once. */
    boolean holds(EdgeMemory.Tries tries) {
        return holds(tries, settings.tries());
    }

    /** Whether what cannot be read back waits: it may have been taken each time, so that it does from the first on. */
    boolean holdsUnread(EdgeMemory.Tries tries) {
        return holds(tries, 1);
    }

    private boolean holds(EdgeMemory.Tries tries, int atOnce) {
        return tries.count() >= atOnce && isBefore(tries, pause(tries.count() - atOnce));
    }

    /** Whether it was written so long ago that another write has nothing to do with it. */
    boolean isOver(EdgeMemory.Tries tries) {
        return !isBefore(tries, pause(Math.max(0, tries.count() - settings.tries())));
    }

    private Duration pause(int beyond) {
        Duration pause = settings.tryPause().multipliedBy(1L << Math.min(beyond, DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** A clock that was set back must not hold anything up for long. */
    private boolean isBefore(EdgeMemory.Tries tries, Duration pause) {
        return now.isBefore(tries.last().plus(pause)) && !now.isBefore(tries.last());
    }
}
