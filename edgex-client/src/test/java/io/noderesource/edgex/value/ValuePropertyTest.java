package io.noderesource.edgex.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.noderesource.edgex.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Laws over random values; {@code -Drandom.seed} repeats a run. */
class ValuePropertyTest {
    private static final long SEED = Long.getLong("random.seed", 20261128);
    private static final int CASES = Math.min(5_000, Integer.getInteger("random.cases", 5_000));
    private static final List<ValueType> TYPES = List.of(ValueType.values());

    @Test
    void textsAreReadBackExactly() {
        forRandomValues(value -> {
            assertThat(Value.parse(value.type(), value.text())).isEqualTo(value);
            assertThat(Value.find(value.type(), value.parameter())).contains(value);
        });
    }

    @Test
    void whatADeviceReadsBackIsTheSame() {
        forRandomValues(value -> {
            Value newer = reading(value.type(), value.readingText());
            Value older = reading(value.type(), olderReading(value));
            assertThat(value.sameAs(newer)).as("4.x: %s", newer).isTrue();
            assertThat(value.sameAs(older)).as("3.x: %s", older).isTrue();
            assertThat(older.sameAs(value)).as("3.x, the other way: %s", older).isTrue();
        });
    }

    @Test
    void floatsNeedNoMoreDigitsThanTheyHave() {
        forRandomValues(value -> {
            if (value.type() == ValueType.FLOAT64 && Double.isFinite(value.asDouble())) {
                double number = value.asDouble();
                assertThat(new BigDecimal(value.readingText()).precision())
                        .isLessThanOrEqualTo(new BigDecimal(Double.toString(number))
                                .stripTrailingZeros()
                                .precision());
            }
        });
    }

    @Test
    void anotherNumberIsNotTheSame() {
        forRandomValues(value -> {
            if (value.type().isInteger()) {
                BigInteger other = value.asBigInteger().add(BigInteger.ONE);
                if (IntegerText.fits(value.type(), other)) {
                    assertThat(value.sameAs(Value.ofInteger(value.type(), other)))
                            .isFalse();
                }
            }
            if (value.type() == ValueType.FLOAT64 && Double.isFinite(value.asDouble())) {
                assertThat(value.sameAs(Value.ofDouble(Math.nextUp(value.asDouble()))))
                        .isFalse();
            }
        });
    }

    @Test
    void noTextBreaksTheReader() {
        Random random = new Random(SEED);
        String alphabet = "[]{}\",.:+-eEx_0123456789 tTrueFalsInfNa\\\u0000é٣=/";
        for (int i = 0; i < CASES; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(12);
            for (int k = 0; k < length; k++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (ValueType type : ValueType.values()) {
                assertThatCode(() -> Value.findReading(type, text.toString()))
                        .as("seed %d, case %d: %s '%s'", SEED, i, type, text)
                        .doesNotThrowAnyException();
                assertThatCode(() -> Value.find(type, text.toString())
                                .ifPresent(value -> assertThat(
                                                Value.parse(type, value.text()).sameAs(value))
                                        .isTrue()))
                        .as("seed %d, case %d: %s '%s'", SEED, i, type, text)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static Value reading(ValueType type, String text) {
        return Value.findReading(type, text).orElseThrow();
    }

    private static void forRandomValues(Consumer<Value> law) {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            Value value = randomValue(random, TYPES.get(i % TYPES.size()));
            assertThatCode(() -> law.accept(value))
                    .as("seed %d, case %d: %s", SEED, i, value)
                    .doesNotThrowAnyException();
        }
    }

    private static Value randomValue(Random random, ValueType type) {
        return switch (type.family()) {
            case BOOL -> Value.ofBool(random.nextBoolean());
            case STRING -> Value.ofString(randomText(random));
            case SIGNED, UNSIGNED -> Value.ofInteger(type, randomWhole(random, type));
            case FLOAT ->
                type == ValueType.FLOAT32
                        ? Value.ofFloat(
                                random.nextInt(4) == 0 ? Float.intBitsToFloat(random.nextInt()) : shortFloat(random))
                        : Value.ofDouble(
                                random.nextInt(4) == 0
                                        ? Double.longBitsToDouble(random.nextLong())
                                        : shortFloat(random));
            case BINARY -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield Value.ofBytes(bytes);
            }
            case OBJECT ->
                type == ValueType.OBJECT
                        ? Value.ofObject(Json.object().with(randomText(random), Json.of(random.nextLong())))
                        : Value.ofObjectArray(Json.texts(List.of(randomText(random))));
            case ARRAY -> {
                List<Value> elements = new ArrayList<>();
                int size = random.nextInt(5);
                for (int i = 0; i < size; i++) {
                    elements.add(randomValue(random, type.elementType()));
                }
                yield Value.ofArray(type, elements);
            }
        };
    }

    private static BigInteger randomWhole(Random random, ValueType type) {
        return switch (random.nextInt(6)) {
            case 0 -> type.least();
            case 1 -> type.greatest();
            default -> new BigInteger(type.greatest().bitLength(), random);
        };
    }

    private static float shortFloat(Random random) {
        return (random.nextInt(20001) - 10000) / 100f;
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append("ab ,\"\\[]泵\n1".charAt(random.nextInt(11)));
        }
        return text.toString();
    }

    /** As a device service of 3.x writes it: Go's verb %e for floats, %v with ", " for a blank in arrays. */
    private static String olderReading(Value value) {
        if (value.type().isFloat()) {
            double number = value.asDouble();
            if (!Double.isFinite(number)) {
                return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
            }
            // Java's %e rounds a tie up, Go's to the even digit.
            BigDecimal even = new BigDecimal(number).round(new MathContext(7, RoundingMode.HALF_EVEN));
            return (1 / number < 0 && number == 0 ? "-" : "") + String.format(Locale.ROOT, "%e", even);
        }
        if (value.type().isArray() && value.type() != ValueType.STRING_ARRAY) {
            List<String> elements =
                    value.asList().stream().map(ValuePropertyTest::olderReading).toList();
            return "[" + String.join(", ", elements) + "]";
        }
        return value.readingText();
    }
}
