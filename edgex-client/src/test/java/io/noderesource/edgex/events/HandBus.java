package io.noderesource.edgex.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bus that does only what a test tells it. */
final class HandBus implements EventTransport {

    private final List<Connection> opened = new ArrayList<>();
    private Optional<RuntimeException> refusal = Optional.empty();

    /** A connection that was asked for. */
    static final class Connection implements EventConnection {
        final List<String> filters;
        final EventReceiver receiver;
        boolean closed;

        Connection(List<String> filters, EventReceiver receiver) {
            this.filters = filters;
            this.receiver = receiver;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public EventConnection open(List<String> filters, EventReceiver receiver) {
        Connection connection = new Connection(filters, receiver);
        opened.add(connection);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return connection;
    }

    /** From now on no connection can even be started. */
    void refuse(RuntimeException value) {
        refusal = Optional.of(value);
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
