package io.noderesource.devices.resource;

import io.noderesource.edgex.json.Json;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers that a resource can only have as texts. */
final class NumberText {

    private static final int LONGEST = 200;
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
    private static final Pattern OF_JSON = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?");

    private NumberText() {}

    /** The number that a text writes in base 10, exactly; empty when it writes none. */
    static Optional<Json> read(String text) {
        if (text.length() > LONGEST || !NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                OF_JSON.matcher(text).matches() ? new Json.Num(text) : new Json.Num(new BigDecimal(text).toString()));
    }
}
