package io.noderesource.devices.edgex;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.plan.ChangeObject;
import io.noderesource.devices.plan.FieldChange;
import io.noderesource.edgex.BatchResult;
import io.noderesource.edgex.Call;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Changes fields of devices or device services, and sends nothing but these fields: whatever else is sent, or sent without
 * need, starts auto events anew.
 */
final class Changes<T extends EdgexObject, U extends EdgexObject> {

    private final Shelf<T, U> shelf;
    private final Dialect dialect;
    private final Time time;
    private final Function<String, String> group;

    /**
     * Changes of one kind.
     *
     * @param group what the objects of one request have in common: one whose device service is down makes all others fail
     *     that share its request
     */
    Changes(Shelf<T, U> shelf, Dialect dialect, Time time, Function<String, String> group) {
        this.shelf = shelf;
        this.dialect = dialect;
        this.time = time;
        this.group = group;
    }

    List<Outcome> perform(List<ChangeObject> steps) {
        Results<ChangeObject> results = new Results<>(steps);
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        Map<String, List<U>> items = new LinkedHashMap<>();
        for (int place = 0; place < steps.size(); place++) {
            ChangeObject step = steps.get(place);
            try {
                List<FieldChange> changes = changesOf(step);
                if (changes.isEmpty()) {
                    results.set(place, new Outcome.AlreadyInPlace());
                    continue;
                }
                U item = shelf.readChange().apply(changed(step.name(), changes));
                String common = group.apply(step.name());
                items.computeIfAbsent(common, key -> new ArrayList<>()).add(item);
                places.computeIfAbsent(common, key -> new ArrayList<>()).add(place);
            } catch (EdgexException e) {
                results.set(place, Verdict.unreadable(step, e.getMessage()));
            }
        }
        Time changing = time.forChanges();
        List<Call<BatchResult<U>>> calls = items.values().stream()
                .map(some -> changing.bound(shelf.change().apply(some)))
                .toList();
        List<Answer<BatchResult<U>>> answers = Answer.all(calls);
        List<List<Integer>> groups = List.copyOf(places.values());
        for (int index = 0; index < groups.size(); index++) {
            results.take(groups.get(index), answers.get(index), Verdict::isOpen);
        }
        Look<T> look = Look.at(shelf, results.openNames(), time);
        results.settle((step, failure) -> look.seen(step.name())
                .settled(step, failure, found -> new FieldStates(shelf.kind(), dialect, step, found.json()).isDone()));
        return results.outcomes();
    }

    /** Without those that are none to this release: 2.x keeps {@code 300} as {@code "300"}. */
    private List<FieldChange> changesOf(ChangeObject step) {
        return step.changes().stream()
                .filter(change -> {
                    String before = change.before();
                    return before == null
                            || !Content.isSame(
                                    shelf.kind(),
                                    dialect,
                                    change.field(),
                                    Json.parse(before),
                                    Json.parse(change.after()));
                })
                .toList();
    }

    private static Json.Obj changed(String name, List<FieldChange> changes) {
        Json.Obj fields = Json.object().with("name", Json.of(name));
        for (FieldChange change : changes) {
            fields = fields.with(change.field(), Json.parse(change.after()));
        }
        return fields;
    }
}
