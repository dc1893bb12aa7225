package io.noderesource.edgex.model;

/** Whether a device works, as its device service found. */
public enum OperatingState {
    /** It works. */
    UP,
    /** It does not: core-command refuses each command with 423. */
    DOWN,
    /** Nobody has found out; commands are let through. */
    UNKNOWN
}
