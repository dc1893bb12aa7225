package io.noderesource.backend.lvm;

import io.noderesource.house.HeldProcess;
import io.noderesource.house.TestJvm;
import io.noderesource.plan.Plan;
import io.noderesource.testkit.AtRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts processes of their own that apply a plan; see {@link ApplyingMain}. */
final class Applying {

    private Applying() {}

    /** Starts one and waits until it has stopped at the place. */
    static HeldProcess upTo(Path state, Plan plan, String step, Phase phase) throws IOException {
        Path file = Files.writeString(Files.createTempFile("plan", ".json"), plan.toJson());
        List<String> command = TestJvm.command();
        for (String property : List.of(EngineKind.PROPERTY, "lvm2app.library")) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of(ApplyingMain.class.getName(), state.toString(), file.toString(), step, phase.name()));
        return HeldProcess.started(command, step + " " + phase + " of\n" + plan.render());
    }

    /** Starts one and waits until it is about to apply the plan; nothing stops it then. */
    static HeldProcess begun(Path state, Plan plan) throws IOException {
        return upTo(state, plan, ApplyingMain.NO_STEP, Phase.INTENT);
    }
}
