package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values of readings as the device services take and write them. */
final class ValueTexts {
    private static final Map<String, Integer> SIGNED = Map.of("Int8", 8, "Int16", 16, "Int32", 32, "Int64", 64);
    private static final Map<String, Integer> UNSIGNED = Map.of("Uint8", 8, "Uint16", 16, "Uint32", 32, "Uint64", 64);
    private static final List<String> TRUE = List.of("1", "t", "T", "TRUE", "true", "True");
    private static final List<String> FALSE = List.of("0", "f", "F", "FALSE", "false", "False");

    private static final List<String> TYPES = Stream.concat(
                    Stream.of(
                                    "Bool", "String", "Uint8", "Uint16", "Uint32", "Uint64", "Int8", "Int16", "Int32",
                                    "Int64", "Float32", "Float64", "Object")
                            .flatMap(type -> Stream.of(type, type + "Array")),
                    Stream.of("Binary"))
            .toList();

    private ValueTexts() {}

    /** The type in the services' own spelling; they take any case. */
    static Optional<String> canonicalType(SimulatedRelease release, String text) {
        return TYPES.stream()
                .filter(type -> type.equalsIgnoreCase(text))
                .filter(type -> !type.equals("ObjectArray") || release.since(SimulatedRelease.PALAU))
                .findFirst();
    }

    /** The text that a read shows after {@code text} was written; a {@link Problem} where the device service refuses it. */
    static String written(SimulatedRelease release, String type, String text) {
        if (!type.equals("String") && text.isBlank()) {
            throw Problem.invalid("empty string is invalid for " + type + " value type");
        }
        try {
            if (type.endsWith("Array") && !type.equals("ObjectArray")) {
                String element = type.substring(0, type.length() - "Array".length());
                return elements(element, text).stream()
                        .map(normal(release, element))
                        .collect(Collectors.joining(", ", "[", "]"));
            }
            return normal(release, type).apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new Problem(
                    release.since(SimulatedRelease.PALAU) ? 400 : 500,
                    "failed to convert set parameter " + text + " to ValueType " + type);
        }
    }

    private static List<String> elements(String element, String text) {
        if (element.equals("String")) {
            JsonNode array = Trees.parse(text.getBytes(StandardCharsets.UTF_8))
                    .filter(JsonNode::isArray)
                    .orElseThrow(IllegalArgumentException::new);
            return Trees.elements(array).map(JsonNode::asText).toList();
        }
        String trimmed = text.strip();
        String inner =
                trimmed.startsWith("[") && trimmed.endsWith("]") ? trimmed.substring(1, trimmed.length() - 1) : trimmed;
        return inner.isBlank()
                ? List.of()
                : Arrays.stream(inner.split(",", -1)).map(String::strip).toList();
    }

    private static UnaryOperator<String> normal(SimulatedRelease release, String type) {
        Integer bits = SIGNED.get(type);
        if (bits != null) {
            return text -> integer(text, BigInteger.ONE.shiftLeft(bits - 1).negate(), bits - 1);
        }
        Integer unsigned = UNSIGNED.get(type);
        if (unsigned != null) {
            return text -> integer(text, BigInteger.ZERO, unsigned);
        }
        return switch (type) {
            case "Bool" -> ValueTexts::bool;
            case "Float32" ->
                text -> exponent(release, Float.toString(finite(Float.parseFloat(text))), Float.parseFloat(text));
            case "Float64" ->
                text -> exponent(release, Double.toString(finite(Double.parseDouble(text))), Double.parseDouble(text));
            default -> UnaryOperator.identity();
        };
    }

    private static String integer(String text, BigInteger least, int bits) {
        BigInteger value = new BigInteger(text);
        if (value.compareTo(least) < 0 || value.compareTo(BigInteger.ONE.shiftLeft(bits)) >= 0) {
            throw new NumberFormatException("out of range");
        }
        return value.toString();
    }

    private static String bool(String text) {
        if (TRUE.contains(text)) {
            return "true";
        }
        if (FALSE.contains(text)) {
            return "false";
        }
        throw new IllegalArgumentException("no boolean");
    }

    private static float finite(float value) {
        if (Float.isInfinite(value)) {
            throw new NumberFormatException("out of range");
        }
        return value;
    }

    private static double finite(double value) {
        if (Double.isInfinite(value)) {
            throw new NumberFormatException("out of range");
        }
        return value;
    }

    /** Up to 3.x six digits after the point, from 4.0 on as many as the value needs; at least two in the exponent. */
    private static String exponent(SimulatedRelease release, String shortest, double value) {
        if (!release.since(SimulatedRelease.PALAU)) {
            return String.format(Locale.ROOT, "%e", value);
        }
        return shortest(new BigDecimal(shortest).stripTrailingZeros());
    }

    /** With one digit before the point and no zero at the end. */
    static String shortest(BigDecimal decimal) {
        String digits = decimal.unscaledValue().abs().toString();
        int power = decimal.signum() == 0 ? 0 : digits.length() - 1 - decimal.scale();
        return (decimal.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + String.format(Locale.ROOT, "e%s%02d", power < 0 ? "-" : "+", Math.abs(power));
    }

    /** What a resource of this type shows before anybody wrote it: never what a profile gives as default. */
    static String initial(SimulatedRelease release, String type) {
        if (type.endsWith("Array") && !type.equals("ObjectArray")) {
            String element = type.substring(0, type.length() - "Array".length());
            String one = initial(release, element);
            return element.equals("String") ? "[" + one + ", " + one + "]" : written(release, type, one + "," + one);
        }
        return switch (type) {
            case "Bool" -> "true";
            case "Float32", "Float64" -> written(release, type, "1.5");
            case "Binary" -> "AQID";
            case "Object" -> "{\"simulated\":true}";
            case "ObjectArray" -> "[{\"simulated\":true}]";
            case "String" -> "simulated";
            default -> SIGNED.containsKey(type) ? "-7" : "7";
        };
    }
}
