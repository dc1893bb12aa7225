package io.noderesource.topology;

import io.noderesource.base.ByteSize;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of a region of persistent memory is declared: so many bytes, or a part of its size. */
public sealed interface RegionSize {

    /**
     * The size in bytes, before it is rounded to what can be made.
     *
     * @param region the size of the region, whatever of it is free
     */
    ByteSize in(ByteSize region);

    /** The text that a document has for it, such as {@code 512Mi} or {@code 50%}. */
    String text();

    /**
     * So many bytes, whatever the region has.
     *
     * @param size more than nothing
     */
    record Bytes(ByteSize size) implements RegionSize {

        private static final String[] UNITS = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};

        public Bytes {
            Objects.requireNonNull(size, "size");
            if (size.bytes() == 0) {
                throw new IllegalArgumentException("a part of a region has more than 0 bytes");
            }
        }

        @Override
        public ByteSize in(ByteSize region) {
            return size;
        }

        @Override
        public String text() {
            long number = size.bytes();
            int unit = 0;
            while (number % 1024 == 0 && unit < UNITS.length - 1) {
                number /= 1024;
                unit++;
            }
            return number + UNITS[unit];
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * A part of the region.
     *
     * @param percent from 1 to 100
     */
    record Percent(int percent) implements RegionSize {

        private static final Pattern FORM = Pattern.compile("(100|[1-9][0-9]?)%");

        public Percent {
            if (percent < 1 || percent > 100) {
                throw new IllegalArgumentException("a part of a region is from 1% to 100%, not " + percent + "%");
            }
        }

        @Override
        public ByteSize in(ByteSize region) {
            long hundreds = region.bytes() / 100;
            long rest = region.bytes() % 100;
            return ByteSize.ofBytes(hundreds * percent + rest * percent / 100);
        }

        @Override
        public String text() {
            return percent + "%";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** So many bytes. */
    static RegionSize bytes(ByteSize size) {
        return new Bytes(size);
    }

    /** A part of the region, in percent of its size. */
    static RegionSize percent(int percent) {
        return new Percent(percent);
    }

    /**
     * Reads a size as a document has it: {@code 512Mi}, {@code 10G}, plain bytes, or whole percents such as {@code 50%}.
     *
     * @return the size, or empty when the text is none, or nothing
     */
    static Optional<RegionSize> parse(String text) {
        Matcher percent = Percent.FORM.matcher(text);
        if (percent.matches()) {
            return Optional.of(new Percent(Integer.parseInt(percent.group(1))));
        }
        return ByteSize.parse(text).filter(size -> size.bytes() > 0).map(Bytes::new);
    }
}
