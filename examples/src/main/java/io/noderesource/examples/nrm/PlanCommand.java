package io.noderesource.examples.nrm;

import io.noderesource.NodeResources;
import io.noderesource.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what would be done, what not, and why; changes nothing.")
final class PlanCommand implements Callable<Integer> {

    private final Session session;

    @Option(
            names = "--topology",
            required = true,
            paramLabel = "FILE|DIR",
            description = "What is declared: a file, or a directory as kubelet mounts a ConfigMap.")
    private Path topology = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "Write the plan to a file too, for apply --plan.")
    private @Nullable Path file;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean json;

    PlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        try (NodeResources resources = node.open(session.nodes())) {
            Plan plan = resources.plan(
                    Declaration.read(resources, topology, session.err()), policy.policy(session.clock()));
            session.out().print(json ? plan.toJson() : plan.render());
            Path saved = file;
            if (saved != null) {
                Files.writeString(saved, plan.toJson());
            }
            return ExitStatus.of(plan);
        }
    }
}
