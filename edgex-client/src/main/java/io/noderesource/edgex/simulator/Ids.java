package io.noderesource.edgex.simulator;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** UUIDs that are the same in each run. */
final class Ids {
    private final AtomicLong last = new AtomicLong();

    String next() {
        return String.format(Locale.ROOT, "5eed0000-0000-4000-8000-%012x", last.incrementAndGet());
    }
}
