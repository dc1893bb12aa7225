package io.noderesource.apply;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a run to stop between two steps; thread-safe, and for one use. */
public final class Cancellation {

    private final CountDownLatch cancelled = new CountDownLatch(1);

    /** Nothing is asked for yet. */
    public Cancellation() {}

    /** Asks to stop; the step that is under way is finished first. */
    public void cancel() {
        cancelled.countDown();
    }

    /** Tells whether stopping was asked for. */
    public boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /**
     * Waits until stopping is asked for.
     *
     * @return whether it was; false when the time passed first
     */
    public boolean await(Duration limit) {
        try {
            return cancelled.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
