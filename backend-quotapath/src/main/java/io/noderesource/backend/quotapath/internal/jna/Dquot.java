package io.noderesource.backend.quotapath.internal.jna;

/**
 * The kernel's record of one project ({@code struct if_dqblk}): limits, 0 for none, and use.
 *
 * @param id project id, 0 to 0xfffffffe
 * @param hardBytes bytes that cannot be passed
 * @param softBytes bytes that may be passed for the grace time
 * @param bytes bytes in use
 * @param hardInodes files and directories that cannot be passed
 * @param softInodes files and directories that may be passed for the grace time
 * @param inodes files and directories in use
 * @param bytesGraceEnds when the grace time of bytes ends, in seconds since 1970; 0 when it does not run
 * @param inodesGraceEnds when the grace time of inodes ends
 */
public record Dquot(
        long id,
        long hardBytes,
        long softBytes,
        long bytes,
        long hardInodes,
        long softInodes,
        long inodes,
        long bytesGraceEnds,
        long inodesGraceEnds) {

    /** Whether something carries the project or limits it. */
    public boolean inUse() {
        return (hardBytes | softBytes | bytes | hardInodes | softInodes | inodes) != 0;
    }
}
