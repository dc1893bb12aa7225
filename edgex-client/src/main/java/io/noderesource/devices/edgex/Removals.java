package io.noderesource.devices.edgex;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.edgex.Look.Seen;
import io.noderesource.devices.plan.RemoveObject;
import io.noderesource.edgex.Call;
import io.noderesource.edgex.Done;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.model.EdgexObject;
import java.util.List;

/** Removes objects of one kind, one request for each as EdgeX has no other way; one that is not there is removed. */
final class Removals<T extends EdgexObject> {

    private final Shelf<T, ?> shelf;
    private final Time time;

    Removals(Shelf<T, ?> shelf, Time time) {
        this.shelf = shelf;
        this.time = time;
    }

    List<Outcome> perform(List<RemoveObject> steps) {
        Results<RemoveObject> results = new Results<>(steps);
        Time changing = time.forChanges();
        List<Call<Done>> calls = steps.stream()
                .map(step -> changing.bound(shelf.remove().apply(step.name())))
                .toList();
        List<Answer<Done>> answers = Answer.all(calls);
        for (int place = 0; place < steps.size(); place++) {
            EdgexException failure = answers.get(place).failure();
            if (failure == null) {
                results.set(place, new Outcome.Changed());
            } else {
                results.fail(place, failure, Removals::isOpen);
            }
        }
        Look<T> look = Look.at(shelf, results.openNames(), time);
        results.settle((step, failure) -> settled(step, failure, look.seen(step.name())));
        return results.outcomes();
    }

    /** Also a 404 that is not EdgeX's own: 2.x finds no way to a name with a slash, which may be there all the same. */
    private static boolean isOpen(EdgexException failure) {
        return Verdict.isOpen(failure) || failure.kind() == ErrorKind.PROTOCOL;
    }

    private Outcome settled(RemoveObject step, EdgexException failure, Seen<T> seen) {
        EdgexException unknown = seen.unknown();
        if (unknown != null) {
            return Verdict.unknown(step, failure, unknown);
        }
        if (seen.object() != null) {
            return Verdict.of(step, failure);
        }
        return Verdict.isOpen(failure) ? new Outcome.Changed() : new Outcome.AlreadyInPlace();
    }
}
