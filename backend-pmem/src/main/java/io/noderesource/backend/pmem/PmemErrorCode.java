package io.noderesource.backend.pmem;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ErrorKind;

/** The codes of the steps on persistent memory, and of {@link PmemVolumes}. */
public enum PmemErrorCode implements ErrorCode {
    REFUSED(
            "pmem/refused",
            ErrorKind.PRECONDITION,
            "The kernel or libndctl refused a change of persistent memory.",
            "Read the function and the errno in the message, and the kernel log; then make a new plan."),
    MEMORY_IN_USE(
            "pmem/memory-in-use",
            ErrorKind.PRECONDITION,
            "Memory cannot be given back: the kernel has put into some of its blocks what it cannot move, or what is in it fits nowhere else. All of it stays the system's.",
            "End what uses much memory, the kernel's own included, and make a new plan; or end the declaration and reboot, as after a boot it is memory only when it is added again."),
    BAD_VOLUME_ID(
            "pmem/bad-volume-id",
            ErrorKind.INVALID_INPUT,
            "The id of a volume cannot stand in the labels of a namespace.",
            "Use at most 49 letters, digits, hyphens, underscores and dots, the first and the last a letter or a digit, and no .new at its end."),
    NO_VOLUME(
            "pmem/no-volume",
            ErrorKind.PRECONDITION,
            "There is no volume of this id.",
            "Create it; resizing that was cut off may have left none, and it held nothing then."),
    NO_SUCH_SIZE(
            "pmem/no-such-size",
            ErrorKind.INVALID_INPUT,
            "No volume has a size between what was asked for at least and at most.",
            "Ask for more at most: namespaces have sizes in steps of their region's alignment, and a layout takes a part."),
    VOLUME_DIFFERS(
            "pmem/volume-differs",
            ErrorKind.PRECONDITION,
            "The volume is there with another size, in another mode or in another region than was asked for.",
            "Ask for what is there, resize it, or destroy it first."),
    VOLUME_CHANGED(
            "pmem/volume-changed",
            ErrorKind.PRECONDITION,
            "The namespace of the volume is not as it was made, or somebody else has made one that looks like it.",
            "Look at it with ndctl list -Ni; keep elsewhere what it holds, and destroy it."),
    VOLUME_IN_USE(
            "pmem/volume-in-use",
            ErrorKind.PRECONDITION,
            "The device of the volume is in use.",
            "Unmount it, end what has it open, or take the memory back from the system."),
    VOLUME_HOLDS_DATA(
            "pmem/volume-holds-data",
            ErrorKind.PRECONDITION,
            "The volume holds something.",
            "Keep it elsewhere; then destroy the volume with HeldData.DESTROY.");

    private final String id;
    private final ErrorKind kind;
    private final String meaning;
    private final String remedy;

    PmemErrorCode(String id, ErrorKind kind, String meaning, String remedy) {
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
