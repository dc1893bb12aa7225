package io.noderesource.backend.quotapath.internal.jna;

/** A type of file system, as {@code statfs(2)} tells it. */
public enum FileSystemType {
    EXT4(0xEF53),
    XFS(0x58465342),
    /** Any other: none that keeps project quotas in the ways that this module knows. */
    OTHER(-1);

    private final long magic;

    FileSystemType(long magic) {
        this.magic = magic;
    }

    /** The type with that {@code f_type} ({@code linux/magic.h}). */
    static FileSystemType of(long magic) {
        for (FileSystemType type : values()) {
            if (type.magic == magic) {
                return type;
            }
        }
        return OTHER;
    }
}
