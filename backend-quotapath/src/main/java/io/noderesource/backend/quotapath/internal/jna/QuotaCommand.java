package io.noderesource.backend.quotapath.internal.jna;

/**
 * The commands of {@code quotactl(2)} for project quotas, made by {@code QCMD(command, PRJQUOTA)}
 * ({@code sys/quota.h}, {@code linux/dqblk_xfs.h}). The kernel carries each out for ext4 and for XFS, whichever of the two it was
 * made for ({@code fs/quota/quota.c}).
 */
enum QuotaCommand {
    GET_FORMAT(0x800004),
    ON(0x800002),
    GET_STATE(0x5808),
    GET_INFO(0x800005),
    SET_INFO(0x800006),
    GET(0x800007),
    SET(0x800008),
    /** Linux 4.6 and later. */
    GET_NEXT(0x800009);

    /** {@code PRJQUOTA} of {@code linux/quota.h}. */
    private static final int PROJECT = 2;

    private final int command;

    QuotaCommand(int command) {
        this.command = command;
    }

    /** The number for the call. */
    int code() {
        return (command << 8) | PROJECT;
    }
}
