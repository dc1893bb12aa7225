package io.noderesource.edgex.events;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A message bus within the process, for tests of who uses {@link EventWatch}. Thread-safe.
 *
 * <p>Beside a simulated EdgeX: {@code simulator.subscribe(message -> bus.publish(message.topic(), message.bytes()))}.
 *
 * <p>It delivers on the publisher's thread, once and in order, like a perfect bus; what an imperfect one does, its user does
 * by publishing twice, in another order, or not at all.
 */
public final class InProcessBus implements EventTransport {

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private volatile boolean up = true;

    /** A bus that is up. */
    public InProcessBus() {}

    /**
     * Publishes a message.
     *
     * @param topic where, in the form of MQTT
     * @param message its bytes
     * @return how many subscribers got it
     */
    public int publish(String topic, byte[] message) {
        int got = 0;
        for (Subscriber subscriber : subscribers) {
            if (subscriber.filters.stream().anyMatch(filter -> matches(filter, topic))) {
                subscriber.receiver.message(topic, message.clone());
                got++;
            }
        }
        return got;
    }

    /** Ends all connections and lets none come about until {@link #start()}. */
    public void stop() {
        up = false;
        for (Subscriber subscriber : subscribers) {
            subscriber.end();
        }
    }

    /** Is there again. */
    public void start() {
        up = true;
    }

    @Override
    public EventConnection open(List<String> filters, EventReceiver receiver) {
        Subscriber subscriber = new Subscriber(List.copyOf(filters), receiver);
        if (up) {
            subscribers.add(subscriber);
            receiver.connected();
        }
        if (!up) {
            subscriber.end();
        }
        return subscriber;
    }

    /** Whether a topic matches a filter of MQTT (MQTT 5.0, section 4.7). */
    static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }

    private final class Subscriber implements EventConnection {
        private final List<String> filters;
        private final EventReceiver receiver;

        Subscriber(List<String> filters, EventReceiver receiver) {
            this.filters = filters;
            this.receiver = Objects.requireNonNull(receiver, "receiver");
        }

        void end() {
            subscribers.remove(this);
            receiver.lost(new IllegalStateException("the bus was stopped"));
        }

        @Override
        public void close() {
            subscribers.remove(this);
        }
    }
}
