package io.noderesource.linux;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls that may never return, each on a daemon thread of its own with a deadline of its own.
 *
 * <p>A call that does not return in time is left behind; while it is stuck, no second call of the same key is begun.
 * Thread-safe.
 */
final class Workers {

    /** So many calls run at once; those left behind do not count. */
    private static final int PARALLEL = 16;

    private static final AtomicLong COUNT = new AtomicLong();

    private final Map<Object, Integer> stuck = new ConcurrentHashMap<>();

    /** How a call ended. */
    enum End {
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
    record Result<T>(End end, @Nullable T value, @Nullable Throwable failure) {

        private static <T> Result<T> without(End end) {
            return new Result<>(end, null, null);
        }
    }

    private record Finished<K, T>(K key, Result<T> result) {}

    /** Lets a call that ends and the waiter that gives it up agree on which came first. */
    private static final class Token {
        private boolean ended;
        private boolean leftBehind;
    }

    /** Runs one call. */
    <T> Result<T> run(Object key, Callable<T> call, Duration limit) {
        Map<Object, Result<T>> results = runAll(Map.of(key, call), limit, limit);
        Result<T> result = results.get(key);
        return result == null ? Result.without(End.NOT_BEGUN) : result;
    }

    /**
     * Runs all calls and waits for them.
     *
     * @param calls the calls by key
     * @param each how long one may take
     * @param all how long all of them together may take
     * @return what became of each
     */
    <K, T> Map<K, Result<T>> runAll(Map<K, Callable<T>> calls, Duration each, Duration all) {
        Map<K, Result<T>> results = new HashMap<>();
        BlockingQueue<Finished<K, T>> finished = new LinkedBlockingQueue<>();
        Deque<K> waiting = new ArrayDeque<>(calls.keySet());
        Map<K, Long> deadlines = new LinkedHashMap<>();
        Map<K, Token> tokens = new HashMap<>();
        long end = System.nanoTime() + nanos(all);
        try {
            while (!waiting.isEmpty() || !deadlines.isEmpty()) {
                // What has ended counts as ended, also when the waiter was slow to notice.
                for (Finished<K, T> one = finished.poll(); one != null; one = finished.poll()) {
                    note(one, deadlines, results);
                }
                long now = System.nanoTime();
                boolean over = end - now <= 0;
                deadlines.entrySet().removeIf(running -> {
                    if (running.getValue() - now > 0) {
                        return false;
                    }
                    leaveBehind(running.getKey(), tokens);
                    results.put(running.getKey(), Result.without(End.LATE));
                    return true;
                });
                while (!waiting.isEmpty() && (over || deadlines.size() < PARALLEL)) {
                    K key = waiting.remove();
                    Callable<T> call = calls.get(key);
                    if (over || call == null) {
                        results.put(key, Result.without(End.NOT_BEGUN));
                    } else if (stuck.containsKey(key)) {
                        results.put(key, Result.without(End.STUCK_BEFORE));
                    } else {
                        tokens.put(key, begin(key, call, finished));
                        deadlines.put(key, Math.min(now + nanos(each), end));
                    }
                }
                long soonest = deadlines.values().stream()
                        .mapToLong(d -> d - now)
                        .min()
                        .orElse(0);
                Finished<K, T> one = finished.poll(Math.max(soonest, 0), TimeUnit.NANOSECONDS);
                if (one != null) {
                    note(one, deadlines, results);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            deadlines.keySet().forEach(key -> leaveBehind(key, tokens));
            calls.keySet().forEach(key -> results.putIfAbsent(key, Result.without(End.NOT_BEGUN)));
        }
        return results;
    }

    private static <K, T> void note(Finished<K, T> one, Map<K, Long> deadlines, Map<K, Result<T>> results) {
        if (deadlines.remove(one.key()) != null) {
            results.put(one.key(), one.result());
        }
    }

    private static long nanos(Duration limit) {
        // Long enough for anybody, and far from overflow in System.nanoTime() arithmetic.
        Duration most = Duration.ofDays(1);
        return limit.isNegative() ? 0 : (limit.compareTo(most) > 0 ? most : limit).toNanos();
    }

    private <K, T> Token begin(K key, Callable<T> call, BlockingQueue<Finished<K, T>> finished) {
        Token token = new Token();
        Thread thread = new Thread(
                () -> {
                    Result<T> result;
                    try {
                        result = new Result<>(End.RETURNED, call.call(), null);
                    } catch (Throwable e) {
                        result = new Result<>(End.THREW, null, e);
                    }
                    end(key, token);
                    finished.add(new Finished<>(key, result));
                },
                "noderesource-device-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
        return token;
    }

    private <K> void leaveBehind(K key, Map<K, Token> tokens) {
        Token token = tokens.get(key);
        if (token == null) {
            return;
        }
        synchronized (token) {
            if (!token.ended) {
                token.leftBehind = true;
                stuck.merge(key, 1, Integer::sum);
            }
        }
    }

    private void end(Object key, Token token) {
        synchronized (token) {
            token.ended = true;
            if (token.leftBehind) {
                stuck.computeIfPresent(key, (k, n) -> n > 1 ? n - 1 : null);
            }
        }
    }
}
