package io.noderesource.examples.nrm;

import io.noderesource.apply.ApplyListener;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import java.io.PrintWriter;

/** Tells on the terminal which step is under way. */
final class ApplyProgress implements ApplyListener {

    private final PrintWriter out;
    private int steps;
    private int begun;

    ApplyProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void started(Plan plan) {
        steps = plan.steps().size();
    }

    @Override
    public void stepStarted(PlannedStep step) {
        begun++;
        out.println("[" + begun + "/" + steps + "] " + step.step().summary() + " ...");
        out.flush();
    }

    @Override
    public void progress(PlannedStep step, String message) {
        out.println("      " + message);
        out.flush();
    }
}
