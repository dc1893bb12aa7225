package io.noderesource.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How often something was met; thread-safe. */
final class Tally {

    static final String CODE = "code ";
    static final String FAULT = "fault ";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void met(String what) {
        counts.computeIfAbsent(what, w -> new LongAdder()).increment();
    }

    long of(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    /** A line for each thing, in their order. */
    String histogram() {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> String.format("%9d %s%n", e.getValue().sum(), e.getKey()))
                .collect(Collectors.joining());
    }
}
