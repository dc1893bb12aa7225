package io.noderesource.backend.pmem.internal;

import io.noderesource.backend.pmem.internal.device.PmemLock;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.kinds.AddMemory;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.EnableNamespace;
import io.noderesource.kinds.InitializeLabels;
import io.noderesource.kinds.MarkNamespace;
import io.noderesource.kinds.ShowNamespace;
import io.noderesource.kinds.TakeMemoryBack;
import io.noderesource.linux.Workers;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Sees and changes persistent memory. Thread-safe. */
final class PmemBackend implements Backend {

    static final String ID = "pmem";

    private final Callable<Pmem> look;
    private final Callable<PmemSteps> steps;
    private final NvdimmBus bus;
    private final PmemLock lock;
    private final Workers workers = new Workers();

    /**
     * A backend.
     *
     * @param look shows all persistent memory
     * @param steps performs steps; called when the first is to be performed
     * @param bus the kernel's own view of it
     * @param lock what is held while a step is performed
     */
    PmemBackend(Callable<Pmem> look, Callable<PmemSteps> steps, NvdimmBus bus, PmemLock lock) {
        this.look = look;
        this.steps = steps;
        this.bus = bus;
        this.lock = lock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<SectionType<?>> sections() {
        return Set.of(Pmem.SECTION);
    }

    @Override
    public Set<StepType<?>> steps() {
        return Set.of(
                InitializeLabels.TYPE,
                CreateNamespace.TYPE,
                EnableNamespace.TYPE,
                MarkNamespace.TYPE,
                ShowNamespace.TYPE,
                AddMemory.TYPE,
                TakeMemoryBack.TYPE);
    }

    @Override
    public List<Section<?>> observe(Observation request) {
        if (!request.scope().needs(Pmem.SECTION)) {
            return List.of();
        }
        Workers.Result<Pmem> seen = workers.run(ID, look, request.limit());
        Pmem facts = seen.value();
        return List.of(
                facts != null ? Section.complete(Pmem.SECTION, facts) : Section.unavailable(Pmem.SECTION, why(seen)));
    }

    private static String why(Workers.Result<Pmem> seen) {
        return switch (seen.end()) {
            case LATE -> "libndctl did not answer in time";
            case STUCK_BEFORE -> "an earlier call of libndctl still hangs";
            case NOT_BEGUN -> "the time for the observation was over before libndctl was asked";
            case THREW, RETURNED -> "libndctl: " + seen.failure();
        };
    }

    @Override
    public Optional<Stamp> stamp(Inventory last) {
        return last.seen(Pmem.SECTION).flatMap(any -> bus.stamp());
    }

    @Override
    public boolean isUnderWay(Step step) {
        return lock.isTaken();
    }

    /** Holds the lock until it is over, which may be long after its caller has had his answer. */
    @Override
    public void perform(Step step, StepContext context) {
        try (Node.Lock held = lock.take(step.summary())) {
            performAlone(step, context);
        }
    }

    private void performAlone(Step step, StepContext context) {
        if (step.postconditions().stream().allMatch(c -> c.check(context.now()).isEmpty())) {
            return;
        }
        if (step instanceof InitializeLabels labels) {
            performer().initializeLabels(labels, context);
        } else if (step instanceof CreateNamespace create) {
            performer().create(create, context);
        } else if (step instanceof EnableNamespace enable) {
            performer().enable(enable, enable.region(), enable.uuid());
        } else if (step instanceof ShowNamespace show) {
            performer().enable(show, show.region(), show.uuid());
        } else if (step instanceof MarkNamespace mark) {
            performer().mark(mark, context);
        } else if (step instanceof AddMemory add) {
            performer().addMemory(add, context);
        } else if (step instanceof TakeMemoryBack back) {
            performer().takeMemoryBack(back);
        } else {
            throw new NodeResourceException(
                    StandardErrorCode.NO_BACKEND,
                    "the backend for persistent memory has no way to '" + step.summary() + "'");
        }
    }

    private PmemSteps performer() {
        try {
            return steps.call();
        } catch (NodeResourceException e) {
            throw e;
        } catch (Exception | UnsatisfiedLinkError e) {
            throw new NodeResourceException(
                    StandardErrorCode.NO_BACKEND, "libndctl cannot be used: " + e.getMessage() + "; run doctor", e);
        }
    }

    @Override
    public void close() {}
}
