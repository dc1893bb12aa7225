package io.noderesource.edgex.simulator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The faults of a simulator. Rules are looked at in the order in which they were added; the first that fits a request is the
 * one that counts.
 *
 * <p>Thread-safe.
 */
public final class Faults {
    private static final class Entry {
        private final FaultRule rule;
        private long met;

        private Entry(FaultRule rule) {
            this.rule = rule;
        }
    }

    private final Bus bus;
    private final List<Entry> entries = new ArrayList<>();

    Faults(Bus bus) {
        this.bus = bus;
    }

    /**
     * Adds a rule.
     *
     * @param rule which requests meet which fault
     */
    public void add(FaultRule rule) {
        requireNonNull(rule, "rule");
        synchronized (this) {
            entries.add(new Entry(rule));
        }
    }

    /**
     * Sets what goes wrong on the bus. A message that was held back is delivered now.
     *
     * @param fault what goes wrong from now on
     */
    public void bus(BusFault fault) {
        bus.fail(requireNonNull(fault, "fault"));
    }

    /** All goes well from now on, on the bus too. */
    public void clear() {
        synchronized (this) {
            entries.clear();
        }
        bus.fail(BusFault.NONE);
    }

    synchronized Optional<Fault> next(SimulatedService service, String method, String path) {
        for (Entry entry : entries) {
            if (entry.rule.fits(service, method, path)) {
                long met = entry.met++;
                if (met >= entry.rule.skipped() && met - entry.rule.skipped() < entry.rule.times()) {
                    return Optional.of(entry.rule.fault());
                }
            }
        }
        return Optional.empty();
    }
}
