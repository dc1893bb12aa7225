package io.noderesource.edgex.events;

import java.util.random.RandomGenerator;

/**
 * When all objects are asked for: now and then, and where something may have been missed, but never for more than a tenth
 * of the time. Times are those of {@link System#nanoTime()}. Not thread-safe.
 */
final class ResyncSchedule {

    /** So much of its own duration a resync waits at least for the next one. */
    private static final int REST = 9;

    private final long every;
    private final long pause;
    private final Backoff backoff;
    private final RandomGenerator random;

    private long periodic;
    private long notBefore;
    private boolean wanted;
    private boolean everDone;

    ResyncSchedule(long now, long firstAfter, long every, long pause, Backoff backoff, RandomGenerator random) {
        this.every = every;
        this.pause = pause;
        this.backoff = backoff;
        this.random = random;
        this.periodic = now + firstAfter;
        this.notBefore = now;
    }

    /** Something may have been missed. */
    void want() {
        wanted = true;
    }

    /** There is none yet, and nothing that would tell when to begin. */
    void wantFirst() {
        wanted |= !everDone;
    }

    /** How long it takes until the next begins, in nanoseconds. */
    long dueIn(long now) {
        long allowed = notBefore - now;
        return Math.max(0, wanted ? allowed : Math.max(allowed, periodic - now));
    }

    /** It begins; what is missed from now on asks for another. */
    void begun() {
        wanted = false;
    }

    /** It has read all there was when it began. */
    void done(long began, long now) {
        everDone = true;
        backoff.reset();
        // Nodes that were started together shall not stay together.
        periodic = now + every - random.nextLong(every / 5 + 1);
        notBefore = now + Math.max(pause, REST * (now - began));
    }

    /** It failed; answers how long it takes until the next, in nanoseconds. */
    long failed(long now) {
        wanted = true;
        long wait = backoff.next();
        notBefore = now + wait;
        return wait;
    }
}
