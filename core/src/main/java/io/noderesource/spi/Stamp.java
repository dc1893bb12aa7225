package io.noderesource.spi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a part of the node looked like at one time, in brief: as long as it stays the same, looking at that part properly
 * would show nothing new that a plan could depend on.
 *
 * <p>Immutable. It holds what was read itself and no digest of it: comparing a few KiB costs less than hashing them, and
 * two different stamps cannot look alike.
 */
public final class Stamp {

    private final List<byte[]> seen;

    private Stamp(List<byte[]> seen) {
        this.seen = seen;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Stamp stamp) || seen.size() != stamp.seen.size()) {
            return false;
        }
        for (int i = 0; i < seen.size(); i++) {
            if (!Arrays.equals(seen.get(i), stamp.seen.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(seen.toArray());
    }

    /** For people: how much was read, which tells nothing of what. */
    @Override
    public String toString() {
        return "Stamp[" + seen.stream().mapToInt(part -> part.length).sum() + " bytes]";
    }

    /** Builds a {@link Stamp} of parts; not thread-safe. */
    public static final class Builder {
        private final List<byte[]> parts = new ArrayList<>();

        private Builder() {}

        /** Adds bytes, of which it keeps a copy. */
        public Builder add(byte[] part) {
            parts.add(part.clone());
            return this;
        }

        /** Adds a text. */
        public Builder add(String part) {
            parts.add(part.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        public Stamp build() {
            return new Stamp(List.copyOf(parts));
        }
    }
}
