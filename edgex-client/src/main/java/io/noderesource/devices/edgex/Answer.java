package io.noderesource.devices.edgex;

import io.noderesource.edgex.Call;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a call gave, or why it gave nothing.
 *
 * @param value what it gave; null when it failed
 * @param failure why; null when it did not fail
 * @param <T> what it gives
 */
record Answer<T>(@Nullable T value, @Nullable EdgexException failure) {

    /** Carries calls out side by side, as many at once as the client takes, and waits for all. An interrupt ends them. */
    static <T> List<Answer<T>> all(List<Call<T>> calls) {
        return await(calls.stream().map(Call::async).toList());
    }

    /** Carries a call out and waits for it. */
    static <T> Answer<T> of(Call<T> call) {
        return await(List.of(call.async())).get(0);
    }

    /** Waits for what is under way. An interrupt ends it. */
    static <T> List<Answer<T>> await(List<CompletableFuture<T>> futures) {
        List<Answer<T>> answers = new ArrayList<>(futures.size());
        for (CompletableFuture<T> future : futures) {
            try {
                answers.add(new Answer<>(future.get(), null));
            } catch (InterruptedException e) {
                futures.forEach(each -> each.cancel(true));
                Thread.currentThread().interrupt();
                return futures.stream().map(Answer::settled).toList();
            } catch (ExecutionException | CancellationException e) {
                answers.add(new Answer<>(null, reason(e)));
            }
        }
        return answers;
    }

    private static <T> Answer<T> settled(CompletableFuture<T> future) {
        try {
            T value = future.getNow(null);
            return value == null ? new Answer<>(null, interrupted()) : new Answer<>(value, null);
        } catch (RuntimeException e) {
            return new Answer<>(null, reason(e));
        }
    }

    private static EdgexException reason(Throwable failure) {
        if (failure instanceof CancellationException) {
            return interrupted();
        }
        if (failure.getCause() instanceof EdgexException reason) {
            return reason;
        }
        throw new IllegalStateException(failure.getCause() == null ? failure : failure.getCause());
    }

    private static EdgexException interrupted() {
        return EdgexException.builder(ErrorKind.CANCELLED, "was interrupted while it waited for EdgeX")
                .effect(Effect.UNKNOWN)
                .build();
    }
}
