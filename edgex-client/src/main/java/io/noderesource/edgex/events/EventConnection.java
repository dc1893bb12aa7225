package io.noderesource.edgex.events;

/** A connection to a bus. Thread-safe. */
public interface EventConnection extends AutoCloseable {

    /** Ends it, without waiting for the other side. Does nothing when it has ended already. */
    @Override
    void close();
}
