package io.noderesource.edgex.value;

import java.math.BigInteger;
import java.util.Optional;

/** The texts of whole numbers, as Go's {@code ParseInt} and {@code ParseUint} read them in base 10. */
final class IntegerText {
    /** Longer texts are leading zeros or out of range; the bound keeps hostile ones from costing time. */
    private static final int LONGEST = 64;

    private IntegerText() {}

    /**
     * Reads a whole number.
     *
     * @return the number, or empty when the text is none or the number does not fit into the type
     */
    static Optional<BigInteger> parse(ValueType type, String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        if (signed && type.family() == ValueType.Family.UNSIGNED) {
            return Optional.empty(); // Go reads no sign there, not even a plus
        }
        String digits = signed ? text.substring(1) : text;
        if (digits.isEmpty() || digits.length() > LONGEST || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        BigInteger number = new BigInteger(digits);
        return Optional.of(text.startsWith("-") ? number.negate() : number).filter(n -> fits(type, n));
    }

    static boolean fits(ValueType type, BigInteger number) {
        return number.compareTo(type.least()) >= 0 && number.compareTo(type.greatest()) <= 0;
    }
}
