package io.noderesource.backend.quotapath;

import io.noderesource.base.ByteSize;
import java.util.Objects;

/**
 * What a project takes up.
 *
 * @param bytes in blocks on the medium, those of directories included; a small one has none on XFS
 * @param inodes files, directories and all else that has an inode; the project's directory is one
 */
public record QuotaUse(ByteSize bytes, long inodes) {

    public QuotaUse {
        Objects.requireNonNull(bytes, "bytes");
    }
}
