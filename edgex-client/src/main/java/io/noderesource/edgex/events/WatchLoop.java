package io.noderesource.edgex.events;

import io.noderesource.edgex.error.EdgexException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What an {@link EventWatch} does, step by step, without its thread and its clock. Not thread-safe, but for
 * {@link #inbox()} and {@link #status()}.
 *
 * <p>Nothing that is called ends it, errors included: what it keeps up to date would grow old without a word.
 */
final class WatchLoop<K> {

    private final WatchSettings settings;
    private final Function<EventMessage, Set<K>> keys;
    private final WatchTarget<K> target;
    private final WatchListener<K> listener;
    private final LongSupplier clock;
    private final RandomGenerator random;

    private final Inbox inbox;
    private final Link link;
    private final ResyncSchedule resyncs;
    private final PendingKeys<K> pending;

    private long messages;
    private long unreadable;
    private long dropped;
    private long refreshes;
    private long resynced;
    private long failures;
    private long losses;
    private volatile WatchStatus status;

    /**
     * A loop that has not begun.
     *
     * @param clock nanoseconds that only go forward, as {@link System#nanoTime()}
     */
    WatchLoop(
            WatchSettings settings,
            EventTransport transport,
            Function<EventMessage, Set<K>> keys,
            WatchTarget<K> target,
            WatchListener<K> listener,
            LongSupplier clock,
            RandomGenerator random) {
        this.settings = settings;
        this.keys = keys;
        this.target = target;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
        long now = clock.getAsLong();
        inbox = new Inbox(settings.maxMessages(), settings.maxBytes());
        link = new Link(
                transport,
                settings.filters(),
                inbox,
                backoff(),
                settings.patience().toNanos(),
                settings.longestPause().toNanos(),
                now);
        resyncs = new ResyncSchedule(
                now,
                settings.patience().toNanos(),
                settings.resyncEvery().toNanos(),
                settings.resyncPause().toNanos(),
                backoff(),
                random);
        pending = new PendingKeys<>(settings.maxPending());
        status = statusNow();
    }

    private Backoff backoff() {
        return new Backoff(
                settings.firstPause().toNanos(), settings.longestPause().toNanos(), random);
    }

    Inbox inbox() {
        return inbox;
    }

    WatchStatus status() {
        return status;
    }

    /**
     * Takes in all that came, then does one thing that is due.
     *
     * @return how long nothing will be due unless something comes, in nanoseconds; 0 when there may be more to do now
     */
    long step() {
        takeIn();
        link.tick(clock.getAsLong()).ifPresent(this::lost);
        long wait = doOne();
        status = statusNow();
        return wait;
    }

    /** Asks for all objects at the next opportunity. */
    void wantResync() {
        resyncs.want();
    }

    void close() {
        link.close();
        status = statusNow();
    }

    private void takeIn() {
        for (Signal signal : inbox.drain()) {
            if (signal instanceof Signal.Message message) {
                read(message);
            } else if (signal instanceof Signal.Connected connected) {
                if (link.connected(connected, clock.getAsLong())) {
                    resyncs.want();
                    tell(listener::connected);
                }
            } else if (signal instanceof Signal.Lost lost) {
                link.lost(lost, clock.getAsLong()).ifPresent(this::lost);
            }
        }
        long droppedNow = inbox.takeDropped();
        if (droppedNow > 0) {
            dropped += droppedNow;
            overflow();
        }
    }

    private void lost(Link.Loss loss) {
        losses++;
        // Without a bus, too, there is a first state to be had.
        resyncs.wantFirst();
        tell(() -> listener.disconnected(loss.cause(), loss.retryIn()));
    }

    private void read(Signal.Message signal) {
        EventMessage message;
        try {
            message = settings.decoder().decode(signal.topic(), signal.payload());
        } catch (EdgexException e) {
            unreadable++;
            resyncs.want();
            tell(() -> listener.unreadable(signal.topic(), e));
            return;
        }
        messages++;
        tell(() -> listener.message(message));
        hint(message);
    }

    private void hint(EventMessage message) {
        Set<K> hints;
        try {
            hints = keys.apply(message);
        } catch (Throwable e) {
            Logs.failed("telling what a message is about", e);
            resyncs.want();
            return;
        }
        long now = clock.getAsLong();
        for (K key : hints) {
            if (!pending.add(key, now, backoff())) {
                overflow();
                return;
            }
        }
    }

    private void overflow() {
        resyncs.want();
        tell(listener::overflowed);
    }

    private long doOne() {
        long now = clock.getAsLong();
        long untilResync = resyncs.dueIn(now);
        if (untilResync == 0) {
            resync(now);
            return 0;
        }
        Optional<K> key = pending.due(now);
        if (key.isPresent()) {
            refresh(key.get());
            return 0;
        }
        long wait = Math.min(untilResync, pending.nextIn(now).orElse(Long.MAX_VALUE));
        return Math.max(0, Math.min(wait, link.nextIn(now).orElse(Long.MAX_VALUE)));
    }

    private void resync(long began) {
        resyncs.begun();
        try {
            target.resync();
        } catch (Throwable e) {
            failures++;
            long pause = resyncs.failed(clock.getAsLong());
            tell(() -> listener.resyncFailed(e, Duration.ofNanos(pause)));
            return;
        }
        // What was hinted at before is read; what was hinted at meanwhile is still in the inbox.
        pending.clear();
        resynced++;
        long now = clock.getAsLong();
        resyncs.done(began, now);
        tell(() -> listener.resynced(Duration.ofNanos(now - began)));
    }

    private void refresh(K key) {
        try {
            target.refresh(key);
        } catch (Throwable e) {
            failures++;
            long pause = pending.failed(key, clock.getAsLong());
            tell(() -> listener.refreshFailed(key, e, Duration.ofNanos(pause)));
            return;
        }
        pending.done(key);
        refreshes++;
        tell(() -> listener.refreshed(key));
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (Throwable e) {
            Logs.failed("a listener of the watch", e);
        }
    }

    private WatchStatus statusNow() {
        return new WatchStatus(
                link.state(), pending.size(), messages, unreadable, dropped, refreshes, resynced, failures, losses);
    }
}
