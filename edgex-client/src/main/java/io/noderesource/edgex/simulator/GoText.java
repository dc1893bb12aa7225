package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/** JSON values as the device services turn them into text before they read them as a value. */
final class GoText {
    private GoText() {}

    /** Numbers from a million on get an exponent, and arrays blanks and no commas: only strings are safe. */
    static String of(JsonNode value) {
        if (value.isNull()) {
            return "<nil>";
        }
        if (value.isArray()) {
            return Trees.elements(value).map(GoText::of).collect(Collectors.joining(" ", "[", "]"));
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> field.getKey() + ":" + of(field.getValue()))
                    .sorted()
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        return value.isNumber() ? number(value.asDouble()) : value.asText();
    }

    private static String number(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int power = decimal.signum() == 0 ? 0 : decimal.precision() - 1 - decimal.scale();
        return power < -4 || power >= 6 ? ValueTexts.shortest(decimal) : decimal.toPlainString();
    }
}
