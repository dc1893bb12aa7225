package io.noderesource.apply;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls what may hang so that the caller gets an answer in time; the call itself may go on behind his back. */
final class Deadline {

    private Deadline() {}

    /**
     * Calls on a thread of its own.
     *
     * @throws NodeResourceException {@code apply/deadline} when it does not return in time
     */
    static <T> T call(String what, Duration limit, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "noderesource " + what);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NodeResourceException(
                    StandardErrorCode.DEADLINE,
                    what + " did not answer within " + limit.toMillis()
                            + " ms; what it did is unknown until the node is observed again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeResourceException(StandardErrorCode.CANCELLED, what + " was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new NodeResourceException(StandardErrorCode.INTERNAL, what + " failed: " + e.getCause(), e);
        }
    }
}
