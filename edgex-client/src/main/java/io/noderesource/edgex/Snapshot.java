package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * All objects of a listing. Whatever existed from the first request to the last is in it, once: pages overlap, so a list
 * that moved underneath is noticed and read anew. A snapshot that could not be completed does not exist, so what is not in
 * one was not in EdgeX; yet an EdgeX whose database was lost also answers, with nothing in it.
 *
 * @param items in the service's order
 * @param unreadable objects that are there but hold what this client can not read; they do not keep the others away
 * @param started when the first request of the successful reading was sent
 * @param <T> what is listed
 */
public record Snapshot<T>(List<T> items, List<Unreadable> unreadable, Instant started) {
    /** All objects of a listing. */
    public Snapshot {
        items = List.copyOf(items);
        unreadable = List.copyOf(unreadable);
        Objects.requireNonNull(started, "started");
    }

    /**
     * An object that could not be read.
     *
     * @param json as the service gave it
     * @param reason which field, and why
     */
    public record Unreadable(Json.Obj json, EdgexException reason) {
        /** An object that could not be read. */
        public Unreadable {
            Objects.requireNonNull(json, "json");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The items, when all objects could be read.
     *
     * @throws EdgexException that of the first one that could not
     */
    public List<T> orThrow() {
        if (!unreadable.isEmpty()) {
            throw unreadable.get(0).reason().atCaller();
        }
        return items;
    }
}
