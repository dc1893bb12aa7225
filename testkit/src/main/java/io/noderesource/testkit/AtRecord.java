package io.noderesource.testkit;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.NodeIdentity;
import io.noderesource.linux.LinuxNode;
import io.noderesource.plan.Step;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes something happen, once, at one record of the journal while plans are applied to this very node: a test of a backend
 * ends its process there, or the machine, and sees what a process that starts anew makes of it.
 *
 * <p>Thread-safe, as far as what happens is.
 */
public final class AtRecord {

    /** A place around one record. */
    public enum Phase {
        /** The intent is on disk, all is checked and locked, nothing is done. */
        INTENT,
        /** The step is done, its outcome is not written. */
        PERFORMED,
        /** The outcome is on disk. */
        OUTCOME
    }

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
    public AtRecord(String step, Phase phase, Runnable event) {
        this.step = Objects.requireNonNull(step, "step");
        this.phase = Objects.requireNonNull(phase, "phase");
        this.event = Objects.requireNonNull(event, "event");
    }

    /**
     * Opens this node, with the built-in backends and these; plans are to be applied there with the {@link #listener}.
     *
     * @param identity the node's name and labels
     * @param state the state directory
     * @param providers open the backends
     */
    public NodeResources open(NodeIdentity identity, Path state, List<BackendProvider> providers) {
        BackendContext context = new BackendContext(identity.name(), state, Duration.ofMinutes(1));
        return NodeResources.builder()
                .identity(identity)
                .stateDirectory(state)
                .node(AroundPerform.of(LinuxNode.open(context), this::intent, this::performed))
                .providers(providers.stream()
                        .map(p -> AroundPerform.of(p, this::intent, this::performed))
                        .toList())
                .build();
    }

    /** Hears of the outcomes. */
    public ApplyListener listener() {
        return new ApplyListener() {
            @Override
            public void stepEnded(StepOutcome outcome) {
                at(outcome.planned().step(), Phase.OUTCOME);
            }
        };
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
