package io.noderesource.edgex.model;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A field that is known: its name on the wire, and how its JSON and its Java value become each other.
 *
 * @param <T> the Java value
 */
final class Field<T> {
    private final String name;
    private final String otherName;
    private final T absent;
    private final Function<Json, T> read;
    private final Function<T, Json> write;

    private Field(String name, T absent, Function<Json, T> read, Function<T, Json> write) {
        this(name, name, absent, read, write);
    }

    private Field(String name, String otherName, T absent, Function<Json, T> read, Function<T, Json> write) {
        this.name = name;
        this.otherName = otherName;
        this.absent = absent;
        this.read = read;
        this.write = write;
    }

    static Field<String> text(String name) {
        return new Field<>(name, "", Field::asText, Json::of);
    }

    static Field<Boolean> flag(String name) {
        return new Field<>(name, false, Field::asFlag, Json::of);
    }

    /** A flag that is not always there. */
    static Field<Optional<Boolean>> optionalFlag(String name) {
        return new Field<>(
                name,
                Optional.empty(),
                value -> Optional.of(asFlag(value)),
                value -> value.<Json>map(Json::of).orElse(Json.NULL));
    }

    static Field<OptionalLong> whole(String name) {
        return new Field<>(
                name,
                OptionalLong.empty(),
                value -> OptionalLong.of(asWhole(value)),
                value -> value.isPresent() ? Json.of(value.getAsLong()) : Json.NULL);
    }

    static Field<OptionalInt> integer(String name) {
        return new Field<>(
                name,
                OptionalInt.empty(),
                value -> OptionalInt.of(asInteger(value)),
                value -> value.isPresent() ? Json.of(value.getAsInt()) : Json.NULL);
    }

    /** A number, also as the string that 2.x makes of it. */
    static Field<Optional<BigDecimal>> number(String name) {
        return new Field<>(
                name,
                Optional.empty(),
                Field::asNumber,
                value -> value.<Json>map(Json::of).orElse(Json.NULL));
    }

    /** A choice. One that this library does not know is read as none, and stays in the JSON. */
    static <E extends Enum<E>> Field<Optional<E>> choice(String name, Class<E> type) {
        return new Field<>(
                name,
                Optional.empty(),
                value -> constant(asText(value), type),
                value -> value.<Json>map(chosen -> Json.of(chosen.name())).orElse(Json.NULL));
    }

    static Field<List<String>> texts(String name) {
        return listOf(name, Field::asText, Json::of);
    }

    /** Any JSON. */
    static Field<Optional<Json>> json(String name) {
        return new Field<>(name, Optional.empty(), Optional::of, value -> value.orElse(Json.NULL));
    }

    /** An object with free members. */
    static Field<Map<String, Json>> members(String name) {
        return new Field<>(name, Map.of(), value -> asObject(value).members(), Json::object);
    }

    /** An object whose members are all strings. */
    static Field<Map<String, String>> textMembers(String name) {
        return new Field<>(
                name,
                Map.of(),
                value -> mapped(asObject(value).members(), Field::asText),
                value -> Json.object(mapped(value, Json::of)));
    }

    /** An object whose members are arrays of strings. */
    static Field<Map<String, List<String>>> textLists(String name) {
        return new Field<>(
                name,
                Map.of(),
                value -> mapped(
                        asObject(value).members(),
                        list -> asItems(list).stream().map(Field::asText).toList()),
                value -> Json.object(mapped(value, Json::texts)));
    }

    /** An object whose members are objects with free members. */
    static Field<Map<String, Map<String, Json>>> groups(String name) {
        return new Field<>(
                name,
                Map.of(),
                value -> mapped(
                        asObject(value).members(), group -> asObject(group).members()),
                value -> Json.object(mapped(value, Json::object)));
    }

