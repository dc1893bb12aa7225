package io.noderesource.backend.quotapath;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of a tree of which not all names were met yet; all others take no room. */
final class HardLinks {

    private record Names(long met, Object first) {}

    private final Map<Long, Names> incomplete = new LinkedHashMap<>();

    /**
     * Notes a name.
     *
     * @param number of the file's inode
     * @param links how many names the file has, now
     * @param place where it was met
     */
    void meet(long number, long links, Object place) {
        if (links <= 1) {
            return;
        }
        Names before = incomplete.get(number);
        Names now = before == null ? new Names(1, place) : new Names(before.met + 1, before.first);
        if (now.met < links) {
            incomplete.put(number, now);
        } else {
            incomplete.remove(number);
        }
    }

    /** The first name of a file that has more names than were met; empty when there is none. */
    Optional<String> withMore() {
        return incomplete.values().stream().map(names -> names.first.toString()).findFirst();
    }
}
