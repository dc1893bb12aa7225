package io.noderesource.edgex.value;

import io.noderesource.edgex.json.Json;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value of a device resource: what was measured, or what is to be written.
 *
 * <p>{@link #equals} is exact. {@link #sameAs} tells whether two values are the same to a device as far as EdgeX lets one
 * see: a device service of EdgeX up to 3.x prints seven digits of a floating-point number, and text arrays without quotes.
 *
 * <p>Instances are immutable.
 */
public final class Value {
    private final ValueType type;
    /** Boolean, String, BigInteger, Float, Double, byte[], Json or a List of Value, as the type says. */
    private final Object content;

    /** The text of the reading it was read from, where that may tell less than what was measured. */
    private final @Nullable String printed;

    private Value(ValueType type, Object content, @Nullable String printed) {
        this.type = type;
        this.content = content;
        this.printed = printed;
    }

    /** Returns a {@link ValueType#BOOL}. */
    public static Value ofBool(boolean value) {
        return of(ValueType.BOOL, value);
    }

    /** Returns a {@link ValueType#STRING}. */
    public static Value ofString(String value) {
        return of(ValueType.STRING, Objects.requireNonNull(value, "value"));
    }

    /**
     * Returns a whole number.
     *
     * @param type one of the integer types
     * @throws IllegalArgumentException when the type is no integer type, or the number does not fit into it
     */
    public static Value ofInteger(ValueType type, long value) {
        return ofInteger(type, BigInteger.valueOf(value));
    }

    /**
     * Returns a whole number.
     *
     * @param type one of the integer types
     * @throws IllegalArgumentException when the type is no integer type, or the number does not fit into it
     */
    public static Value ofInteger(ValueType type, BigInteger value) {
        require(type.isInteger(), type, "is no integer type");
        if (!IntegerText.fits(type, value)) {
            throw notA(type, value.toString());
        }
        return of(type, value);
    }

    /** Returns a {@link ValueType#FLOAT32}. */
    public static Value ofFloat(float value) {
        return of(ValueType.FLOAT32, value);
    }

    /** Returns a {@link ValueType#FLOAT64}. */
    public static Value ofDouble(double value) {
        return of(ValueType.FLOAT64, value);
    }

    /** Returns a {@link ValueType#BINARY}; the bytes are copied. */
    public static Value ofBytes(byte[] value) {
        return of(ValueType.BINARY, value.clone());
    }

    /** Returns a {@link ValueType#OBJECT}. */
    public static Value ofObject(Json value) {
        return of(ValueType.OBJECT, Objects.requireNonNull(value, "value"));
    }

    /** Returns a {@link ValueType#OBJECT_ARRAY}. */
    public static Value ofObjectArray(Json.Arr value) {
        return of(ValueType.OBJECT_ARRAY, Objects.requireNonNull(value, "value"));
    }

    /**
     * Returns an array.
     *
     * @param type an array type, such as {@link ValueType#INT8_ARRAY}
     * @param elements values of the array's element type
     * @throws IllegalArgumentException when the type is no array type, or an element has another type
     */
    public static Value ofArray(ValueType type, List<Value> elements) {
        require(type.isArray(), type, "is no array type");
        for (Value element : elements) {
            require(element.type == type.elementType(), type, "does not hold a " + element.type.edgexName());
        }
        return of(type, List.copyOf(elements));
    }

    /**
     * Reads the text of a parameter or of a default value.
     *
     * <p>Read is what EdgeX's device SDK reads: {@code T}, {@code 1}, {@code TRUE} for true; whole numbers in base 10;
     * floating-point numbers with or without exponent, {@code NaN}, {@code +Inf}; arrays {@code [1, 2]}; an array of texts
     * as JSON; bytes in base64.
     *
     * @throws IllegalArgumentException when the text is no value of the type; the message says what would be
     */
    public static Value parse(ValueType type, String text) {
        return find(type, text).orElseThrow(() -> notA(type, text));
    }

    /**
     * Reads a text as {@link #parse} does.
     *
     * @return the value, or empty when the text is no value of the type
     */
    public static Optional<Value> find(ValueType type, String text) {
        return ValueReader.PARAMETERS.read(type, text);
    }

    /**
     * Reads a parameter or a default value that stands in JSON: a text as {@link #parse} reads it, or a number, {@code true},
     * an array, an object as itself.
     *
     * @return the value, or empty when the JSON is no value of the type
     */
    public static Optional<Value> find(ValueType type, Json json) {
        return ValueReader.PARAMETERS.read(type, json);
    }

    /**
     * Reads the text of a reading, and remembers where that may tell less than what was measured, for {@link #sameAs}:
     * {@code 4.090000e+01}, or {@code [a, b]} for an array of texts.
     *
     * @return the value, or empty when the text is no value of the type
     */
    public static Optional<Value> findReading(ValueType type, String text) {
        return ValueReader.READINGS.read(type, text);
    }

    /**
     * Reads a reading as it stands in JSON: as a text, or, with EdgeX 4.x and {@code numeric=true}, as a number or an array.
     *
     * @return the value, or empty when the JSON is no value of the type
     */
    public static Optional<Value> findReading(ValueType type, Json json) {
        return ValueReader.READINGS.read(type, json);
    }

    static Value of(ValueType type, Object content) {
        return new Value(type, content, null);
    }

    static Value printed(ValueType type, Object content, String text) {
        return new Value(type, content, text);
    }

    /** Returns the type. */
    public ValueType type() {
        return type;
    }

    /**
     * Returns a {@link ValueType#BOOL}.
     *
     * @throws IllegalStateException when the value is of another type
     */
    public boolean asBoolean() {
        return content(Boolean.class, "true or false");
    }

    /**
     * Returns a {@link ValueType#STRING}; for the text of any value see {@link #text}.
     *
     * @throws IllegalStateException when the value is of another type
     */
    public String asString() {
        return content(String.class, "a text");
    }

    /**
     * Returns a whole number.
     *
     * @throws IllegalStateException when the value is of another type
     * @throws ArithmeticException when it is a {@link ValueType#UINT64} beyond {@link Long#MAX_VALUE}
     */
    public long asLong() {
        return asBigInteger().longValueExact();
    }

    /**
     * Returns a whole number.
     *
     * @throws IllegalStateException when the value is of another type
     */
    public BigInteger asBigInteger() {
        return content(BigInteger.class, "a whole number");
    }

    /**
     * Returns a {@link ValueType#FLOAT32}.
     *
     * @throws IllegalStateException when the value is of another type
     */
    public float asFloat() {
        return content(Float.class, "a Float32");
    }

    /**
     * Returns a floating-point number of either width.
     *
     * @throws IllegalStateException when the value is of another type
     */
    public double asDouble() {
        return content instanceof Float number ? number : content(Double.class, "a floating-point number");
    }

    /**
     * Returns a copy of the bytes of a {@link ValueType#BINARY}.
     *
     * @throws IllegalStateException when the value is of another type
     */
    public byte[] asBytes() {
        return content(byte[].class, "binary").clone();
    }

    /**
     * Returns an {@link ValueType#OBJECT} or {@link ValueType#OBJECT_ARRAY}.
     *
     * @throws IllegalStateException when the value is of another type
     */
    public Json asJson() {
        return content(Json.class, "JSON");
    }

    /**
     * Returns the elements of an array.
     *
     * @throws IllegalStateException when the value is of another type
     */
    @SuppressWarnings("unchecked") // a list holds nothing else
    public List<Value> asList() {
        return (List<Value>) content(List.class, "an array of a simple type");
    }

    /**
     * Returns the value as text, exactly: {@code 40.9}, {@code [1, 2]}, {@code ["a b", "c"]}, base64, JSON. {@link #parse}
     * gives an equal value back, and device services of all releases take it as a parameter.
     */
    public String text() {
        return switch (type.family()) {
            case FLOAT -> content instanceof Float number ? FloatText.plain(number) : FloatText.plain(asDouble());
            case BINARY -> Base64.getEncoder().encodeToString((byte[]) content);
            case ARRAY ->
                listed(
                        asList(),
                        type == ValueType.STRING_ARRAY
                                ? element -> Json.of(element.asString()).write()
                                : Value::text);
            case BOOL, STRING, SIGNED, UNSIGNED, OBJECT -> content.toString();
        };
    }

    /**
     * Returns the value as a device service of 4.x writes it into a reading: {@code 4.09e+01}, {@code [1, 2]}, and
     * {@code [a, b, c]} for the texts {@code a b} and {@code c}, which cannot be told apart any more.
     */
    public String readingText() {
        return switch (type.family()) {
            case FLOAT -> content instanceof Float number ? FloatText.shortest(number) : FloatText.shortest(asDouble());
            case ARRAY -> type == ValueType.STRING_ARRAY ? unquoted() : listed(asList(), Value::readingText);
            case BOOL, STRING, SIGNED, UNSIGNED, BINARY, OBJECT -> text();
        };
    }

    /** Go prints an array with blanks between its elements; the SDK then puts a comma before every blank. */
    private String unquoted() {
        return printed != null
                ? printed
                : asList().stream()
                        .map(Value::asString)
                        .collect(Collectors.joining(" ", "[", "]"))
                        .replace(" ", ", ");
    }

    /**
     * Returns the value as a parameter of a set command: {@link #text} as a JSON string, or the JSON itself of an object.
     *
     * <p>Numbers go as strings on purpose. Up to 2.x a service takes nothing else; from 3.x on it takes JSON numbers by way of
     * a double, so that large ones lose digits and 1000000 arrives as {@code 1e+06}, which is no whole number to it.
     */
    public Json parameter() {
        return content instanceof Json json ? json : Json.of(text());
    }

    /**
     * Tells whether two values are the same as far as EdgeX lets one see.
     *
     * <p>They are when they are equal; when one of them is a floating-point number that was printed with seven digits, as
     * services up to 3.x do, and the other one is so printed alike; and when one of them is an array of texts that was
     * printed without quotes, and the other one is so printed alike (see {@link #findReading}). JSON is the same when its numbers are the same numbers
     * and its objects have the same members in any order. Values of different types are never the same.
     */
    public boolean sameAs(Value other) {
        if (type != other.type) {
            return false;
        }
        if (equals(other)) {
            return true;
        }
        boolean lossy = printed != null || other.printed != null;
        return switch (type.family()) {
            case FLOAT ->
                asDouble() == other.asDouble() // 0 and -0
                        || (lossy && FloatText.sixDecimals(asDouble()).equals(FloatText.sixDecimals(other.asDouble())));
            case ARRAY ->
                type == ValueType.STRING_ARRAY
                        ? lossy && readingText().equals(other.readingText())
                        : sameElements(asList(), other.asList());
            case BOOL, STRING, SIGNED, UNSIGNED, BINARY, OBJECT -> false;
        };
    }

    /** Tells whether the other is a value of the same type with exactly the same content. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Value that && type == that.type && sameContent(that);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + (content instanceof byte[] bytes ? Arrays.hashCode(bytes) : content.hashCode());
    }

    /** Returns type and text, such as {@code Float32 40.9}. */
    @Override
    public String toString() {
        return type.edgexName() + " " + text();
    }

    private boolean sameContent(Value other) {
        return content instanceof byte[] bytes
                ? Arrays.equals(bytes, (byte[]) other.content)
                : content.equals(other.content);
    }

    private static boolean sameElements(List<Value> some, List<Value> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!some.get(i).sameAs(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private <T> T content(Class<T> wanted, String what) {
        if (!wanted.isInstance(content)) {
            throw new IllegalStateException("a value of type " + type.edgexName() + " is not " + what);
        }
        return wanted.cast(content);
    }

    private static String listed(List<Value> elements, Function<Value, String> text) {
        return elements.stream().map(text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static void require(boolean condition, ValueType type, String complaint) {
        if (!condition) {
            throw new IllegalArgumentException(type.edgexName() + " " + complaint);
        }
    }

    private static IllegalArgumentException notA(ValueType type, String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return new IllegalArgumentException(
                String.format(Locale.ROOT, "'%s' is no %s: that is %s", shown, type.edgexName(), type.description()));
    }
}
