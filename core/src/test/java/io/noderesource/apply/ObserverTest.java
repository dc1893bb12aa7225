package io.noderesource.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import io.noderesource.spi.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObserverTest {

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** The observer waits two seconds more. */
    private static final Duration SHORT = Duration.ofMillis(1);

    /**
     * What a backend shows.
     *
     * @param number which it is
     */
    record Facts(int number) {}

    private record Showing(String id, int number, Function<Observation, Section<?>> how) implements Backend {
        @Override
        public Set<SectionType<?>> sections() {
            return Set.of(section(number));
        }

        @Override
        public Set<StepType<?>> steps() {
            return Set.of();
        }

        @Override
        public List<Section<?>> observe(Observation request) {
            return List.of(how.apply(request));
        }

        @Override
        public void perform(Step step, StepContext context) {}

        @Override
        public void close() {}
    }

    private static SectionType<Facts> section(int number) {
        return new SectionType<>("section" + number, 1, Facts.class);
    }

    private static Section<Facts> whole(int number) {
        return Section.complete(section(number), new Facts(number));
    }

    private static Backend showing(int number) {
        return new Showing("backend" + number, number, request -> whole(number));
    }

    private static Backend failing(int number, Throwable failure) {
        return new Showing("backend" + number, number, request -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });
    }

    private static Inventory observe(Duration limit, Backend... backends) {
        return new Observer("n", CLOCK, List.of(backends)).observe(Scope.NODE, limit);
    }

    private static String reason(Inventory inventory, int number) {
        return String.valueOf(inventory.section(section(number)).reason());
    }

    @Test
    void asksInOrderOnOneThreadAndShowsEachWhatWasSeenBefore() {
        List<Thread> threads = new ArrayList<>();
        List<Inventory> before = new ArrayList<>();
        Backend second = new Showing("second", 2, request -> {
            threads.add(Thread.currentThread());
            before.add(request.soFar());
            assertThat(request.limit()).isEqualTo(LIMIT);
            return whole(2);
        });
        Backend third = new Showing("third", 3, request -> {
            threads.add(Thread.currentThread());
            before.add(request.soFar());
            return whole(3);
        });
        Inventory inventory = observe(LIMIT, showing(1), second, third);
        assertThat(inventory).isEqualTo(Inventory.of("n", Instant.EPOCH, List.of(whole(1), whole(2), whole(3))));
        assertThat(before)
                .containsExactly(
                        Inventory.of("n", Instant.EPOCH, List.of(whole(1))),
                        Inventory.of("n", Instant.EPOCH, List.of(whole(1), whole(2))));
        assertThat(Set.copyOf(threads)).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void asksNobodyWhoseSectionsAreNotNeeded() {
        Observer observer = new Observer("n", CLOCK, List.of(failing(1, new AssertionError("asked")), showing(2)));
        assertThat(observer.observe(Scope.of(Set.of(), Set.of(section(2))), LIMIT)
                        .sections())
                .containsExactly(whole(2));
        assertThat(observer.observe(Scope.of(Set.of(), Set.of()), LIMIT).sections())
                .isEmpty();
    }

    @Test
    void leavesTheOneThatHangsAndAsksTheOthers() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Semaphore back = new Semaphore(0);
        AtomicInteger asked = new AtomicInteger();
        List<Inventory> before = Collections.synchronizedList(new ArrayList<>());
        Function<Observation, Section<?>> hang = request -> {
            Uninterruptibles.awaitUninterruptibly(end);
            back.release();
            return whole(2);
        };
        Backend last = new Showing("last", 4, request -> {
            asked.incrementAndGet();
            before.add(request.soFar());
            return whole(4);
        });
        Inventory inventory =
                observe(SHORT, showing(1), new Showing("stuck", 2, hang), new Showing("stuck, too", 3, hang), last);
        assertThat(inventory.section(section(1))).isEqualTo(whole(1));
        assertThat(reason(inventory, 2)).startsWith("observing by stuck did not answer within 2001 ms");
        assertThat(reason(inventory, 3)).startsWith("observing by stuck, too did not answer within 2001 ms");
        assertThat(inventory.section(section(4))).isEqualTo(whole(4));
        assertThat(before).hasSize(1);
        assertThat(before.get(0).section(section(2)).state()).isEqualTo(Section.State.UNAVAILABLE);
        end.countDown();
        back.acquire(2);
        // Those left behind ask nobody when they come back: another look is taken to its end meanwhile.
        observe(LIMIT, last);
        assertThat(asked).hasValue(2);
    }

    @Test
    void timeIsCountedForEachOneAlone() {
        // Together they take longer than one of them may.
        Function<Integer, Backend> slow = number -> new Showing("slow", number, request -> {
            Uninterruptibles.sleepUninterruptibly(Duration.ofMillis(1200));
            return whole(number);
        });
        Inventory inventory = observe(SHORT, slow.apply(1), slow.apply(2));
        assertThat(inventory.sections()).containsExactly(whole(1), whole(2));
    }

    @Test
    void aFailureIsTheReasonOfItsSectionsAlone() {
        Inventory inventory = observe(
                LIMIT,
                failing(1, new NodeResourceException(StandardErrorCode.INTERNAL, "no such luck")),
                failing(2, new IllegalStateException("a defect")),
                failing(3, new NoSuchMethodError("an old library")),
                showing(4));
        assertThat(reason(inventory, 1)).isEqualTo("no such luck");
        assertThat(reason(inventory, 2)).contains("defect in the backend 'backend2'", "a defect");
        assertThat(reason(inventory, 3)).contains("defect in the backend 'backend3'", "an old library");
        assertThat(inventory.section(section(4))).isEqualTo(whole(4));
    }

    @Test
    void anErrorOfTheMachineIsTheCallers() {
        assertThatThrownBy(() -> observe(LIMIT, showing(1), failing(2, new OutOfMemoryError("a test"))))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anInterruptedCallerWaitsForNobody() {
        CountDownLatch end = new CountDownLatch(1);
        Backend stuck = new Showing("stuck", 1, request -> {
            Uninterruptibles.awaitUninterruptibly(end);
            return whole(1);
        });
        Thread.currentThread().interrupt();
        Inventory inventory = observe(LIMIT, stuck);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(reason(inventory, 1)).isEqualTo("observing by stuck was interrupted");
        end.countDown();
    }
}
