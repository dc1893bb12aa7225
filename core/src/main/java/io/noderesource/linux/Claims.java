package io.noderesource.linux;

import java.util.HashSet;
import java.util.Set;

/** The device locks that this node object holds now. Thread-safe. */
final class Claims {

    private final Set<Object> fresh = new HashSet<>();
    private final Set<Object> observed = new HashSet<>();

    synchronized void add(Object claim) {
        fresh.add(claim);
    }

    synchronized void remove(Object claim) {
        fresh.remove(claim);
        observed.remove(claim);
    }

    /** Notes that an observation has begun. */
    synchronized void observed() {
        observed.addAll(fresh);
        fresh.clear();
    }

    /** Tells whether a claim is held that was there in an earlier observation already. */
    synchronized boolean isAnyObserved() {
        return !observed.isEmpty();
    }
}
