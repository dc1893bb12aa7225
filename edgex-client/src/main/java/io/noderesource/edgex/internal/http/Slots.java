package io.noderesource.edgex.internal.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A bound on what runs at once, whose waiters hold no thread. Thread-safe; first come, first served. */
final class Slots {
    private final Executor executor;
    private final Queue<CompletableFuture<Slots>> waiting = new ArrayDeque<>();
    private int free;

    Slots(int free, Executor executor) {
        this.free = free;
        this.executor = executor;
    }

    /** A future of the right to run; who gets it calls {@link #release()}. One that was completed otherwise gets none. */
    synchronized CompletableFuture<Slots> acquire() {
        if (free > 0) {
            free--;
            return CompletableFuture.completedFuture(this);
        }
        CompletableFuture<Slots> waiter = new CompletableFuture<>();
        waiting.add(waiter);
        return waiter;
    }

    void release() {
        CompletableFuture<Slots> next = next();
        if (next != null) {
            // On a thread of its own: who waits may fail at once, and thousands of them would nest.
            executor.execute(() -> {
                if (!next.complete(this)) {
                    release();
                }
            });
        }
    }

    private synchronized @Nullable CompletableFuture<Slots> next() {
        CompletableFuture<Slots> next = waiting.poll();
        while (next != null && next.isDone()) {
            next = waiting.poll();
        }
        if (next == null) {
            free++;
        }
        return next;
    }
}
