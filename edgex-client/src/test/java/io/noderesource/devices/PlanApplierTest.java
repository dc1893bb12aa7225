package io.noderesource.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Cancellation;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.AddObject;
import io.noderesource.devices.plan.EdgeStep;
import io.noderesource.devices.plan.RemoveObject;
import io.noderesource.devices.platform.EdgeObjects;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.platform.EdgeValues;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.inventory.Section;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanApplierTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ApplyOptions OPTIONS =
            ApplyOptions.builder().stepLimit(MINUTE).build();
    private static final Outcome CHANGED = new Outcome.Changed();

    /** Does what it is told to, and notes what it was given at once. */
    private static final class Recorder implements EdgePlatform {
        private final List<List<String>> calls = new ArrayList<>();
        private final List<Duration> limits = new ArrayList<>();
        private Function<EdgeStep, Outcome> work = step -> CHANGED;
        private Runnable after = () -> {};

        @Override
        public String describe() {
            return "a recorder";
        }

        @Override
        public List<Section<EdgeObjects>> observe(Set<IotKind> kinds, Duration limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EdgeValues values(Set<PropertyKey> properties, Duration limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Outcome> perform(List<? extends Step> steps, Duration limit) {
            calls.add(steps.stream().map(step -> ((EdgeStep) step).name()).toList());
            limits.add(limit);
            List<Outcome> outcomes =
                    steps.stream().map(step -> work.apply((EdgeStep) step)).toList();
            after.run();
            return outcomes;
        }

        @Override
        public AutoCloseable watch(Runnable changed) {
            return () -> {};
        }

        @Override
        public void close() {}
    }

    private final Recorder platform = new Recorder();

    private static PlannedStep add(String id, String kind, String... requires) {
        return new PlannedStep(
                id, new AddObject(new ResourceAddress(kind, "default/" + id), id, "{}", "wanted"), List.of(requires));
    }

    private static PlannedStep remove(String id, String kind, String... requires) {
        return new PlannedStep(
                id, new RemoveObject(new ResourceAddress(kind, "default/" + id), id, "unwanted"), List.of(requires));
    }

    private ApplyReport apply(PlanApplier applier, PlannedStep... steps) {
        return applier.apply(Plans.of(List.of(steps)), OPTIONS, HOUR);
    }

    private PlanApplier applier() {
        return PlanApplier.to(platform);
    }

    private static List<Outcome.Kind> kinds(ApplyReport report) {
        return report.outcomes().stream().map(o -> o.outcome().kind()).toList();
    }

    private static String message(StepOutcome outcome) {
        return outcome.outcome() instanceof Outcome.NotAttempted not
                ? not.code().id() + ": " + not.message()
                : outcome.outcome().toString();
    }

    @Test
    void anEmptyPlanDoesNothing() {
        ApplyReport report = apply(applier());

        assertThat(report.outcomes()).isEmpty();
        assertThat(report.node()).isEqualTo("hall");
        assertThat(platform.calls).isEmpty();
    }

    @Test
    void whatNeedsNothingGoesTogetherByClassAndKind() {
        ApplyReport report = apply(
                applier(),
                add("1", "deviceservice"),
                add("2", "deviceprofile"),
                add("3", "deviceservice"),
                remove("4", "device"),
                add("5", "device", "1", "2"),
                add("6", "device", "3", "2"));

        assertThat(platform.calls).containsExactly(List.of("1", "3"), List.of("2"), List.of("4"), List.of("5", "6"));
        assertThat(report.succeeded()).isTrue();
        assertThat(report.outcomes()).extracting(o -> o.planned().id()).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(platform.limits).allSatisfy(limit -> assertThat(limit).isEqualTo(MINUTE));
    }

    @Test
    void whatIsNotDoneStopsWhatRequiresItAndNothingElse() {
        platform.work = step -> step.name().equals("1")
                ? new Outcome.Failed(DevicesErrorCode.REFUSED, "no")
                : step.name().equals("2") ? new Outcome.AlreadyInPlace() : CHANGED;

        ApplyReport report = apply(
                applier(),
                add("1", "deviceservice"),
                add("2", "deviceprofile"),
                add("3", "device", "1", "2"),
                add("4", "device", "2"),
                remove("5", "device", "3"));

        assertThat(kinds(report))
                .containsExactly(
                        Outcome.Kind.FAILED,
                        Outcome.Kind.ALREADY_IN_PLACE,
                        Outcome.Kind.NOT_ATTEMPTED,
                        Outcome.Kind.CHANGED,
                        Outcome.Kind.NOT_ATTEMPTED);
        assertThat(message(report.outcomes().get(2))).isEqualTo("apply/stale: step 1, which it requires, is not done");
        assertThat(message(report.outcomes().get(4))).isEqualTo("apply/stale: step 3, which it requires, is not done");
    }

    @Test
    void whatThePlatformThrowsFailsOnlyWhatItWasGiven() {
        platform.work = step -> {
            if (step.name().equals("2")) {
                throw new IllegalStateException("out of order");
            }
            return CHANGED;
        };

        ApplyReport report = apply(applier(), add("1", "device"), add("2", "deviceservice"), add("3", "deviceservice"));

        assertThat(kinds(report)).containsExactly(Outcome.Kind.CHANGED, Outcome.Kind.FAILED, Outcome.Kind.FAILED);
        assertThat(report.failures())
                .allSatisfy(failure -> assertThat(code(failure.outcome())).isEqualTo(StandardErrorCode.INTERNAL));
    }

    private static ErrorCode code(Outcome outcome) {
        return ((Outcome.Failed) outcome).code();
    }

    @Test
    void aStepOfSomebodyElseFails() {
        ApplyReport report = apply(
                applier(),
                new PlannedStep("1", new Foreign(new ResourceAddress("moon", "near")), List.of()),
                add("2", "device"));

        assertThat(kinds(report)).containsExactly(Outcome.Kind.FAILED, Outcome.Kind.CHANGED);
        assertThat(code(report.outcomes().get(0).outcome())).isEqualTo(StandardErrorCode.NO_BACKEND);
    }

    @Test
    void aStopIsHeededBetweenChunks() {
        Cancellation cancellation = new Cancellation();
        platform.after = cancellation::cancel;
        PlannedStep[] steps = {add("1", "device"), add("2", "device"), add("3", "device"), add("4", "device", "1")};

        ApplyReport report = applier()
                .atOnce(2)
                .apply(
                        Plans.of(List.of(steps)),
                        ApplyOptions.builder().cancellation(cancellation).build(),
                        HOUR);

        assertThat(platform.calls).containsExactly(List.of("1", "2"));
        assertThat(report.outcomes().stream().skip(2).map(PlanApplierTest::message))
                .containsExactly(
                        "apply/cancelled: the run was asked to stop", "apply/cancelled: the run was asked to stop");
    }

    @Test
    void anInterruptEndsTheRunAndStays() {
        platform.after = Thread.currentThread()::interrupt;

        ApplyReport report = apply(applier(), add("1", "device"), add("2", "deviceservice"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(message(report.outcomes().get(1))).startsWith("apply/cancelled");
    }

    @Test
    void nothingIsBegunWhenTheTimeIsOver() {
        Duration total = Duration.ofMillis(50);
        platform.after = () -> {
            long end = System.nanoTime() + total.toNanos();
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        };

        ApplyReport report =
                applier().apply(Plans.of(List.of(add("1", "device"), add("2", "deviceservice"))), OPTIONS, total);

        assertThat(platform.limits.get(0)).isLessThanOrEqualTo(total);
        assertThat(message(report.outcomes().get(1))).startsWith("apply/deadline");
    }

    @Test
    void theListenerHearsOfEachStepAndItsFailuresDoNoHarm() {
        List<String> heard = new ArrayList<>();
        ApplyListener listener = new ApplyListener() {
            @Override
            public void started(io.noderesource.plan.Plan plan) {
                heard.add("started");
            }

            @Override
            public void stepStarted(PlannedStep step) {
                heard.add("+" + step.id());
                throw new IllegalStateException("a listener's own");
            }

            @Override
            public void stepEnded(StepOutcome outcome) {
                heard.add("-" + outcome.planned().id());
            }

            @Override
            public void ended(ApplyReport report) {
                heard.add("ended");
            }
        };
        platform.work = step -> new Outcome.Failed(DevicesErrorCode.REFUSED, "no");

        applier()
                .apply(
                        Plans.of(List.of(add("1", "device"), add("2", "device"), add("3", "device", "2"))),
                        ApplyOptions.builder().listener(listener).build(),
                        HOUR);

        assertThat(heard).containsExactly("started", "+1", "+2", "-1", "-2", "-3", "ended");
    }

    /** A profile that is removed behind 10,000 devices, and as many that need it: linear, or this takes minutes. */
    @Test
    void manyStepsBehindOneAndOneBehindManyTakeNoTime() {
        List<PlannedStep> steps = new ArrayList<>();
        steps.add(add("0", "deviceprofile"));
        List<String> ids =
                IntStream.rangeClosed(1, 10_000).mapToObj(Integer::toString).toList();
        ids.forEach(id -> steps.add(add(id, "device", "0")));
        steps.add(remove("10001", "deviceprofile", ids.toArray(new String[0])));

        ApplyReport report = applier().apply(Plans.of(steps), OPTIONS, HOUR);

        assertThat(report.succeeded()).isTrue();
        assertThat(platform.calls).hasSize(12);
        assertThat(platform.calls).allSatisfy(call -> assertThat(call).hasSizeLessThanOrEqualTo(1000));
    }

    @Test
    void noStepIsBegunBeforeWhatItRequiresIsDone() {
        long seed = new Random().nextLong();
        System.out.println("PlanApplierTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            check(randomSteps(random), random);
        }
    }

    private static List<PlannedStep> randomSteps(Random random) {
        List<PlannedStep> steps = new ArrayList<>();
        int count = random.nextInt(40);
        for (int id = 0; id < count; id++) {
            List<String> requires = new ArrayList<>();
            for (int before = 0; before < id; before++) {
                if (random.nextInt(8) == 0) {
                    requires.add(Integer.toString(before));
                }
            }
            String kind = List.of("deviceservice", "deviceprofile", "device").get(random.nextInt(3));
            String[] needed = requires.toArray(new String[0]);
            String name = Integer.toString(id);
            steps.add(random.nextBoolean() ? add(name, kind, needed) : remove(name, kind, needed));
        }
        return steps;
    }

    private static void check(List<PlannedStep> steps, Random random) {
        Recorder platform = new Recorder();
        Map<String, PlannedStep> byId = new HashMap<>();
        steps.forEach(step -> byId.put(step.id(), step));
        Set<String> done = new HashSet<>();
        Set<String> given = new HashSet<>();
        platform.work = step -> {
            assertThat(given.add(step.name())).isTrue();
            assertThat(done)
                    .containsAll(Objects.requireNonNull(byId.get(step.name())).requires());
            if (random.nextInt(6) == 0) {
                return new Outcome.Stale(DevicesErrorCode.MISSING, "gone");
            }
            return CHANGED;
        };
        // What is given at once must not require one another: what is done counts from the next call on.
        List<String> ended = new ArrayList<>();
        ApplyListener listener = new ApplyListener() {
            @Override
            public void stepEnded(StepOutcome outcome) {
                ended.add(outcome.planned().id());
                if (outcome.outcome().isDone()) {
                    done.add(outcome.planned().id());
                }
            }
        };

        ApplyReport report = PlanApplier.to(platform)
                .atOnce(1 + random.nextInt(5))
                .apply(
                        Plans.of(steps),
                        ApplyOptions.builder().listener(listener).build(),
                        HOUR);

        assertThat(report.outcomes()).extracting(StepOutcome::planned).isEqualTo(steps);
        assertThat(ended).doesNotHaveDuplicates().hasSameSizeAs(steps);
        for (StepOutcome outcome : report.outcomes()) {
            boolean ready = done.containsAll(outcome.planned().requires());
            assertThat(given.contains(outcome.planned().id())).isEqualTo(ready);
        }
    }

    @Test
    void atLeastOneStepIsDoneAtOnce() {
        assertThatThrownBy(() -> applier().atOnce(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
