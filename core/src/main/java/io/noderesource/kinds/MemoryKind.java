package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Pmem;
import io.noderesource.plan.Claims;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.ResourceKind;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.StepType;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.ResourceSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Regions of persistent memory that serve as system memory. It has no state. */
public final class MemoryKind implements ResourceKind {

    private static final Set<StepType<?>> STEPS = Set.of(
            InitializeLabels.TYPE,
            CreateNamespace.TYPE,
            EnableNamespace.TYPE,
            MarkNamespace.TYPE,
            ShowNamespace.TYPE,
            AddMemory.TYPE,
            TakeMemoryBack.TYPE);

    private static final MemoryRules RULES = new MemoryRules();

    /** Makes the kind. */
    public MemoryKind() {}

    @Override
    public String id() {
        return MemorySpec.KIND;
    }

    @Override
    public Optional<ResourceSpec> read(DocumentNode rule, Consumer<Diagnostic> diagnostics) {
        return RULES.read(rule, diagnostics);
    }

    @Override
    public Set<StepType<?>> steps() {
        return STEPS;
    }

    /** The region, and the devices that go with it: what it is without labels, and a namespace that is not finished. */
    @Override
    public Set<String> claims(ResourceSpec spec, PlanRequest request) {
        String region = ((MemorySpec) spec).region();
        Set<String> claimed = new TreeSet<>(Set.of(region));
        request.inventory()
                .seen(BlockDevices.SECTION)
                .ifPresent(block -> request.inventory()
                        .seen(Pmem.SECTION)
                        .ifPresent(pmem -> claimed.addAll(
                                RegionChoice.wholes(request, spec.address(), List.of(region), pmem, block))));
        return claimed;
    }

    @Override
    public ResourcePlan plan(ResourceSpec spec, PlanRequest request, Claims claims) {
        return new MemoryPlanner((MemorySpec) spec, request, claims).plan();
    }

    /** The memory is taken back; the namespace stays, and keeps its name, so that it can be declared again. */
    @Override
    public ResourcePlan release(ResourceAddress address, PlanRequest request) {
        return new MemoryPlanner(MemorySpec.of(address.name()), request, Claims.NONE).release();
    }
}
