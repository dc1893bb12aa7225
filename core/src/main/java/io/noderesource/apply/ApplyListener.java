package io.noderesource.apply;

import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;

/**
 * Hears what an apply does while it does it.
 *
 * <p>Called on the applying thread; what it throws is logged and otherwise without effect.
 */
public interface ApplyListener {

    /** Hears nothing. */
    ApplyListener NONE = new ApplyListener() {};

    /**
     * Wraps a listener as a run tells it: what it throws is logged, and keeps nothing from going on.
     *
     * @param listener what to pass everything on to
     */
    static ApplyListener guarding(ApplyListener listener) {
        return new GuardedListener(listener);
    }

    /** The run begins. */
    default void started(Plan plan) {}

    /** A step begins. */
    default void stepStarted(PlannedStep step) {}

    /** A step that takes long tells how far it is. */
    default void progress(PlannedStep step, String message) {}

    /** A step has ended, or was not begun. */
    default void stepEnded(StepOutcome outcome) {}

    /** The run has ended. */
    default void ended(ApplyReport report) {}
}
