package io.noderesource.edgex.events;

import java.util.List;

/**
 * A message bus, as an {@link EventWatch} uses it. An implementation connects, subscribes, and says what comes and when the
 * connection ends; to connect anew is the watch's business. Thread-safe.
 *
 * <p>An implementation must not connect by itself anew: messages that were missed meanwhile would be missed for good.
 */
public interface EventTransport {

    /**
     * Starts one connection, without waiting for it.
     *
     * <p>The receiver hears {@link EventReceiver#connected()} when the bus has confirmed all subscriptions, so that
     * everything published from then on is delivered; then messages; and at the end {@link EventReceiver#lost}, also where
     * the connection never came about. It hears nothing that begins after {@link EventConnection#close()} has returned,
     * as far as the bus allows; the watch ignores what comes late.
     *
     * @param filters what to subscribe to, in the form of MQTT ({@link TopicForm})
     * @param receiver hears of it, on any thread, also on this one and before this method returns
     * @return the connection, to be closed
     * @throws RuntimeException when it cannot even be started; the watch tries again later
     */
    EventConnection open(List<String> filters, EventReceiver receiver);
}
