package io.noderesource.edgex.simulator;

/** What goes wrong on the bus: EdgeX publishes without acknowledgement and in a thread of its own. */
public enum BusFault {
    /** Nothing: each message comes once, in order. */
    NONE,
    /** Each message comes twice. */
    DUPLICATE,
    /** Each second message comes before the one it should follow. */
    REORDER,
    /** No message comes. */
    LOSE
}
