package io.noderesource.edgex.value;

import io.noderesource.edgex.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to write with one set command: a value for each device resource. Immutable.
 *
 * <pre>{@code
 * Parameters.of("Int8", "42").and("EnableRandomization_Int8", "false")
 * }</pre>
 */
public final class Parameters {
    private static final Parameters NONE = new Parameters(Map.of());

    private final Map<String, Object> wanted;

    private Parameters(Map<String, Object> wanted) {
        this.wanted = Collections.unmodifiableMap(wanted);
    }

    /** Returns no parameters. */
    public static Parameters none() {
        return NONE;
    }

    /** Returns one parameter, whose text is read by the resource's type. */
    public static Parameters of(String resource, String text) {
        return NONE.and(resource, text);
    }

    /** Returns one parameter. */
    public static Parameters of(String resource, Value value) {
        return NONE.and(resource, value);
    }

    /** Returns one parameter, whose JSON is read by the resource's type, as {@link Value#find(ValueType, Json)} does. */
    public static Parameters of(String resource, Json value) {
        return NONE.and(resource, value);
    }

    /** Returns these parameters and one more, or another value for one of them. */
    public Parameters and(String resource, String text) {
        return with(resource, Objects.requireNonNull(text, "text"));
    }

    /** Returns these parameters and one more, or another value for one of them. */
    public Parameters and(String resource, Value value) {
        return with(resource, Objects.requireNonNull(value, "value"));
    }

    /** Returns these parameters and one more, or another value for one of them. */
    public Parameters and(String resource, Json value) {
        return with(resource, Objects.requireNonNull(value, "value"));
    }

    /**
     * Returns these parameters, with one left out on purpose: the device service writes its default for it. A parameter that
     * is left out without a word is refused, as that is what a slip looks like.
     */
    public Parameters andDefaultOf(String resource) {
        return with(resource, Default.INSTANCE);
    }

    /** Returns the names of the resources, those left to their defaults included, in the order they were given. */
    public Set<String> resources() {
        return wanted.keySet();
    }

    /** A String, a Value, a Json, {@link Default#INSTANCE}, or null where nothing was said. */
    @Nullable
    Object wanted(String resource) {
        return wanted.get(resource);
    }

    private Parameters with(String resource, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(wanted);
        copy.put(Objects.requireNonNull(resource, "resource"), value);
        return new Parameters(copy);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters that && wanted.equals(that.wanted);
    }

    @Override
    public int hashCode() {
        return wanted.hashCode();
    }

    @Override
    public String toString() {
        return wanted.toString();
    }

    /** Left to the device service. */
    enum Default {
        INSTANCE;

        @Override
        public String toString() {
            return "its default";
        }
    }
}
