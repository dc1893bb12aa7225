package io.noderesource.backend.lvm;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.house.HeldProcess;
import io.noderesource.plan.Plan;
import io.noderesource.testkit.AtRecord;
import io.noderesource.testkit.AtRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that applies a plan and holds at one place.
 *
 * <p>Arguments: the state directory, the file of the plan, the simple name of a step's class, a {@link Phase}. With {@link
 * #NO_STEP} for the step it says when it begins, and goes on.
 */
final class ApplyingMain {

    /** The name of no step's class. */
    static final String NO_STEP = "none";

    private ApplyingMain() {}

    public static void main(String[] arguments) throws IOException {
        Path state = Path.of(arguments[0]);
        String step = arguments[2];
        AtRecord place = new AtRecord(step, Phase.valueOf(arguments[3]), HeldProcess::hold);
        try (NodeResources node =
                place.open(new NodeIdentity("edge-1", Map.of()), state, List.of(new LvmBackendProvider()))) {
            Plan plan = node.parsePlan(Files.readString(Path.of(arguments[1])));
            if (step.equals(NO_STEP)) {
                HeldProcess.pass();
            }
            ApplyOptions options =
                    ApplyOptions.builder().listener(place.listener()).build();
            System.out.println(node.apply(plan, options).toJson());
        }
    }
}
