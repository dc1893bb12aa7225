package io.noderesource.testkit;

/** What can befall a step of a {@link SimulatedNode}; asked for by {@link SimulatedNode#next}. */
public enum StepFault {
    /** It fails with {@code node/io} and has done nothing. */
    FAIL,
    /** It does its work and says that it failed. */
    FAIL_AFTER,
    /** The process is killed right before it does anything. */
    CRASH_BEFORE,
    /** The process is killed between two writes of the step; after it, where the step is a single write. */
    CRASH_WITHIN,
    /** The process is killed when all is done and nobody has been told. */
    CRASH_AFTER,
    /** The machine dies when all is done and nobody has been told, and boots again with its disks in any order. */
    REBOOT,
    /** The call does not return; what it was to do it does when it is {@linkplain SimulatedNode#release released}. */
    HANG,
    /** The call does its work and does not return until it is {@linkplain SimulatedNode#release released}. */
    HANG_AFTER,
    /** It says that all is done, and has done nothing. */
    LIE,
    /** A device that it writes to, or a member of its volume group, is pulled out under its hands. */
    PULL,
    /** The medium of a device that it writes to is exchanged for one of the same content under its hands. */
    SWAP_MEDIUM
}
