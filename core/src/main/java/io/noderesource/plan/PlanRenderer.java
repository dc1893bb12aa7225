package io.noderesource.plan;

import io.noderesource.base.ResourceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Renders a plan for a terminal: no colour, at most one thought a line. */
final class PlanRenderer {

    private PlanRenderer() {}

    static String render(Plan plan) {
        StringBuilder out = new StringBuilder();
        Set<ResourceAddress> addresses = new TreeSet<>();
        plan.steps().forEach(s -> addresses.add(s.step().address()));
        plan.drifts().forEach(d -> addresses.add(d.address()));
        plan.refusals().forEach(r -> addresses.add(r.address()));
        plan.notices().forEach(n -> addresses.add(n.address()));
        for (ResourceAddress address : addresses) {
            out.append(address).append('\n');
            steps(out, plan, address);
            for (Refusal refusal : plan.refusals()) {
                if (refusal.address().equals(address)) {
                    out.append("  x refused: ").append(refusal.subject()).append('\n');
                    refusal.facts().forEach(f -> out.append("      ").append(f).append('\n'));
                    out.append("      [")
                            .append(refusal.code().id())
                            .append("] ")
                            .append(refusal.remedy())
                            .append('\n');
                    if (refusal.consent() != null) {
                        out.append("      consent: ").append(refusal.consent()).append('\n');
                    }
                }
            }
            for (Drift drift : plan.drifts()) {
                if (drift.address().equals(address)) {
                    line(
                            out,
                            "! drift",
                            drift.subject(),
                            drift.fact(),
                            drift.code().id());
                }
            }
            for (Notice notice : plan.notices()) {
                if (notice.address().equals(address)) {
                    line(
                            out,
                            "· note",
                            notice.subject(),
                            notice.fact(),
                            notice.code().id());
                }
            }
        }
        return out.append(summary(plan)).append('\n').toString();
    }

    private static void steps(StringBuilder out, Plan plan, ResourceAddress address) {
        for (PlannedStep planned : plan.steps()) {
            Step step = planned.step();
            if (step.address().equals(address)) {
                out.append("  ")
                        .append(step.verb().glyph())
                        .append(' ')
                        .append(planned.id())
                        .append(". ");
                out.append(step.summary());
                if (step.risk() != Risk.SAFE) {
                    out.append("  <").append(risk(step.risk())).append('>');
                }
                out.append("\n      because ").append(step.reason()).append('\n');
            }
        }
    }

    private static String risk(Risk risk) {
        return switch (risk) {
            case SAFE -> "safe";
            case FORMATS_BLANK -> "writes to a blank device";
            case DESTROYS_DATA -> "DESTROYS DATA";
        };
    }

    private static void line(StringBuilder out, String sign, String subject, String fact, String code) {
        out.append("  ").append(sign).append(": ").append(subject).append(": ").append(fact);
        out.append(" [").append(code).append("]\n");
    }

    private static String summary(Plan plan) {
        List<String> parts = new ArrayList<>();
        parts.add(plan.steps().isEmpty() ? "nothing to do" : count(plan.steps().size(), "step"));
        if (!plan.refusals().isEmpty()) {
            parts.add(plan.refusals().size() + " refused");
        }
        if (!plan.drifts().isEmpty()) {
            parts.add(count(plan.drifts().size(), "drift"));
        }
        if (!plan.notices().isEmpty()) {
            parts.add(count(plan.notices().size(), "note"));
        }
        return "Plan for " + plan.node() + ": " + String.join(", ", parts) + ". Planning changed nothing.";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
