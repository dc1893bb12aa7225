package io.noderesource.edgex.events;

/**
 * What an {@link EventWatch} keeps up to date. The watch calls it on its own thread, one call at a time.
 *
 * <p>A call that throws is made again later. When the watch is closed, the running call is interrupted.
 *
 * @param <K> what objects are known by
 */
public interface WatchTarget<K> {

    /**
     * Asks for one object and takes over what it is now. That it is gone is an answer, and no failure.
     *
     * @param key the object, of which the bus has told something
     */
    void refresh(K key);

    /**
     * Asks for all objects and takes over what they are now, and which are gone. Nothing may be taken for gone because a
     * listing was incomplete: let it fail then.
     */
    void resync();
}
