package io.noderesource.backend.lvm;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.house.HeldProcess;
import io.noderesource.plan.Plan;
import io.noderesource.testkit.AtRecord;
import io.noderesource.testkit.AtRecord.Phase;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that applies a plan and holds at one place.
 *
 * <p>Arguments: the state directory, the file of the plan, the simple name of a step's class, a {@link Phase}. With {@link
 * #NO_STEP} for the step it says when it begins, and goes on. With a state directory alone it looks at the node, and applies
 * an empty plan.
 */
final class ApplyingMain {

    /** The name of no step's class. */
    static final String NO_STEP = "none";

    private ApplyingMain() {}

    public static void main(String[] arguments) throws IOException {
        Path state = Path.of(arguments[0]);
        boolean applies = arguments.length > 1;
        String step = applies ? arguments[2] : NO_STEP;
        Phase phase = applies ? Phase.valueOf(arguments[3]) : Phase.INTENT;
        AtRecord place = new AtRecord(step, phase, HeldProcess::hold);
        try (NodeResources node =
                place.open(new NodeIdentity("edge-1", Map.of()), state, List.of(new LvmBackendProvider()))) {
            String json = applies
                    ? Files.readString(Path.of(arguments[1]))
                    : node.plan(Topology.of()).toJson();
            Plan plan = node.parsePlan(json);
            if (step.equals(NO_STEP)) {
                HeldProcess.pass();
            }
            ApplyOptions options =
                    ApplyOptions.builder().listener(place.listener()).build();
            System.out.println(node.apply(plan, options).toJson());
        }
    }
}
