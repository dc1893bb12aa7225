package io.noderesource.edgex.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.value.Value;
import io.noderesource.edgex.value.ValueType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Int8 | {\"valueType\":\"Int8\",\"value\":\"-5\"} | -5",
                "Int8 | {\"valueType\":\"Int8\",\"value\":-5} | -5", // 4.x with numeric=true
                "Float64 | {\"valueType\":\"Float64\",\"value\":40.9} | 40.9",
                "Int8Array | {\"valueType\":\"Int8Array\",\"value\":[1,2]} | [1, 2]",
                "Binary | {\"valueType\":\"Binary\",\"binaryValue\":\"AAEC\",\"mediaType\":\"x/y\",\"value\":\"\"} |"
                        + " AAEC",
                "Object | {\"valueType\":\"Object\",\"objectValue\":{\"a\":1},\"value\":\"\"} | {\"a\":1}",
                "ObjectArray | {\"valueType\":\"ObjectArray\",\"objectValue\":[{\"a\":1}]} | [{\"a\":1}]",
                "String | {\"valueType\":\"String\",\"value\":\"\"} | ''",
            })
    void readsValuesWhereverTheyStand(String type, String json, String text) {
        Value value = Reading.of(Json.asObject(Json.parse(json))).value().orElseThrow();
        assertThat(value.type().edgexName()).isEqualTo(type);
        assertThat(value.text()).isEqualTo(text);
    }

    /** As 4.x writes a reading without a value. */
    @ParameterizedTest
    @CsvSource({"Int8", "String", "Binary", "Object", "Float32Array"})
    void aReadingMayHaveNoValue(String type) {
        Reading reading = Reading.of(Json.asObject(Json.parse(
                "{\"valueType\":\"" + type + "\",\"value\":null,\"binaryValue\":null,\"objectValue\":null}")));
        assertThat(reading.isNull()).isTrue();
        assertThat(reading.value()).isEmpty();
        assertThat(reading.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Int8, 300", "Int128, 1", "Bool, maybe"})
    void aValueThatIsNoneOfItsTypeIsSaidToBeSo(String type, String text) {
        Reading reading = Reading.of(Json.object()
                .with("deviceName", Json.of("pump"))
                .with("resourceName", Json.of("Pressure"))
                .with("valueType", Json.of(type))
                .with("value", Json.of(text)));
        assertThatThrownBy(reading::value)
                .isInstanceOfSatisfying(
                        EdgexException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.PROTOCOL))
                .hasMessage("the reading of Pressure of device pump is said to be of type '" + type
                        + "', which its value is not");
        assertThat(reading.text()).isEqualTo(text);
    }

    @Test
    void isBuiltAsADeviceServiceWouldWriteIt() {
        Reading reading = Reading.builder("pump", "pumps", "Pressure", Value.ofFloat(40.9f), 1795000001123456796L)
                .units("bar")
                .build();
        assertThat(reading.json().without("id"))
                .isEqualTo(
                        Json.parse(
                                "{\"deviceName\":\"pump\",\"profileName\":\"pumps\",\"resourceName\":\"Pressure\","
                                        + "\"origin\":1795000001123456796,\"valueType\":\"Float32\",\"value\":\"4.09e+01\",\"units\":\"bar\"}"));
        assertThat(reading.id()).hasSize(36);
        assertThat(reading.time()).contains(Instant.parse("2026-11-18T11:06:41.123456796Z"));
    }

    @Test
    void valuesOfOtherTypesLeaveNothingBehind() {
        Reading.Builder builder = Reading.builder("pump", "pumps", "X", Value.ofBytes(new byte[] {1}), 1);
        assertThat(builder.value(Value.ofObject(Json.object())).build().json().members())
                .containsKey("objectValue")
                .doesNotContainKeys("value", "binaryValue");
        assertThat(builder.value(Value.parse(ValueType.INT8, "1")).build().value())
                .contains(Value.ofInteger(ValueType.INT8, 1));
    }

    @Test
    void theLastOfSeveralReadingsCounts() {
        Reading first =
                Reading.builder("pump", "pumps", "X", Value.ofBool(false), 1).build();
        Reading second =
                Reading.builder("pump", "pumps", "X", Value.ofBool(true), 2).build();
        Event event =
                Event.builder("pump", "pumps", "X", 2, List.of(first, second)).build();
        assertThat(event.reading("X")).contains(second);
        assertThat(event.reading("Y")).isEmpty();
    }
}
