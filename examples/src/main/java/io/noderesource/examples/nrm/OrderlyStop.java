package io.noderesource.examples.nrm;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets SIGTERM and SIGINT end a run between two steps, with the run's own exit status.
 *
 * <p>On a signal the JVM starts its shutdown hooks and ends with 128 and the signal's number when they are done; so the
 * hook asks the run to stop, waits for it, and ends the process itself.
 */
final class OrderlyStop implements AutoCloseable {

    /** Kubernetes kills 30 seconds after SIGTERM unless told otherwise. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile int status = ExitStatus.ERROR;

    private OrderlyStop(Session session) {
        hook = new Thread(() -> stop(session), "nrm stop");
    }

    static OrderlyStop install(Session session) {
        OrderlyStop stop = new OrderlyStop(session);
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    /** Says with what status the run has ended, and returns it. */
    int ended(int with) {
        status = with;
        return with;
    }

    private void stop(Session session) {
        session.stop().cancel();
        try {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                session.err()
                        .println("stopped in the middle of a step; the next run sees on the node what became of it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        session.out().flush();
        session.err().flush();
        Runtime.getRuntime().halt(status);
    }

    /** Ends the wait for the run. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException signalled) {
            // The hook is running and ends the process.
        }
    }
}
