package io.noderesource.edgex.events;

/**
 * How an {@link EventWatch} is, and what it did since it was started.
 *
 * @param link how the bus is
 * @param pending objects that are to be asked for
 * @param messages messages that came and were read
 * @param unreadable messages that came and could not be read
 * @param dropped messages that were not kept, as there were too many
 * @param refreshes objects that were asked for, each time counted
 * @param resyncs how often all objects were asked for
 * @param failures how often either failed
 * @param losses how often the bus was lost or could not be reached
 */
public record WatchStatus(
        Link link,
        int pending,
        long messages,
        long unreadable,
        long dropped,
        long refreshes,
        long resyncs,
        long failures,
        long losses) {

    /** How the bus is. */
    public enum Link {
        /** Not there; the next attempt comes after a pause. */
        WAITING,
        /** On the way. */
        CONNECTING,
        /** There, with all subscriptions. */
        CONNECTED,
        /** The watch has ended. */
        CLOSED
    }
}
