package io.noderesource.backend.lvm;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ErrorKind;

/** The codes of the LVM backend. */
public enum LvmErrorCode implements ErrorCode {
    NOT_AVAILABLE(
            "lvm/not-available",
            ErrorKind.UNAVAILABLE,
            "Neither LVM's library nor its program is there, or the process may not use it.",
            "Install LVM (package lvm2; for the library Debian's liblvm2cmd2.03, RHEL's lvm2-libs) and run as root."),
    STUCK(
            "lvm/stuck",
            ErrorKind.UNAVAILABLE,
            "An LVM command does not return. As a child it is killed; no other is begun in this process until it is gone.",
            "Look for a hung device in the kernel log, and for another LVM command that holds a lock with lslocks."),
    COMMAND_FAILED(
            "lvm/command-failed",
            ErrorKind.PRECONDITION,
            "LVM refused a command or could not carry it out.",
            "Read what LVM says in the message, put it right, and make a new plan."),
    UNREADABLE_REPORT(
            "lvm/unreadable-report",
            ErrorKind.INTERNAL,
            "LVM's report is not what this version reads.",
            "Report it with the version of LVM and the output of lvm fullreport --reportformat json."),
    FILTERED_DEVICE(
            "lvm/filtered-device",
            ErrorKind.PRECONDITION,
            "The node's LVM settings keep LVM away from the device.",
            "Take the device out of the declaration, or admit it in lvm.conf (filter, global_filter)."),
    HUNG_DEVICE(
            "lvm/hung-device",
            ErrorKind.UNAVAILABLE,
            "A device does not answer, and the node's LVM settings leave no way to keep LVM away from it.",
            "Resume or remove the device, or take it out of LVM's devices file with lvmdevices --deldev."),
    BAD_ARGUMENT(
            "lvm/bad-argument",
            ErrorKind.INVALID_INPUT,
            "A name, path or tag cannot stand in an LVM command.",
            "Use letters, digits and the characters that LVM allows (lvm(8), VALID NAMES).");

    private final String id;
    private final ErrorKind kind;
    private final String meaning;
    private final String remedy;

    LvmErrorCode(String id, ErrorKind kind, String meaning, String remedy) {
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
