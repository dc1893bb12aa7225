package io.noderesource.testkit;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.spi.Node.Lock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The lock of a simulated node and those of its devices; they end with the process that holds them. */
final class Locks {

    private final Object guard;
    private final String node;
    private final Semaphore nodeLock = new Semaphore(1, true);
    private @Nullable Object nodeLockedBy;
    private final Map<Device, Object> claimed = new HashMap<>();

    /**
     * Locks that nobody holds.
     *
     * @param guard the node's guard, under which all but {@link #lockNode} is called
     * @param node the node's name
     */
    Locks(Object guard, String node) {
        this.guard = guard;
        this.node = node;
    }

    Lock lockNode(Duration limit) {
        try {
            if (!nodeLock.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new NodeResourceException(
                        StandardErrorCode.NODE_LOCKED,
                        "cannot take the lock of node " + node + " in " + limit + ": another process holds it; "
                                + StandardErrorCode.NODE_LOCKED.remedy());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeResourceException(
                    StandardErrorCode.NODE_LOCKED, "interrupted while waiting for the node's lock; try again", e);
        }
        Object token = new Object();
        synchronized (guard) {
            nodeLockedBy = token;
        }
        return () -> {
            synchronized (guard) {
                if (nodeLockedBy == token) {
                    nodeLockedBy = null;
                    nodeLock.release();
                }
            }
        };
    }

    boolean nodeIsLocked() {
        return nodeLockedBy != null;
    }

    Lock claim(Device device) {
        Object token = new Object();
        if (claimed.putIfAbsent(device, token) != null) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_LOCKED,
                    "cannot lock " + device.path() + ": somebody holds its lock; "
                            + StandardErrorCode.DEVICE_LOCKED.remedy());
        }
        return () -> {
            synchronized (guard) {
                if (claimed.remove(device, token)) {
                    // udev respects the lock: it looks at a device that was written to once the lock is gone.
                    device.settle();
                }
            }
        };
    }

    boolean isClaimed(Device device) {
        return claimed.containsKey(device);
    }

    /** The process that holds them is gone. */
    void releaseAll() {
        claimed.keySet().forEach(Device::settle);
        claimed.clear();
        if (nodeLockedBy != null) {
            nodeLockedBy = null;
            nodeLock.release();
        }
    }
}
