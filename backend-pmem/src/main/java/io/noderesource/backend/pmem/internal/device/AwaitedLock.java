package io.noderesource.backend.pmem.internal.device;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.spi.Node;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock that a thread takes for its work, and that is free when whoever waits for that work has given up: what hangs keeps nobody else
 * from other work. Thread-safe.
 */
public final class AwaitedLock implements AutoCloseable {

    private Node.@Nullable Lock lock;
    private boolean over;

    /** One that is not taken yet. Whoever waits closes it. */
    public AwaitedLock() {}

    /**
     * Takes it, in the thread that works.
     *
     * @param take takes the lock, or throws
     * @return the lock, which the work gives back when it ends
     * @throws NodeResourceException {@code apply/deadline} when nobody waits any more
     */
    public Node.Lock take(Supplier<Node.Lock> take) {
        Node.Lock taken = take.get();
        synchronized (this) {
            if (!over) {
                lock = taken;
                return taken;
            }
        }
        taken.close();
        throw new NodeResourceException(StandardErrorCode.DEADLINE, "nobody waits for it any more");
    }

    /** Gives it back, whatever became of the work. */
    @Override
    public synchronized void close() {
        over = true;
        if (lock != null) {
            lock.close();
        }
    }
}
