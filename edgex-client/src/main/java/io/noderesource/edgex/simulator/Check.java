package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a service demands of a field beyond its type. */
@FunctionalInterface
interface Check {
    /** A number of units, one after the other, as Go writes durations. */
    Pattern DURATION = Pattern.compile("[-+]?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|ms|s|m|h))+)");

    /** 4.x knows days too. */
    Pattern DURATION_WITH_DAYS = Pattern.compile("[-+]?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|ms|s|m|h|d))+)");

    /** What is wrong with the value; empty when nothing is. {@code whole} is the object that holds the field. */
    Optional<String> complaint(String path, ObjectNode whole, @Nullable JsonNode value);

    static Check required() {
        return (path, whole, value) -> isZero(value) ? Optional.of(path + " field is required") : Optional.empty();
    }

    static Check notBlank() {
        return (path, whole, value) -> value == null || value.asText("").isBlank()
                ? Optional.of(path + " field should not be empty string")
                : Optional.empty();
    }

    static Check requiredWithout(String other) {
        return (path, whole, value) -> isZero(value) && isZero(whole.get(other))
                ? Optional.of(path + " field is required if the " + other + " is not present")
                : Optional.empty();
    }

    static Check oneOf(String... words) {
        List<String> allowed = List.of(words);
        return (path, whole, value) -> allowed.contains(value == null ? "" : value.asText())
                ? Optional.empty()
                : Optional.of(path + " field should be one of '" + String.join("' '", allowed) + "'");
    }

    static Check notEmpty() {
        return (path, whole, value) -> value == null || value.isEmpty()
                ? Optional.of(path + " field should greater than 0")
                : Optional.empty();
    }

    static Check matches(Pattern pattern, String otherwise) {
        return (path, whole, value) ->
                value == null || pattern.matcher(value.asText()).matches()
                        ? Optional.empty()
                        : Optional.of(path + " field " + otherwise);
    }

    static Check duration(Pattern pattern) {
        return matches(pattern, "should follows the ISO 8601 Durations format. Eg,100ms, 24h")
                .unlessZero();
    }

    static Check uuid() {
        return (path, whole, value) -> value == null || isZero(value) || isUuid(value.asText())
                ? Optional.empty()
                : Optional.of(path + " field needs a uuid");
    }

    static Check uri() {
        return (path, whole, value) -> value == null || isUri(value.asText())
                ? Optional.empty()
                : Optional.of(path + " field validation failed on the uri tag");
    }

    static Check datetime() {
        Check check = (path, whole, value) -> value == null || isDatetime(value.asText())
                ? Optional.empty()
                : Optional.of(path + " field validation failed on the edgex-dto-interval-datetime tag");
        return check.unlessZero();
    }

    static Check valueType(SimulatedRelease release) {
        return (path, whole, value) -> value != null
                        && ValueTexts.canonicalType(release, value.asText()).isPresent()
                ? Optional.empty()
                : Optional.of(path + " field validation failed on the edgex-dto-value-type tag");
    }

    default Check unlessZero() {
        return (path, whole, value) -> isZero(value) ? Optional.empty() : complaint(path, whole, value);
    }

    static boolean isUuid(String text) {
        try {
            return text.length() == 36 && !UUID.fromString(text).toString().isEmpty();
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            return text.startsWith("/") || new URI(text).isAbsolute();
        } catch (URISyntaxException notOne) {
            return false;
        }
    }

    private static boolean isDatetime(String text) {
        try {
            LocalDateTime.parse(text, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"));
            return true;
        } catch (DateTimeException notOne) {
            return false;
        }
    }

    /** Go's zero value: what a field holds that was not given. */
    static boolean isZero(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return true;
        }
        if (value.isContainerNode()) {
            return value.isEmpty();
        }
        return value.isTextual() ? value.asText().isEmpty() : value.asDouble(1) == 0 && !value.asBoolean();
    }
}
