package io.noderesource.backend.quotapath.internal.jna;

/** What a mounted file system does about project quotas. Its mount options do not tell (native code of ext4 and XFS). */
public enum QuotaState {
    /** The kernel was built without quotas ({@code CONFIG_QUOTACTL}), or a filter of system calls forbids them. */
    NO_KERNEL_SUPPORT,
    /** Neither counted nor enforced: the file system has no project quota, lacks the feature, or was mounted without. */
    OFF,
    /** Use is counted, limits bind nobody. */
    ACCOUNTING,
    /** Use is counted and limits bind. */
    ENFORCED
}
