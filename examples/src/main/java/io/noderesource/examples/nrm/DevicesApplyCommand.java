package io.noderesource.examples.nrm;

import io.noderesource.devices.DeviceController;
import io.noderesource.devices.Pass;
import io.noderesource.devices.PoolLook;
import io.noderesource.devices.edgex.EdgexPlatform;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.resource.ManifestStore;
import io.noderesource.edgex.EdgexClient;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Brings devices to what manifests declare: passes until nothing changes any more, ten at most.")
final class DevicesApplyCommand extends OnPool {

    DevicesApplyCommand(Session session) {
        super(session);
    }

    @Override
    int run(EdgexClient client) {
        try (OrderlyStop stop = OrderlyStop.install(session);
                EdgePlatform platform = EdgexPlatform.of(client)) {
            PoolSettings settings = checked(platform);
            try (ManifestStore store = pool.open(session)) {
                pool.requireGood(store, session);
                pool.delete(store);
                pool.notes(store, settings).forEach(note -> session.err().println("note: " + note));
                return stop.ended(converge(platform, controller(platform, store, settings), settings));
            }
        }
    }

    /** Before anything is changed: the manifests are good, what is to be deleted can be, and the platform can be seen. */
    private PoolSettings checked(EdgePlatform platform) {
        try (ManifestStore store = pool.look(session)) {
            pool.requireGood(store, session);
            PoolSettings settings = pool.settings(store);
            pool.delete(store);
            seen(controller(platform, store, settings).look(), platform);
            return settings;
        }
    }

    private int converge(EdgePlatform platform, DeviceController controller, PoolSettings settings) {
        List<Pass> passes = controller.converge(new PassProgress(session, json), session.stop());
        Pass last = passes.get(passes.size() - 1);
        last.problems().forEach(problem -> session.err().println("warning: " + problem));
        PoolLook after = seen(controller.look(), platform);
        if (json) {
            session.out().println(JsonLines.converged(passes, after.picture().isAsDeclared()));
        } else {
            session.out().print(ManyStepsText.left(after.plan()));
            session.out().print(PoolText.render(settings.nodePool(), platform.describe(), after.picture()));
        }
        return ExitStatus.of(last, after);
    }
}
