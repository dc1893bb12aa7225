package io.noderesource.edgex.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.house.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The watch with its own thread and clock. */
class EventWatchTest {

    private final InProcessBus bus = new InProcessBus();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    private final WatchTarget<ObjectKey> target = new WatchTarget<>() {
        @Override
        public void refresh(ObjectKey key) {
            asked.add(key.toString());
        }

        @Override
        public void resync() {
            asked.add("all");
        }
    };

    @Test
    void asksForAllAndThenForWhatItHearsOf() throws InterruptedException {
        try (EventWatch<ObjectKey> watch =
                EventWatch.of(bus, EventMessage::objects, target).start()) {
            assertThat(next()).isEqualTo("all");
            publish("pump-7");
            assertThat(next()).isEqualTo("device/pump-7");
            assertThat(watch.status().link()).isEqualTo(WatchStatus.Link.CONNECTED);
        }
    }

    @Test
    void asksForAllWhenToldTo() throws InterruptedException {
        try (EventWatch<ObjectKey> watch = EventWatch.of(bus, EventMessage::objects, target)
                .resyncPause(Duration.ofNanos(1))
                .start()) {
            assertThat(next()).isEqualTo("all");
            watch.requestResync();
            assertThat(next()).isEqualTo("all");
        }
    }

    @Test
    void busThatComesBackIsFound() throws InterruptedException {
        try (EventWatch<ObjectKey> watch = EventWatch.of(bus, EventMessage::objects, target)
                .pauses(Duration.ofMillis(1), Duration.ofMillis(10))
                .resyncPause(Duration.ofNanos(1))
                .start()) {
            assertThat(next()).isEqualTo("all");
            bus.stop();
            Waiting.until(() -> watch.status().losses() > 2);
            bus.start();
            assertThat(next()).isEqualTo("all");
            Waiting.until(() -> watch.status().link() == WatchStatus.Link.CONNECTED);
            publish("pump-7");
            String said = next();
            // The bus may have been lost once more in between.
            while (said.equals("all")) {
                said = next();
            }
            assertThat(said).isEqualTo("device/pump-7");
        }
    }

    @Test
    void readingsAreWatchedAsWell() throws InterruptedException {
        BlockingQueue<String> values = new LinkedBlockingQueue<>();
        WatchTarget<String> devices = new WatchTarget<>() {
            @Override
            public void refresh(String device) {
                asked.add(device);
            }

            @Override
            public void resync() {
                asked.add("all");
            }
        };
        WatchListener<String> listener = new WatchListener<>() {
            @Override
            public void message(EventMessage message) {
                if (message instanceof ReadingsEvent readings) {
                    values.add(readings.source() + " " + readings.event().array("readings"));
                }
            }
        };
        try (EventWatch<String> unused = EventWatch.of(
                        bus, message -> message.readDevice().map(Set::of).orElse(Set.of()), devices)
                .subscribe(List.of(EventTopics.DEFAULT.readings()))
                .listener(listener)
                .start()) {
            assertThat(next()).isEqualTo("all");
            Samples.Recorded level = Samples.recorded("021-event-device-Level.json");
            assertThat(bus.publish(level.topic(), level.message())).isOne();
            assertThat(next()).isEqualTo("kettle-north");
            assertThat(values.poll(2, TimeUnit.MINUTES)).startsWith("Level").contains("\"value\":\"-5\"");
        }
    }

    @Test
    void listenerThatThrowsChangesNothing() throws InterruptedException {
        WatchListener<ObjectKey> bad = new WatchListener<>() {
            @Override
            public void message(EventMessage message) {
                throw new IllegalStateException("bad listener, told of in the log on purpose");
            }
        };
        try (EventWatch<ObjectKey> unused =
                EventWatch.of(bus, EventMessage::objects, target).listener(bad).start()) {
            assertThat(next()).isEqualTo("all");
            publish("pump-7");
            assertThat(next()).isEqualTo("device/pump-7");
        }
    }

    @Test
    void hintsThatCannotBeToldMakeItAskForAll() throws InterruptedException {
        try (EventWatch<ObjectKey> unused = EventWatch.<ObjectKey>of(
                        bus,
                        message -> {
                            throw new IllegalStateException("bad hints, told of in the log on purpose");
                        },
                        target)
                .resyncPause(Duration.ofNanos(1))
                .start()) {
            assertThat(next()).isEqualTo("all");
            publish("pump-7");
            assertThat(next()).isEqualTo("all");
        }
    }

    @Test
    void closingInterruptsARunningCallAndNoneBeginsAfter() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<String> end = new AtomicReference<>("not yet");
        EventWatch<ObjectKey> watch = EventWatch.of(bus, EventMessage::objects, new WatchTarget<ObjectKey>() {
                    @Override
                    public void refresh(ObjectKey key) {
                        asked.add(key.toString());
                    }

                    @Override
                    public void resync() {
                        entered.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            end.set("interrupted");
                            Thread.currentThread().interrupt();
                        }
                    }
                })
                .start();
        assertThat(entered.await(2, TimeUnit.MINUTES)).isTrue();
        publish("pump-7");
        watch.close();

        assertThat(end).hasValue("interrupted");
        assertThat(watch.status().link()).isEqualTo(WatchStatus.Link.CLOSED);
        assertThat(publish("pump-8")).isZero();
        assertThat(asked).isEmpty();
        watch.close();
    }

    @Test
    void targetMayCloseTheWatch() throws InterruptedException {
        AtomicReference<EventWatch<ObjectKey>> watch = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        watch.set(EventWatch.of(bus, EventMessage::objects, new WatchTarget<ObjectKey>() {
                    @Override
                    public void refresh(ObjectKey key) {
                        asked.add(key.toString());
                    }

                    @Override
                    public void resync() {
                        try {
                            started.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        publish("pump-7");
                        Objects.requireNonNull(watch.get()).close();
                    }
                })
                .start());
        started.countDown();
        Waiting.until(() -> Objects.requireNonNull(watch.get()).status().link() == WatchStatus.Link.CLOSED);
        assertThat(asked).isEmpty();
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        EventWatch.Builder<ObjectKey> builder = EventWatch.of(bus, EventMessage::objects, target);
        assertThatThrownBy(() -> builder.resyncEvery(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.resyncPause(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.connectWithin(Duration.ofDays(400)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.pauses(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.keep(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.atMostPending(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private int publish(String device) {
        return bus.publish(Samples.deviceTopic("update"), Samples.deviceEvent("update", device));
    }

    private String next() throws InterruptedException {
        String said = asked.poll(2, TimeUnit.MINUTES);
        assertThat(said).as("what the target is asked for").isNotNull();
        return said;
    }
}
