package io.noderesource.devices.plan;

import io.noderesource.edgex.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A mapping that is declared as a whole: members that are not declared go.
 *
 * @param member the shape of each member
 */
record WholeMapShape(Shape member) implements Shape {

    @Override
    public Json fit(Json desired, Json actual) {
        if (Sameness.areEmpty(desired, actual)) {
            return actual;
        }
        if (!(desired instanceof Json.Obj declared && actual instanceof Json.Obj there)) {
            return Shapes.TYPED.fit(desired, actual);
        }
        Map<String, Json> after = new LinkedHashMap<>();
        boolean differs =
                !declared.members().keySet().containsAll(there.members().keySet());
        for (Map.Entry<String, Json> entry : declared.members().entrySet()) {
            Json before = there.get(entry.getKey()).orElse(Json.NULL);
            Json fitted = member.fit(entry.getValue(), before);
            differs |= fitted != before;
            after.put(entry.getKey(), fitted == Json.NULL ? entry.getValue() : fitted);
        }
        return differs ? Json.object(after) : actual;
    }
}
