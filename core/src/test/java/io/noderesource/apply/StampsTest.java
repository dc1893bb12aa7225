package io.noderesource.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StampsTest {

    private static final Inventory LAST = Inventory.of("n", Instant.EPOCH, List.of());
    private static final Stamp STAMP = Stamp.builder().add("a").build();

    private record Stamping(Supplier<Optional<Stamp>> how) implements Backend {
        @Override
        public String id() {
            return "stamping";
        }

        @Override
        public Set<SectionType<?>> sections() {
            return Set.of();
        }

        @Override
        public Set<StepType<?>> steps() {
            return Set.of();
        }

        @Override
        public List<Section<?>> observe(Observation request) {
            return List.of();
        }

        @Override
        public Optional<Stamp> stamp(Inventory last) {
            return how.get();
        }

        @Override
        public void perform(Step step, StepContext context) {}

        @Override
        public void close() {}
    }

    @Test
    void areThoseOfAllBackendsOrNone() {
        Backend good = new Stamping(() -> Optional.of(STAMP));
        assertThat(new Stamps(List.of(good, good)).take(LAST)).contains(List.of(STAMP, STAMP));
        assertThat(new Stamps(List.of(good, new Stamping(Optional::empty))).take(LAST))
                .isEmpty();
    }

    @Test
    void areNoneWhenABackendThrows() {
        Backend broken = new Stamping(() -> {
            throw new LinkageError("a test");
        });
        Stamps stamps = new Stamps(List.of(broken));
        assertThat(stamps.take(LAST)).isEmpty();
        assertThat(stamps.take(LAST)).isEmpty();
    }

    @Test
    void partsDoNotRunIntoEachOther() {
        assertThat(Stamp.builder().add("ab").add("c").build())
                .isNotEqualTo(Stamp.builder().add("a").add("bc").build())
                .isEqualTo(Stamp.builder().add("ab").add("c").build())
                .hasSameHashCodeAs(Stamp.builder().add("ab").add("c").build());
    }

    @Test
    void aHungBackendDelaysOnceAndIsAskedAgainWhenItIsBack() throws InterruptedException {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Stamps stamps = new Stamps(List.of(new Stamping(() -> {
            calls.incrementAndGet();
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.of(STAMP);
        })));
        assertThat(stamps.take(LAST)).isEmpty();
        long before = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            assertThat(stamps.take(LAST)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        assertThat(calls).hasValue(1);
        hang.countDown();
        while (stamps.take(LAST).isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(calls).hasValueGreaterThan(1);
    }
}
