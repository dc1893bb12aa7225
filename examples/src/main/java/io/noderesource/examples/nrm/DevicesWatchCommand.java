package io.noderesource.examples.nrm;

import io.noderesource.devices.DeviceController;
import io.noderesource.devices.DeviceLoop;
import io.noderesource.devices.edgex.EdgexPlatform;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.resource.ManifestSet;
import io.noderesource.devices.resource.ManifestStore;
import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.events.mqtt.MqttTransport;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Keeps devices at what manifests declare, until SIGTERM. A line for each thing that happens; bad"
                + " manifests never come into force, the last good ones stay.")
final class DevicesWatchCommand extends OnPool {

    private static final Duration LEAST = Duration.ofSeconds(1);

    /** How often it is seen whether the manifests have changed. */
    private static final Duration LOOK = Duration.ofMillis(500);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Interval.class,
            description =
                    "Longest pause between two passes, such as 20s or 5m, 1s at least; ${DEFAULT-VALUE} unless told."
                            + " Changed manifests end it.")
    private Duration interval = Duration.ofSeconds(60);

    @Option(
            names = "--mqtt",
            paramLabel = "URL",
            description =
                    "EdgeX's message bus, such as tcp://HOST:1883, or ssl://HOST:8883 for TLS: what is heard there"
                            + " ends the pause, too.")
    private @Nullable String mqtt;

    DevicesWatchCommand(Session session) {
        super(session);
    }

    @Override
    int run(EdgexClient client) {
        if (interval.compareTo(LEAST) < 0) {
            throw wrong("--interval: the pause between two passes must be 1s at least");
        }
        DeviceLog log = new DeviceLog(new EventLog(session, json));
        try (OrderlyStop stop = OrderlyStop.install(session);
                EdgePlatform platform = platform(client)) {
            PoolSettings settings = settings();
            try (ManifestStore store = pool.open(session)) {
                log.started(settings.nodePool(), pool.manifests(), platform);
                log.read(store.lastRead(), store);
                pool.deleteWhatIsThere(store);
                pool.notes(store, settings).forEach(log::note);
                follow(controller(platform, store, settings), store, log);
            }
            log.stopped();
            return stop.ended(ExitStatus.DONE);
        }
    }

    /** Bad manifests are no reason not to begin: those that were good before are in force. */
    private PoolSettings settings() {
        try (ManifestStore store = pool.look(session)) {
            PoolSettings settings = pool.settings(store);
            pool.deleteWhatIsThere(store);
            return settings;
        }
    }

    private void follow(DeviceController controller, ManifestStore store, DeviceLog log) {
        try (DeviceLoop loop = controller.watch(interval, log.steps(), log::turn)) {
            ManifestSet before = store.lastRead();
            while (!session.stop().await(LOOK)) {
                if (store.isOutdated()) {
                    ManifestSet read = log.attempt(store::refresh, before);
                    if (!read.equals(before)) {
                        log.read(read, store);
                        loop.hint();
                    }
                    before = read;
                }
            }
        }
    }

    private EdgexPlatform platform(EdgexClient client) {
        String url = mqtt;
        if (url == null) {
            return EdgexPlatform.of(client);
        }
        try {
            return EdgexPlatform.of(client, MqttTransport.to(new URI(url)).build());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw wrong("--mqtt: " + e.getMessage());
        }
    }

    private CommandLine.ParameterException wrong(String what) {
        CommandSpec mine = spec;
        return new CommandLine.ParameterException(mine == null ? new CommandLine(this) : mine.commandLine(), what);
    }
}
