package io.noderesource.edgex.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatTextTest {
    /** Expected is what C's printf, which rounds as Go does, and the shortest digits of another implementation print. */
    @ParameterizedTest
    @CsvSource({
        "40.9,                   4.090000e+01,  4.09e+01,               40.9",
        "0,                      0.000000e+00,  0e+00,                  0",
        "-0.0,                   -0.000000e+00, -0e+00,                 -0",
        "1e100,                  1.000000e+100, 1e+100,                 1e+100",
        "-123456789,             -1.234568e+08, -1.23456789e+08,        -123456789",
        "1048576.5,              1.048576e+06,  1.0485765e+06,          1048576.5", // a tie goes to the even digit
        "1048577.5,              1.048578e+06,  1.0485775e+06,          1048577.5",
        "3.141592653589793,      3.141593e+00,  3.141592653589793e+00,  3.141592653589793",
        "9.9999999,              1.000000e+01,  9.9999999e+00,          9.9999999",
        "5e-324,                 4.940656e-324, 5e-324,                 5e-324",
        "1.7976931348623157e308, 1.797693e+308, 1.7976931348623157e+308, 1.7976931348623157e+308",
        "5.684341886080802e-14,  5.684342e-14,  5.684341886080802e-14,  5.684341886080802e-14",
        "9007199254740992,       9.007199e+15,  9.007199254740992e+15,  9007199254740992",
        "0.30000000000000004,    3.000000e-01,  3.0000000000000004e-01, 0.30000000000000004",
        "0.002,                  2.000000e-03,  2e-03,                  0.002",
        "2e-6,                   2.000000e-06,  2e-06,                  2e-06",
        "2.0E-3,                 2.000000e-03,  2e-03,                  0.002",
    })
    void writesDoublesAsGoDoes(double number, String sixDecimals, String shortest, String plain) {
        assertThat(FloatText.sixDecimals(number)).isEqualTo(sixDecimals);
        assertThat(FloatText.shortest(number)).isEqualTo(shortest);
        assertThat(FloatText.plain(number)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "40.9,         4.09e+01,       40.9",
        "16777216,     1.6777216e+07,  16777216",
        "3.4028235e38, 3.4028235e+38,  3.4028235e+38",
        "1.4e-45,      1e-45,          1e-45",
        "0.1,          1e-01,          0.1",
    })
    void writesFloatsByTheirOwnWidth(float number, String shortest, String plain) {
        assertThat(FloatText.shortest(number)).isEqualTo(shortest);
        assertThat(FloatText.plain(number)).isEqualTo(plain);
    }

    /** {@code Double.toString} of Java 17 has more, see JDK-4511638. */
    @Test
    void writesNoMoreDigitsThanNeeded() {
        assertThat(FloatText.shortest(Double.parseDouble("2e23"))).isEqualTo("2e+23");
    }

    @Test
    void writesWhatIsNotFinite() {
        assertThat(FloatText.sixDecimals(Double.NaN)).isEqualTo("NaN");
        assertThat(FloatText.shortest(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(FloatText.plain(Float.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    }

    @ParameterizedTest
    @CsvSource({"+Inf, Infinity", "-inf, -Infinity", "INFINITY, Infinity", "nan, NaN", ".5, 0.5", "5., 5.0", "+1e2, 100"
    })
    void readsWhatGoReads(String text, double number) {
        assertThat(FloatText.parseDouble(text)).contains(number);
        assertThat(FloatText.parseFloat(text)).contains((float) number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "1 ", " 1", "1,5", "1_000", "0x1p-2", "1f", "1d", "e5", ".", "+", "1e", "--1", "+nan", "NaNs",
                "１"
            })
    void readsNothingElse(String text) {
        assertThat(FloatText.parseDouble(text)).isEmpty();
        assertThat(FloatText.parseFloat(text)).isEmpty();
    }

    @Test
    void refusesWhatIsTooGreatForTheWidth() {
        assertThat(FloatText.parseDouble("1e309")).isEmpty();
        assertThat(FloatText.parseFloat("1e39")).isEmpty();
        assertThat(FloatText.parseDouble("1e39")).contains(1e39);
        assertThat(FloatText.parseDouble("1e-999999999")).contains(0.0);
    }

    @Test
    void knowsTheTextsThatMayHaveLostDigits() {
        assertThat(FloatText.hasSixDecimals("4.090000e+01")).isTrue();
        assertThat(FloatText.hasSixDecimals("-4.090000e-101")).isTrue();
        assertThat(FloatText.hasSixDecimals("4.09e+01")).isFalse();
        assertThat(FloatText.hasSixDecimals("40.900000")).isFalse();
    }
}
