package io.noderesource.edgex.model;

/** Whether an operator lets something be used. */
public enum AdminState {
    /** Core-command refuses each command with 423. */
    LOCKED,
    /** In use. */
    UNLOCKED
}
