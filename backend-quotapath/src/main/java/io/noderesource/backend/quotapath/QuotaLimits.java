package io.noderesource.backend.quotapath;

import io.noderesource.base.ByteSize;
import java.util.Objects;

/**
 * The limits of a project; 0 is no limit. A hard limit cannot be passed; a soft one can, for the grace time.
 *
 * <p>The kernel keeps limits of bytes in KiB, XFS in blocks of the file system: they are rounded up.
 *
 * @param hardBytes bytes that cannot be passed
 * @param softBytes bytes that can be passed for a while; at most the hard limit, where there is one
 * @param hardInodes files, directories and all else that has an inode
 * @param softInodes the same, for a while
 */
public record QuotaLimits(ByteSize hardBytes, ByteSize softBytes, long hardInodes, long softInodes) {

    /** No limits: use is counted only. */
    public static final QuotaLimits NONE = new QuotaLimits(ByteSize.ZERO, ByteSize.ZERO, 0, 0);

    public QuotaLimits {
        Objects.requireNonNull(hardBytes, "hardBytes");
        Objects.requireNonNull(softBytes, "softBytes");
        if (hardInodes < 0 || softInodes < 0) {
            throw new IllegalArgumentException("a limit of inodes must not be negative");
        }
        if (isAbove(softBytes.bytes(), hardBytes.bytes()) || isAbove(softInodes, hardInodes)) {
            throw new IllegalArgumentException("a soft limit must not be above the hard one");
        }
    }

    private static boolean isAbove(long soft, long hard) {
        return hard != 0 && soft > hard;
    }

    /** A hard limit of bytes. */
    public static QuotaLimits ofBytes(ByteSize hard) {
        return NONE.withBytes(hard);
    }

    /** With this hard limit of bytes, and no soft one. */
    public QuotaLimits withBytes(ByteSize hard) {
        return new QuotaLimits(hard, ByteSize.ZERO, hardInodes, softInodes);
    }

    /** With this hard limit of inodes, and no soft one. */
    public QuotaLimits withInodes(long hard) {
        return new QuotaLimits(hardBytes, softBytes, hard, 0);
    }

    /** With this soft limit of bytes. */
    public QuotaLimits withSoftBytes(ByteSize soft) {
        return new QuotaLimits(hardBytes, soft, hardInodes, softInodes);
    }

    /** With this soft limit of inodes. */
    public QuotaLimits withSoftInodes(long soft) {
        return new QuotaLimits(hardBytes, softBytes, hardInodes, soft);
    }
}
