package io.noderesource.backend.lvm;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.StepOutcome;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.linux.LinuxNode;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Step;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.Node;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that applies a plan and stops at one place until its standard input has a byte, or until it is killed.
 *
 * <p>Arguments: the state directory, the file of the plan, the simple name of a step's class, a {@link Phase}. With {@link
 * #NO_STEP} for the step it says when it begins, and goes on. With a state directory alone it looks at the node, and applies
 * an empty plan.
 */
final class ApplyingMain {

    /** What the process prints when it has come to the place. */
    static final String HERE = "here";

    /** The name of no step's class. */
    static final String NO_STEP = "none";

    /** Where it stops at the first step of the kind. */
    enum Phase {
        /** The intent is on disk, all is checked and locked, nothing is done. */
        INTENT,
        /** The step is done, its outcome is not written. */
        PERFORMED,
        /** The outcome is on disk. */
        OUTCOME
    }

    private final String step;
    private final Phase phase;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private ApplyingMain(String step, Phase phase) {
        this.step = step;
        this.phase = phase;
    }

    public static void main(String[] arguments) throws IOException {
        Path state = Path.of(arguments[0]);
        boolean applies = arguments.length > 1;
        ApplyingMain self = applies
                ? new ApplyingMain(arguments[2], Phase.valueOf(arguments[3]))
                : new ApplyingMain("", Phase.INTENT);
        BackendContext context = new BackendContext("edge-1", state, Duration.ofMinutes(1));
        Node node = AroundPerform.of(
                LinuxNode.open(context), s -> self.at(s, Phase.INTENT), s -> self.at(s, Phase.PERFORMED));
        try (NodeResources resources = NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .node(node)
                .providers(List.of(AroundPerform.of(
                        new LvmBackendProvider(), s -> self.at(s, Phase.INTENT), s -> self.at(s, Phase.PERFORMED))))
                .build()) {
            String plan = applies
                    ? Files.readString(Path.of(arguments[1]))
                    : resources.plan(Topology.of()).toJson();
            Plan parsed = resources.parsePlan(plan);
            ApplyOptions options = ApplyOptions.builder().listener(self.ended()).build();
            if (self.step.equals(NO_STEP)) {
                System.out.println(HERE);
            }
            System.out.println(resources.apply(parsed, options).toJson());
        }
    }

    private ApplyListener ended() {
        return new ApplyListener() {
            @Override
            public void stepEnded(StepOutcome outcome) {
                at(outcome.planned().step(), Phase.OUTCOME);
            }
        };
    }

    private void at(Step now, Phase where) {
        if (where == phase && now.getClass().getSimpleName().equals(step) && stopped.compareAndSet(false, true)) {
            System.out.println(HERE);
            try {
                int unused = System.in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
