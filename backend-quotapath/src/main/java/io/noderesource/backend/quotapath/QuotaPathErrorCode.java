package io.noderesource.backend.quotapath;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ErrorKind;

/** The codes of the quota path backend's steps. */
public enum QuotaPathErrorCode implements ErrorCode {
    MAKING_FAILED(
            "quotapath/mkfs-failed",
            ErrorKind.PRECONDITION,
            "The program that makes file systems refused or failed.",
            "Read what it says in the message, put it right, and make a new plan."),
    MOUNT_REFUSED(
            "quotapath/mount-refused",
            ErrorKind.PRECONDITION,
            "The kernel refused to mount the file system with these options.",
            "Read the kernel log: an option that the file system does not know, a kernel without quotas, or damage."),
    MOUNT_HIDDEN(
            "quotapath/mount-hidden",
            ErrorKind.PRECONDITION,
            "What is mounted by this process is seen in its own container alone, and goes with it.",
            "Mount the directory above the quota path into the container with mountPropagation: Bidirectional."),
    GROWING_FAILED(
            "quotapath/grow-failed",
            ErrorKind.PRECONDITION,
            "The program that grows file systems refused or failed.",
            "Read what it says in the message, put it right, and make a new plan."),
    LABEL_REFUSED(
            "quotapath/label-refused",
            ErrorKind.PRECONDITION,
            "The kernel cannot change the label of the mounted file system.",
            "Unmount it and set the label that the message names with e2label or xfs_admin -L, by hand.");

    private final String id;
    private final ErrorKind kind;
    private final String meaning;
    private final String remedy;

    QuotaPathErrorCode(String id, ErrorKind kind, String meaning, String remedy) {
        this.id = id;
        this.kind = kind;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
