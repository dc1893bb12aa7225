package io.noderesource.linux;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls that may never return, each with a deadline of its own, on a few daemon threads.
 *
 * <p>A thread that has ended a call takes the next one. A call that does not return in time is left behind with its
 * thread, and another thread takes that one's place, so that it delays nothing but itself; while it is stuck, no second
 * call of the same key is begun. Thread-safe.
 */
public final class Workers {

    /** So many calls run at once; those left behind do not count. */
    private static final int PARALLEL = 16;

    private static final long PAUSE_NANOS = 20_000_000;

    private static final AtomicLong COUNT = new AtomicLong();

    private final Map<Object, Integer> stuck = new ConcurrentHashMap<>();

    /** How a call ended. */
    public enum End {
        /** It returned. */
        RETURNED,
        /** It threw. */
        THREW,
        /** It did not return in time. */
        LATE,
        /** It was not begun, because an earlier one of its key still hangs. */
        STUCK_BEFORE,
        /** It was not begun, because the time for all of them was over. */
        NOT_BEGUN
    }

    /**
     * What became of a call.
     *
     * @param <T> what it returns
     * @param end how it ended
     * @param value what it returned; null unless it did
     * @param failure what it threw; null unless it did
     */
    public record Result<T>(
            End end, @Nullable T value, @Nullable Throwable failure) {

        private static <T> Result<T> without(End end) {
            return new Result<>(end, null, null);
        }
    }

    /** No call is under way. */
    public Workers() {}

    /** Runs one call. */
    public <T> Result<T> run(Object key, Callable<T> call, Duration limit) {
        Map<Object, Result<T>> results = runAll(Map.of(key, call), limit, limit);
        Result<T> result = results.get(key);
        return result == null ? Result.without(End.NOT_BEGUN) : result;
    }

    /**
     * Runs one call; while an earlier one of its key goes on for which nobody waits any more, such as that of a thread that was
     * interrupted, that is waited for first.
     *
     * @param patience how long
     */
    public <T> Result<T> runAfterOthers(Object key, Callable<T> call, Duration limit, Duration patience) {
        long end = System.nanoTime() + nanos(patience);
        while (stuck.containsKey(key)
                && end - System.nanoTime() > 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return run(key, call, limit);
    }

    /**
     * Runs all calls and waits for them.
     *
     * @param calls the calls by key
     * @param each how long one may take
     * @param all how long all of them together may take
     * @return what became of each
     */
    public <K, T> Map<K, Result<T>> runAll(Map<K, Callable<T>> calls, Duration each, Duration all) {
        return new Round<>(calls, nanos(each), System.nanoTime() + nanos(all)).run();
    }

    private static long nanos(Duration limit) {
        // Long enough for anybody, and far from overflow in System.nanoTime() arithmetic.
        Duration most = Duration.ofDays(1);
        return limit.isNegative() ? 0 : (limit.compareTo(most) > 0 ? most : limit).toNanos();
    }

    private void noLongerStuck(Object key) {
        stuck.computeIfPresent(key, (k, n) -> n > 1 ? n - 1 : null);
    }

    /** A call that a thread has begun. */
    private record Begun<K, T>(K key, Callable<T> call, long deadline) {}

    /** The calls that are run together; all of it is guarded by its own lock. */
    private final class Round<K, T> {

        private final long each;
        private final long end;
        private final int size;
        private final Deque<Map.Entry<K, Callable<T>>> waiting;
        private final Map<K, Begun<K, T>> running = new HashMap<>();
        private final Map<K, Result<T>> results = new HashMap<>();

        Round(Map<K, Callable<T>> calls, long each, long end) {
            this.each = each;
            this.end = end;
            this.size = calls.size();
            this.waiting = new ArrayDeque<>(calls.entrySet());
        }

        synchronized Map<K, Result<T>> run() {
            try {
                for (int i = 0; i < Math.min(PARALLEL, size) && end - System.nanoTime() > 0; i++) {
                    startThread();
                }
                while (results.size() < size) {
                    long now = System.nanoTime();
                    leaveBehindTheLate(now);
                    if (end - now <= 0) {
                        endWaiting();
                    }
                    if (results.size() < size) {
                        // A call that is begun meanwhile is late no sooner than this.
                        long soonest = Math.min(each, end - now);
                        for (Begun<K, T> call : running.values()) {
                            soonest = Math.min(soonest, call.deadline - now);
                        }
                        // Rounded up: a wait of 0 would have no end.
                        TimeUnit.NANOSECONDS.timedWait(this, Math.max(soonest, 1_000_000));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                for (Begun<K, T> call : running.values()) {
                    leaveBehind(call, End.NOT_BEGUN);
                }
                running.clear();
                endWaiting();
            }
            // Nothing is added any more: what is left behind is not running, and nothing waits.
            return results;
        }

        private void leaveBehindTheLate(long now) {
            for (Iterator<Begun<K, T>> calls = running.values().iterator(); calls.hasNext(); ) {
                Begun<K, T> call = calls.next();
                if (call.deadline - now <= 0) {
                    calls.remove();
                    leaveBehind(call, End.LATE);
                    if (!waiting.isEmpty()) {
                        startThread();
                    }
                }
            }
        }

        private void leaveBehind(Begun<K, T> call, End how) {
            stuck.merge(call.key, 1, Integer::sum);
            results.put(call.key, Result.without(how));
        }

        private void endWaiting() {
            waiting.forEach(call -> results.put(call.getKey(), Result.without(End.NOT_BEGUN)));
            waiting.clear();
        }

        private void startThread() {
            Thread thread = new Thread(this::work, "noderesource-device-" + COUNT.incrementAndGet());
            thread.setDaemon(true);
            thread.start();
        }

        /** What each thread does, until no call waits or its own is left behind. */
        private void work() {
            for (Begun<K, T> call = next(); call != null; call = next()) {
                Result<T> result;
                try {
                    result = new Result<>(End.RETURNED, call.call.call(), null);
                } catch (Throwable e) {
                    result = new Result<>(End.THREW, null, e);
                }
                if (!ended(call, result)) {
                    return;
                }
            }
        }

        private synchronized @Nullable Begun<K, T> next() {
            while (!waiting.isEmpty()) {
                long now = System.nanoTime();
                if (end - now <= 0) {
                    return null;
                }
                Map.Entry<K, Callable<T>> next = waiting.remove();
                if (!stuck.containsKey(next.getKey())) {
                    Begun<K, T> call = new Begun<>(next.getKey(), next.getValue(), now + Math.min(each, end - now));
                    running.put(call.key, call);
                    return call;
                }
                results.put(next.getKey(), Result.without(End.STUCK_BEFORE));
                notifyWhenDone();
            }
            return null;
        }

        /** Takes a result; false when the call was left behind, and another thread has its place. */
        private synchronized boolean ended(Begun<K, T> call, Result<T> result) {
            if (!running.remove(call.key, call)) {
                noLongerStuck(call.key);
                return false;
            }
            results.put(call.key, result);
            notifyWhenDone();
            return true;
        }

        private void notifyWhenDone() {
            if (results.size() == size) {
                notifyAll();
            }
        }
    }
}
