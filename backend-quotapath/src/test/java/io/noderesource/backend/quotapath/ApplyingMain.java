package io.noderesource.backend.quotapath;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.house.HeldProcess;
import io.noderesource.house.TestJvm;
import io.noderesource.plan.Plan;
import io.noderesource.testkit.AtRecord;
import io.noderesource.testkit.AtRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that applies a plan and holds at one place.
 *
 * <p>Arguments: the state directory, the file of the plan, the simple name of a step's class, a {@link Phase}.
 */
final class ApplyingMain {

    private ApplyingMain() {}

    public static void main(String[] arguments) throws IOException {
        Path state = Path.of(arguments[0]);
        AtRecord place = new AtRecord(arguments[2], Phase.valueOf(arguments[3]), HeldProcess::hold);
        try (NodeResources node = place.open(QuotaPathLife.IDENTITY, state, QuotaPathLife.PROVIDERS)) {
            Plan plan = node.parsePlan(Files.readString(Path.of(arguments[1])));
            ApplyOptions options =
                    ApplyOptions.builder().listener(place.listener()).build();
            System.out.println(node.apply(plan, options).toJson());
        }
    }

    /** Starts such a process and waits until it holds at the place. */
    static HeldProcess upTo(Path state, Plan plan, String step, Phase phase) throws IOException {
        Path file = Files.writeString(Files.createTempFile("plan", ".json"), plan.toJson());
        List<String> command = TestJvm.command();
        command.addAll(List.of(ApplyingMain.class.getName(), state.toString(), file.toString(), step, phase.name()));
        return HeldProcess.started(command, step + " " + phase + " of\n" + plan.render());
    }
}
