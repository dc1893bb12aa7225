package io.noderesource.examples.nrm;

import io.noderesource.NodeResources;
import io.noderesource.Reconciler;
import io.noderesource.apply.ApplyOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Keeps the node at what is declared, until SIGTERM. A line for each thing that happens; a bad"
                + " declaration never comes into force, the last good one stays.")
final class WatchCommand implements Callable<Integer> {

    private final Session session;

    @Option(
            names = "--topology",
            required = true,
            paramLabel = "FILE|DIR",
            description = "What is declared: a file, or a directory as kubelet mounts a ConfigMap.")
    private Path topology = Path.of("");

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "20s",
            converter = Interval.class,
            description = "Pause between two passes, such as 500ms, 20s or 5m; ${DEFAULT-VALUE} unless told. A changed"
                    + " declaration ends it.")
    private Duration interval = Duration.ofSeconds(20);

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    @Option(names = "--json", description = "Print each event as one line of JSON.")
    private boolean json;

    WatchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        WatchLog log = new WatchLog(new EventLog(session, json));
        try (OrderlyStop stop = OrderlyStop.install(session);
                NodeResources resources = node.open(session.nodes())) {
            log.started(resources.identity(), topology);
            Reconciler.builder(resources, Declaration.source(topology))
                    .policy(policy.policy(session.clock()))
                    .options(ApplyOptions.builder()
                            .maxDevices(policy.maxDevices())
                            .cancellation(session.stop())
                            .listener(log.steps())
                            .build())
                    .interval(interval)
                    .listener(log)
                    .build()
                    .run();
            log.stopped();
            return stop.ended(ExitStatus.DONE);
        }
    }
}
