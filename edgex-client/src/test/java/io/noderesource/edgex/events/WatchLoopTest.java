package io.noderesource.edgex.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchLoopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void subscribesBeforeItAsksForAll() {
        HandWatch watch = new HandWatch().settle();

        assertThat(watch.bus.last().filters).containsExactly("edgex/system-events/#");
        assertThat(watch.did).isEmpty();
        watch.bus.connect();
        assertThat(watch.settle().did).containsExactly("connected", "all");
    }

    @Test
    void hintMakesItAskForTheObject() {
        HandWatch watch = new HandWatch().steady();
        watch.bus.hint("a");
        assertThat(watch.settle().did).containsExactly("device/a");
    }

    @Test
    void manyHintsMakeItAskOnce() {
        HandWatch watch = new HandWatch().steady();
        for (int i = 0; i < 50; i++) {
            watch.bus.hint("a");
            watch.bus.hint("b");
        }
        assertThat(watch.settle().did).containsExactly("device/a", "device/b");
        assertThat(watch.loop.status().messages()).isEqualTo(100);
    }

    @Test
    void manyHintsWhileItAsksMakeItAskOnceMore() {
        HandWatch watch = new HandWatch().steady();
        watch.bus.hint("a");
        watch.during = what -> {
            watch.during = nothing -> {};
            for (int i = 0; i < 50; i++) {
                watch.bus.hint("a");
            }
        };
        assertThat(watch.settle().did).containsExactly("device/a", "device/a");
    }

    @Test
    void objectThatIsHintedAtWithoutEndDoesNotHoldUpOthers() {
        HandWatch watch = new HandWatch().steady();
        watch.bus.hint("busy");
        watch.during = what -> {
            watch.bus.hint("busy");
            watch.bus.hint("quiet" + watch.did.size());
            if (watch.did.size() >= 40) {
                watch.during = nothing -> {};
            }
        };
        List<String> did = watch.settle().did;

        assertThat(did).filteredOn(what -> what.startsWith("device/quiet")).hasSizeGreaterThan(15);
        assertThat(did).filteredOn("device/busy"::equals).hasSizeLessThan(25);
    }

    @Test
    void hintsThatCameBeforeAResyncAreCoveredByIt() {
        HandWatch watch = new HandWatch().steady();
        watch.bus.hint("a");
        watch.bus.garbage();
        assertThat(watch.settle().asked()).containsExactly("all");
    }

    @Test
    void hintsThatCameDuringAResyncAreNot() {
        HandWatch watch = new HandWatch().steady();
        watch.bus.garbage();
        watch.during = what -> {
            watch.during = nothing -> {};
            watch.bus.hint("a");
        };
        assertThat(watch.settle().asked()).containsExactly("all", "device/a");
    }

    @Test
    void asksForAllNowAndThen() {
        HandWatch watch = new HandWatch().steady();
        watch.pass(Duration.ofHours(2));
        // Every 8 to 10 minutes.
        assertThat(watch.did).containsOnly("all").hasSizeBetween(12, 15);
    }

    @Test
    void watchesDoNotStayTogether() {
        List<Long> rounds = IntStream.range(0, 10)
                .mapToObj(seed -> {
                    HandWatch watch = new HandWatch(builder -> builder, seed).steady();
                    watch.settle();
                    return watch.loop.step();
                })
                .distinct()
                .toList();
        assertThat(rounds).hasSize(10);
    }

    @Test
    void messageThatCannotBeReadMakesItAskForAll() {
        HandWatch watch = new HandWatch().steady();
        watch.bus.garbage();
        assertThat(watch.settle().did).containsExactly("unreadable", "all");
        assertThat(watch.loop.status().unreadable()).isOne();
    }

    @Test
    void floodOfGarbageMakesItAskForAllWithPauses() {
        HandWatch watch = new HandWatch().steady();
        for (int i = 0; i < 60; i++) {
            watch.bus.garbage();
            watch.pass(Duration.ofSeconds(1));
        }
        assertThat(watch.asked()).hasSizeBetween(5, 7);
    }

    @Test
    void resyncTakesAtMostATenthOfTheTime() {
        HandWatch watch = new HandWatch().steady();
        Duration took = Duration.ofSeconds(20);
        watch.during = what -> watch.spend(took);
        Duration before = watch.elapsed();
        for (int i = 0; i < 200; i++) {
            watch.bus.garbage();
            watch.pass(Duration.ofSeconds(10));
        }
        Duration all = watch.elapsed().minus(before);
        long spent = took.toSeconds() * watch.asked().size();
        // The first comes at once.
        assertThat(spent).isBetween(all.toSeconds() / 10 - 20, all.toSeconds() / 10 + 20);
    }

    @Test
    void moreMessagesThanAreKeptMakeItAskForAll() {
        HandWatch watch = new HandWatch(builder -> builder.keep(10, 1 << 20), 1).steady();
        watch.bus.hint("a");
        watch.during = what -> {
            watch.during = nothing -> {};
            for (int i = 0; i < 25; i++) {
                watch.bus.hint("b" + i);
            }
        };
        watch.settle();
        assertThat(watch.did).containsExactly("device/a", "overflow", "all");
        assertThat(watch.loop.status().dropped()).isEqualTo(15);
    }

    @Test
    void longerMessagesThanAreKeptMakeItAskForAll() {
        HandWatch watch = new HandWatch(builder -> builder.keep(10, 2000), 1).steady();
        watch.bus.last().receiver.message(Samples.deviceTopic("update"), new byte[2001]);
        assertThat(watch.settle().did).containsExactly("overflow", "all");
        watch.bus.hint("a");
        assertThat(watch.settle().did).endsWith("device/a");
    }

    @Test
    void moreObjectsThanMayWaitMakeItAskForAll() {
        HandWatch watch = new HandWatch(builder -> builder.atMostPending(3), 1).steady();
        for (int i = 0; i < 5; i++) {
            watch.bus.hint("a" + i);
        }
        assertThat(watch.settle().asked()).containsExactly("all");
        assertThat(watch.loop.status().pending()).isZero();
    }

    @Test
    void objectThatFailsIsAskedForAgainWithGrowingPauses() {
        HandWatch watch = new HandWatch().steady();
        watch.during = what -> {
            throw new IllegalStateException("no answer");
        };
        watch.bus.hint("a");
        watch.pass(Duration.ofMinutes(3));

        assertThat(watch.asked()).containsOnly("device/a").hasSizeBetween(7, 12);
        assertThat(watch.pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(watch.pauses.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(watch.pauses).allMatch(pause -> pause.compareTo(Duration.ofMinutes(1)) <= 0);

        watch.during = nothing -> {};
        watch.did.clear();
        watch.pass(Duration.ofMinutes(1));
        assertThat(watch.did).containsExactly("device/a");
    }

    @Test
    void objectThatFailsDoesNotHoldUpOthers() {
        HandWatch watch = new HandWatch().steady();
        watch.during = what -> {
            if (what.equals("device/bad")) {
                throw new IllegalStateException("no answer");
            }
        };
        watch.bus.hint("bad");
        watch.bus.hint("good");
        assertThat(watch.settle().did).containsExactly("device/bad", "failed device/bad", "device/good");
    }

    @Test
    void hintsDoNotShortenThePauseOfWhatFails() {
        HandWatch watch = new HandWatch().steady();
        watch.during = what -> {
            throw new IllegalStateException("no answer");
        };
        for (int i = 0; i < 600; i++) {
            watch.bus.hint("a");
            watch.pass(Duration.ofMillis(100));
        }
        assertThat(watch.asked()).hasSizeBetween(5, 9);
    }

    @Test
    void resyncThatFailsIsMadeAgainAndHintsGoOn() {
        HandWatch watch = new HandWatch().steady();
        watch.during = what -> {
            if (what.equals("all")) {
                throw new IllegalStateException("no answer");
            }
        };
        watch.bus.hint("before");
        watch.bus.garbage();
        watch.settle();
        watch.bus.hint("after");
        watch.settle();
        // What was hinted at before is not covered by a resync that failed.
        assertThat(watch.asked()).containsExactly("all", "device/before", "device/after");

        watch.during = nothing -> {};
        watch.did.clear();
        watch.pass(Duration.ofSeconds(1));
        assertThat(watch.did).containsExactly("all");
    }

    @Test
    void lostBusIsFoundAgainAndThenAllIsAskedFor() {
        HandWatch watch = new HandWatch().steady();
        HandBus.Connection first = watch.bus.last();
        watch.bus.lose();
        watch.settle();
        assertThat(watch.did).containsExactly("lost: gone");
        assertThat(first.closed).isTrue();
        assertThat(watch.loop.status().link()).isEqualTo(WatchStatus.Link.WAITING);

        watch.pass(Duration.ofSeconds(1));
        assertThat(watch.bus.attempts()).isEqualTo(2);
        assertThat(watch.loop.status().link()).isEqualTo(WatchStatus.Link.CONNECTING);
        watch.bus.connect();
        watch.settle();
        assertThat(watch.did).containsExactly("lost: gone", "connected", "all");
        assertThat(watch.loop.status().link()).isEqualTo(WatchStatus.Link.CONNECTED);
        assertThat(watch.loop.status().losses()).isOne();
    }

    @Test
    void busThatIsNotThereIsTriedWithGrowingPauses() {
        HandWatch watch = new HandWatch();
        watch.bus.refuse(new IllegalStateException("refused"));
        watch.pass(Duration.ofMinutes(5));

        assertThat(watch.bus.attempts()).isBetween(9, 17);
        assertThat(watch.pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(watch.pauses.get(8)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    @Test
    void withoutABusItStillAsksForAll() {
        HandWatch watch = new HandWatch();
        watch.bus.refuse(new IllegalStateException("refused"));
        assertThat(watch.settle().asked()).containsExactly("all");
        watch.pass(Duration.ofMinutes(21));
        assertThat(watch.asked()).hasSizeBetween(3, 4);
    }

    @Test
    void busThatNeverAnswersIsGivenUp() {
        HandWatch watch = new HandWatch().settle();
        HandBus.Connection silent = watch.bus.last();
        watch.pass(PATIENCE.plusSeconds(1));

        assertThat(silent.closed).isTrue();
        assertThat(watch.did).first().asString().contains("did not answer within PT30S");
        assertThat(watch.bus.attempts()).isEqualTo(2);
        assertThat(watch.asked()).containsExactly("all");
    }

    /** As a broker does with two clients of one id, or with one whose rights end at the first message. */
    @Test
    void busThatThrowsItOutEachTimeIsNotAskedAgainAtOnce() {
        HandWatch watch = new HandWatch().settle();
        for (int i = 0; i < 600; i++) {
            if (watch.loop.status().link() == WatchStatus.Link.CONNECTING) {
                watch.bus.connect();
                watch.settle();
                watch.bus.lose();
            }
            watch.pass(Duration.ofSeconds(1));
        }
        assertThat(watch.bus.attempts()).isBetween(14, 27);
    }

    @Test
    void busThatWasSteadyIsTriedSoonAgain() {
        HandWatch watch = new HandWatch();
        for (int i = 0; i < 8; i++) {
            watch.settle();
            watch.bus.lose();
            watch.settle();
            watch.pass(Duration.ofMinutes(1));
        }
        watch.bus.connect();
        watch.pass(Duration.ofMinutes(1));
        watch.pauses.clear();
        watch.bus.lose();
        watch.settle();
        assertThat(watch.pauses.get(0)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatAConnectionSaysThatWasGivenUpIsNotTakenForTheNewOne() {
        HandWatch watch = new HandWatch().steady();
        HandBus.Connection old = watch.bus.last();
        watch.bus.lose();
        watch.pass(Duration.ofSeconds(1));
        watch.bus.connect();
        watch.settle();
        watch.did.clear();

        old.receiver.lost(new IllegalStateException("again"));
        old.receiver.connected();
        watch.settle();
        assertThat(watch.did).isEmpty();
        assertThat(watch.loop.status().link()).isEqualTo(WatchStatus.Link.CONNECTED);

        // A hint is a hint, however late.
        old.receiver.message(Samples.deviceTopic("update"), Samples.deviceEvent("update", "late"));
        assertThat(watch.settle().did).containsExactly("device/late");
    }

    /** A target that lacks a class, or an assertion in it, ends no watch: what is kept would grow old without a word. */
    @Test
    void errorsOfTheTargetAreFailuresAsOthersAre() {
        HandWatch watch = new HandWatch().steady();
        watch.during = what -> {
            throw new NoClassDefFoundError("some/Type");
        };
        watch.bus.hint("a");
        watch.bus.garbage();
        watch.settle();
        assertThat(watch.did).containsExactly("unreadable", "all", "failed all", "device/a", "failed device/a");
        watch.during = nothing -> {};
        watch.did.clear();
        watch.pass(Duration.ofSeconds(1));
        assertThat(watch.asked()).contains("all");
    }

    @Test
    void errorsOfTheHintsMakeItAskForAll() {
        HandWatch watch = new HandWatch().steady();
        watch.hints = message -> {
            throw new StackOverflowError();
        };
        watch.bus.hint("a");
        assertThat(watch.settle().did).containsExactly("all");
    }

    @Test
    void errorsOfTheListenerAreItsOwn() {
        HandWatch watch = new HandWatch().settle();
        watch.told = () -> {
            throw new AssertionError("of the listener");
        };
        watch.bus.connect();
        assertThat(watch.settle().did).containsExactly("connected", "all");
    }

    @Test
    void errorsOfTheBusAreLosses() {
        HandWatch watch = new HandWatch();
        watch.bus.refuse(new NoClassDefFoundError("some/Type"));
        assertThat(watch.settle().did).containsExactly("lost: some/Type", "all");
        watch.pass(Duration.ofSeconds(1));
        assertThat(watch.bus.attempts()).isGreaterThan(1);
    }

    @Test
    void errorsOfClosingTheConnectionAreNone() {
        HandWatch watch = new HandWatch().steady();
        watch.bus.last().atClose = () -> {
            throw new LinkageError();
        };
        watch.bus.lose();
        assertThat(watch.settle().did).containsExactly("lost: gone");
        watch.pass(Duration.ofSeconds(1));
        assertThat(watch.bus.attempts()).isEqualTo(2);
    }

    @Test
    void resyncAsCanBeAskedFor() {
        HandWatch watch = new HandWatch().steady();
        watch.loop.wantResync();
        assertThat(watch.settle().did).containsExactly("all");
    }

    @Test
    void closedItEndsTheConnection() {
        HandWatch watch = new HandWatch().steady();
        watch.loop.close();
        assertThat(watch.bus.last().closed).isTrue();
        assertThat(watch.loop.status().link()).isEqualTo(WatchStatus.Link.CLOSED);
    }
}
