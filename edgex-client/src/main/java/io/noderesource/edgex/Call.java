package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.internal.http.CallContext;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * One operation, ready to be carried out; nothing is sent before {@link #get()} or {@link #async()}, and each of them
 * carries it out anew.
 *
 * <p>A call is over, with a result or an {@link EdgexException}, when its total deadline has passed, retries and all pages
 * or parts included. Immutable and thread-safe.
 *
 * @param <T> what it gives
 */
public final class Call<T> {
    private final Function<CallContext, CompletableFuture<T>> steps;
    private final Duration total;

    Call(Duration total, Function<CallContext, CompletableFuture<T>> steps) {
        this.total = total;
        this.steps = steps;
    }

    /** This call with another total deadline than the client's. */
    public Call<T> within(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("a deadline must be positive, not " + value);
        }
        return new Call<>(value, steps);
    }

    /**
     * Carries it out and waits. An interrupt cancels it.
     *
     * @return the result
     * @throws EdgexException when it failed
     */
    public T get() {
        CompletableFuture<T> future = async();
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw EdgexException.builder(ErrorKind.CANCELLED, "interrupted while waiting for EdgeX")
                    .effect(Effect.UNKNOWN)
                    .cause(e)
                    .build();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EdgexException failure) {
                throw failure.atCaller();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Carries it out without holding a thread.
     *
     * @return a future that fails with an {@link EdgexException}; cancelling it ends the requests on their way. What is
     *     chained to it may run on the client's threads and must not block them: use the variants that take an executor.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // both only pass on what the result then holds
    public CompletableFuture<T> async() {
        CallContext context = new CallContext(total);
        CompletableFuture<T> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                context.cancel();
            }
        });
        run(context).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(asEdgex(failure));
            }
        });
        return result;
    }

    /** This call, with its result made into another. */
    public <R> Call<R> map(Function<? super T, ? extends R> change) {
        Objects.requireNonNull(change, "change");
        return new Call<>(total, context -> run(context).thenApply(change));
    }

    /** This call, with "not found" as an expected result. */
    Call<Optional<T>> optional() {
        return new Call<>(
                total,
                context -> run(context)
                        .<Optional<T>>thenApply(Optional::of)
                        .exceptionallyCompose(failure -> isNotFound(failure)
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : CompletableFuture.failedFuture(failure)));
    }

    /** This call, with a result also for its failure. */
    Call<T> recover(Function<EdgexException, T> result) {
        return new Call<>(
                total,
                context -> run(context)
                        .exceptionallyCompose(failure -> asEdgex(failure) instanceof EdgexException edgex
                                ? CompletableFuture.completedFuture(result.apply(edgex))
                                : CompletableFuture.failedFuture(failure)));
    }

    /** This call, and with its result another one, within the same deadline. */
    <R> Call<R> then(Function<? super T, Call<R>> next) {
        return new Call<>(
                total,
                context -> run(context).thenCompose(value -> next.apply(value).run(context)));
    }

    /** The future of this call as a part of a larger one. */
    CompletableFuture<T> run(CallContext context) {
        try {
            return steps.apply(context);
        } catch (EdgexException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The failure as it is thrown: what is chained wraps it, and a cancelled exchange has a type of its own. */
    static Throwable asEdgex(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return asEdgex(failure.getCause());
        }
        if (failure instanceof CancellationException) {
            return EdgexException.builder(ErrorKind.CANCELLED, "the call was cancelled")
                    .effect(Effect.UNKNOWN)
                    .cause(failure)
                    .build();
        }
        return failure;
    }

    private static boolean isNotFound(Throwable failure) {
        return asEdgex(failure) instanceof EdgexException edgex && edgex.kind() == ErrorKind.NOT_FOUND;
    }
}
