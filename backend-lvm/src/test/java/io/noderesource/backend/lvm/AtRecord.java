package io.noderesource.backend.lvm;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.StepOutcome;
import io.noderesource.backend.lvm.ApplyingMain.Phase;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.linux.LinuxNode;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Step;
import io.noderesource.spi.BackendContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes something happen at one record of the journal, while this process applies plans to the real node. */
final class AtRecord {

    private final String step;
    private final Phase phase;
    private final Runnable event;
    private final AtomicBoolean happened = new AtomicBoolean();

    /**
     * What shall happen.
     *
     * @param step simple name of the step's class
     * @param phase where in the first such step
     * @param event what happens there, once
     */
    AtRecord(String step, Phase phase, Runnable event) {
        this.step = step;
        this.phase = phase;
        this.event = event;
    }

    /** Opens this node as {@code edge-1}. */
    NodeResources open(Path state) {
        BackendContext context = new BackendContext("edge-1", state, Duration.ofMinutes(1));
        return NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .node(AroundPerform.of(LinuxNode.open(context), this::intent, this::performed))
                .providers(List.of(AroundPerform.of(new LvmBackendProvider(), this::intent, this::performed)))
                .build();
    }

    /** Applies a plan on the node that was opened. */
    ApplyReport apply(NodeResources opened, Plan plan) {
        return opened.apply(
                plan,
                ApplyOptions.builder()
                        .listener(new ApplyListener() {
                            @Override
                            public void stepEnded(StepOutcome outcome) {
                                at(outcome.planned().step(), Phase.OUTCOME);
                            }
                        })
                        .build());
    }

    private void intent(Step now) {
        at(now, Phase.INTENT);
    }

    private void performed(Step now) {
        at(now, Phase.PERFORMED);
    }

    private void at(Step now, Phase where) {
        if (where == phase && now.getClass().getSimpleName().equals(step) && happened.compareAndSet(false, true)) {
            event.run();
        }
    }
}
