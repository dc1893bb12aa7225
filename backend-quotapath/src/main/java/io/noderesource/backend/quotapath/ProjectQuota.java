package io.noderesource.backend.quotapath;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel knows of one project.
 *
 * @param id project id, unique on its file system
 * @param bytesGraceEnds when use above the soft limit of bytes becomes an error; null when it is not above
 * @param inodesGraceEnds the same of inodes
 */
public record ProjectQuota(
        long id,
        QuotaLimits limits,
        QuotaUse use,
        @Nullable Instant bytesGraceEnds,
        @Nullable Instant inodesGraceEnds) {

    public ProjectQuota {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(use, "use");
    }
}
