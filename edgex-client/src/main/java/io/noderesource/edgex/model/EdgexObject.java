package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Objects;

/**
 * An object of EdgeX as it is on the wire, with typed access to what this library knows of it.
 *
 * <p>A text that is absent or {@code null} is read as the empty text, a list as the empty list, a flag as {@code false}: EdgeX
 * itself makes no difference. Where one is made, the accessor gives an {@link java.util.Optional}. Types of known fields are
 * checked when the object is made. Immutable and thread-safe; equality is that of the JSON, so {@code 1} equals {@code 1.0}
 * and the order of members does not count.
 */
public abstract class EdgexObject {
    private final Json.Obj json;

    /** Reads each known field once, so that a wrong type is found where the object enters. */
    EdgexObject(Json.Obj json, List<Field<?>> fields) {
        this.json = Objects.requireNonNull(json, "json");
        fields.forEach(field -> field.check(json, getClass().getSimpleName()));
    }

    /** All fields, those this library does not know included. */
    public final Json.Obj json() {
        return json;
    }

    final <T> T get(Field<T> field) {
        return field.get(json);
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // each kind of object is a final class
    public final boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && ((EdgexObject) other).json.equals(json);
    }

    @Override
    public final int hashCode() {
        return json.hashCode();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + json;
    }

    /**
     * Makes an {@link EdgexObject}. Not thread-safe.
     *
     * @param <T> what it makes
     * @param <B> the builder's own type
     */
    public abstract static class Builder<T extends EdgexObject, B extends Builder<T, B>> {
        private Json.Obj json;

        Builder(Json.Obj json) {
            this.json = json;
        }

        final <V> B set(Field<V> field, V value) {
            json = field.set(json, Objects.requireNonNull(value, field.name()));
            return self();
        }

        final Json.Obj json() {
            return json;
        }

        /** Sets a field by its name on the wire: for those this library does not know. {@link Json#NULL} is written too. */
        public final B with(String name, Json value) {
            json = json.with(name, value);
            return self();
        }

        /** Takes a field away by its name on the wire. */
        public final B without(String name) {
            json = json.without(name);
            return self();
        }

        abstract B self();

        /**
         * Makes the object.
         *
         * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field was given a wrong
         *     type by {@link #with}
         */
        public abstract T build();
    }
}
