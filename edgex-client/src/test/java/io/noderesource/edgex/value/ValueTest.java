package io.noderesource.edgex.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.edgex.json.Json;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bool | TRUE | true",
                "Bool | 0 | false",
                "String | Grüße | Grüße",
                "Int8 | -128 | -128",
                "Int8 | +7 | 7",
                "Int16 | 00042 | 42",
                "Uint64 | 18446744073709551615 | 18446744073709551615",
                "Int64 | -9223372036854775808 | -9223372036854775808",
                "Float32 | 4.090000e+01 | 40.9",
                "Float64 | 4.090000e+01 | 40.9",
                "Float64 | NaN | NaN",
                "Binary | AAEC | AAEC",
                "Int8Array | [3, 84, 71, -18, -21] | [3, 84, 71, -18, -21]",
                "Int8Array | [3,84] | [3, 84]",
                "Int8Array | [] | []",
                "BoolArray | [true, F] | [true, false]",
                "Float32Array | [1.000000e+00, -2.500000e-01] | [1, -0.25]",
                "StringArray | [\"a b\",\"c\"] | [\"a b\", \"c\"]",
                "Object | {\"a\": 1.0} | {\"a\":1.0}",
                "ObjectArray | [1, {\"b\": null}] | [1,{\"b\":null}]",
            })
    void readsTexts(String type, String text, String canonical) {
        ValueType valueType = ValueType.find(type).orElseThrow();
        Value value = Value.parse(valueType, text);
        assertThat(value.type()).isEqualTo(valueType);
        assertThat(value.text()).isEqualTo(canonical);
        assertThat(Value.parse(valueType, canonical)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bool | yes",
                "Bool | tRUE",
                "Int8 | 128",
                "Int8 | 1.0",
                "Int8 | ' 1'",
                "Int8 | ''",
                "Int8 | ٣", // a digit, but not one of ASCII
                "Uint8 | -1",
                "Uint8 | +1",
                "Uint64 | 18446744073709551616",
                "Float32 | 1e39",
                "Binary | ***",
                "Int8Array | 1, 2",
                "Int8Array | [1, 200]",
                "Int8Array | [1,,2]",
                "Int8Array | [1, 2",
                "Int8Array | [",
                "StringArray | [a, b]", // JSON is what a device service takes
                "Object | {",
                "ObjectArray | {}",
            })
    void refusesWhatIsNoValueOfTheType(String type, String text) {
        ValueType valueType = ValueType.find(type).orElseThrow();
        assertThat(Value.find(valueType, text)).isEmpty();
        assertThatThrownBy(() -> Value.parse(valueType, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(type)
                .hasMessageContaining(valueType.description());
    }

    @Test
    void refusesHugeTextsShortly() {
        String huge = "9".repeat(1_000_000);
        assertThat(Value.find(ValueType.INT64, huge)).isEmpty();
        assertThatThrownBy(() -> Value.parse(ValueType.INT64, huge))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(300));
        assertThat(Value.find(ValueType.OBJECT, "[".repeat(100_000))).isEmpty();
        assertThat(Value.find(ValueType.INT64, Json.parse("1e9999"))).isEmpty();
    }

    @Test
    void readsNumbersThatStandInJsonAsSuch() {
        assertThat(Value.find(ValueType.UINT64, Json.parse("18446744073709551615")))
                .contains(Value.ofInteger(ValueType.UINT64, new BigInteger("18446744073709551615")));
        assertThat(Value.find(ValueType.INT32, Json.parse("1e+06")))
                .contains(Value.ofInteger(ValueType.INT32, 1_000_000));
        assertThat(Value.find(ValueType.INT32, Json.parse("1.5"))).isEmpty();
        assertThat(Value.find(ValueType.FLOAT32, Json.parse("40.9"))).contains(Value.ofFloat(40.9f));
        assertThat(Value.find(ValueType.BOOL, Json.TRUE)).contains(Value.ofBool(true));
        assertThat(Value.find(ValueType.INT8_ARRAY, Json.parse("[1,-2]")))
                .contains(Value.parse(ValueType.INT8_ARRAY, "[1, -2]"));
        assertThat(Value.find(ValueType.INT8_ARRAY, Json.parse("[1,\"x\"]"))).isEmpty();
        assertThat(Value.find(ValueType.STRING, Json.parse("1"))).isEmpty();
        assertThat(Value.find(ValueType.BOOL, Json.NULL)).isEmpty();
        assertThat(Value.find(ValueType.OBJECT, Json.parse("\"text\""))).contains(Value.ofObject(Json.of("text")));
    }

    @Test
    void givesWhatItHoldsAndNothingElse() {
        assertThat(Value.ofBool(true).asBoolean()).isTrue();
        assertThat(Value.ofString("x").asString()).isEqualTo("x");
        assertThat(Value.ofInteger(ValueType.INT8, -3).asLong()).isEqualTo(-3);
        assertThat(Value.ofFloat(1.5f).asFloat()).isEqualTo(1.5f);
        assertThat(Value.ofFloat(1.5f).asDouble()).isEqualTo(1.5);
        assertThat(Value.ofDouble(1.5).asDouble()).isEqualTo(1.5);
        assertThat(Value.ofBytes(new byte[] {1}).asBytes()).containsExactly(1);
        assertThat(Value.ofObject(Json.TRUE).asJson()).isEqualTo(Json.TRUE);
        assertThat(Value.parse(ValueType.INT8_ARRAY, "[1]").asList())
                .containsExactly(Value.ofInteger(ValueType.INT8, 1));
        assertThatThrownBy(() -> Value.ofBool(true).asLong())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a value of type Bool is not a whole number");
        assertThatThrownBy(() -> Value.ofDouble(1).asFloat()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        Value.parse(ValueType.UINT64, "18446744073709551615").asLong())
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void cannotBeChangedThroughItsBytes() {
        byte[] bytes = {1, 2};
        Value value = Value.ofBytes(bytes);
        bytes[0] = 9;
        value.asBytes()[1] = 9;
        assertThat(value.asBytes()).containsExactly(1, 2);
    }

    @Test
    void refusesNumbersAndElementsThatDoNotFit() {
        assertThatThrownBy(() -> Value.ofInteger(ValueType.UINT8, 256)).hasMessageContaining("0 to 255");
        assertThatThrownBy(() -> Value.ofInteger(ValueType.FLOAT32, 1)).hasMessageContaining("no integer type");
        assertThatThrownBy(() -> Value.ofArray(ValueType.INT8_ARRAY, List.of(Value.ofBool(true))))
                .hasMessageContaining("does not hold a Bool");
        assertThatThrownBy(() -> Value.ofArray(ValueType.OBJECT_ARRAY, List.of()))
                .hasMessageContaining("no array type");
    }

    /** After writing 40.9 a device says 4.090000e+01; after 3.141592653589793 it says 3.141593e+00. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Float32 | 40.9 | 4.090000e+01",
                "Float32 | 40.9 | 4.09e+01",
                "Float64 | 3.141592653589793 | 3.141593e+00",
                "Float32 | 16777217 | 1.677722e+07",
                "Float64 | 0 | -0.000000e+00",
                "Float64 | nan | NaN",
                "Float64Array | [3.141592653589793, 2] | [3.141593e+00, 2.000000e+00]",
                "Int8Array | [1,2] | [1, 2]",
                "BoolArray | [T,0] | [true, false]",
                "Bool | TRUE | true",
                "Int64 | +01 | 1",
                "StringArray | [\"a b\", \"c\"] | [a, b, c]",
                "StringArray | [\"a\", \"b\"] | [\"a\",\"b\"]", // a service that prints JSON
                "StringArray | [\"\\\"a\\\"\"] | [\"a\"]", // a text in quotes, and none around it
                "StringArray | [\"\"] | []",
                "Object | {\"a\":1,\"b\":2} | {\"b\":2.0,\"a\":1e0}",
            })
    void floatsAndArraysAreComparedByWhatTheyMean(String type, String written, String read) {
        ValueType valueType = ValueType.find(type).orElseThrow();
        Value wanted = Value.parse(valueType, written);
        Value actual = Value.findReading(valueType, read).orElseThrow();
        assertThat(wanted.sameAs(actual)).isTrue();
        assertThat(actual.sameAs(wanted)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Float32 | 40.9 | 4.090001e+01",
                "Float64 | 3.141592653589793 | 3.1415926535897e+00", // 4.x prints all digits: so this is another number
                "Float64 | 3.141592653589793 | 3.141592e+00",
                "Float64 | 1 | NaN",
                "Int8Array | [1, 2] | [1, 2, 3]",
                "Int8Array | [1, 2] | [2, 1]",
                "StringArray | [\"a b\", \"c\"] | [a, b, d]",
                "String | 1 | 1.0",
                "Object | {\"a\":1} | {\"a\":1,\"b\":null}",
            })
    void whatDiffersIsNotTheSame(String type, String written, String read) {
        ValueType valueType = ValueType.find(type).orElseThrow();
        Value wanted = Value.parse(valueType, written);
        Value actual = Value.findReading(valueType, read).orElseThrow();
        assertThat(wanted.sameAs(actual)).isFalse();
        assertThat(actual.sameAs(wanted)).isFalse();
    }

    /** Nothing is lost in what a person writes, so nothing is rounded there. */
    @Test
    void parametersAreComparedExactly() {
        Value rounded = Value.parse(ValueType.FLOAT64, "3.141593e+00");
        assertThat(rounded.sameAs(Value.ofDouble(Math.PI))).isFalse();
        assertThat(Value.findReading(ValueType.FLOAT64, "3.141593e+00")
                        .orElseThrow()
                        .sameAs(Value.ofDouble(Math.PI)))
                .isTrue();
        assertThat(Value.parse(ValueType.STRING_ARRAY, "[\"a b\"]")
                        .sameAs(Value.parse(ValueType.STRING_ARRAY, "[\"a\", \"b\"]")))
                .isFalse();
    }

    @Test
    void arraysOfTextsInReadingsAreSplitAsFarAsTheyCanBe() {
        assertThat(Value.findReading(ValueType.STRING_ARRAY, "[a, b]")
                        .orElseThrow()
                        .asList())
                .containsExactly(Value.ofString("a"), Value.ofString("b"));
        assertThat(Value.findReading(ValueType.STRING_ARRAY, "a, b")).isEmpty();
    }

    @Test
    void differentTypesAreNeverTheSame() {
        assertThat(Value.parse(ValueType.INT8, "1").sameAs(Value.parse(ValueType.INT16, "1")))
                .isFalse();
        assertThat(Value.parse(ValueType.INT8, "1")).isNotEqualTo(Value.parse(ValueType.INT16, "1"));
    }

    /** JSON numbers pass through a double in a device service: 1000000 would arrive as 1e+06, which it refuses. */
    @ParameterizedTest
    @ValueSource(strings = {"Uint64 18446744073709551615", "Int32 1000000", "Float32 40.9", "Bool true"})
    void parametersAreStrings(String typed) {
        String[] parts = typed.split(" ", 2);
        assertThat(Value.parse(ValueType.find(parts[0]).orElseThrow(), parts[1]).parameter())
                .isEqualTo(Json.of(parts[1]));
    }

    @Test
    void objectsAreParametersAsTheyAre() {
        assertThat(Value.parse(ValueType.OBJECT, "{\"a\": 1}").parameter()).isEqualTo(Json.parse("{\"a\":1}"));
        assertThat(Value.parse(ValueType.STRING_ARRAY, "[\"a b\"]").parameter()).isEqualTo(Json.of("[\"a b\"]"));
    }

    @Test
    void writesReadingsAsDeviceServicesDo() {
        assertThat(Value.ofFloat(40.9f).readingText()).isEqualTo("4.09e+01");
        assertThat(Value.parse(ValueType.FLOAT64_ARRAY, "[1, 0.25]").readingText())
                .isEqualTo("[1e+00, 2.5e-01]");
        assertThat(Value.parse(ValueType.STRING_ARRAY, "[\"a b\", \"c\"]").readingText())
                .isEqualTo("[a, b, c]");
        assertThat(Value.parse(ValueType.INT8_ARRAY, "[1,2]").readingText()).isEqualTo("[1, 2]");
        assertThat(Value.ofBool(true).readingText()).isEqualTo("true");
    }

    @Test
    void tellsTypeAndText() {
        assertThat(Value.ofFloat(40.9f)).hasToString("Float32 40.9");
    }
}
