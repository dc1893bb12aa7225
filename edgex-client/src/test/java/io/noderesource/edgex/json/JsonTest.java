package io.noderesource.edgex.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "-0",
                "1795405208386481807",
                "18446744073709551615",
                "4.090000e+01",
                "1E400",
                "0.10",
                "\"\"",
                "\"泵 \\\\ \\\" \\n \\u0001\"",
                "[]",
                "{}",
                "[1,[2,{\"a\":[]}],null]",
                "{\"z\":1,\"a\":2.50,\"\":{},\"m\":\"x\"}"
            })
    void whatIsReadIsWrittenTheSame(String text) {
        assertThat(Json.parse(text).write()).isEqualTo(text);
    }

    @Test
    void anythingSurvivesWritingAndReading() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 2000; run++) {
            Json value = any(random, 4);
            assertThat(Json.parse(value.write()))
                    .as("seed %s, run %s", seed, run)
                    .isEqualTo(value);
            assertThat(Json.parse(value.write()).write())
                    .as("seed %s, run %s", seed, run)
                    .isEqualTo(value.write());
        }
    }

    private static Json any(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> Json.NULL;
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> Json.of(random.nextLong());
            case 3 -> Json.of(new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(40) - 20));
            case 4 -> Json.of(text(random));
            case 5 -> {
                List<Json> items = new ArrayList<>();
                for (int item = random.nextInt(4); item > 0; item--) {
                    items.add(any(random, depth - 1));
                }
                yield Json.array(items);
            }
            default -> {
                Json.Obj object = Json.object();
                for (int member = random.nextInt(4); member > 0; member--) {
                    object = object.with(text(random), any(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(8), 1, 0x2FFFF)
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void equalityIsThatOfValues() {
        assertThat(Json.parse("{\"a\":1,\"b\":[1.0]}")).isEqualTo(Json.parse("{\"b\":[1e0],\"a\":1.00}"));
        assertThat(Json.parse("{\"a\":1,\"b\":[1.0]}")).hasSameHashCodeAs(Json.parse("{\"b\":[1e0],\"a\":1.00}"));
        assertThat(Json.parse("0")).isEqualTo(Json.parse("-0.000")).hasSameHashCodeAs(Json.parse("-0.000"));
        assertThat(Json.parse("300")).isNotEqualTo(Json.parse("\"300\""));
        assertThat(Json.parse("[1,2]")).isNotEqualTo(Json.parse("[2,1]"));
        assertThat(Json.parse("0.1")).isNotEqualTo(Json.parse("0.10000000000000001"));
    }

    @Test
    void nanosecondsStayExact() {
        Json.Obj object = Json.asObject(Json.parse("{\"origin\":1795405208386481807,\"max\":9223372036854775807}"));
        assertThat(object.whole("origin")).hasValue(1795405208386481807L);
        assertThat(object.whole("max")).hasValue(Long.MAX_VALUE);
        assertThat(Json.asObject(Json.parse("{\"a\":9223372036854775808}")).whole("a"))
                .isEmpty();
        assertThat(Json.asObject(Json.parse("{\"a\":1e3}")).whole("a")).hasValue(1000L);
        assertThat(Json.asObject(Json.parse("{\"a\":1.5}")).whole("a")).isEmpty();
    }

    @Test
    void theLastOfMembersWithOneNameCounts() {
        assertThat(Json.parse("{\"a\":1,\"b\":2,\"a\":3}").write()).isEqualTo("{\"a\":3,\"b\":2}");
    }

    @Test
    void aMemberChangesInItsPlace() {
        Json.Obj object = Json.asObject(Json.parse("{\"a\":1,\"b\":2}"));
        assertThat(object.with("a", Json.TRUE).with("c", Json.NULL).write())
                .isEqualTo("{\"a\":true,\"b\":2,\"c\":null}");
        assertThat(object.without("a").write()).isEqualTo("{\"b\":2}");
        assertThat(object.write()).isEqualTo("{\"a\":1,\"b\":2}");
        assertThatThrownBy(() -> object.members().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "{\"a\"}",
                "{\"a\":}",
                "[1,]",
                "01",
                "1.",
                "+1",
                "NaN",
                "Infinity",
                "'a'",
                "tru",
                "1 2",
                "{} x",
                "\"a\nb\"",
                "\"\\x\"",
                "// 1",
                "<html>"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThat(kind(text)).isEqualTo(ErrorKind.PROTOCOL);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] wrong = {'"', (byte) 0xC3, '"'};
        assertThatThrownBy(() -> Json.parse(wrong, JsonLimits.DEFAULT)).isInstanceOf(EdgexException.class);
        byte[] latin = "\"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Json.parse(latin, JsonLimits.DEFAULT)).isInstanceOf(EdgexException.class);
    }

    @Test
    void limitsHold() {
        assertThat(kind("[".repeat(101))).isEqualTo(ErrorKind.LIMIT);
        assertThat(Json.parse("[".repeat(100) + "]".repeat(100))).isNotNull();
        assertThat(kind("1".repeat(1001))).isEqualTo(ErrorKind.LIMIT);
        assertThat(kind("1e99999")).isEqualTo(ErrorKind.LIMIT);
        assertThat(kind("-0.1e-99999")).isEqualTo(ErrorKind.LIMIT);
        JsonLimits small = new JsonLimits(20, 10, 3, 5);
        assertThat(Json.parse("[1,2]".getBytes(StandardCharsets.UTF_8), small)).isNotNull();
        assertThat(kind("[1,2,3]", small)).isEqualTo(ErrorKind.LIMIT);
        assertThat(kind("{\"a\":{}}", small)).isNull();
        assertThat(kind("{\"a\":1,\"b\":1}", small)).isEqualTo(ErrorKind.LIMIT);
        assertThat(kind("123456", small)).isEqualTo(ErrorKind.LIMIT);
        assertThat(kind("\"" + "a".repeat(30) + "\"", small)).isEqualTo(ErrorKind.LIMIT);
    }

    private static ErrorKind kind(String text) {
        return kind(text, JsonLimits.DEFAULT);
    }

    @org.jspecify.annotations.NullUnmarked
    private static ErrorKind kind(String text, JsonLimits limits) {
        EdgexException failure = catchThrowableOfType(
                EdgexException.class, () -> Json.parse(text.getBytes(StandardCharsets.UTF_8), limits));
        return failure == null ? null : failure.kind();
    }
}
