package io.noderesource.apply;

import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Passes on what happens, and keeps a listener's own failures away from the run. */
record GuardedListener(ApplyListener listener) implements ApplyListener {

    private static final Logger LOG = System.getLogger(GuardedListener.class.getName());

    @Override
    public void started(Plan plan) {
        tell(() -> listener.started(plan));
    }

    @Override
    public void stepStarted(PlannedStep step) {
        tell(() -> listener.stepStarted(step));
    }

    @Override
    public void progress(PlannedStep step, String message) {
        tell(() -> listener.progress(step, message));
    }

    @Override
    public void stepEnded(StepOutcome outcome) {
        tell(() -> listener.stepEnded(outcome));
    }

    @Override
    public void ended(ApplyReport report) {
        tell(() -> listener.ended(report));
    }

    private static void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "an apply listener failed", e);
        }
    }
}
