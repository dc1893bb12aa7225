package io.noderesource.examples.nrm;

import io.noderesource.NodeResources;
import io.noderesource.Reconciler;
import io.noderesource.apply.ApplyOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
        WatchLog log = new WatchLog(session, json);
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

    /** Reads a time such as {@code 20s}. */
    private static final class Interval implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

        @Override
        public Duration convert(String text) {
            Matcher m = FORM.matcher(text);
            if (!m.matches() || Long.parseLong(m.group(1)) == 0) {
                throw new TypeConversionException("'" + text + "' is not a time: write it as 500ms, 20s, 5m or 1h");
            }
            long number = Long.parseLong(m.group(1));
            return switch (m.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        }
    }
}
