package io.noderesource.backend.quotapath;

import java.time.Duration;
import java.util.Objects;

/**
 * How long soft limits may be passed, of all projects of a file system; in whole seconds, from 1 to 4,294,967,295 of them.
 *
 * @param bytes of limits of bytes
 * @param inodes of limits of inodes
 */
public record GraceTimes(Duration bytes, Duration inodes) {

    /** The kernel has 32 bits for it ({@code struct qc_info} of {@code linux/quota.h}). */
    private static final long MOST = 0xffffffffL;

    public GraceTimes {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(inodes, "inodes");
        if (!isFit(bytes) || !isFit(inodes)) {
            throw new IllegalArgumentException("a grace time is from 1 to " + MOST + " seconds");
        }
    }

    private static boolean isFit(Duration time) {
        return time.toSeconds() >= 1 && time.toSeconds() <= MOST;
    }
}