    /** One object of a known type. */
    static <T extends EdgexObject> Field<Optional<T>> object(String name, Function<Json.Obj, T> of) {
        return new Field<>(
                name,
                Optional.empty(),
                value -> Optional.of(of.apply(asObject(value))),
                value -> value.<Json>map(EdgexObject::json).orElse(Json.NULL));
    }

    static <T extends EdgexObject> Field<List<T>> objects(String name, Function<Json.Obj, T> of) {
        return listOf(name, value -> of.apply(asObject(value)), EdgexObject::json);
    }

    private static <T> Field<List<T>> listOf(String name, Function<Json, T> read, Function<T, Json> write) {
        return new Field<>(
                name,
                List.of(),
                value -> asItems(value).stream().map(read).toList(),
                value -> Json.array(value.stream().map(write).toList()));
    }

    /** The same field, read also from the name that services give it in their answers; what is written has this name. */
    Field<T> answeredAs(String spelling) {
        return new Field<>(name, spelling, absent, read, write);
    }

    String name() {
        return name;
    }

    T get(Json.Obj object) {
        Map<String, Json> members = object.members();
        Json value = members.getOrDefault(name, members.get(otherName));
        return value == null || value == Json.NULL ? absent : read.apply(value);
    }

    boolean isSet(Json.Obj object) {
        return object.members().containsKey(name) || object.members().containsKey(otherName);
    }

    Json.Obj set(Json.Obj object, T value) {
        return (name.equals(otherName) ? object : object.without(otherName)).with(name, write.apply(value));
    }

    void check(Json.Obj object, String owner) {
        try {
            get(object);
        } catch (EdgexException e) {
            throw EdgexException.builder(e.kind(), owner + "." + name + ": " + e.getMessage())
                    .effect(e.effect())
                    .cause(e)
                    .build();
        }
    }

    private static <V, R> Map<String, R> mapped(Map<String, V> members, Function<V, R> change) {
        Map<String, R> changed = new LinkedHashMap<>();
        members.forEach((name, value) -> changed.put(name, change.apply(value)));
        return Collections.unmodifiableMap(changed);
    }

    private static String asText(Json value) {
        if (value instanceof Json.Text text) {
            return text.value();
        }
        throw wrong("a string", value);
    }

    private static boolean asFlag(Json value) {
        if (value instanceof Json.Bool flag) {
            return flag.value();
        }
        throw wrong("true or false", value);
    }

    private static long asWhole(Json value) {
        Optional<BigInteger> whole = value instanceof Json.Num number ? number.whole() : Optional.empty();
        if (whole.isPresent() && whole.get().bitLength() < Long.SIZE) {
            return whole.get().longValue();
        }
        throw wrong("a whole number of 64 bits", value);
    }

    private static int asInteger(Json value) {
        long whole = asWhole(value);
        if (whole == (int) whole) {
            return (int) whole;
        }
        throw wrong("a whole number of 32 bits", value);
    }

    private static Optional<BigDecimal> asNumber(Json value) {
        if (value instanceof Json.Num number) {
            return Optional.of(number.value());
        }
        return numberOf(asText(value)).map(Json.Num::value);
    }

    /** The number that a string of 2.x spells; empty for any other string. */
    static Optional<Json.Num> numberOf(String text) {
        try {
            return Optional.of(new Json.Num(text.strip()));
        } catch (EdgexException e) {
            return Optional.empty();
        }
    }

    private static List<Json> asItems(Json value) {
        if (value instanceof Json.Arr array) {
            return array.items();
        }
        throw wrong("an array", value);
    }

    private static Json.Obj asObject(Json value) {
        if (value instanceof Json.Obj object) {
            return object;
        }
        throw wrong("an object", value);
    }

    private static <E extends Enum<E>> Optional<E> constant(String text, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst();
    }

    private static EdgexException wrong(String wanted, Json value) {
        return EdgexException.builder(
                        ErrorKind.PROTOCOL,
                        "expected " + wanted + " but found "
                                + value.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .effect(Effect.UNKNOWN)
                .build();
    }
}
