package io.noderesource.apply;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls what may hang so that the caller gets an answer in time; the call itself may go on behind his back. */
final class Deadline {

    /** Threads that wait some seconds for the next call: starting one costs more than most calls take. */
    private static final Executor THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work);
                thread.setDaemon(true);
                return thread;
            });

    private Deadline() {}

    /**
     * Calls on a thread that nobody else has meanwhile; one that hangs is never waited for.
     *
     * @throws NodeResourceException {@code apply/deadline} when it does not return in time
     */
    static <T> T call(String what, Duration limit, Callable<T> call) {
        FutureTask<T> task = start(what, call);
        try {
            return answer(what, task, limit);
        } catch (TimeoutException e) {
            throw late(what, limit);
        }
    }

    /** Begins a call on a thread that nobody else has meanwhile, and that has a name for it. */
    static <T> FutureTask<T> start(String what, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        THREADS.execute(() -> {
            Thread.currentThread().setName("noderesource " + what);
            task.run();
            Thread.currentThread().setName("noderesource, idle");
        });
        return task;
    }

    /**
     * What a call that was begun returns.
     *
     * @throws TimeoutException when it does not return in time
     */
    static <T> T answer(String what, FutureTask<T> task, Duration limit) throws TimeoutException {
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
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

    /** The failure of a call that did not return in time. */
    static NodeResourceException late(String what, Duration limit) {
        return new NodeResourceException(
                StandardErrorCode.DEADLINE,
                what + " did not answer within " + limit.toMillis()
                        + " ms; what it did is unknown until the node is observed again");
    }
}
