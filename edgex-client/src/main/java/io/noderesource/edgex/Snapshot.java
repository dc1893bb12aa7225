package io.noderesource.edgex;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * All objects of a listing. Whatever existed from the first request to the last is in it, once: pages overlap, so a list
 * that moved underneath is noticed and read anew. A snapshot that could not be completed does not exist, so what is not in
 * one was not in EdgeX; yet an EdgeX whose database was lost also answers, with nothing in it.
 *
 * @param items in the service's order
 * @param started when the first request of the successful reading was sent
 * @param <T> what is listed
 */
public record Snapshot<T>(List<T> items, Instant started) {
    /** All objects of a listing. */
    public Snapshot {
        items = List.copyOf(items);
        Objects.requireNonNull(started, "started");
    }
}
