package io.noderesource.devices.plan;

import io.noderesource.edgex.json.Json;
import java.util.Map;

/**
 * An object of which fields that are not declared stay.
 *
 * @param shapes of the fields that are not just {@link Shapes#TYPED}
 */
record FieldsShape(Map<String, Shape> shapes) implements Shape {

    @Override
    public Json fit(Json desired, Json actual) {
        if (Sameness.areEmpty(desired, actual)) {
            return actual;
        }
        if (!(desired instanceof Json.Obj declared && actual instanceof Json.Obj there)) {
            return Shapes.TYPED.fit(desired, actual);
        }
        Json.Obj after = there;
        for (Map.Entry<String, Json> entry : declared.members().entrySet()) {
            String field = entry.getKey();
            Json before = there.get(field).orElse(Json.NULL);
            Json fitted = shapes.getOrDefault(field, Shapes.TYPED).fit(entry.getValue(), before);
            if (fitted != before) {
                after = fitted == Json.NULL ? after.without(field) : after.with(field, fitted);
            }
        }
        return after;
    }
}
