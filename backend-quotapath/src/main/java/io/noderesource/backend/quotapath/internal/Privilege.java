package io.noderesource.backend.quotapath.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The privilege without which the kernel neither mounts nor tells the state of quotas (capabilities(7)). */
final class Privilege {

    private static final String NAME = "CAP_SYS_ADMIN";

    /** Its number in {@code linux/capability.h}. */
    private static final int NUMBER = 21;

    private Privilege() {}

    /** Its name when this process lacks it, or when that cannot be told. */
    static Optional<String> missing() {
        try {
            return missing(Files.readString(Path.of("/proc/self/status")));
        } catch (IOException e) {
            return Optional.of(NAME);
        }
    }

    /** As {@link #missing()}, from the text of {@code /proc/self/status}. */
    static Optional<String> missing(String status) {
        return status.lines()
                        .filter(line -> line.startsWith("CapEff:"))
                        .map(line -> line.substring("CapEff:".length()).strip())
                        .anyMatch(mask -> mask.matches("[0-9a-f]{1,16}")
                                && (Long.parseUnsignedLong(mask, 16) >>> NUMBER & 1) == 1)
                ? Optional.empty()
                : Optional.of(NAME);
    }
}
