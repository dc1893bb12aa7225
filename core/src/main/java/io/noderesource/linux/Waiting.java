package io.noderesource.linux;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions that the kernel gives no notice of. */
final class Waiting {

    /** A condition that may have to ask the kernel. */
    @FunctionalInterface
    interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    private Waiting() {}

    /**
     * Asks again and again until the condition holds; at least once, also when there is no time.
     *
     * @param limit how long to wait
     * @param pause how long between two looks
     * @return whether it holds
     * @throws InterruptedException when the thread was interrupted meanwhile
     */
    static <E extends Exception> boolean until(Condition<E> condition, Duration limit, Duration pause)
            throws E, InterruptedException {
        Duration most = Duration.ofDays(1);
        long end = System.nanoTime() + (limit.compareTo(most) > 0 ? most : limit).toNanos();
        while (!condition.holds()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, pause.toNanos()));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }
}
