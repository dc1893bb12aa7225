package io.noderesource.backend.pmem.internal;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.linux.Workers;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Sees persistent memory. Thread-safe. */
final class PmemBackend implements Backend {

    static final String ID = "pmem";

    private final Callable<Pmem> look;
    private final NvdimmBus bus;
    private final Workers workers = new Workers();

    /**
     * A backend.
     *
     * @param look shows all persistent memory
     * @param devices the kernel's directory of it
     */
    PmemBackend(Callable<Pmem> look, Path devices) {
        this.look = look;
        this.bus = new NvdimmBus(devices);
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
        return Set.of();
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
    public void perform(Step step, StepContext context) {
        throw new NodeResourceException(
                StandardErrorCode.NO_BACKEND,
                "the backend for persistent memory has no way to '" + step.summary() + "'");
    }

    @Override
    public void close() {}
}
