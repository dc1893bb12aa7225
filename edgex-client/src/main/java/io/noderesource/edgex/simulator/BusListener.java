package io.noderesource.edgex.simulator;

/** Gets what the simulated services publish. Called on the thread of the request that led to it; it must return at once. */
@FunctionalInterface
public interface BusListener {
    /**
     * A message was published.
     *
     * @param message the message, never {@code null}
     */
    void published(BusMessage message);
}
