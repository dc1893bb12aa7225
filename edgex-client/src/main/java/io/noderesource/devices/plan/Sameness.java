package io.noderesource.devices.plan;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import java.math.BigDecimal;
import java.util.Optional;

/** When two values of JSON mean the same to a platform. */
final class Sameness {

    private Sameness() {}

    /** Whether there is nothing in it. */
    static boolean isEmpty(Json value) {
        return value == Json.NULL
                || (value instanceof Json.Text text && text.value().isEmpty())
                || (value instanceof Json.Arr array && array.items().isEmpty())
                || (value instanceof Json.Obj object && object.members().isEmpty());
    }

    /** Whether there is nothing in either. */
    static boolean areEmpty(Json one, Json other) {
        return isEmpty(one) && isEmpty(other);
    }

    /** Whether they are equal, numbers also when they are the same 64-bit float: a platform keeps any JSON so. */
    static boolean same(Json one, Json other) {
        if (one instanceof Json.Num a && other instanceof Json.Num b) {
            return asDoubles(a.value(), b.value());
        }
        if (one instanceof Json.Arr a && other instanceof Json.Arr b) {
            if (a.items().size() != b.items().size()) {
                return false;
            }
            for (int i = 0; i < a.items().size(); i++) {
                if (!same(a.items().get(i), b.items().get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one instanceof Json.Obj a && other instanceof Json.Obj b) {
            return a.members().keySet().equals(b.members().keySet())
                    && a.members().entrySet().stream()
                            .allMatch(m -> same(m.getValue(), b.get(m.getKey()).orElse(Json.NULL)));
        }
        return one.equals(other);
    }

    static boolean exactly(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) == 0;
    }

    static boolean asDoubles(BigDecimal one, BigDecimal other) {
        double rounded = one.doubleValue();
        return exactly(one, other) || (Double.isFinite(rounded) && rounded == other.doubleValue() && rounded != 0);
    }

    /** The number that a value is, or that its text writes. */
    static Optional<BigDecimal> number(Json value) {
        Optional<Json> number = value instanceof Json.Text text ? written(text.value()) : Optional.of(value);
        return number.flatMap(n -> n instanceof Json.Num num ? Optional.of(num.value()) : Optional.empty());
    }

    /** What a text writes; empty when it is no JSON. */
    static Optional<Json> written(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (EdgexException notJson) {
            return Optional.empty();
        }
    }
}
