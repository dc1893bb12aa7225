package io.noderesource.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.inventory.Inventory;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.topology.Topology;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten times as many rules and devices cost about ten times as much: linear is 10, quadratic is 100, and whatever the machine
 * does meanwhile lies well between, as the best of several runs counts.
 */
@Timeout(300)
class LinearityTest {

    private static final Ledger NOTHING = Ledger.empty("salt");
    private static final int FEW = 500;
    private static final int MANY = 10 * FEW;
    private static final int MOST = 35;

    static Stream<Arguments> parts() {
        return Stream.of(
                part("read a document", s -> {
                    List<String> documents = s.documents();
                    return () -> s.read(documents);
                }),
                part("plan to make all", s -> {
                    Topology topology = s.read(s.documents());
                    Inventory blank = s.blank();
                    return () -> s.plan(topology, blank, NOTHING);
                }),
                part("plan with nothing to do", s -> {
                    Topology topology = s.read(s.documents());
                    Inventory done = s.done();
                    Ledger ledger = s.ledger(topology);
                    return () -> s.plan(topology, done, ledger);
                }),
                part("render and write a plan", s -> {
                    Plan plan = s.plan(s.read(s.documents()), s.blank(), NOTHING);
                    return () -> plan.render() + plan.toJson();
                }),
                part("write and fingerprint an inventory", s -> {
                    Inventory done = s.done();
                    return () -> done.toJson() + done.fingerprint();
                }),
                part("read an inventory", s -> {
                    String json = s.done().toJson();
                    return () -> Inventory.parse(json);
                }));
    }

    private static Arguments part(String name, Function<Sample, Supplier<Object>> part) {
        return Arguments.of(name, part);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    void tenTimesAsManyCostAboutTenTimesAsMuch(String name, Function<Sample, Supplier<Object>> part) {
        Supplier<Object> few = part.apply(new Sample(FEW));
        Supplier<Object> many = part.apply(new Sample(MANY));
        best(few, 30);
        double ratio = (double) best(many, 4) / best(few, 20);
        System.out.printf("%s: %d cost %.1f times what %d do%n", name, MANY, ratio, FEW);
        assertThat(ratio).as(name).isLessThan(MOST);
    }

    private static long best(Supplier<Object> work, int times) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            // The thread's own processor time: other work on the machine does not count.
            long before = threads.getCurrentThreadCpuTime();
            assertThat(work.get()).isNotNull();
            best = Math.min(best, threads.getCurrentThreadCpuTime() - before);
        }
        return best;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void theSampleIsWhatItSays(String name, Sample sample) {
        Topology topology = sample.read(sample.documents());
        assertThat(sample.plan(topology, sample.blank(), NOTHING).steps()).hasSize(2 * sample.size());
        Plan nothing = sample.plan(topology, sample.done(), sample.ledger(topology));
        assertThat(nothing.steps()).isEmpty();
        assertThat(nothing.refusals()).isEmpty();
        assertThat(nothing.notices()).isEmpty();
    }

    static Stream<Arguments> samples() {
        return Stream.of(Arguments.of("10", new Sample(10)), Arguments.of("100", new Sample(100)));
    }
}
