package io.noderesource.devices;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
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

    private final EdgePlatform platform;
    private final int chunk;

    private PlanApplier(EdgePlatform platform, int chunk) {
        this.platform = Objects.requireNonNull(platform, "platform");
        this.chunk = chunk;
    }

    /** An applier that gives the platform up to 1,000 steps at once. */
    public static PlanApplier to(EdgePlatform platform) {
        return new PlanApplier(platform, DEFAULT_CHUNK);
    }

    /** This applier with another number of steps that are given to the platform at once. */
    public PlanApplier atOnce(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("at least one step must be done at once, not " + steps);
        }
        return new PlanApplier(platform, steps);
    }

    /**
     * Applies a plan whose steps are {@link io.noderesource.devices.plan.EdgeStep}s. Any other step fails with {@code
     * apply/no-backend}, and what the platform throws with {@code internal/defect} for those steps only that it was given.
     *
     * <p>Steps that are not begun when it is asked to stop, or when the time is over, are not attempted: {@code
     * apply/cancelled}, {@code apply/deadline}.
     *
     * @param plan what is to be done
     * @param options the listener, what asks to stop, and how long each call of the platform may take ({@link
     *     ApplyOptions#stepLimit()}); locks and devices of a node are none of this
     * @param limit how long all of it may take
     * @return an outcome for each step, in the plan's order
     */
    public ApplyReport apply(Plan plan, ApplyOptions options, Duration limit) {
        ApplyListener listener = ApplyListener.guarding(options.listener());
        listener.started(plan);
        PlanRun.Limits limits = new PlanRun.Limits(chunk, options.stepLimit(), limit);
        ApplyReport report = new PlanRun(platform, plan, limits, options.cancellation(), listener).run();
        listener.ended(report);
        return report;
    }
}
