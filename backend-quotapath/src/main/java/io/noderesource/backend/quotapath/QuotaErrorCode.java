package io.noderesource.backend.quotapath;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ErrorKind;

/** The codes of project quotas. */
public enum QuotaErrorCode implements ErrorCode {
    NO_KERNEL_SUPPORT(
            "quota/no-kernel-support",
            ErrorKind.UNAVAILABLE,
            "The kernel has no quotas, or a filter of system calls forbids them.",
            "Run a kernel with CONFIG_QUOTACTL, CONFIG_QFMT_V2 and CONFIG_XFS_QUOTA, and let the container call quotactl."),
    NOT_A_QUOTA_FILE_SYSTEM(
            "quota/not-a-quota-file-system",
            ErrorKind.PRECONDITION,
            "The path is on a file system that keeps no project quotas, such as tmpfs or overlay.",
            "Use a path on ext4 or XFS."),
    OFF(
            "quota/off",
            ErrorKind.PRECONDITION,
            "The file system does not count by project: it lacks the feature, or it is mounted without prjquota.",
            "ext4: unmount, tune2fs -O project,quota -Q prjquota, mount with prjquota; XFS: unmount, and mount with prjquota."),
    NOT_ENFORCED(
            "quota/not-enforced",
            ErrorKind.PRECONDITION,
            "The file system counts by project, but limits bind nobody.",
            "ext4: quotaon -P; XFS: unmount, and mount with prjquota; an option that remount shows does not help."),
    NO_PRIVILEGE(
            "quota/no-privilege",
            ErrorKind.UNAVAILABLE,
            "The process may not read or change project quotas.",
            "Run as root, with CAP_SYS_ADMIN in the first user namespace."),
    NO_SUCH_PATH(
            "quota/no-such-path",
            ErrorKind.INVALID_INPUT,
            "There is no such directory.",
            "Make it first, or correct the path."),
    NOT_A_DIRECTORY(
            "quota/not-a-directory",
            ErrorKind.INVALID_INPUT,
            "The path is no directory, or leads through a symbolic link.",
            "Name the directory itself."),
    OUTSIDE(
            "quota/outside",
            ErrorKind.INVALID_INPUT,
            "The directory is not below the quota path, or another mount lies between.",
            "Open the quota path that the directory lies on."),
    PART_OF_FILE_SYSTEM(
            "quota/part-of-file-system",
            ErrorKind.PRECONDITION,
            "The mount shows a part of the file system only, so its other projects cannot be seen.",
            "Open it where the whole file system is mounted; in a container, mount all of it."),
    CROSSES_MOUNT(
            "quota/crosses-mount",
            ErrorKind.PRECONDITION,
            "Something else is mounted in the tree.",
            "Unmount it first."),
    NESTED(
            "quota/nested",
            ErrorKind.PRECONDITION,
            "The directory lies in another project, or has one in it.",
            "Use a directory beside it, or release the other project."),
    NOT_OURS(
            "quota/not-ours",
            ErrorKind.PRECONDITION,
            "The directory carries a project that was not made here.",
            "Adopt it explicitly."),
    NO_PROJECT("quota/no-project", ErrorKind.PRECONDITION, "The directory is no project.", "Make it one with ensure."),
    FIXED_FILE(
            "quota/fixed-file",
            ErrorKind.PRECONDITION,
            "The project of an immutable or append-only file cannot be changed.",
            "Take the attribute away with chattr -i -a."),
    TOO_DEEP(
            "quota/too-deep",
            ErrorKind.PRECONDITION,
            "Directories lie more than 1024 levels deep.",
            "Move what lies so deep, or remove it."),
    SHARED_FILE(
            "quota/shared-file",
            ErrorKind.PRECONDITION,
            "A file in the directory has other names outside of it, and would be taken from there.",
            "Find them with find MOUNTPOINT -xdev -samefile FILE; remove them, or put a copy into the directory."),
    BELOW_USE(
            "quota/below-use",
            ErrorKind.PRECONDITION,
            "The limit is smaller than what is in use.",
            "Free space, choose a larger limit, or ask for a limit below use explicitly."),
    ID_IN_USE(
            "quota/id-in-use",
            ErrorKind.PRECONDITION,
            "Something carries the project id still.",
            "Find it with nrm quota list, or with lsattr -Rp, and release or remove it."),
    NO_FREE_ID(
            "quota/no-free-id",
            ErrorKind.INSUFFICIENT_RESOURCES,
            "All project ids that are drawn here are in use.",
            "Release projects that are not needed any more."),
    NO_ITERATION(
            "quota/no-iteration",
            ErrorKind.UNAVAILABLE,
            "The kernel cannot list the projects of a file system.",
            "Run Linux 4.6 or later, or ask for each directory."),
    BUSY(
            "quota/busy",
            ErrorKind.UNAVAILABLE,
            "Another process holds the lock of the file system's projects.",
            "Wait until it is done, or find it with lslocks.");

    private final String id;
    private final ErrorKind kind;
    private final String meaning;
    private final String remedy;

    QuotaErrorCode(String id, ErrorKind kind, String meaning, String remedy) {
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
