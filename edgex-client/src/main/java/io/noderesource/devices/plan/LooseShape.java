package io.noderesource.devices.plan;

import io.noderesource.edgex.json.Json;
import java.util.Optional;

/** A value that the resource may have no other form for than a text, whatever it is on the platform. */
final class LooseShape implements Shape {

    @Override
    public Json fit(Json desired, Json actual) {
        if (Sameness.areEmpty(desired, actual) || Sameness.same(desired, actual)) {
            return actual;
        }
        if (isWrittenAs(desired, actual)) {
            return actual;
        }
        if (!(desired instanceof Json.Text text) || actual instanceof Json.Text || actual == Json.NULL) {
            return desired;
        }
        Optional<Json> meant = Sameness.written(text.value()).filter(v -> v.getClass() == actual.getClass());
        return meant.filter(v -> Sameness.same(v, actual)).isPresent() ? actual : meant.orElse(desired);
    }

    /** EdgeX 2 keeps every value as a text: what it made of a number or a flag is that number or flag. */
    private static boolean isWrittenAs(Json desired, Json actual) {
        return actual instanceof Json.Text text
                && (desired instanceof Json.Num || desired instanceof Json.Bool)
                && Sameness.written(text.value())
                        .filter(v -> Sameness.same(desired, v))
                        .isPresent();
    }
}
