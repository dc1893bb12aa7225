package io.noderesource.devices.plan;

import io.noderesource.edgex.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A list of objects that is declared as a whole, each found by a field of it: those that are not declared go. */
final class ListShape implements Shape {

    private final String key;
    private final Shape item;
    private final boolean ordered;

    private ListShape(String key, Shape item, boolean ordered) {
        this.key = key;
        this.item = item;
        this.ordered = ordered;
    }

    /** A list in which another order is no difference. */
    static Shape anyOrder(String key, Shape item) {
        return new ListShape(key, item, false);
    }

    /** A list of which the order counts. */
    static Shape inOrder(String key, Shape item) {
        return new ListShape(key, item, true);
    }

    @Override
    public Json fit(Json desired, Json actual) {
        if (Sameness.areEmpty(desired, actual)) {
            return actual;
        }
        if (!(desired instanceof Json.Arr declared && actual instanceof Json.Arr there)) {
            return Shapes.TYPED.fit(desired, actual);
        }
        Map<Json, Deque<Integer>> places = new HashMap<>();
        for (int i = 0; i < there.items().size(); i++) {
            places.computeIfAbsent(keyOf(there.items().get(i)), k -> new ArrayDeque<>())
                    .add(i);
        }
        List<Json> after = new ArrayList<>();
        boolean differs = declared.items().size() != there.items().size();
        for (Json one : declared.items()) {
            Deque<Integer> found = places.get(keyOf(one));
            Integer place = found == null ? null : found.poll();
            if (place == null) {
                after.add(one);
                differs = true;
            } else {
                Json before = there.items().get(place);
                Json fitted = item.fit(one, before);
                differs |= fitted != before || (ordered && place != after.size());
                after.add(fitted);
            }
        }
        return differs ? Json.array(after) : actual;
    }

    private Json keyOf(Json one) {
        return one instanceof Json.Obj object ? object.get(key).orElse(Json.NULL) : one;
    }
}
