package io.noderesource.edgex.value;

import io.noderesource.edgex.json.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a set command takes for one device resource, as a profile or core-command tells it. Immutable.
 */
public final class ParameterSpec {
    private final String resource;
    private final String typeName;
    private final @Nullable ValueType type;
    private final @Nullable BigDecimal minimum;
    private final @Nullable BigDecimal maximum;
    private final Map<String, String> mappings;
    private final Map<String, String> shown;
    private final boolean hasDefault;

    private ParameterSpec(Builder builder) {
        resource = builder.resource;
        typeName = builder.typeName;
        type = ValueType.find(typeName).orElse(null);
        minimum = builder.minimum;
        maximum = builder.maximum;
        mappings = builder.mappings;
        shown = builder.shown.isEmpty() ? builder.mappings : builder.shown;
        hasDefault = builder.hasDefault;
    }

    /**
     * Starts a parameter without limits, mappings and default.
     *
     * @param resource the device resource's name, which is the parameter's
     * @param typeName the name of the value type, such as {@code Int8}, known or not
     */
    public static Builder builder(String resource, String typeName) {
        return new Builder(resource, typeName);
    }

    /** Returns the device resource's name. */
    public String resource() {
        return resource;
    }

    /** Returns the name of the value type as it was given. */
    public String typeName() {
        return typeName;
    }

    /** Returns the value type, or empty when this library does not know it. */
    public Optional<ValueType> type() {
        return Optional.ofNullable(type);
    }

    /** Returns the least number that the device service takes, if it says so. */
    public Optional<BigDecimal> minimum() {
        return Optional.ofNullable(minimum);
    }

    /** Returns the greatest number that the device service takes, if it says so. */
    public Optional<BigDecimal> maximum() {
        return Optional.ofNullable(maximum);
    }

    /** Returns the texts that stand for others: in a set command a value of this map is written as its key. */
    public Map<String, String> mappings() {
        return mappings;
    }

    /** Tells whether the device service writes a default where the parameter is missing, and does not say so. */
    public boolean hasDefault() {
        return hasDefault;
    }

    /** Returns what a value must be, for people. */
    public String description() {
        StringBuilder text = new StringBuilder(typeName);
        if (minimum != null) {
            text.append(", at least ").append(minimum.toPlainString());
        }
        if (maximum != null) {
            text.append(", at most ").append(maximum.toPlainString());
        }
        if (!mappings.isEmpty()) {
            text.append(", or one of ").append(String.join(", ", mappings.values()));
        }
        return text.toString();
    }

    /**
     * Tells whether a reading shows what was set: the same value, or the text that a mapping puts in its place.
     *
     * @param sent as {@link ParameterCheck#body()} has it
     * @param found what was read afterwards
     */
    public boolean isShownBy(Json sent, Value found) {
        if (found.type() == ValueType.STRING && type != ValueType.STRING) {
            String text = sent instanceof Json.Text given ? given.value() : sent.write();
            return found.asString().equals(shown.getOrDefault(text, text));
        }
        return type != null
                && Value.find(type, sent).filter(value -> value.sameAs(found)).isPresent();
    }

    /**
     * Tells whether the device service would find a number within its limits. Those hold for single numbers only; it
     * compares floating-point numbers in the width of their type.
     */
    boolean isWithinLimits(Value value) {
        return switch (value.type().family()) {
            case UNSIGNED, SIGNED -> {
                BigDecimal number = new BigDecimal(value.asBigInteger());
                yield (minimum == null || number.compareTo(minimum) >= 0)
                        && (maximum == null || number.compareTo(maximum) <= 0);
            }
            case FLOAT -> {
                boolean single = value.type() == ValueType.FLOAT32;
                double number = value.asDouble();
                // Written so that NaN is within no limit.
                yield (minimum == null || number >= rounded(minimum, single))
                        && (maximum == null || number <= rounded(maximum, single));
            }
            case BOOL, STRING, BINARY, OBJECT, ARRAY -> true;
        };
    }

    private static double rounded(BigDecimal limit, boolean single) {
        return single ? limit.floatValue() : limit.doubleValue();
    }

    @Override
    public String toString() {
        return resource + ": " + description();
    }

    /** Collects a parameter. Not thread-safe. */
    public static final class Builder {
        private final String resource;
        private final String typeName;
        private @Nullable BigDecimal minimum;
        private @Nullable BigDecimal maximum;
        private Map<String, String> mappings = Map.of();
        private Map<String, String> shown = Map.of();
        private boolean hasDefault;

        private Builder(String resource, String typeName) {
            this.resource = Objects.requireNonNull(resource, "resource");
            this.typeName = Objects.requireNonNull(typeName, "typeName");
        }

        /** Sets the least number. */
        public Builder minimum(BigDecimal least) {
            minimum = Objects.requireNonNull(least, "minimum");
            return this;
        }

        /** Sets the greatest number. */
        public Builder maximum(BigDecimal greatest) {
            maximum = Objects.requireNonNull(greatest, "maximum");
            return this;
        }

        /** Sets the mappings of the resource operation, as the profile has them. */
        public Builder mappings(Map<String, String> profileMappings) {
            mappings = Map.copyOf(profileMappings);
            return this;
        }

        /**
         * Sets the texts that readings show in place of values, where they are not those of {@link #mappings}: a device
         * service uses the mappings of any command also when the resource is read by itself, but not when it is written so.
         */
        public Builder shownAs(Map<String, String> readingMappings) {
            shown = Map.copyOf(readingMappings);
            return this;
        }

        /** Says that the device service has a default for it. */
        public Builder withDefault() {
            hasDefault = true;
            return this;
        }

        /** Returns the parameter. */
        public ParameterSpec build() {
            return new ParameterSpec(this);
        }
    }
}
