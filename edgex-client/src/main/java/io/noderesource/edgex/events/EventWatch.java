package io.noderesource.edgex.events;

import io.noderesource.edgex.json.JsonLimits;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Keeps something up to date with EdgeX by what it hears on the message bus, and although it does not hear everything.
 *
 * <p>Each hint makes the watch ask for the object once ({@link WatchTarget#refresh}); however many hints come while it asks,
 * it asks once more. It asks for all objects ({@link WatchTarget#resync}) in the beginning, each time the bus has come back,
 * when more came than it keeps, when a message could not be read, and now and then. What it does after one resync is thus
 * the same, whichever messages were lost, doubled or overtaken. A call that fails is made again, after a pause.
 *
 * <p>A bus that is not there, or lost, is tried again with growing pauses; meanwhile the resyncs go on.
 *
 * <pre>{@code
 * EventWatch<ObjectKey> watch = EventWatch.of(transport, EventMessage::objects, target).start();
 * ...
 * watch.close();
 * }</pre>
 *
 * <p>A watch has one thread, on which it calls target and listener, one call at a time. Thread-safe.
 *
 * @param <K> what objects are known by; has to have {@code equals}
 */
public final class EventWatch<K> implements AutoCloseable {

    /** How long {@link #close()} waits for a running call of the target. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final WatchLoop<K> loop;
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean resyncWanted = new AtomicBoolean();

    private EventWatch(WatchLoop<K> loop, String name) {
        this.loop = loop;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * Starts to describe a watch.
     *
     * @param <K> what objects are known by
     * @param transport the bus
     * @param hints the objects that a message says something about, or none; {@link EventMessage#objects()} for those of
     *     core-metadata. Pure, and quick.
     * @param target what is kept up to date
     * @return a builder
     */
    public static <K> Builder<K> of(
            EventTransport transport, Function<EventMessage, Set<K>> hints, WatchTarget<K> target) {
        return new Builder<>(transport, hints, target);
    }

    private void run() {
        try {
            while (!closed.get()) {
                // One that is left over from the target's own doings is none of the watch's.
                if (Thread.interrupted() && closed.get()) {
                    break;
                }
                step();
            }
        } finally {
            closed.set(true);
            loop.close();
        }
    }

    private void step() {
        if (resyncWanted.getAndSet(false)) {
            loop.wantResync();
        }
        long wait = loop.step();
        if (wait > 0 && !closed.get()) {
            try {
                loop.inbox().await(wait);
            } catch (InterruptedException e) {
                // By close(), which has set what ends the loop, or by somebody who has nothing to say here.
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How it is. */
    public WatchStatus status() {
        return loop.status();
    }

    /** Asks for all objects soon, because the caller knows of a reason. */
    public void requestResync() {
        resyncWanted.set(true);
        loop.inbox().wake();
    }

    /**
     * Ends the watch and its connection, and interrupts a running call of the target. Waits until that has ended, at most
     * ten seconds, unless the target itself closes. No further call begins.
     */
    @Override
    public void close() {
        closed.set(true);
        loop.inbox().wake();
        if (Thread.currentThread() == thread) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Describes an {@link EventWatch}. Not thread-safe.
     *
     * @param <K> what objects are known by
     */
    public static final class Builder<K> {
        private final EventTransport transport;
        private final Function<EventMessage, Set<K>> hints;
        private final WatchTarget<K> target;
        private WatchListener<K> listener = new WatchListener<>() {};
        private EventTopics topics = EventTopics.DEFAULT;
        private List<String> filters = List.of();
        private JsonLimits limits = EnvelopeDecoder.DEFAULT_LIMITS;
        private Duration resyncEvery = Duration.ofMinutes(10);
        private Duration resyncPause = Duration.ofSeconds(10);
        private Duration patience = Duration.ofSeconds(30);
        private Duration firstPause = Duration.ofSeconds(1);
        private Duration longestPause = Duration.ofMinutes(1);
        private int maxMessages = 1000;
        private long maxBytes = 32 << 20;
        private int maxPending = 1000;

        private Builder(EventTransport transport, Function<EventMessage, Set<K>> hints, WatchTarget<K> target) {
            this.transport = Objects.requireNonNull(transport, "transport");
            this.hints = Objects.requireNonNull(hints, "hints");
            this.target = Objects.requireNonNull(target, "target");
        }

        /** Who is told what the watch sees and does; nobody if not called. */
        public Builder<K> listener(WatchListener<K> value) {
            listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /** Where EdgeX publishes; {@link EventTopics#DEFAULT} if not called. */
        public Builder<K> topics(EventTopics value) {
            topics = Objects.requireNonNull(value, "topics");
            return this;
        }

        /** What to subscribe to, in the form of MQTT; {@link EventTopics#systemEvents()} if not called. */
        public Builder<K> subscribe(List<String> value) {
            filters = List.copyOf(value);
            return this;
        }

        /** How much of a message is read; {@link EnvelopeDecoder#DEFAULT_LIMITS} if not called. */
        public Builder<K> limits(JsonLimits value) {
            limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * The longest time between two resyncs, of which up to a fifth is cut at random; ten minutes if not called. So long
         * a lost message may go unnoticed.
         */
        public Builder<K> resyncEvery(Duration value) {
            resyncEvery = positive(value, "resyncEvery");
            return this;
        }

        /**
         * The shortest pause after a resync, ten seconds if not called. It is nine times as long as the resync took where
         * that is longer.
         */
        public Builder<K> resyncPause(Duration value) {
            resyncPause = positive(value, "resyncPause");
            return this;
        }

        /** How long a connection may take to come about; 30 seconds if not called. */
        public Builder<K> connectWithin(Duration value) {
            patience = positive(value, "connectWithin");
            return this;
        }

        /**
         * The pauses after failures, of the bus and of the target: each twice the one before, and cut at random by up to
         * half; one second to one minute if not called. A connection that has lasted for the longest begins anew with the
         * first.
         */
        public Builder<K> pauses(Duration first, Duration longest) {
            firstPause = positive(first, "first");
            longestPause = positive(longest, "longest");
            if (first.compareTo(longest) > 0) {
                throw new IllegalArgumentException("the first pause is longer than the longest");
            }
            return this;
        }

        /**
         * How many messages are kept while the target is busy, and how many bytes they may have; 1000 and 32 MiB if not
         * called.
         */
        public Builder<K> keep(int messages, long bytes) {
            if (messages < 1 || bytes < 1) {
                throw new IllegalArgumentException("there must be room for a message");
            }
            maxMessages = messages;
            maxBytes = bytes;
            return this;
        }

        /**
         * How many objects may wait to be asked for one by one; where there are more, all are asked for. 1000 if not
         * called.
         */
        public Builder<K> atMostPending(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("there must be room for an object");
            }
            maxPending = value;
            return this;
        }

        /** Starts the watch: it connects, and asks for all objects, on a thread of its own. */
        public EventWatch<K> start() {
            WatchSettings settings = settings();
            EventWatch<K> watch = new EventWatch<>(
                    new WatchLoop<>(
                            settings,
                            transport,
                            hints,
                            target,
                            listener,
                            System::nanoTime,
                            RandomGenerator.getDefault()),
                    "edgex-watch");
            watch.thread.start();
            return watch;
        }

        WatchSettings settings() {
            return new WatchSettings(
                    new MessageDecoder(topics, new EnvelopeDecoder(limits)),
                    filters.isEmpty() ? List.of(topics.systemEvents()) : filters,
                    resyncEvery,
                    resyncPause,
                    patience,
                    firstPause,
                    longestPause,
                    maxMessages,
                    maxBytes,
                    maxPending);
        }

        private static Duration positive(Duration value, String name) {
            if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException(name + " must be more than nothing and at most a year: " + value);
            }
            return value;
        }
    }
}
