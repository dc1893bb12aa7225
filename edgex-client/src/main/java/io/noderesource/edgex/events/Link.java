package io.noderesource.edgex.events;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps one connection to the bus, and makes a new one after a pause when it is lost. Not thread-safe. */
final class Link {

    private final EventTransport transport;
    private final List<String> filters;
    private final Inbox inbox;
    private final Backoff backoff;
    private final long patience;
    private final long steadyAfter;

    private WatchStatus.Link state = WatchStatus.Link.WAITING;
    private @Nullable EventConnection connection;
    private int number;
    /** When the state was reached or, while waiting, when the next attempt begins. */
    private long since;

    /**
     * A link that connects at the first {@link #tick}.
     *
     * @param patience how long a connection may take to come about, in nanoseconds
     * @param steadyAfter how long a connection must last for the pauses to begin anew, in nanoseconds: one that is closed
     *     each time it has come about must not be asked for again and again at once
     */
    Link(
            EventTransport transport,
            List<String> filters,
            Inbox inbox,
            Backoff backoff,
            long patience,
            long steadyAfter,
            long now) {
        this.transport = transport;
        this.filters = filters;
        this.inbox = inbox;
        this.backoff = backoff;
        this.patience = patience;
        this.steadyAfter = steadyAfter;
        this.since = now;
    }

    /** A loss, and how long it takes until the next attempt. */
    record Loss(Throwable cause, Duration retryIn) {}

    WatchStatus.Link state() {
        return state;
    }

    /** Does what is due; answers a loss, when that is what came of it. */
    Optional<Loss> tick(long now) {
        if (state == WatchStatus.Link.WAITING && since - now <= 0) {
            return open(now);
        }
        if (state == WatchStatus.Link.CONNECTING && now - since >= patience) {
            return Optional.of(lose(
                    EdgexException.of(
                            ErrorKind.TIMEOUT,
                            "the message bus did not answer within " + Duration.ofNanos(patience)
                                    + "; is it the right address, and does it let this client in?"),
                    now));
        }
        return Optional.empty();
    }

    private Optional<Loss> open(long now) {
        number++;
        state = WatchStatus.Link.CONNECTING;
        since = now;
        try {
            connection = transport.open(filters, inbox.receiver(number));
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(lose(e, now));
        }
    }

    /** Whether it has come about by this. */
    boolean connected(Signal.Connected signal, long now) {
        if (signal.connection() != number || state != WatchStatus.Link.CONNECTING) {
            return false;
        }
        state = WatchStatus.Link.CONNECTED;
        since = now;
        return true;
    }

    /** The loss that this is; empty when it is of a connection that was given up before. */
    Optional<Loss> lost(Signal.Lost signal, long now) {
        boolean current = signal.connection() == number
                && (state == WatchStatus.Link.CONNECTING || state == WatchStatus.Link.CONNECTED);
        return current ? Optional.of(lose(signal.cause(), now)) : Optional.empty();
    }

    private Loss lose(Throwable cause, long now) {
        if (state == WatchStatus.Link.CONNECTED && now - since >= steadyAfter) {
            backoff.reset();
        }
        end();
        long pause = backoff.next();
        state = WatchStatus.Link.WAITING;
        since = now + pause;
        return new Loss(cause, Duration.ofNanos(pause));
    }

    /** How long it takes until there is something to do; empty while all is well. */
    OptionalLong nextIn(long now) {
        return switch (state) {
            case WAITING -> OptionalLong.of(since - now);
            case CONNECTING -> OptionalLong.of(since + patience - now);
            case CONNECTED, CLOSED -> OptionalLong.empty();
        };
    }

    void close() {
        state = WatchStatus.Link.CLOSED;
        end();
    }

    private void end() {
        EventConnection ended = connection;
        connection = null;
        if (ended != null) {
            try {
                ended.close();
            } catch (Throwable e) {
                Logs.failed("closing the connection to the message bus", e);
            }
        }
    }
}
