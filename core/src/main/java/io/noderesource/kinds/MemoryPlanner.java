package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Claims;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.Step;
import java.util.List;
import java.util.Optional;

/** Plans the memory of one region: pure, one use. */
final class MemoryPlanner {

    private static final String DECLARED = "it is declared to be system memory";

    private final ResourceAddress address;
    private final String region;
    private final RegionDemand demand;
    private final PlanRequest request;
    private final Claims claims;
    private final ResourcePlan.Builder plan;

    MemoryPlanner(MemorySpec spec, PlanRequest request, Claims claims) {
        this.address = spec.address();
        this.region = spec.region();
        this.demand = RegionDemand.of(spec);
        this.request = request;
        this.claims = claims;
        this.plan = ResourcePlan.builder(address);
    }

    ResourcePlan plan() {
        Optional<PmemNamespace> others = request.policy().adopts(address) ? Optional.empty() : systemMemoryOfOthers();
        if (others.isPresent()) {
            return plan.notice(
                            StandardErrorCode.PMEM_NOT_OURS,
                            others.get().name(),
                            "all of it is system memory already, and it was not made by us")
                    .build();
        }
        choice().ifPresent(choice -> {
            choice.awaited()
                    .forEach(name -> plan.notice(
                            StandardErrorCode.PMEM_REGION_ABSENT, name, "no such region on this node; it is awaited"));
            choice.refusals().forEach(plan::refuse);
            choice.drifts().forEach(drift -> plan.drift(drift.code(), drift.subject(), drift.fact()));
            choice.before().forEach(this::first);
            choice.ready().forEach(this::add);
            choice.toMake().forEach(this::make);
        });
        return plan.build();
    }

    /** What is there and can be had; empty when that was not seen wholly, which is then refused. */
    private Optional<RegionChoice> choice() {
        Section<Pmem> pmemSection = request.inventory().section(Pmem.SECTION);
        Section<BlockDevices> blockSection = request.inventory().section(BlockDevices.SECTION);
        Pmem pmem = pmemSection.facts();
        BlockDevices block = blockSection.facts();
        if (pmem == null || block == null || pmemSection.state() != Section.State.COMPLETE) {
            Section<?> missing = pmem != null && block == null ? blockSection : pmemSection;
            plan.refuse(
                    StandardErrorCode.SECTION_UNAVAILABLE,
                    region,
                    "the section '" + missing.type().id() + "' could not be observed wholly: " + missing.reason());
            return Optional.empty();
        }
        return Optional.of(RegionChoice.of(request, address, claims, demand, pmem, block, device -> false, DECLARED));
    }

    /** The ancestor's, or somebody's: it is as declared, so nothing else of the region is taken. */
    private Optional<PmemNamespace> systemMemoryOfOthers() {
        PmemMark mark = PmemMark.of(request, address);
        List<PmemNamespace> all = request.inventory()
                .seen(Pmem.SECTION)
                .map(pmem -> pmem.namespacesIn(region))
                .orElse(List.of());
        return all.stream().anyMatch(n -> mark.isOn(n) || mark.isUnfinishedOn(n))
                ? Optional.empty()
                : all.stream().filter(PmemConditions::isAllSystemMemory).findFirst();
    }

    /** A namespace that becomes ours is made memory with that, as a consent is over both; one that is enabled shows what it is. */
    private void first(Step step) {
        plan.step(step, List.of());
        if (step instanceof MarkNamespace marked) {
            plan.step(new AddMemory(address, marked.region(), marked.uuid(), marked.name(), DECLARED), List.of(marked));
        }
    }

    private void make(RegionChoice.ToMake namespace) {
        List<Step> requires = namespace.plan(plan);
        CreateNamespace made = namespace.last();
        plan.step(new AddMemory(address, made.region(), made.uuid(), made.name(), DECLARED), requires);
    }

    private void add(PmemNamespace own, PmemRegion in) {
        if (!own.daxDevices().stream().allMatch(PmemConditions::isAllOnline)) {
            ByteSize block = PmemSizes.memoryBlock(pmem());
            boolean unused = own.daxDevices().stream().allMatch(d -> d.memory() == null);
            if (unused && own.usable().compareTo(block) < 0) {
                plan.refuse(
                        StandardErrorCode.PMEM_BAD_SIZE,
                        own.name(),
                        "it has " + own.usable() + " for data, and the memory of this machine comes in blocks of "
                                + block + ", of which only whole ones serve");
                return;
            }
            plan.step(
                    new AddMemory(
                            address,
                            RegionTarget.of(in, pmem()),
                            String.valueOf(own.uuid()),
                            String.valueOf(own.label()),
                            PmemConditions.memoryOf(own)),
                    List.of());
            return;
        }
        own.daxDevices().stream()
                .map(DaxDevice::memory)
                .filter(memory -> memory != null && !memory.movable())
                .findFirst()
                .ifPresent(memory -> plan.notice(
                        StandardErrorCode.PMEM_NOT_MOVABLE,
                        own.name(),
                        "the kernel may put into it what it cannot move, so that it may not be given back"));
    }

    private Pmem pmem() {
        return request.inventory().seen(Pmem.SECTION).orElseThrow();
    }

    ResourcePlan release() {
        choice().ifPresent(choice -> {
            choice.refusals().stream()
                    .filter(r -> r.code() == StandardErrorCode.PMEM_NAMESPACE_CHANGED)
                    .forEach(plan::refuse);
            choice.ready().forEach(this::takeBack);
        });
        return plan.build();
    }

    private void takeBack(PmemNamespace own, PmemRegion in) {
        boolean used = own.daxDevices().stream().anyMatch(d -> d.mode() != DaxDevice.Mode.DEVDAX);
        if (used) {
            plan.step(
                    new TakeMemoryBack(
                            address,
                            RegionTarget.of(in, pmem()),
                            String.valueOf(own.uuid()),
                            String.valueOf(own.label()),
                            "its release was asked for"),
                    List.of());
        }
    }
}
