package io.noderesource.edgex.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A watch whose clock and bus are moved by hand, and what it did: {@code device/a}, {@code all}, {@code lost} and so on. */
final class HandWatch implements WatchTarget<ObjectKey>, WatchListener<ObjectKey> {

    final HandBus bus = new HandBus();
    final List<String> did = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    final WatchLoop<ObjectKey> loop;

    /** What happens in each call of the target, after it was noted. */
    Consumer<String> during = what -> {};

    /** What a message is about. */
    Function<EventMessage, Set<ObjectKey>> hints = EventMessage::objects;

    /** What happens in the listener, after it was noted. */
    Runnable told = () -> {};

    private static final long START = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    private long now = START; // it turns over, as nanoTime may

    HandWatch() {
        this(builder -> builder, 1);
    }

    HandWatch(UnaryOperator<EventWatch.Builder<ObjectKey>> more, long seed) {
        EventWatch.Builder<ObjectKey> builder = more.apply(EventWatch.of(bus, EventMessage::objects, this));
        loop = new WatchLoop<>(
                builder.settings(), bus, message -> hints.apply(message), this, this, () -> now, new Random(seed));
    }

    /** Lets it do all that is due now. */
    HandWatch settle() {
        for (int i = 0; loop.step() == 0; i++) {
            if (i > 100_000) {
                throw new AssertionError("it finds no rest: " + did.subList(did.size() - 20, did.size()));
            }
        }
        return this;
    }

    /** Lets time pass, and lets it do what is due on the way. */
    HandWatch pass(Duration time) {
        long end = now + time.toNanos();
        settle();
        for (long wait = loop.step(); wait < end - now; wait = loop.step()) {
            now += wait;
            settle();
        }
        // What was spent in calls is spent.
        if (now - end < 0) {
            now = end;
        }
        return settle();
    }

    /** Lets time pass within a call. */
    void spend(Duration time) {
        now += time.toNanos();
    }

    /** Connected, after its first resync and the pause after it, with nothing on record. */
    HandWatch steady() {
        settle();
        bus.connect();
        pass(Duration.ofSeconds(11));
        did.clear();
        return this;
    }

    Duration elapsed() {
        return Duration.ofNanos(now - START);
    }

    /** What the target was asked for. */
    List<String> asked() {
        return did.stream()
                .filter(what -> what.startsWith("device/") || what.equals("all"))
                .collect(Collectors.toList());
    }

    @Override
    public void refresh(ObjectKey key) {
        did.add(key.toString());
        during.accept(key.toString());
    }

    @Override
    public void resync() {
        did.add("all");
        during.accept("all");
    }

    @Override
    public void connected() {
        did.add("connected");
        told.run();
    }

    @Override
    public void disconnected(Throwable cause, Duration retryIn) {
        did.add("lost: " + cause.getMessage());
        pauses.add(retryIn);
    }

    @Override
    public void overflowed() {
        did.add("overflow");
    }

    @Override
    public void unreadable(String topic, io.noderesource.edgex.error.EdgexException cause) {
        did.add("unreadable");
    }

    @Override
    public void refreshFailed(ObjectKey key, Throwable cause, Duration retryIn) {
        did.add("failed " + key);
        pauses.add(retryIn);
    }

    @Override
    public void resyncFailed(Throwable cause, Duration retryIn) {
        did.add("failed all");
        pauses.add(retryIn);
    }
}
