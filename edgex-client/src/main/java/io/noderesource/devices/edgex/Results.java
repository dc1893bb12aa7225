package io.noderesource.devices.edgex;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.plan.EdgeStep;
import io.noderesource.edgex.BatchResult;
import io.noderesource.edgex.error.EdgexException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of steps, and the failures of those that only a look can decide. Not thread-safe.
 *
 * @param <S> the steps
 */
final class Results<S extends EdgeStep> {

    private final List<S> steps;
    private final List<@Nullable Outcome> outcomes;
    private final Map<Integer, EdgexException> open = new TreeMap<>();

    Results(List<S> steps) {
        this.steps = steps;
        outcomes = new ArrayList<>(Collections.nCopies(steps.size(), null));
    }

    void set(int place, Outcome outcome) {
        outcomes.set(place, outcome);
    }

    /** One step's call failed. */
    void fail(int place, EdgexException failure, Predicate<EdgexException> isOpen) {
        if (isOpen.test(failure)) {
            open.put(place, failure);
        } else {
            set(place, Verdict.of(steps.get(place), failure));
        }
    }

    /**
     * Takes over what became of a batch.
     *
     * @param places the steps whose items were in it, in its order
     * @param isOpen whether only a look can decide a failure
     */
    <T> void take(List<Integer> places, Answer<BatchResult<T>> answer, Predicate<EdgexException> isOpen) {
        BatchResult<T> batch = answer.value();
        for (int index = 0; index < places.size(); index++) {
            int place = places.get(index);
            if (batch == null) {
                fail(place, Objects.requireNonNull(answer.failure()), isOpen);
            } else if (batch.outcomes().get(index) instanceof BatchResult.Failure<T> failure) {
                fail(place, failure.reason(), isOpen);
            } else {
                set(place, new Outcome.Changed());
            }
        }
    }

    /** The names of the objects that have to be looked at. */
    List<String> openNames() {
        return open.keySet().stream().map(place -> steps.get(place).name()).toList();
    }

    /** Decides what is open. */
    void settle(BiFunction<S, EdgexException, Outcome> decision) {
        List.copyOf(open.keySet()).forEach(place -> settle(place, decision));
    }

    /** Decides one that is open. */
    void settle(int place, BiFunction<S, EdgexException, Outcome> decision) {
        set(place, decision.apply(steps.get(place), Objects.requireNonNull(open.remove(place))));
    }

    List<Outcome> outcomes() {
        return outcomes.stream().map(Objects::requireNonNull).toList();
    }
}
