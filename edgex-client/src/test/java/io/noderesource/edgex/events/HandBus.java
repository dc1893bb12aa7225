package io.noderesource.edgex.events;

import java.util.ArrayList;
import java.util.List;

/** A bus that does only what a test tells it. */
final class HandBus implements EventTransport {

    private final List<Connection> opened = new ArrayList<>();
    private Runnable refusal = () -> {};

    /** A connection that was asked for. */
    static final class Connection implements EventConnection {
        final List<String> filters;
        final EventReceiver receiver;
        boolean closed;
        /** What happens when it is closed, after it was noted. */
        Runnable atClose = () -> {};

        Connection(List<String> filters, EventReceiver receiver) {
            this.filters = filters;
            this.receiver = receiver;
        }

        @Override
        public void close() {
            closed = true;
            atClose.run();
        }
    }

    @Override
    public EventConnection open(List<String> filters, EventReceiver receiver) {
        Connection connection = new Connection(filters, receiver);
        opened.add(connection);
        refusal.run();
        return connection;
    }

    /** From now on no connection can even be started. */
    void refuse(RuntimeException value) {
        refusal = () -> {
            throw value;
        };
    }

    /** The same, as where a library is not there. */
    void refuse(Error value) {
        refusal = () -> {
            throw value;
        };
    }

    int attempts() {
        return opened.size();
    }

    /** The connection asked for last. */
    Connection last() {
        return opened.get(opened.size() - 1);
    }

    void connect() {
        last().receiver.connected();
    }

    void lose() {
        last().receiver.lost(new IllegalStateException("gone"));
    }

    /** Delivers a change of a device. */
    void hint(String device) {
        last().receiver.message(Samples.deviceTopic("update"), Samples.deviceEvent("update", device));
    }

    void garbage() {
        last().receiver.message(Samples.deviceTopic("update"), Samples.utf8("{"));
    }
}
