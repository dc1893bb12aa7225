package io.noderesource.devices;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Cancellation;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.devices.plan.EdgeStep;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Step;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One plan on its way. Not thread-safe. */
final class PlanRun {

    private static final Logger LOG = System.getLogger(PlanRun.class.getName());

    private final EdgePlatform platform;
    private final Plan plan;
    private final Limits limits;
    private final long start = System.nanoTime();
    private final Cancellation cancellation;
    private final ApplyListener listener;
    private final Waves waves;
    private final List<@Nullable StepOutcome> ended;

    /**
     * How far a run may go.
     *
     * @param chunk how many steps are given to the platform at once
     * @param call how long it may take for them
     * @param total how long the whole plan may take
     */
    record Limits(int chunk, Duration call, Duration total) {}

    PlanRun(EdgePlatform platform, Plan plan, Limits limits, Cancellation cancellation, ApplyListener listener) {
        this.platform = platform;
        this.plan = plan;
        this.limits = limits;
        this.cancellation = cancellation;
        this.listener = listener;
        waves = new Waves(plan.steps());
        ended = new ArrayList<>(Collections.nCopies(plan.steps().size(), null));
    }

    ApplyReport run() {
        for (List<List<Integer>> wave = waves.next(); !wave.isEmpty(); wave = waves.next()) {
            for (List<Integer> group : wave) {
                for (int from = 0; from < group.size(); from += limits.chunk()) {
                    together(group.subList(from, Math.min(group.size(), from + limits.chunk())));
                }
            }
        }
        for (int place : waves.left()) {
            PlannedStep planned = plan.steps().get(place);
            end(
                    place,
                    new Outcome.NotAttempted(
                            StandardErrorCode.STALE,
                            "what it requires (" + String.join(", ", planned.requires())
                                    + ") is not in the plan, or requires it in turn"),
                    Duration.ZERO);
        }
        return new ApplyReport(
                plan.node(), ended.stream().map(Objects::requireNonNull).toList());
    }

    private void together(List<Integer> places) {
        Optional<Outcome> obstacle = obstacle();
        if (obstacle.isPresent()) {
            places.forEach(place -> settle(place, obstacle.get(), Duration.ZERO));
            return;
        }
        List<PlannedStep> planned =
                places.stream().map(place -> plan.steps().get(place)).toList();
        planned.forEach(listener::stepStarted);
        long begun = System.nanoTime();
        List<Outcome> outcomes = perform(planned.stream().map(PlannedStep::step).toList());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        for (int index = 0; index < places.size(); index++) {
            settle(places.get(index), outcomes.get(index), took);
        }
    }

    private Optional<Outcome> obstacle() {
        if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
            return Optional.of(new Outcome.NotAttempted(StandardErrorCode.CANCELLED, "the run was asked to stop"));
        }
        if (remaining().isZero()) {
            return Optional.of(new Outcome.NotAttempted(
                    StandardErrorCode.DEADLINE,
                    "the time for the whole plan, " + limits.total() + ", was over; make a new plan"));
        }
        return Optional.empty();
    }

    private Duration remaining() {
        Duration left = limits.total().minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private List<Outcome> perform(List<Step> steps) {
        Step first = steps.get(0);
        if (!(first instanceof EdgeStep)) {
            return Collections.nCopies(
                    steps.size(),
                    new Outcome.Failed(
                            StandardErrorCode.NO_BACKEND,
                            "cannot " + first.summary() + ": an edge platform does no such steps"));
        }
        Duration left = remaining();
        try {
            List<Outcome> outcomes = platform.perform(steps, left.compareTo(limits.call()) < 0 ? left : limits.call());
            if (outcomes.size() != steps.size()) {
                throw new IllegalStateException(outcomes.size() + " outcomes for " + steps.size() + " steps");
            }
            return outcomes;
        } catch (RuntimeException e) {
            // What a platform throws about one group ends neither the run nor its report.
            LOG.log(Level.WARNING, "defect while performing " + steps.size() + " steps of " + first.getClass(), e);
            return steps.stream()
                    .<Outcome>map(step -> new Outcome.Failed(
                            StandardErrorCode.INTERNAL,
                            "cannot " + step.summary() + ": " + e
                                    + "; what became of it is unknown until the platform is looked at"))
                    .toList();
        }
    }

    private void settle(int place, Outcome outcome, Duration took) {
        end(place, outcome, took);
        if (outcome.isDone()) {
            waves.done(place);
            return;
        }
        waves.notDone(place)
                .forEach((blocked, cause) -> end(
                        blocked,
                        new Outcome.NotAttempted(
                                StandardErrorCode.STALE,
                                "step " + plan.steps().get(cause).id() + ", which it requires, is not done"),
                        Duration.ZERO));
    }

    private void end(int place, Outcome outcome, Duration took) {
        StepOutcome stepOutcome = new StepOutcome(plan.steps().get(place), outcome, took);
        ended.set(place, stepOutcome);
        listener.stepEnded(stepOutcome);
    }
}
