package io.noderesource.edgex.json;

import io.noderesource.edgex.error.EdgexException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A value of JSON (RFC 8259): immutable, and lossless over reading and writing.
 *
 * <p>Objects keep the order of their members, numbers the digits they were written with, so that nanoseconds of 19 digits
 * and {@code 4.090000e+01} come out as they went in. Equality is that of values: neither the order of members counts nor
 * how a number is spelt.
 */
public sealed interface Json {

    /** The one {@code null}. */
    Json NULL = Null.INSTANCE;

    /** The two truth values. */
    Json TRUE = new Bool(true);

    /** The two truth values. */
    Json FALSE = new Bool(false);

    /**
     * Reads a text with the limits of {@link JsonLimits#DEFAULT}.
     *
     * @throws EdgexException of kind {@code PROTOCOL} when it is no JSON, {@code LIMIT} when it exceeds a limit
     */
    static Json parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT);
    }

    /**
     * Reads bytes in UTF-8. Of members with the same name the last one counts, as in Go.
     *
     * @throws EdgexException of kind {@code PROTOCOL} when they are no JSON, {@code LIMIT} when they exceed a limit
     */
    static Json parse(byte[] utf8, JsonLimits limits) {
        return JsonText.parse(utf8, limits);
    }

    /** A string. */
    static Text of(String value) {
        return new Text(value);
    }

    /** A whole number. */
    static Num of(long value) {
        return new Num(Long.toString(value));
    }

    /** A whole number of any size. */
    static Num of(BigInteger value) {
        return new Num(value.toString());
    }

    /** A number, spelt as {@link BigDecimal#toString()} spells it. */
    static Num of(BigDecimal value) {
        return new Num(value.toString());
    }

    /** A truth value. */
    static Json of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** An array. */
    static Arr array(List<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    /** An array of strings. */
    static Arr texts(List<String> items) {
        return new Arr(items.stream().map(item -> (Json) new Text(item)).toList());
    }

    /** An object without members. */
    static Obj object() {
        return Obj.EMPTY;
    }

    /** An object with these members, in the map's order. */
    static Obj object(Map<String, ? extends Json> members) {
        return new Obj(new LinkedHashMap<>(members));
    }

    /** The text of this value, without blanks between its parts. */
    String write();

    /** A string. */
    record Text(String value) implements Json {
        /** A string. */
        public Text {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String write() {
            return JsonText.write(this);
        }

        @Override
        public String toString() {
            return write();
        }
    }

    /**
     * A number.
     *
     * @param literal how it is spelt, by the grammar of JSON
     */
    record Num(String literal) implements Json {
        /**
         * A number.
         *
         * @throws EdgexException of kind {@code PROTOCOL} or {@code LIMIT} when the literal is no number of JSON, or one
         *     beyond {@link JsonLimits#DEFAULT}
         */
        public Num {
            JsonText.checkNumber(literal, JsonLimits.DEFAULT);
        }

        /** Its exact value. */
        public BigDecimal value() {
            return new BigDecimal(literal);
        }

        /** Its exact value as a whole number of any size; empty when it has a fraction. */
        public Optional<BigInteger> whole() {
            BigDecimal exact = value();
            // A number that is all fraction must not be unfolded to find that out.
            if (exact.signum() != 0 && exact.stripTrailingZeros().scale() > 0) {
                return Optional.empty();
            }
            return Optional.of(exact.toBigInteger());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Num that && (literal.equals(that.literal) || value().compareTo(that.value()) == 0);
        }

        @Override
        public int hashCode() {
            return value().stripTrailingZeros().hashCode();
        }

        @Override
        public String write() {
            return literal;
        }

        @Override
        public String toString() {
            return literal;
        }
    }

    /** A truth value. */
    record Bool(boolean value) implements Json {
        @Override
        public String write() {
            return Boolean.toString(value);
        }

        @Override
        public String toString() {
            return write();
        }
    }

    /** {@code null}. */
    enum Null implements Json {
        /** The one instance, also as {@link Json#NULL}. */
        INSTANCE;

        @Override
        public String write() {
            return "null";
        }

        @Override
        public String toString() {
            return write();
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        /** An array of these items. */
        public Arr {
            items = List.copyOf(items);
        }

        @Override
        public String write() {
            return JsonText.write(this);
        }

        @Override
        public String toString() {
            return write();
        }
    }

    /** An object. */
    record Obj(Map<String, Json> members) implements Json {
        private static final Obj EMPTY = new Obj(Map.of());

        /** An object with these members, in the map's order. */
        public Obj {
            Map<String, Json> copy = new LinkedHashMap<>(members);
            copy.forEach((name, value) -> {
                Objects.requireNonNull(name, "name");
                Objects.requireNonNull(value, name);
            });
            members = Collections.unmodifiableMap(copy);
        }

        /** The member of that name; empty when there is none, or when it is {@code null}. */
        public Optional<Json> get(String name) {
            return Optional.ofNullable(members.get(name)).filter(value -> value != NULL);
        }

        /** The string of that name; empty when there is none, or something else. */
        public Optional<String> text(String name) {
            return get(name)
                    .flatMap(value -> value instanceof Text text ? Optional.of(text.value()) : Optional.empty());
        }

        /** The number of that name as a {@code long}; empty when there is none, or something that is no {@code long}. */
        public Optional<Long> whole(String name) {
            return get(name)
                    .flatMap(value -> value instanceof Num number ? number.whole() : Optional.empty())
                    .flatMap(
                            value -> value.bitLength() < Long.SIZE ? Optional.of(value.longValue()) : Optional.empty());
        }

        /** The object of that name; empty when there is none, or something else. */
        public Optional<Obj> object(String name) {
            return get(name).flatMap(value -> value instanceof Obj object ? Optional.of(object) : Optional.empty());
        }

        /** The items of the array of that name; an empty list when there is none, or something else. */
        public List<Json> array(String name) {
            return get(name)
                    .map(value -> value instanceof Arr array ? array.items() : List.<Json>of())
                    .orElse(List.of());
        }

        /** This object with one member set, in its old place or else at the end. */
        public Obj with(String name, Json value) {
            return changed(copy -> {
                copy.put(name, value);
                return copy;
            });
        }

        /** This object without one member. */
        public Obj without(String name) {
            if (!members.containsKey(name)) {
                return this;
            }
            return changed(copy -> {
                copy.remove(name);
                return copy;
            });
        }

        private Obj changed(UnaryOperator<Map<String, Json>> change) {
            return new Obj(change.apply(new LinkedHashMap<>(members)));
        }

        @Override
        public String write() {
            return JsonText.write(this);
        }

        @Override
        public String toString() {
            return write();
        }
    }

    /**
     * The objects among the items of an array.
     *
     * @throws EdgexException of kind {@code PROTOCOL} when an item is none
     */
    static List<Obj> objects(List<Json> items) {
        List<Obj> objects = new ArrayList<>(items.size());
        for (Json item : items) {
            objects.add(asObject(item));
        }
        return Collections.unmodifiableList(objects);
    }

    /**
     * A value that must be an object.
     *
     * @throws EdgexException of kind {@code PROTOCOL} when it is none
     */
    static Obj asObject(Json value) {
        if (value instanceof Obj object) {
            return object;
        }
        throw JsonText.wrong("an object", value);
    }
}
