package io.noderesource.backend.quotapath.internal;

import io.noderesource.linux.Workers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** How calls are made that do not return while a device hangs. */
interface Calls {

    /** Makes the calls; what became of each is under its key. */
    <K, T> Map<K, Workers.Result<T>> make(Map<K, Callable<T>> calls);

    /**
     * On threads that are left behind when they hang.
     *
     * @param workers the threads
     * @param each how long one call may take
     * @param all how long all of them together may take
     */
    record OnWorkers(Workers workers, Duration each, Duration all) implements Calls {
        @Override
        public <K, T> Map<K, Workers.Result<T>> make(Map<K, Callable<T>> calls) {
            return workers.runAll(calls, each, all);
        }
    }

    /** On the caller's own thread, which hangs with them. */
    record Here() implements Calls {
        @Override
        public <K, T> Map<K, Workers.Result<T>> make(Map<K, Callable<T>> calls) {
            Map<K, Workers.Result<T>> results = new LinkedHashMap<>();
            calls.forEach((key, call) -> results.put(key, made(call)));
            return results;
        }

        private static <T> Workers.Result<T> made(Callable<T> call) {
            try {
                return new Workers.Result<>(Workers.End.RETURNED, call.call(), null);
            } catch (Exception e) {
                return new Workers.Result<>(Workers.End.THREW, null, e);
            }
        }
    }
}
