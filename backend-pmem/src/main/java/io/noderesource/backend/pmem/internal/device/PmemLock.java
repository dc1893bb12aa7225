package io.noderesource.backend.pmem.internal.device;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.linux.LinuxNode;
import io.noderesource.spi.Node;
import java.time.Duration;
import java.util.function.Function;

/**
 * The lock of all work on persistent memory, for all processes of the node: who changes anything holds it until his work is over, whether
 * somebody waits for that or not. The node's lock, which is taken before it, is let go when the time for a step is over. Thread-safe.
 */
public final class PmemLock {

    /** The work before has to be over when the node's lock is free; but a look whether it is takes this one for a moment. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private static final String PART = "pmem";

    private final Function<Duration, Node.Lock> lock;

    /**
     * A lock.
     *
     * @param lock takes it, or throws {@code apply/node-locked} when it is not free in time
     */
    public PmemLock(Function<Duration, Node.Lock> lock) {
        this.lock = lock;
    }

    /** That of a node. */
    public static PmemLock of(LinuxNode node) {
        return new PmemLock(limit -> node.lock(PART, limit));
    }

    /**
     * Takes it.
     *
     * @param what what is to be done, for people after "cannot"
     * @throws NodeResourceException {@code apply/deadline} when a call that nobody waits for has it
     */
    public Node.Lock take(String what) {
        try {
            return lock.apply(MOMENT);
        } catch (NodeResourceException e) {
            if (e.code() != StandardErrorCode.NODE_LOCKED) {
                throw e;
            }
            throw new NodeResourceException(
                    StandardErrorCode.DEADLINE,
                    "cannot " + what
                            + ": an earlier change of persistent memory is still under way, though nobody waits for it: "
                            + e.getMessage() + "; look for a hung device in the kernel log, and repeat it",
                    e);
        }
    }

    /** Tells whether somebody has it. */
    public boolean isTaken() {
        try (Node.Lock free = lock.apply(Duration.ZERO)) {
            return false;
        } catch (NodeResourceException takenOrUnknown) {
            return true;
        }
    }
}
