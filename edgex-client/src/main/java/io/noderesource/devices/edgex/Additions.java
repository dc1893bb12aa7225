package io.noderesource.devices.edgex;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.edgex.Look.Seen;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.AddObject;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds objects of one kind, and looks at those that were there, or of which nobody said whether they were added. */
final class Additions<T extends EdgexObject> {

    private final Shelf<T, ?> shelf;
    private final Dialect dialect;
    private final Time time;

    Additions(Shelf<T, ?> shelf, Dialect dialect, Time time) {
        this.shelf = shelf;
        this.dialect = dialect;
        this.time = time;
    }

    List<Outcome> perform(List<AddObject> steps) {
        Results<AddObject> results = new Results<>(steps);
        List<Integer> places = new ArrayList<>();
        List<T> items = new ArrayList<>();
        for (int place = 0; place < steps.size(); place++) {
            AddObject step = steps.get(place);
            try {
                items.add(shelf.read().apply(wanted(step).with("name", Json.of(step.name()))));
                places.add(place);
            } catch (EdgexException e) {
                results.set(place, Verdict.unreadable(step, e.getMessage()));
            }
        }
        results.take(
                places,
                Answer.of(time.forChanges().bound(shelf.add().apply(items))),
                failure -> failure.kind() == ErrorKind.CONFLICT || Verdict.isOpen(failure));
        Look<T> look = Look.at(shelf, results.openNames(), time);
        results.settle((step, failure) -> settled(step, failure, look.seen(step.name())));
        return results.outcomes();
    }

    private static Json.Obj wanted(AddObject step) {
        return Json.asObject(Json.parse(step.content()));
    }

    private Outcome settled(AddObject step, EdgexException failure, Seen<T> seen) {
        boolean wasThere = failure.kind() == ErrorKind.CONFLICT;
        EdgexException unknown = seen.unknown();
        T found = seen.object();
        if (unknown != null) {
            return Verdict.unknown(step, failure, unknown);
        }
        if (found == null) {
            return wasThere ? withoutOwner(step, failure) : Verdict.of(step, failure);
        }
        List<String> differing = differing(wanted(step), found.json());
        if (!differing.isEmpty()) {
            return Verdict.taken(step, differing);
        }
        return wasThere ? new Outcome.AlreadyInPlace() : new Outcome.Changed();
    }

    private static Outcome withoutOwner(AddObject step, EdgexException failure) {
        return new Outcome.Stale(
                DevicesErrorCode.REFUSED,
                "cannot " + step.summary() + ": " + failure.getMessage()
                        + "; and yet there is none of this name now; make a new plan");
    }

    private List<String> differing(Json.Obj wanted, Json.Obj found) {
        return wanted.members().entrySet().stream()
                .filter(field -> !Content.isSame(
                        shelf.kind(),
                        dialect,
                        field.getKey(),
                        field.getValue(),
                        found.members().getOrDefault(field.getKey(), Json.NULL)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
