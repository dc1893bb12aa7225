package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of each item of a batch. EdgeX answers a batch with 207 even when every item failed, so ask
 * {@link #orThrow()} or {@link #failures()}.
 *
 * @param outcomes one for each item, in the order they were given
 * @param <T> what the items are
 */
public record BatchResult<T>(List<Outcome<T>> outcomes) {
    private static final int NAMED_FAILURES = 3;

    /** The outcomes, in the order of the items. */
    public BatchResult {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * What became of one item.
     *
     * @param <T> what the item is
     */
    public sealed interface Outcome<T> {
        /** The item as it was given. */
        T item();
    }

    /**
     * The item was taken.
     *
     * @param item as it was given
     * @param status of the item, 200 or 201
     * @param knownId the id that EdgeX gave; {@code null} when it told none
     * @param <T> what the item is
     */
    public record Success<T>(T item, int status, @Nullable String knownId) implements Outcome<T> {
        /** The item was taken. */
        public Success {
            Objects.requireNonNull(item, "item");
        }

        /** The id that EdgeX gave, when it told one. */
        public Optional<String> id() {
            return Optional.ofNullable(knownId);
        }
    }

    /**
     * The item was refused, or it is not known what became of it: {@link EdgexException#effect()} tells.
     *
     * @param item as it was given
     * @param reason why
     * @param <T> what the item is
     */
    public record Failure<T>(T item, EdgexException reason) implements Outcome<T> {
        /** The item failed. */
        public Failure {
            Objects.requireNonNull(item, "item");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Those that were taken. */
    public List<Success<T>> successes() {
        return outcomes.stream()
                .flatMap(outcome -> outcome instanceof Success<T> success ? Stream.of(success) : Stream.empty())
                .toList();
    }

    /** Those that were not. */
    public List<Failure<T>> failures() {
        return outcomes.stream()
                .flatMap(outcome -> outcome instanceof Failure<T> failure ? Stream.of(failure) : Stream.empty())
                .toList();
    }

    /**
     * This result, when every item was taken.
     *
     * @throws EdgexException that of the item when there is only one, else one of kind {@code BATCH} with the items' own
     *     as suppressed ones
     */
    public BatchResult<T> orThrow() {
        List<Failure<T>> failures = failures();
        if (failures.isEmpty()) {
            return this;
        }
        if (outcomes.size() == 1) {
            throw failures.get(0).reason().atCaller();
        }
        boolean certain = failures.stream().allMatch(failure -> failure.reason().effect() == Effect.NONE);
        EdgexException all = EdgexException.builder(
                        ErrorKind.BATCH,
                        failures.size() + " of " + outcomes.size() + " items failed: " + first(failures))
                .effect(certain ? Effect.NONE : Effect.UNKNOWN)
                .build();
        failures.forEach(failure -> all.addSuppressed(failure.reason()));
        throw all;
    }

    private static <T> String first(List<Failure<T>> failures) {
        String named = String.join(
                "; ",
                failures.stream()
                        .limit(NAMED_FAILURES)
                        .map(failure -> String.valueOf(failure.reason().getMessage()))
                        .toList());
        return failures.size() > NAMED_FAILURES ? named + "; ..." : named;
    }
}
