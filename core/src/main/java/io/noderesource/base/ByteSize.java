package io.noderesource.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of storage in bytes, never negative.
 *
 * @param bytes the amount in bytes
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    /** Nothing. */
    public static final ByteSize ZERO = new ByteSize(0);

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,19})(?:\\.([0-9]{1,9}))?\\s?(?:([KMGTPE])(i?)B?|B)?", Pattern.CASE_INSENSITIVE);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("size must not be negative: " + bytes);
        }
    }

    /** Returns the given number of bytes. */
    public static ByteSize ofBytes(long bytes) {
        return new ByteSize(bytes);
    }

    /** Returns the given number of 512-byte sectors, the unit of sysfs. */
    public static ByteSize ofSectors(long sectors) {
        return new ByteSize(Math.multiplyExact(sectors, 512L));
    }

    /** Returns the given number of MiB. */
    public static ByteSize ofMebibytes(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /** Returns the given number of GiB. */
    public static ByteSize ofGibibytes(long gibibytes) {
        return new ByteSize(Math.multiplyExact(gibibytes, 1L << 30));
    }

    /**
     * Reads a size as Kubernetes quantities and LVM users write it: {@code 512Mi}, {@code 10 GiB}, {@code 1.5T}
     * (powers of 1000 without {@code i}), or plain bytes.
     *
     * @return the size, or empty when the text is not one or does not fit into 63 bits
     */
    public static Optional<ByteSize> parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(m.group(2) == null ? m.group(1) : m.group(1) + "." + m.group(2));
        if (m.group(3) != null) {
            int power = "KMGTPE".indexOf(m.group(3).toUpperCase(Locale.ROOT)) + 1;
            number = number.multiply(
                    BigDecimal.valueOf(m.group(4).isEmpty() ? 1000 : 1024).pow(power));
        }
        try {
            return Optional.of(
                    new ByteSize(number.setScale(0, RoundingMode.UNNECESSARY).longValueExact()));
        } catch (ArithmeticException tooLargeOrPartOfAByte) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** Returns the size for people, such as {@code 10 GiB} or {@code 1.5 TiB}, rounded down. */
    @Override
    public String toString() {
        int unit = 0;
        long whole = bytes;
        while (whole >= 1024 && unit < UNITS.length - 1) {
            whole >>= 10;
            unit++;
        }
        long scale = 1L << (10 * unit);
        long hundredths = unit == 0
                ? 0
                : BigDecimal.valueOf(bytes % scale)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(scale), RoundingMode.DOWN)
                        .longValue();
        String fraction = hundredths == 0
                ? ""
                : hundredths % 10 == 0 ? "." + hundredths / 10 : String.format(Locale.ROOT, ".%02d", hundredths);
        return whole + fraction + " " + UNITS[unit];
    }
}
