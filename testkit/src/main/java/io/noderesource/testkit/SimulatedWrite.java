package io.noderesource.testkit;

import java.util.List;

/**
 * One write to a device or to a volume group's metadata, as the simulated node saw it.
 *
 * @param by id of the step's type, or {@code administrator} for what a test did by hand
 * @param subject serial of the disk, key of the partition, or {@code vg NAME}
 * @param forbidden what made it a write that must never happen; empty for a good one
 */
public record SimulatedWrite(String by, String subject, List<String> forbidden) {

    /** What an administrator's writes are by. */
    public static final String ADMINISTRATOR = "administrator";

    public SimulatedWrite {
        forbidden = List.copyOf(forbidden);
    }

    /** Tells whether it must never have happened. */
    public boolean isForbidden() {
        return !forbidden.isEmpty();
    }

    @Override
    public String toString() {
        return by + " wrote to " + subject + (isForbidden() ? ", FORBIDDEN: " + String.join("; ", forbidden) : "");
    }
}
