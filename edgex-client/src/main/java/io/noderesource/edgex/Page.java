package io.noderesource.edgex;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A part of a listing, as one request gives it.
 *
 * @param items in the service's order
 * @param total how many there are in all; empty on 2.0, which does not tell
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, OptionalLong total) {
    /** A part of a listing. */
    public Page {
        items = List.copyOf(items);
        Objects.requireNonNull(total, "total");
    }
}
