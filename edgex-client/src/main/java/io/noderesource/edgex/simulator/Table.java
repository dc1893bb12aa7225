package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Objects of one kind. The services up to 3.x list what was changed last first, 4.x what was made first first; the caller
 * holds the lock of the world.
 */
final class Table {
    /** In which order a list comes. */
    enum Order {
        LAST_CHANGED_FIRST,
        FIRST_MADE_FIRST,
        LAST_MADE_FIRST
    }

    private final Order order;
    private final NavigableMap<Long, ObjectNode> rows = new TreeMap<>();
    private final Map<String, Long> ranksById = new HashMap<>();
    private final Map<String, String> idsByName = new HashMap<>();
    private long last;

    Table(Order order) {
        this.order = order;
    }

    Optional<ObjectNode> byId(String id) {
        return Optional.ofNullable(ranksById.get(id)).map(rows::get);
    }

    Optional<ObjectNode> byName(String name) {
        return Optional.ofNullable(idsByName.get(name)).flatMap(this::byId);
    }

    /** Adds the object, or puts it in the place of the one with its id. */
    void put(ObjectNode object) {
        String id = key(object);
        Long before = ranksById.get(id);
        if (before != null && order == Order.LAST_CHANGED_FIRST) {
            rows.remove(before);
        }
        long rank = before == null || order == Order.LAST_CHANGED_FIRST ? ++last : before;
        rows.put(rank, object);
        ranksById.put(id, rank);
        if (object.has("name")) {
            idsByName.put(Trees.text(object, "name"), id);
        }
    }

    /** Its id, unless it has a key of its own beside it. */
    private static String key(ObjectNode object) {
        return Trees.text(object, object.has("key") ? "key" : "id");
    }

    void remove(ObjectNode object) {
        Long rank = ranksById.remove(key(object));
        if (rank != null) {
            rows.remove(rank);
        }
        idsByName.remove(Trees.text(object, "name"));
    }

    int removeIf(Predicate<ObjectNode> condition) {
        List<ObjectNode> gone = rows.values().stream().filter(condition).toList();
        gone.forEach(this::remove);
        return gone.size();
    }

    void clear() {
        rows.clear();
        ranksById.clear();
        idsByName.clear();
    }

    List<ObjectNode> all() {
        List<ObjectNode> all = new ArrayList<>(rows.values());
        if (order != Order.FIRST_MADE_FIRST) {
            Collections.reverse(all);
        }
        return all;
    }

    List<ObjectNode> where(String field, String value) {
        return all().stream()
                .filter(row -> Trees.text(row, field).equals(value))
                .toList();
    }

    boolean has(String field, String value) {
        return rows.values().stream().anyMatch(row -> Trees.text(row, field).equals(value));
    }

    int size() {
        return rows.size();
    }
}
