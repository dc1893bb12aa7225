package io.noderesource.examples.nrm;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Plans and carries the plan out, or carries out one that was saved.")
final class ApplyCommand implements Callable<Integer> {

    private final Session session;

    @ArgGroup(multiplicity = "1")
    private From from = new From();

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    @Option(names = "--json", description = "Print plan and report as JSON.")
    private boolean json;

    ApplyCommand(Session session) {
        this.session = session;
    }

    /** Where the plan comes from: exactly one of the two. */
    private static final class From {
        @Option(
                names = "--topology",
                required = true,
                paramLabel = "FILE|DIR",
                description = "What is declared: a file, or a directory as kubelet mounts a ConfigMap.")
        private @Nullable Path topology;

        @Option(
                names = "--plan",
                required = true,
                paramLabel = "FILE",
                description = "A plan that plan --out wrote; each step is refused if the node has moved.")
        private @Nullable Path plan;
    }

    @Override
    public Integer call() throws IOException {
        try (OrderlyStop stop = OrderlyStop.install(session);
                NodeResources resources = node.open(session.nodes())) {
            Plan plan = plan(resources);
            if (!json) {
                session.out().print(plan.isEmpty() ? plan.render() : plan.render() + "\n");
                session.out().flush();
            }
            ApplyReport report = resources.apply(
                    plan,
                    ApplyOptions.builder()
                            .maxDevices(policy.maxDevices())
                            .cancellation(session.stop())
                            .listener(new ApplyProgress(session.err()))
                            .build());
            if (json) {
                session.out().println(JsonLines.applied(plan, report));
            } else if (!plan.isEmpty()) {
                session.out().print("\n" + report.render());
            }
            return stop.ended(ExitStatus.of(plan, report));
        }
    }

    private Plan plan(NodeResources resources) throws IOException {
        Path saved = from.plan;
        if (saved != null) {
            return resources.parsePlan(Files.readString(saved));
        }
        Path topology = from.topology;
        if (topology == null) {
            throw new IllegalStateException("picocli let neither --topology nor --plan pass");
        }
        return resources.plan(Declaration.read(resources, topology, session.err()), policy.policy(session.clock()));
    }
}
