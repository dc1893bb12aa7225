package io.noderesource.backend.quotapath.internal.project;

import java.util.OptionalLong;
import java.util.Set;

/**
 * Draws project ids that nothing uses. What is used the file system itself tells: an id is taken from the moment its directory
 * carries it, and free when no inode carries it and no limit is set. So there is no register that could be lost or be wrong.
 *
 * <p>Ids rise: one that was released is drawn again only when all after it were used, or by another process. Not thread-safe: the
 * caller holds the lock of the file system from here until a directory carries the id.
 */
public final class IdAllocator {

    /** The smallest id that is drawn: far from those that people, Kubernetes (from 1048577) and other tools take. */
    public static final long FIRST = 1L << 30;

    /** One more than the largest id that is drawn. */
    public static final long END = 1L << 31;

    /** Says what is used. */
    @FunctionalInterface
    public interface Used {
        /** The smallest used id that is not smaller than this one. */
        OptionalLong from(long id);
    }

    private final long first;
    private final long end;
    private long next;

    /** Draws from {@link #FIRST} to {@link #END}. */
    public IdAllocator() {
        this(FIRST, END);
    }

    IdAllocator(long first, long end) {
        this.first = first;
        this.end = end;
    }

    /** Whether an id is one that is drawn here. */
    public static boolean isOurs(long id) {
        return id >= FIRST && id < END;
    }

    /**
     * Draws an id.
     *
     * @param used what the file system says
     * @param reserved ids that belong to others, though nothing may carry them
     * @return the id; empty when all are used
     */
    public OptionalLong draw(Used used, Set<Long> reserved) {
        if (next == 0) {
            next = afterLast(used);
        }
        OptionalLong drawn = free(next, end, used, reserved);
        if (drawn.isEmpty()) {
            drawn = free(first, next, used, reserved);
        }
        drawn.ifPresent(id -> next = id + 1);
        return drawn;
    }

    private long afterLast(Used used) {
        long after = first;
        OptionalLong found = used.from(after);
        while (found.isPresent() && found.getAsLong() < end) {
            after = found.getAsLong() + 1;
            found = used.from(after);
        }
        return after;
    }

    private static OptionalLong free(long from, long end, Used used, Set<Long> reserved) {
        long id = from;
        while (id < end) {
            OptionalLong taken = used.from(id);
            if (taken.isPresent() && taken.getAsLong() == id) {
                id++;
            } else if (reserved.contains(id)) {
                id++;
            } else {
                return OptionalLong.of(id);
            }
        }
        return OptionalLong.empty();
    }
}
