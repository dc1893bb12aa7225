package io.noderesource.edgex.value;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value type of EdgeX: what a device resource holds.
 *
 * <p>These are all types that EdgeX's own validators know; the published OpenAPI files leave out {@link #OBJECT} and
 * {@link #OBJECT_ARRAY}.
 */
public enum ValueType {
    /** True or false. */
    BOOL("Bool", Family.BOOL, 0, null),
    /** Any text. */
    STRING("String", Family.STRING, 0, null),
    /** A whole number from 0 to 2^8-1. */
    UINT8("Uint8", Family.UNSIGNED, 8, null),
    /** A whole number from 0 to 2^16-1. */
    UINT16("Uint16", Family.UNSIGNED, 16, null),
    /** A whole number from 0 to 2^32-1. */
    UINT32("Uint32", Family.UNSIGNED, 32, null),
    /** A whole number from 0 to 2^64-1, which may not fit into a Java {@code long}. */
    UINT64("Uint64", Family.UNSIGNED, 64, null),
    /** A whole number from -2^7 to 2^7-1. */
    INT8("Int8", Family.SIGNED, 8, null),
    /** A whole number from -2^15 to 2^15-1. */
    INT16("Int16", Family.SIGNED, 16, null),
    /** A whole number from -2^31 to 2^31-1. */
    INT32("Int32", Family.SIGNED, 32, null),
    /** A whole number from -2^63 to 2^63-1. */
    INT64("Int64", Family.SIGNED, 64, null),
    /** A binary floating-point number of 32 bits. */
    FLOAT32("Float32", Family.FLOAT, 32, null),
    /** A binary floating-point number of 64 bits. */
    FLOAT64("Float64", Family.FLOAT, 64, null),
    /** Bytes, with a media type beside them in a reading. */
    BINARY("Binary", Family.BINARY, 0, null),
    /** Any JSON. */
    OBJECT("Object", Family.OBJECT, 0, null),
    /** Several {@link #BOOL}. */
    BOOL_ARRAY("BoolArray", Family.ARRAY, 0, BOOL),
    /** Several {@link #STRING}. */
    STRING_ARRAY("StringArray", Family.ARRAY, 0, STRING),
    /** Several {@link #UINT8}. */
    UINT8_ARRAY("Uint8Array", Family.ARRAY, 0, UINT8),
    /** Several {@link #UINT16}. */
    UINT16_ARRAY("Uint16Array", Family.ARRAY, 0, UINT16),
    /** Several {@link #UINT32}. */
    UINT32_ARRAY("Uint32Array", Family.ARRAY, 0, UINT32),
    /** Several {@link #UINT64}. */
    UINT64_ARRAY("Uint64Array", Family.ARRAY, 0, UINT64),
    /** Several {@link #INT8}. */
    INT8_ARRAY("Int8Array", Family.ARRAY, 0, INT8),
    /** Several {@link #INT16}. */
    INT16_ARRAY("Int16Array", Family.ARRAY, 0, INT16),
    /** Several {@link #INT32}. */
    INT32_ARRAY("Int32Array", Family.ARRAY, 0, INT32),
    /** Several {@link #INT64}. */
    INT64_ARRAY("Int64Array", Family.ARRAY, 0, INT64),
    /** Several {@link #FLOAT32}. */
    FLOAT32_ARRAY("Float32Array", Family.ARRAY, 0, FLOAT32),
    /** Several {@link #FLOAT64}. */
    FLOAT64_ARRAY("Float64Array", Family.ARRAY, 0, FLOAT64),
    /** A JSON array. */
    OBJECT_ARRAY("ObjectArray", Family.OBJECT, 0, null);

    private static final Map<String, ValueType> BY_NAME = Arrays.stream(values())
            .collect(
                    Collectors.toUnmodifiableMap(type -> type.edgexName.toLowerCase(Locale.ROOT), Function.identity()));

    /** What is handled alike. */
    enum Family {
        BOOL,
        STRING,
        UNSIGNED,
        SIGNED,
        FLOAT,
        BINARY,
        OBJECT,
        ARRAY
    }

    private final String edgexName;
    private final Family family;
    private final int bits;
    private final @Nullable ValueType element;

    ValueType(String edgexName, Family family, int bits, @Nullable ValueType element) {
        this.edgexName = edgexName;
        this.family = family;
        this.bits = bits;
        this.element = element;
    }

    /**
     * Finds the type of that name, in upper or lower case, as EdgeX does.
     *
     * @param edgexName such as {@code Int8Array}
     * @return the type, or empty when EdgeX (or this library) does not know it
     */
    public static Optional<ValueType> find(String edgexName) {
        return Optional.ofNullable(BY_NAME.get(edgexName.toLowerCase(Locale.ROOT)));
    }

    /** Returns the name on the wire, such as {@code Int8Array}. */
    public String edgexName() {
        return edgexName;
    }

    /** Tells whether it is an array of a simple type; {@link #OBJECT_ARRAY}, whose elements have no type, is none. */
    public boolean isArray() {
        return family == Family.ARRAY;
    }

    /** Tells whether it is one whole number. */
    public boolean isInteger() {
        return family == Family.UNSIGNED || family == Family.SIGNED;
    }

    /** Tells whether it is one floating-point number. */
    public boolean isFloat() {
        return family == Family.FLOAT;
    }

    /** Returns the type of an array's elements, or empty when this is no array. */
    public Optional<ValueType> element() {
        return Optional.ofNullable(element);
    }

    /** Returns what a value of this type is, for people: {@code a whole number from 0 to 255}. */
    public String description() {
        return switch (family) {
            case BOOL -> "true or false";
            case STRING -> "a text";
            case UNSIGNED, SIGNED -> "a whole number from " + least() + " to " + greatest();
            case FLOAT -> "a number of " + bits + "-bit floating point";
            case BINARY -> "bytes in base64";
            case OBJECT -> this == OBJECT ? "JSON" : "a JSON array";
            case ARRAY ->
                "an array, such as [a, b], each element " + elementType().description();
        };
    }

    Family family() {
        return family;
    }

    /** The element's type of what is known to be an array. */
    ValueType elementType() {
        if (element == null) {
            throw new IllegalStateException(edgexName + " is no array");
        }
        return element;
    }

    /** The least whole number of an integer type. */
    BigInteger least() {
        return family == Family.UNSIGNED
                ? BigInteger.ZERO
                : BigInteger.ONE.shiftLeft(bits - 1).negate();
    }

    /** The greatest whole number of an integer type. */
    BigInteger greatest() {
        return BigInteger.ONE
                .shiftLeft(family == Family.UNSIGNED ? bits : bits - 1)
                .subtract(BigInteger.ONE);
    }
}
