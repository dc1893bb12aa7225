package io.noderesource.edgex.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts of floating-point numbers as Go's {@code strconv} and {@code fmt} read and write them.
 *
 * <p>A device service up to 3.x prints a reading with the verb {@code %e}: six digits behind the point whatever the number,
 * so that a Float64 of {@code 3.141592653589793} comes back as {@code 3.141593e+00}. 4.x prints the fewest digits that still
 * tell the number from its neighbours.
 */
final class FloatText {
    /**
     * What is taken for a number. Go's hexadecimal form and its underscores between digits are left out: no service writes
     * them, and in a person's text they are more likely a slip.
     */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?");

    /** A text that could be the work of {@code %e}. */
    private static final Pattern SIX_DECIMALS = Pattern.compile("-?[0-9]\\.[0-9]{6}e[+-][0-9]{2,3}");

    private static final int DIGITS_OF_SIX_DECIMALS = 7;

    private FloatText() {}

    /**
     * Reads a number of 64 bits.
     *
     * @return the nearest double, or empty when the text is no number or greater than any double
     */
    static Optional<Double> parseDouble(String text) {
        Double special = special(text);
        if (special != null) {
            return Optional.of(special);
        }
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(text);
        return Double.isInfinite(number) ? Optional.empty() : Optional.of(number);
    }

    /**
     * Reads a number of 32 bits, rounding once, not by way of a double.
     *
     * @return the nearest float, or empty when the text is no number or greater than any float
     */
    static Optional<Float> parseFloat(String text) {
        Double special = special(text);
        if (special != null) {
            return Optional.of(special.floatValue());
        }
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        float number = Float.parseFloat(text);
        return Float.isInfinite(number) ? Optional.empty() : Optional.of(number);
    }

    /** Tells whether digits may have been lost in writing that text. */
    static boolean hasSixDecimals(String text) {
        return SIX_DECIMALS.matcher(text).matches();
    }

    /** Writes with the verb {@code %e}, as services up to 3.x do. */
    static String sixDecimals(double number) {
        if (!Double.isFinite(number)) {
            return notFinite(number);
        }
        // Exact digits, then one rounding, to even: Java's own %e rounds its shortest digits a second time.
        BigDecimal rounded =
                new BigDecimal(number).round(new MathContext(DIGITS_OF_SIX_DECIMALS, RoundingMode.HALF_EVEN));
        return scientific(rounded, isNegative(number), DIGITS_OF_SIX_DECIMALS);
    }

    /** Writes a double with as few digits as tell it from its neighbours, with an exponent, as services of 4.x do. */
    static String shortest(double number) {
        return Double.isFinite(number) ? scientific(digits(number), isNegative(number), 1) : notFinite(number);
    }

    /** Writes a float with as few digits as tell it from its neighbours, with an exponent, as services of 4.x do. */
    static String shortest(float number) {
        return Float.isFinite(number) ? scientific(digits(number), isNegative(number), 1) : notFinite(number);
    }

    /** Writes a double for people and parameters: as short as {@link #shortest(double)}, without exponent where readable. */
    static String plain(double number) {
        return Double.isFinite(number) ? plain(digits(number), isNegative(number)) : notFinite(number);
    }

    /** Writes a float for people and parameters, as {@link #plain(double)} does. */
    static String plain(float number) {
        return Float.isFinite(number) ? plain(digits(number), isNegative(number)) : notFinite(number);
    }

    private static boolean isNegative(double number) {
        return Double.doubleToRawLongBits(number) < 0; // also -0
    }

    private static @Nullable Double special(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("nan")) {
            return Double.NaN;
        }
        boolean signed = lower.startsWith("+") || lower.startsWith("-");
        String name = signed ? lower.substring(1) : lower;
        if (name.equals("inf") || name.equals("infinity")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return null;
    }

    private static String notFinite(double number) {
        return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
    }

    /** {@link Double#toString} of Java 17 sometimes has more digits than needed (JDK-4511638). */
    private static BigDecimal digits(double number) {
        double magnitude = Math.abs(number);
        return fewest(new BigDecimal(magnitude), 17, shorter -> shorter.doubleValue() == magnitude);
    }

    private static BigDecimal digits(float number) {
        float magnitude = Math.abs(number);
        return fewest(new BigDecimal(magnitude), 9, shorter -> shorter.floatValue() == magnitude);
    }

    /** The fewest digits that still are the number, of several such the nearest. */
    private static BigDecimal fewest(BigDecimal exact, int enough, Predicate<BigDecimal> isTheNumber) {
        for (int precision = 1; precision < enough; precision++) {
            // The other neighbour counts at a power of two: from there it is farther to the next number than to the
            // last.
            for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN)) {
                BigDecimal shorter = exact.round(new MathContext(precision, mode));
                if (isTheNumber.test(shorter)) {
                    return shorter;
                }
            }
        }
        return exact.round(new MathContext(enough, RoundingMode.HALF_EVEN));
    }

    private static String scientific(BigDecimal number, boolean negative, int leastDigits) {
        BigDecimal trimmed = number.abs().stripTrailingZeros();
        StringBuilder digits = new StringBuilder(trimmed.unscaledValue().toString());
        int exponent = trimmed.signum() == 0 ? 0 : digits.length() - 1 - trimmed.scale();
        while (digits.length() < leastDigits) {
            digits.append('0');
        }
        if (digits.length() > 1) {
            digits.insert(1, '.');
        }
        String power = Integer.toString(Math.abs(exponent));
        return (negative ? "-" : "")
                + digits
                + 'e'
                + (exponent < 0 ? '-' : '+')
                + (power.length() < 2 ? "0" : "")
                + power;
    }

    private static String plain(BigDecimal number, boolean negative) {
        BigDecimal trimmed = number.stripTrailingZeros();
        int exponent = trimmed.precision() - 1 - trimmed.scale();
        if (exponent < -5 || exponent > 15) {
            return scientific(trimmed, negative, 1);
        }
        return (negative ? "-" : "") + trimmed.toPlainString();
    }
}
