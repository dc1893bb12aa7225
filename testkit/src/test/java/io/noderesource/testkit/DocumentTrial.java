package io.noderesource.testkit;

import io.noderesource.NodeResources;
import io.noderesource.ReconcileListener;
import io.noderesource.Reconciler;
import io.noderesource.plan.Plan;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.TopologySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node that follows a file which is good at first and then bad in some way, over restarts. */
final class DocumentTrial implements Cases.Trial {

    private final SimulatedNode node;
    private final Path state = StateDirectories.next();
    private final Path file;
    private final Truth truth;
    private final String good;
    private final List<String> rejected = new ArrayList<>();
    private final List<Plan> plans = new ArrayList<>();
    private final Tally tally;
    private Reconciler reconciler;

    DocumentTrial(Chance chance, Tally tally) {
        this.tally = tally;
        node = SimulatedNode.builder("edge-1")
                .labels(Map.of("kubernetes.io/hostname", "edge-1"))
                .disk(RandomNodes.disk(chance, "NR-1"))
                .disk(RandomNodes.disk(chance, "NR-2"))
                .build();
        file = state.resolveSibling("topology.yaml");
        truth = new Truth(node);
        good = rule("vg-a", node.path("NR-1"), "In");
        write(good);
        reconciler = reconciler();
        reconciler.pass();
        if (plans.stream().allMatch(p -> p.steps().isEmpty() && p.refusals().isEmpty())) {
            throw new AssertionError("the good document declares nothing for the node");
        }
    }

    private static String rule(String name, String path, String operator) {
        return "- name: " + name + "\n  key: kubernetes.io/hostname\n  operator: " + operator
                + "\n  value: edge-1\n  topology:\n    type: device\n    devices:\n    - " + path + "\n";
    }

    private Reconciler reconciler() {
        NodeResources process = NodeResources.builder()
                .node(node)
                .identity(node.identity())
                .stateDirectory(state)
                .build();
        return Reconciler.builder(process, TopologySource.file(file))
                .wholePassEvery(Duration.ZERO)
                .listener(new ReconcileListener() {
                    @Override
                    public void rejected(List<Diagnostic> diagnostics, LastGood lastGood) {
                        rejected.add(lastGood.name());
                        diagnostics.forEach(d -> tally.met(Tally.CODE + d.code().id()));
                    }

                    @Override
                    public void planned(Plan plan) {
                        plans.add(plan);
                    }
                })
                .build();
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String rules) {
        try {
            Files.writeString(file, "volumegroup:\n" + rules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void command(Chance chance) {
        boolean restarted = chance.oneIn(3);
        Reconciler before = reconciler;
        before.pass();
        rejected.clear();
        Plan last = last();
        write(bad(chance));
        if (restarted) {
            reconciler = reconciler();
        }
        node.forgetWrites();
        reconciler.pass();
        if (!rejected.equals(List.of("IN_FORCE"))) {
            throw new AssertionError("a bad document was answered by " + rejected + ":\n" + read());
        }
        // The time of observation is no part of what a plan is for.
        if (!last().render().equals(last.render()) || !last().steps().equals(last.steps())) {
            throw new AssertionError("a bad document changed the plan:\n" + last.render() + last().render());
        }
        if (!truth.wrongs(node.clock().instant(), Set.of(), Set.of()).isEmpty()
                || !node.forbiddenWrites().isEmpty()) {
            throw new AssertionError("a bad document changed the node: " + node.writes());
        }
        write(good);
        reconciler.pass();
        rejected.clear();
    }

    private Plan last() {
        return plans.get(plans.size() - 1);
    }

    private String bad(Chance chance) {
        String other = rule("vg-b", node.path("NR-2"), "In");
        return chance.oneOf(
                good + other.replace("devices", "device"),
                good + rule("-y", node.path("NR-2"), "In"),
                good + rule("..", node.path("NR-2"), "In"),
                good + rule("'vg b'", node.path("NR-2"), "In"),
                good + rule("'vg;reboot'", node.path("NR-2"), "In"),
                good + rule("vg-b", node.path("NR-2"), "Maybe"),
                good + rule("vg-b", "--force", "In"),
                good + rule("vg-b", node.path("NR-1"), "In"),
                good + rule("vg-a", node.path("NR-2"), "In"),
                other + "  name: vg-c\n",
                other + "- ]",
                other + "- just a text\n",
                other + "---\n" + good,
                other + "- &a [*a, *a]\n");
    }

    @Override
    public void end() {
        write("[]\n");
        String before = truth.state();
        reconciler.pass();
        if (!truth.state().equals(before)) {
            throw new AssertionError("an empty document changed the node");
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StateDirectories.giveBack(state);
    }
}
