package io.noderesource.edgex.events;

import io.noderesource.edgex.error.EdgexException;
import java.time.Duration;

/**
 * Is told what an {@link EventWatch} sees and does: for logs, metrics, and for readings, whose values come with the message.
 * Called on the watch's thread, so it has to be quick; what it throws is logged and otherwise ignored.
 *
 * @param <K> what objects are known by
 */
public interface WatchListener<K> {

    /** A message came and was read. */
    default void message(EventMessage message) {}

    /**
     * A message came and could not be read. As it may have told of any object, all are asked for.
     *
     * @param topic where it was published
     * @param cause why it could not be read
     */
    default void unreadable(String topic, EdgexException cause) {}

    /** The bus is there; now all objects are asked for. */
    default void connected() {}

    /**
     * The bus is gone, or could not be reached.
     *
     * @param cause why
     * @param retryIn how long it takes until the next attempt
     */
    default void disconnected(Throwable cause, Duration retryIn) {}

    /** More came than could be kept; now all objects are asked for. */
    default void overflowed() {}

    /**
     * {@link WatchTarget#refresh} returned.
     *
     * @param key the object
     */
    default void refreshed(K key) {}

    /**
     * {@link WatchTarget#refresh} threw.
     *
     * @param key the object
     * @param cause what it threw
     * @param retryIn how long it takes until the next attempt
     */
    default void refreshFailed(K key, Throwable cause, Duration retryIn) {}

    /**
     * {@link WatchTarget#resync} returned.
     *
     * @param took how long it took
     */
    default void resynced(Duration took) {}

    /**
     * {@link WatchTarget#resync} threw.
     *
     * @param cause what it threw
     * @param retryIn how long it takes until the next attempt
     */
    default void resyncFailed(Throwable cause, Duration retryIn) {}
}
