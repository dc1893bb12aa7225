package io.noderesource.examples.nrm;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.StepOutcome;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells on the terminal what each pass does: a line for each step, or, where there are many, one for each group of steps that
 * went together. Not thread-safe.
 */
final class PassProgress implements ApplyListener {

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;
    private final Set<String> underWay = new HashSet<>();
    private ApplyProgress each;
    private boolean many;
    private int steps;
    private int done;
    private int undone;

    /**
     * Progress of passes.
     *
     * @param session where it is told
     * @param quiet whether plans and reports are left out, so that the progress is all
     */
    PassProgress(Session session, boolean quiet) {
        this.out = session.out();
        this.err = session.err();
        this.quiet = quiet;
        this.each = new ApplyProgress(err);
    }

    @Override
    public void started(Plan plan) {
        steps = plan.steps().size();
        many = steps > ManyStepsText.MANY;
        done = 0;
        undone = 0;
        underWay.clear();
        each = new ApplyProgress(err);
        each.started(plan);
        if (!quiet && !plan.isEmpty()) {
            out.println(many ? ManyStepsText.plan(plan) : plan.render());
            out.flush();
        }
    }

    @Override
    public void stepStarted(PlannedStep step) {
        if (many) {
            underWay.add(step.id());
        } else {
            each.stepStarted(step);
        }
    }

    @Override
    public void stepEnded(StepOutcome ended) {
        if (ended.outcome().isDone()) {
            done++;
        } else {
            undone++;
        }
        if (many && underWay.remove(ended.planned().id()) && underWay.isEmpty()) {
            err.println("[" + (done + undone) + "/" + steps + "] " + 100L * (done + undone) / steps + " % "
                    + ManyStepsText.group(ended.planned()) + (undone == 0 ? "" : ", " + undone + " not done") + " ...");
            err.flush();
        }
    }

    @Override
    public void ended(ApplyReport report) {
        if (!quiet && !report.outcomes().isEmpty()) {
            out.println(many ? ManyStepsText.report(report) : report.render());
            out.flush();
        }
    }
}
