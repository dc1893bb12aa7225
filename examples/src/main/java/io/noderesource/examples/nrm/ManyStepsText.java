package io.noderesource.examples.nrm;

import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plans and reports with so many steps that a line for each would tell nobody anything: sums, and what went wrong. */
final class ManyStepsText {

    /** More steps than these are told of in sums. */
    static final int MANY = 100;

    private static final int SHOWN = 20;

    private ManyStepsText() {}

    /** What a plan is to do. */
    static String plan(Plan plan) {
        StringBuilder text = new StringBuilder();
        sums(plan.steps())
                .forEach((what, count) -> text.append("  ")
                        .append(what)
                        .append(": ")
                        .append(count)
                        .append('\n'));
        plan.refusals().stream()
                .limit(SHOWN)
                .forEach(r -> text.append("  x refused: ").append(refusal(r)).append('\n'));
        if (plan.refusals().size() > SHOWN) {
            text.append("  x refused: and ")
                    .append(plan.refusals().size() - SHOWN)
                    .append(" more; nrm devices plan shows each\n");
        }
        return text.append("Plan for ")
                .append(plan.node())
                .append(": ")
                .append(plan.steps().size())
                .append(" steps, ")
                .append(plan.refusals().size())
                .append(" refused.\n")
                .toString();
    }

    /** What of a plan is left to tell after it was carried out: nothing when all is as declared. */
    static String left(Plan plan) {
        int left = plan.steps().size()
                + plan.refusals().size()
                + plan.drifts().size()
                + plan.notices().size();
        if (left == 0) {
            return "";
        }
        return (left > MANY ? plan(plan) : plan.render()) + "\n";
    }

    /** What became of it. */
    static String report(ApplyReport report) {
        StringBuilder text = new StringBuilder();
        List<StepOutcome> failures = report.failures();
        failures.stream().limit(SHOWN).forEach(o -> text.append(failure(o)).append('\n'));
        if (failures.size() > SHOWN) {
            text.append("and ").append(failures.size() - SHOWN).append(" more that are not done\n");
        }
        return text.append(report.outcomes().size() - failures.size())
                .append(" of ")
                .append(report.outcomes().size())
                .append(" steps done.\n")
                .toString();
    }

    /** How one step of a group is called, such as {@code create device}. */
    static String group(PlannedStep planned) {
        Step step = planned.step();
        return step.verb().name().toLowerCase(Locale.ROOT) + " "
                + step.address().kind();
    }

    private static Map<String, Long> sums(List<PlannedStep> steps) {
        return steps.stream()
                .collect(Collectors.groupingBy(
                        s -> s.step().verb().glyph() + " " + group(s), TreeMap::new, Collectors.counting()));
    }

    private static String refusal(Refusal refusal) {
        return refusal.address() + ": " + String.join("; ", refusal.facts()) + " ["
                + refusal.code().id() + "]";
    }

    private static String failure(StepOutcome ended) {
        String step = ended.planned().id() + ". " + ended.planned().step().summary();
        Outcome outcome = ended.outcome();
        if (outcome instanceof Outcome.Failed failed) {
            return "FAILED  " + step + ": " + failed.message() + " ["
                    + failed.code().id() + "]";
        }
        if (outcome instanceof Outcome.Stale stale) {
            return "stale   " + step + ": " + stale.message() + " ["
                    + stale.code().id() + "]";
        }
        return outcome instanceof Outcome.NotAttempted not
                ? "not run " + step + ": " + not.message() + " [" + not.code().id() + "]"
                : step;
    }
}
