package io.noderesource.edgex.internal.http;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all requests of one call share: the time by which it must be over, and whether it is still wanted. Thread-safe.
 */
public final class CallContext {
    private final long deadline;
    private final Duration total;
    private final Set<CompletableFuture<?>> running = ConcurrentHashMap.newKeySet();
    private final String correlationId = UUID.randomUUID().toString();
    private volatile boolean cancelled;

    /** A call that starts now and may take that long. */
    public CallContext(Duration total) {
        this.total = total;
        deadline = System.nanoTime() + total.toNanos();
    }

    /** What was granted at the start. */
    public Duration total() {
        return total;
    }

    /** What is left; zero when it is over. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** By which the services' logs know the requests of this call. */
    public String correlationId() {
        return correlationId;
    }

    /** Whether nobody waits any more. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** Ends what runs, and lets nothing new start. */
    public void cancel() {
        cancelled = true;
        running.forEach(future -> future.cancel(true));
    }

    /** Lets a cancelled call cancel this future too. */
    @SuppressWarnings({"FutureReturnValueIgnored", "CollectionUndefinedEquality"}) // it only forgets this very future
    void track(CompletableFuture<?> future) {
        running.add(future);
        future.whenComplete((value, failure) -> running.remove(future));
        if (cancelled) {
            future.cancel(true);
        }
    }
}
