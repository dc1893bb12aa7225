package io.noderesource.edgex.value;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads values from texts and JSON; one reader for what is to be written, one for what a device service printed. */
enum ValueReader {
    /** Takes texts at their word. */
    PARAMETERS,
    /** Remembers a text where the service may have printed less than it had. */
    READINGS;

    Optional<Value> read(ValueType type, String text) {
        return switch (type.family()) {
            case BOOL -> bool(text).map(Value::ofBool);
            case STRING -> Optional.of(Value.ofString(text));
            case SIGNED, UNSIGNED -> IntegerText.parse(type, text).map(number -> Value.of(type, number));
            case FLOAT ->
                type == ValueType.FLOAT32
                        ? FloatText.parseFloat(text).map(number -> floating(type, number, text))
                        : FloatText.parseDouble(text).map(number -> floating(type, number, text));
            case BINARY -> base64(text).map(Value::ofBytes);
            case OBJECT -> json(text).flatMap(json -> read(type, json));
            case ARRAY -> array(type, text);
        };
    }

    Optional<Value> read(ValueType type, Json json) {
        if (type.family() == ValueType.Family.OBJECT) {
            return type == ValueType.OBJECT || json instanceof Json.Arr
                    ? Optional.of(Value.of(type, json))
                    : Optional.empty();
        }
        if (json instanceof Json.Text text) {
            return read(type, text.value());
        }
        if (json instanceof Json.Arr array && type.isArray()) {
            return all(type, array.items(), item -> read(type.elementType(), item));
        }
        if (json instanceof Json.Num number && type.isInteger()) {
            return number.whole().filter(whole -> IntegerText.fits(type, whole)).map(whole -> Value.of(type, whole));
        }
        return (json instanceof Json.Num && type.isFloat()) || (json instanceof Json.Bool && type == ValueType.BOOL)
                ? read(type, json.write())
                : Optional.empty();
    }

    private Value floating(ValueType type, Object number, String text) {
        return this == READINGS && FloatText.hasSixDecimals(text)
                ? Value.printed(type, number, text)
                : Value.of(type, number);
    }

    /** What Go's {@code ParseBool} knows. */
    private static Optional<Boolean> bool(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
            case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<Json> json(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (EdgexException noJson) {
            return Optional.empty();
        }
    }

    private Optional<Value> array(ValueType type, String text) {
        if (text.length() < 2 || !text.startsWith("[") || !text.endsWith("]")) {
            return Optional.empty();
        }
        if (type == ValueType.STRING_ARRAY) {
            return texts(text);
        }
        String inner = text.substring(1, text.length() - 1);
        return inner.isBlank()
                ? Optional.of(Value.ofArray(type, List.of()))
                : all(type, List.of(inner.split(",", -1)), element -> read(type.elementType(), element.strip()));
    }

    /** JSON, or in a reading anything in brackets; even what looks like JSON there may be texts with quotes in them. */
    private Optional<Value> texts(String text) {
        Optional<Value> quoted = json(text)
                .flatMap(json -> all(
                        ValueType.STRING_ARRAY,
                        ((Json.Arr) json).items(),
                        item -> item instanceof Json.Text element
                                ? Optional.of(Value.ofString(element.value()))
                                : Optional.empty()));
        if (this == PARAMETERS) {
            return quoted;
        }
        List<Value> elements = quoted.map(Value::asList)
                .orElseGet(() -> Arrays.stream(
                                text.substring(1, text.length() - 1).split(", ", -1))
                        .map(Value::ofString)
                        .toList());
        return Optional.of(Value.printed(ValueType.STRING_ARRAY, elements, text));
    }

    private static <T> Optional<Value> all(ValueType type, List<T> items, Function<T, Optional<Value>> read) {
        List<Value> elements = new ArrayList<>(items.size());
        for (T item : items) {
            Optional<Value> element = read.apply(item);
            if (element.isEmpty()) {
                return Optional.empty();
            }
            elements.add(element.get());
        }
        return Optional.of(Value.ofArray(type, elements));
    }
}
