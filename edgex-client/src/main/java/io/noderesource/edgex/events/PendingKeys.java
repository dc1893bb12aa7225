package io.noderesource.edgex.events;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The objects that are to be asked for, each once, whoever has told of it how often. Those that came first go first; one
 * that failed waits for its pause. Bounded. Not thread-safe.
 */
final class PendingKeys<K> {

    private final int most;
    private final Map<K, Turn> turns = new LinkedHashMap<>();

    /** When an object may be asked for, and the pauses after failures, which double. */
    private record Turn(long notBefore, Backoff backoff) {}

    PendingKeys(int most) {
        this.most = most;
    }

    /** Adds an object unless it is there already; answers whether there was room. */
    boolean add(K key, long now, Backoff backoff) {
        if (turns.containsKey(key)) {
            return true;
        }
        if (turns.size() >= most) {
            return false;
        }
        turns.put(key, new Turn(now, backoff));
        return true;
    }

    /** The first object whose time has come. */
    Optional<K> due(long now) {
        for (Iterator<Map.Entry<K, Turn>> all = turns.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<K, Turn> entry = all.next();
            if (entry.getValue().notBefore() - now <= 0) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    /** Takes out an object that was asked for. */
    void done(K key) {
        turns.remove(key);
    }

    /** Puts an object that failed at the end; answers how long it waits, in nanoseconds. */
    long failed(K key, long now) {
        Turn turn = turns.remove(key);
        if (turn == null) {
            throw new IllegalStateException("not pending: " + key);
        }
        long pause = turn.backoff().next();
        turns.put(key, new Turn(now + pause, turn.backoff()));
        return pause;
    }

    /** Takes out all, as all were asked for. */
    void clear() {
        turns.clear();
    }

    int size() {
        return turns.size();
    }

    /** How long it takes until an object's time comes; empty when there is none. */
    OptionalLong nextIn(long now) {
        return turns.values().stream().mapToLong(turn -> turn.notBefore() - now).min();
    }
}
