package io.noderesource.plan;

import static java.util.stream.Collectors.groupingBy;

import io.noderesource.base.ResourceAddress;
import io.noderesource.internal.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Renders a plan for a terminal: no colour, at most one thought a line. */
final class PlanRenderer {

    private PlanRenderer() {}

    static String render(Plan plan) {
        StringBuilder out = new StringBuilder();
        Map<ResourceAddress, List<PlannedStep>> steps =
                plan.steps().stream().collect(groupingBy(s -> s.step().address()));
        Map<ResourceAddress, List<Refusal>> refusals = plan.refusals().stream().collect(groupingBy(Refusal::address));
        Map<ResourceAddress, List<Drift>> drifts = plan.drifts().stream().collect(groupingBy(Drift::address));
        Map<ResourceAddress, List<Notice>> notices = plan.notices().stream().collect(groupingBy(Notice::address));
        Set<ResourceAddress> addresses = new TreeSet<>(steps.keySet());
        addresses.addAll(refusals.keySet());
        addresses.addAll(drifts.keySet());
        addresses.addAll(notices.keySet());
        for (ResourceAddress address : addresses) {
            out.append(address).append('\n');
            steps.getOrDefault(address, List.of()).forEach(s -> step(out, s));
            refusals.getOrDefault(address, List.of()).forEach(r -> refusal(out, r));
            drifts.getOrDefault(address, List.of())
                    .forEach(d ->
                            line(out, "! drift", d.subject(), d.fact(), d.code().id()));
            notices.getOrDefault(address, List.of())
                    .forEach(n ->
                            line(out, "· note", n.subject(), n.fact(), n.code().id()));
        }
        // Names of resources, devices and file systems are in it: none of them may speak to the terminal.
        return Quoted.lines(out.append(summary(plan)).append('\n').toString());
    }

    private static void step(StringBuilder out, PlannedStep planned) {
        Step step = planned.step();
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

    private static void refusal(StringBuilder out, Refusal refusal) {
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
