package io.noderesource.devices;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Cancellation;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.plan.Plan;
import java.time.Duration;
import java.util.Objects;

/**
 * Carries plans out on an edge platform, in waves: all steps whose requirements are done go together, by class and kind, so
 * that ten thousand devices are a few hundred requests and not ten thousand.
 *
 * <p>A step that is not done stops what requires it, and nothing else. It takes time and memory in proportion to the steps and
 * what they require. Thread-safe; what two runs do at once on one platform is the platform's to tell apart.
 */
public final class PlanApplier {

    /** How many steps are given to the platform at once: a stop is heeded between them. */
    private static final int DEFAULT_CHUNK = 1000;

    private static final Duration ENDLESS = Duration.ofDays(365);

    private final EdgePlatform platform;
    private final Duration limit;
    private final Duration total;
    private final int chunk;

    private PlanApplier(EdgePlatform platform, Duration limit, Duration total, int chunk) {
        this.platform = Objects.requireNonNull(platform, "platform");
        this.limit = positive(limit);
        this.total = positive(total);
        this.chunk = chunk;
    }

    /**
     * An applier that gives the platform up to 1,000 steps at once, and takes as long as there are steps.
     *
     * @param platform what does the steps
     * @param limit how long it may take for what it is given at once
     */
    public static PlanApplier of(EdgePlatform platform, Duration limit) {
        return new PlanApplier(platform, limit, ENDLESS, DEFAULT_CHUNK);
    }

    /** This applier with another number of steps that are given to the platform at once. */
    public PlanApplier atOnce(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("at least one step must be done at once, not " + steps);
        }
        return new PlanApplier(platform, limit, total, steps);
    }

    /** This applier with a limit for a whole plan: steps that are not begun by then are not attempted. */
    public PlanApplier within(Duration whole) {
        return new PlanApplier(platform, limit, whole, chunk);
    }

    /**
     * Applies a plan whose steps are {@link io.noderesource.devices.plan.EdgeStep}s. Any other step fails with {@code
     * apply/no-backend}. What the platform throws fails with {@code internal/defect}, for those steps only that it was given.
     *
     * <p>What is not begun when it is asked to stop, or when the time is over, is not attempted: {@code apply/cancelled}, {@code
     * apply/deadline}. A call of the platform that is under way is not cut off by the first; an interrupt ends it.
     *
     * @param plan what is to be done
     * @param listener hears of each step, on this thread
     * @param cancellation asks to stop
     * @return an outcome for each step, in the plan's order; those that were done together took as long together
     */
    public ApplyReport apply(Plan plan, ApplyListener listener, Cancellation cancellation) {
        ApplyListener quiet = new QuietListener(listener);
        quiet.started(plan);
        ApplyReport report =
                new PlanRun(platform, plan, new PlanRun.Limits(chunk, limit, total), cancellation, quiet).run();
        quiet.ended(report);
        return report;
    }

    private static Duration positive(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("a limit must be positive, not " + value);
        }
        return value;
    }
}
