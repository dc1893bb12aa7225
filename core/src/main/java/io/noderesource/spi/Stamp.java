package io.noderesource.spi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a part of the node looked like at one time, in brief: as long as it stays the same, looking at that part properly
 * would show nothing new that a plan could depend on.
 *
 * <p>Immutable. It holds what was read itself and no digest of it: comparing a few KiB costs less than hashing them, and
 * two different stamps cannot look alike.
 */
public final class Stamp {

    private final byte[] seen;

    private Stamp(byte[] seen) {
        this.seen = seen;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Stamp stamp && Arrays.equals(seen, stamp.seen);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(seen);
    }

    /** For people: how much was read, which tells nothing of what. */
    @Override
    public String toString() {
        return "Stamp[" + seen.length + " bytes]";
    }

    /** Builds a {@link Stamp} of parts, each with its length before it; not thread-safe. */
    public static final class Builder {
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        private Builder() {}

        /** Adds bytes. */
        public Builder add(byte[] part) {
            parts.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
            parts.writeBytes(part);
            return this;
        }

        /** Adds a text. */
        public Builder add(String part) {
            return add(part.getBytes(StandardCharsets.UTF_8));
        }

        public Stamp build() {
            return new Stamp(parts.toByteArray());
        }
    }
}
