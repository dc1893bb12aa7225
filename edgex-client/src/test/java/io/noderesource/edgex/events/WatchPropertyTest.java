package io.noderesource.edgex.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What is kept up to date by a watch ends up like EdgeX, whatever the bus does to the messages. The seed of a failure is in
 * its message.
 */
class WatchPropertyTest {

    private static final int CASES = Math.min(2000, Integer.getInteger("random.cases", 2000));
    private static final Duration NEVER = Duration.ofDays(300);

    /** What the bus does to messages. */
    private enum Bus {
        /** Delivers each at least once, late, more than once, in any order. */
        FAITHFUL,
        /** As well, loses the connection, and with it what is published until it is there again. */
        INTERRUPTED,
        /** As well, loses messages without a word. */
        LOSSY
    }

    @Test
    void messagesThatAreDoubledOrOvertakenChangeNothing() {
        converges(Bus.FAITHFUL, NEVER);
    }

    @Test
    void lostConnectionsLoseNothing() {
        converges(Bus.INTERRUPTED, NEVER);
    }

    @Test
    void lostMessagesAreMadeGoodByOneResync() {
        converges(Bus.LOSSY, Duration.ofMinutes(10));
    }

    /** Whichever messages are lost: the state after the resync is that of EdgeX, and so the same as if none were. */
    @Test
    void hintsAloneAreNotEnoughWhereMessagesAreLost() {
        long differ = 0;
        for (int seed = 0; seed < 20; seed++) {
            World world = new World(Bus.LOSSY, NEVER, seed);
            world.live();
            differ += world.mirror.equals(world.edgex) ? 0 : 1;
        }
        // Otherwise the world above loses nothing that matters.
        assertThat(differ).isPositive();
    }

    private static void converges(Bus bus, Duration resyncEvery) {
        long seed = new Random().nextLong();
        System.out.println("WatchPropertyTest, " + bus + ": first seed " + seed);
        for (int i = 0; i < CASES; i++) {
            World world = new World(bus, resyncEvery, seed + i);
            world.live();
            assertThat(world.mirror).as("seed %d", seed + i).isEqualTo(world.edgex);
            assertThat(world.watch.loop.status().pending()).isZero();
        }
    }

    /** EdgeX, a bus, and who keeps a mirror of EdgeX. */
    private static final class World {
        private final Bus bus;
        private final Random random;
        private final Map<String, Integer> edgex = new TreeMap<>();
        private final Map<String, Integer> mirror = new TreeMap<>();
        private final List<String> underway = new ArrayList<>();
        private final HandWatch watch;
        private boolean connected;
        private boolean calm;
        private int version;

        World(Bus bus, Duration resyncEvery, long seed) {
            this.bus = bus;
            this.random = new Random(seed);
            int kept = 1 + random.nextInt(8);
            this.watch = new HandWatch(
                    builder ->
                            builder.resyncEvery(resyncEvery).keep(kept, 1 << 20).atMostPending(1 + random.nextInt(6)),
                    seed);
            watch.during = this::call;
        }

        void live() {
            for (int i = 0; i < 150; i++) {
                act();
            }
            calm = true;
            if (!connected) {
                connect();
            }
            List<String> rest = bus == Bus.LOSSY ? List.of() : List.copyOf(underway);
            rest.forEach(watch.bus::hint);
            // Long enough for all pauses, and for one resync where there are any.
            watch.pass(Duration.ofMinutes(15));
        }

        private void act() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> change();
                case 4, 5, 6 -> deliver();
                case 7 -> watch.loop.step();
                case 8 -> watch.settle();
                case 9 -> watch.pass(Duration.ofMillis(random.nextInt(3000)));
                case 10 -> {
                    if (random.nextInt(6) == 0 && connected) {
                        watch.bus.garbage();
                    }
                }
                default -> interrupt();
            }
        }

        private void change() {
            String name = String.valueOf((char) ('a' + random.nextInt(6)));
            if (random.nextInt(3) == 0) {
                edgex.remove(name);
            } else {
                edgex.put(name, version++);
            }
            if (connected) {
                underway.add(name);
            }
        }

        private void deliver() {
            if (!connected || underway.isEmpty()) {
                return;
            }
            int any = random.nextInt(underway.size());
            if (bus == Bus.LOSSY && random.nextInt(3) == 0) {
                underway.remove(any);
                return;
            }
            watch.bus.hint(underway.get(any));
            if (random.nextInt(3) > 0) {
                underway.remove(any);
            }
        }

        private void interrupt() {
            if (!connected) {
                connect();
            } else if (bus != Bus.FAITHFUL && random.nextInt(3) == 0) {
                connected = false;
                underway.clear();
                watch.bus.lose();
            }
        }

        private void connect() {
            // A loss that it has not taken in yet would be of the connection that comes now.
            watch.loop.step();
            for (int i = 0; watch.loop.status().link() != WatchStatus.Link.CONNECTING; i++) {
                assertThat(i).as("attempts at a connection").isLessThan(200);
                watch.pass(Duration.ofSeconds(1));
            }
            connected = true;
            watch.bus.connect();
        }

        /** A call of the target: it may fail, before it has read or after, and EdgeX goes on changing meanwhile. */
        private void call(String what) {
            meanwhile();
            if (!calm && random.nextInt(5) == 0) {
                throw new IllegalStateException("no answer");
            }
            if (what.equals("all")) {
                mirror.clear();
                mirror.putAll(edgex);
            } else {
                String name = what.substring("device/".length());
                Integer now = edgex.get(name);
                if (now == null) {
                    mirror.remove(name);
                } else {
                    mirror.put(name, now);
                }
            }
            meanwhile();
            if (!calm && random.nextInt(10) == 0) {
                throw new IllegalStateException("answered, but not taken over");
            }
        }

        private void meanwhile() {
            if (!calm && random.nextInt(3) == 0) {
                change();
                deliver();
            }
        }
    }
}
