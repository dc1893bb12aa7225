package io.noderesource.edgex.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What comes from the bus, until the watch has time for it. Bounded in number and bytes: what is too much is dropped and
 * remembered as an overflow. Thread-safe.
 */
final class Inbox {

    private final int maxMessages;
    private final long maxBytes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Queue<Signal> signals = new ArrayDeque<>();
    private int messages;
    private long bytes;
    private long dropped;
    private long droppedSeen;
    private boolean woken;

    Inbox(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** The receiver of one connection. */
    EventReceiver receiver(int connection) {
        return new Receiver(connection);
    }

    private void put(Signal signal) {
        lock.lock();
        try {
            if (signal instanceof Signal.Message message) {
                if (messages >= maxMessages || message.payload().length > maxBytes - bytes) {
                    dropped++;
                    filled.signalAll();
                    return;
                }
                messages++;
                bytes += message.payload().length;
            }
            signals.add(signal);
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all there is. */
    List<Signal> drain() {
        lock.lock();
        try {
            List<Signal> all = new ArrayList<>(signals);
            signals.clear();
            messages = 0;
            bytes = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages were dropped since this was asked last. */
    long takeDropped() {
        lock.lock();
        try {
            long since = dropped - droppedSeen;
            droppedSeen = dropped;
            return since;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the next {@link #await}, or the running one. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something, but no longer than so many nanoseconds. */
    void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (signals.isEmpty() && dropped == droppedSeen && !woken && left > 0) {
                left = filled.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /** Puts what one connection says into the inbox. */
    private final class Receiver implements EventReceiver {
        private final int connection;
        private final AtomicBoolean connected = new AtomicBoolean();
        private final AtomicBoolean lost = new AtomicBoolean();

        Receiver(int connection) {
            this.connection = connection;
        }

        @Override
        public void connected() {
            if (connected.compareAndSet(false, true)) {
                put(new Signal.Connected(connection));
            }
        }

        @Override
        public void message(String topic, byte[] payload) {
            put(new Signal.Message(connection, topic, payload));
        }

        @Override
        public void lost(Throwable cause) {
            if (lost.compareAndSet(false, true)) {
                put(new Signal.Lost(connection, cause));
            }
        }
    }
}
