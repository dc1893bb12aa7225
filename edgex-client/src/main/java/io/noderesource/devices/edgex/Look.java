package io.noderesource.devices.edgex;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.plan.ChangeObject;
import io.noderesource.edgex.Call;
import io.noderesource.edgex.Snapshot;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.model.EdgexObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is there under some names: asked for one by one while they are few, else, and where that gives no answer, by one
 * listing.
 *
 * @param <T> the objects
 */
final class Look<T extends EdgexObject> {

    private static final int FEW = 5;

    private final Map<String, Seen<T>> seen;
    private final Seen<T> others;

    private Look(Map<String, Seen<T>> seen, Seen<T> others) {
        this.seen = seen;
        this.others = others;
    }

    /**
     * What is there under one name.
     *
     * @param object the object; null when there is none, or it is not known
     * @param unknown why it is not known whether there is one, or what it is; null when it is known
     * @param <T> the object
     */
    record Seen<T>(@Nullable T object, @Nullable EdgexException unknown) {

        /**
         * What became of a change whose answer did not tell.
         *
         * @param step the change
         * @param failure the answer
         * @param isDone whether an object shows all of it
         */
        Outcome settled(ChangeObject step, EdgexException failure, Predicate<T> isDone) {
            if (unknown != null) {
                return Verdict.unknown(step, failure, unknown);
            }
            if (object == null) {
                return Verdict.gone(step);
            }
            return isDone.test(object) ? new Outcome.Changed() : Verdict.of(step, failure);
        }
    }

    /** Looks at the names; at none, nothing is sent. */
    static <T extends EdgexObject> Look<T> at(Shelf<T, ?> shelf, Collection<String> names, Time time) {
        List<String> distinct = List.copyOf(new TreeSet<>(names));
        return distinct.size() <= FEW ? oneByOne(shelf, distinct, time) : inAll(shelf, distinct, time);
    }

    /** What is there under a name that was looked at. */
    Seen<T> seen(String name) {
        return seen.getOrDefault(name, others);
    }

    private static <T extends EdgexObject> Look<T> oneByOne(Shelf<T, ?> shelf, List<String> names, Time time) {
        List<Call<Optional<T>>> calls =
                names.stream().map(name -> time.bound(shelf.find().apply(name))).toList();
        List<Answer<Optional<T>>> answers = Answer.all(calls);
        if (answers.stream().anyMatch(answer -> isNoAnswer(answer.failure()))) {
            return inAll(shelf, names, time);
        }
        Map<String, Seen<T>> seen = new HashMap<>();
        for (int index = 0; index < names.size(); index++) {
            Optional<T> found = answers.get(index).value();
            seen.put(
                    names.get(index),
                    found == null
                            ? new Seen<>(null, answers.get(index).failure())
                            : new Seen<>(found.orElse(null), null));
        }
        return new Look<>(seen, new Seen<>(null, null));
    }

    /**
     * Whether the answer was none of EdgeX's to this question: 2.x finds no way to names with a slash, an object may hold what
     * cannot be read, and 4.0 mixes what it says late of a request that it gave up into the answer to another one.
     */
    private static boolean isNoAnswer(@Nullable EdgexException failure) {
        return failure != null && failure.kind() == ErrorKind.PROTOCOL;
    }

    private static <T extends EdgexObject> Look<T> inAll(Shelf<T, ?> shelf, List<String> names, Time time) {
        Answer<Snapshot<T>> answer = list(shelf, time);
        if (isNoAnswer(answer.failure())) {
            answer = list(shelf, time);
        }
        Snapshot<T> snapshot = answer.value();
        if (snapshot == null) {
            return new Look<>(Map.of(), new Seen<>(null, answer.failure()));
        }
        Map<String, Seen<T>> seen = new HashMap<>();
        boolean nameless = false;
        for (T object : snapshot.items()) {
            object.json().text("name").ifPresent(name -> seen.put(name, new Seen<>(object, null)));
        }
        for (Snapshot.Unreadable unreadable : snapshot.unreadable()) {
            Optional<String> name = unreadable.json().text("name");
            name.ifPresent(known -> seen.put(known, new Seen<>(null, unreadable.reason())));
            nameless |= name.isEmpty();
        }
        seen.keySet().retainAll(new TreeSet<>(names));
        return new Look<>(seen, new Seen<>(null, nameless ? nameless() : null));
    }

    private static <T extends EdgexObject> Answer<Snapshot<T>> list(Shelf<T, ?> shelf, Time time) {
        return Answer.of(time.bound(shelf.all().get().snapshot()));
    }

    private static EdgexException nameless() {
        return EdgexException.of(
                ErrorKind.PROTOCOL, "an object of the listing has no name that can be read, and may be this one");
    }
}
