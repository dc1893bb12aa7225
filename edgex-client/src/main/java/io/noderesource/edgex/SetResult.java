package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Reading;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was set, and what was read afterwards.
 *
 * @param items one for each parameter that was sent, in order; those that were left to their default are not among them
 */
public record SetResult(List<Item> items) {
    /** What was set, and what was read afterwards. */
    public SetResult {
        items = List.copyOf(items);
    }

    /** What reading told of a value that was set. */
    public enum Verdict {
        /** It is there. */
        SAME,
        /** Another one is there. */
        DIFFERENT,
        /** It could not be read: the resource is only for writing, or reading failed. */
        UNKNOWN
    }

    /**
     * One value.
     *
     * @param resource the device resource
     * @param sent as it was sent
     * @param verdict what reading told
     * @param found what was read; {@code null} when nothing was
     * @param failure why it could not be read; {@code null} when it was, or when the answer did not hold it
     */
    public record Item(
            String resource,
            Json sent,
            Verdict verdict,
            @Nullable Reading found,
            @Nullable EdgexException failure) {
        /** One value. */
        public Item {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(sent, "sent");
            Objects.requireNonNull(verdict, "verdict");
        }

        /** What was read. */
        public Optional<Reading> reading() {
            return Optional.ofNullable(found);
        }

        /** Why it could not be read. */
        public Optional<EdgexException> reason() {
            return Optional.ofNullable(failure);
        }
    }

    /** Whether every value is there. */
    public boolean isConfirmed() {
        return items.stream().allMatch(item -> item.verdict() == Verdict.SAME);
    }
}
