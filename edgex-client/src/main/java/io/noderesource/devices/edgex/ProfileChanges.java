package io.noderesource.devices.edgex;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.edgex.Look.Seen;
import io.noderesource.devices.plan.ChangeObject;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes fields of profiles, which EdgeX only replaces whole: each is read, changed in these fields, and put back with all
 * else that is in it. One that was changed by somebody else since the plan was made is left alone.
 */
final class ProfileChanges<T extends EdgexObject, U extends EdgexObject> {

    /** What EdgeX says of a profile, and would not take. */
    private static final List<String> TOLD = List.of("created", "modified", "linkedDeviceCount", "apiVersion");

    private final Shelf<T, U> shelf;
    private final Dialect dialect;
    private final Time time;

    ProfileChanges(Shelf<T, U> shelf, Dialect dialect, Time time) {
        this.shelf = shelf;
        this.dialect = dialect;
        this.time = time;
    }

    List<Outcome> perform(List<ChangeObject> steps) {
        Results<ChangeObject> results = new Results<>(steps);
        Look<T> before = look(steps.stream().map(ChangeObject::name).toList());
        List<Integer> places = new ArrayList<>();
        List<U> items = new ArrayList<>();
        for (int place = 0; place < steps.size(); place++) {
            ChangeObject step = steps.get(place);
            Seen<T> seen = before.seen(step.name());
            T present = seen.object();
            EdgexException unknown = seen.unknown();
            if (present == null) {
                results.set(place, unknown == null ? Verdict.gone(step) : Verdict.unseen(step, unknown));
                continue;
            }
            try {
                FieldStates states = states(step, present);
                if (states.isDone()) {
                    results.set(place, new Outcome.AlreadyInPlace());
                } else if (!states.moved().isEmpty()) {
                    results.set(place, Verdict.moved(step, states.moved()));
                } else {
                    items.add(shelf.readChange().apply(sent(states.changed())));
                    places.add(place);
                }
            } catch (EdgexException e) {
                results.set(place, Verdict.unreadable(step, e.getMessage()));
            }
        }
        results.take(places, Answer.of(time.forChanges().bound(shelf.change().apply(items))), Verdict::isOpen);
        Look<T> after = look(results.openNames());
        results.settle((step, failure) -> after.seen(step.name())
                .settled(step, failure, found -> states(step, found).isDone()));
        return results.outcomes();
    }

    private Look<T> look(List<String> names) {
        return Look.at(shelf, names, time);
    }

    private FieldStates states(ChangeObject step, T present) {
        return new FieldStates(shelf.kind(), dialect, step, present.json());
    }

    private static Json.Obj sent(Json.Obj profile) {
        Json.Obj sent = profile;
        for (String field : TOLD) {
            sent = sent.without(field);
        }
        return sent;
    }
}
