package io.noderesource.examples.nrm;

import io.noderesource.devices.PoolLook;
import io.noderesource.devices.edgex.EdgexPlatform;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.resource.ManifestStore;
import io.noderesource.edgex.EdgexClient;
import picocli.CommandLine.Command;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Shows what would be done to have devices as manifests declare them, and how the node pool stands;"
                        + " changes nothing, neither on the platform nor in the state directory.")
final class DevicesPlanCommand extends OnPool {

    DevicesPlanCommand(Session session) {
        super(session);
    }

    @Override
    int run(EdgexClient client) {
        try (ManifestStore store = pool.look(session);
                EdgePlatform platform = EdgexPlatform.of(client)) {
            pool.requireGood(store, session);
            PoolSettings settings = pool.settings(store);
            pool.delete(store);
            pool.notes(store, settings).forEach(note -> session.err().println("note: " + note));
            PoolLook look = seen(controller(platform, store, settings).look(), platform);
            session.out()
                    .print(
                            json
                                    ? look.plan().toJson()
                                    : look.plan().render() + "\n"
                                            + PoolText.render(
                                                    settings.nodePool(), platform.describe(), look.picture()));
            return ExitStatus.of(look.plan());
        }
    }
}
