package io.noderesource.backend.quotapath;

import java.time.Duration;
import java.util.Objects;

/**
 * How long soft limits may be passed, of all projects of a file system; in whole seconds.
 *
 * @param bytes of limits of bytes
 * @param inodes of limits of inodes
 */
public record GraceTimes(Duration bytes, Duration inodes) {

    public GraceTimes {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(inodes, "inodes");
        if (bytes.toSeconds() < 1 || inodes.toSeconds() < 1) {
            throw new IllegalArgumentException("a grace time is at least a second");
        }
    }
}
