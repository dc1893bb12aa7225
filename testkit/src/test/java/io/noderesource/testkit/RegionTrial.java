package io.noderesource.testkit;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.kinds.AddMemory;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.EnableNamespace;
import io.noderesource.kinds.InitializeLabels;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.TakeMemoryBack;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One random node with persistent memory, what is declared on its regions, and whatever may happen to the two. */
final class RegionTrial implements Cases.Trial {

    static final List<StepType<?>> STEPS = List.of(
            InitializeLabels.TYPE, CreateNamespace.TYPE, EnableNamespace.TYPE, AddMemory.TYPE, TakeMemoryBack.TYPE);

    /** Those that need no time. A module is soldered to its machine's fate: it is neither pulled nor exchanged. */
    static final List<StepFault> FAULTS = List.of(
            StepFault.FAIL,
            StepFault.FAIL_AFTER,
            StepFault.CRASH_BEFORE,
            StepFault.CRASH_WITHIN,
            StepFault.CRASH_AFTER,
            StepFault.REBOOT,
            StepFault.LIE);

    /** A step that writes once is killed before it or after it, and never within. */
    static final Set<StepType<?>> OF_ONE_WRITE = Set.of(InitializeLabels.TYPE, EnableNamespace.TYPE);

    private static final List<SectionType<?>> SECTIONS = List.of(Pmem.SECTION, BlockDevices.SECTION, Lvm.SECTION);
    private static final int MOST_ROUNDS = 8;
    private static final long UNIT = 16;

    /** A hanging call answers after the limit, its allowance and two seconds; the rest is for a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final SimulatedNode node;
    private final RegionTruth truth;
    private final Tally tally;
    private final Path state = StateDirectories.next();
    private final List<Kept> kept = new ArrayList<>();
    private NodeResources process;
    private List<ResourceSpec> declared;
    private Duration stepLimit = Duration.ofMinutes(1);

    /** A plan, with the modules that were meant when it was made. */
    private record Kept(Plan plan, Policy policy, Set<String> meant) {}

    RegionTrial(Chance chance, Tally tally) {
        this.node = RandomRegions.node(chance);
        this.tally = tally;
        this.truth = new RegionTruth(node);
        this.process = open();
        // With slow looks, a run that waits for udev or a lock gives up at once instead of pausing by the wall clock.
        node.latency(Duration.ofSeconds(6), Duration.ofSeconds(1));
        this.declared = RandomRegions.declaration(chance, node);
    }

    private NodeResources open() {
        return NodeResources.builder()
                .node(node)
                .identity(node.identity())
                .stateDirectory(state)
                .build();
    }

    // ---- commands -----------------------------------------------------------------------------------------------

    @Override
    public void command(Chance chance) {
        boolean spare = !node.machine().module(RandomRegions.SPARE).labelled;
        if (spare && !chance.oneIn(3)) {
            // Releases come about by themselves least often.
            StepType<?> type = chance.oneIn(6) ? TakeMemoryBack.TYPE : chance.oneOf(STEPS);
            StepFault fault = fault(chance, type);
            scene(chance, type, () -> node.next(type, fault));
            return;
        } else if (spare && chance.oneIn(3)) {
            changed(chance);
            return;
        }
        switch (chance.between(0, 10)) {
            case 0, 1 -> pass(chance, policy(Set.of()));
            case 2, 3, 4 -> {
                hand(chance);
                pass(chance, policy(Set.of()));
            }
            case 5 -> {
                node.rebootShuffled();
                truth.look();
                pass(chance, policy(Set.of()));
            }
            case 6 -> {
                declared = RandomRegions.declaration(chance, node);
                pass(chance, policy(Set.of()));
            }
            case 7 -> {
                declared = RandomRegions.together(declared.stream()
                        .map(s -> RandomRegions.otherwise(chance, s))
                        .toList());
                pass(chance, policy(Set.of()));
            }
            case 8 -> release(chance);
            case 9 -> keptPlan(chance);
            default -> blindly(chance);
        }
    }

    private static StepFault fault(Chance chance, StepType<?> type) {
        return chance.oneOf(FAULTS.stream()
                .filter(f -> f != StepFault.CRASH_WITHIN || !OF_ONE_WRITE.contains(type))
                .toList());
    }

    private void hand(Chance chance) {
        RandomRegions.hand(chance, node);
        truth.look();
    }

    private static Policy policy(Set<ResourceAddress> release) {
        return Policy.builder().release(release).build();
    }

    private void pass(Chance chance, Policy policy) {
        apply(plan(policy), Optional.of(chance));
    }

    private void release(Chance chance) {
        if (chance.oneIn(3)) {
            StateDirectories.empty(state);
            process = open();
        }
        Set<ResourceAddress> addresses =
                declared.stream().map(ResourceSpec::address).collect(Collectors.toSet());
        pass(chance, policy(addresses));
    }

    /** A plan that was made before regions got other numbers, or other namespaces. */
    private void keptPlan(Chance chance) {
        kept.add(plan(policy(Set.of())));
        if (chance.oneIn(2)) {
            node.rebootShuffled();
            truth.look();
        }
        hand(chance);
        apply(chance.oneOf(kept), Optional.of(chance));
    }

    /** A part of the node cannot be seen, or not wholly. */
    private void blindly(Chance chance) {
        SectionType<?> section = chance.oneIn(2) ? Pmem.SECTION : chance.oneOf(SECTIONS);
        if (chance.oneIn(2)) {
            node.lose(section, "it does not answer");
        } else {
            node.limit(section, "a part of it does not answer");
        }
        pass(chance, policy(Set.of()));
        SECTIONS.forEach(node::restore);
    }

    // ---- scenes -------------------------------------------------------------------------------------------------

    /** Brings the spare module to where the next pass has a step of a type, and makes that pass with what comes before it. */
    private void scene(Chance chance, StepType<?> type, Runnable beforeLast) {
        boolean memory = type.equals(AddMemory.TYPE)
                || type.equals(TakeMemoryBack.TYPE)
                || (!type.equals(EnableNamespace.TYPE) && chance.oneIn(3));
        ResourceSpec spec = onSpare(chance, memory);
        declared = List.of(spec);
        Set<ResourceAddress> release = Set.of();
        if (!type.equals(InitializeLabels.TYPE)) {
            node.initializeLabels(RandomRegions.SPARE);
            truth.look();
        }
        if (type.equals(EnableNamespace.TYPE)) {
            apply(plan(policy(release)), Optional.empty());
            node.unmount("/mnt/scene");
            node.namespaces(RandomRegions.SPARE).forEach(node::disableNamespace);
        } else if (type.equals(TakeMemoryBack.TYPE)) {
            apply(plan(policy(release)), Optional.empty());
            release = Set.of(spec.address());
        }
        truth.look();
        beforeLast.run();
        apply(plan(policy(release)), Optional.empty());
    }

    /** What was made on the spare module is as nobody left it, or as nobody declares it any more. */
    private void changed(Chance chance) {
        int what = chance.between(0, 4);
        ResourceSpec spec = onSpare(chance, what == 1 || what == 4 || (what > 1 && chance.oneIn(3)));
        declared = List.of(spec);
        node.initializeLabels(RandomRegions.SPARE);
        if (what == 4) {
            node.addMemory(node.createNamespace(
                    RandomRegions.SPARE, Mode.DEVDAX, ByteSize.ofMebibytes(UNIT * chance.between(16, 32)), "theirs"));
            truth.look();
            pass(chance, policy(Set.of()));
            return;
        }
        truth.look();
        apply(plan(policy(Set.of())), Optional.empty());
        List<String> made = node.namespaces(RandomRegions.SPARE);
        if (what == 0) {
            declared = List.of(RandomRegions.otherwise(chance, spec));
        } else if (what == 1) {
            made.forEach(node::pinMemory);
        } else {
            // Nothing is in use after a boot.
            node.reboot();
            if (node.groups().contains(spec.address().name())) {
                node.vgremove(spec.address().name());
            }
            made.forEach(n -> node.reconfigureNamespace(n, chance.oneOf(Mode.SECTOR, Mode.RAW, Mode.DEVDAX)));
        }
        truth.look();
        pass(chance, policy(Set.of()));
    }

    private ResourceSpec onSpare(Chance chance, boolean memory) {
        return RandomRegions.declared(
                chance,
                memory ? MemorySpec.KIND : chance.oneOf("vg-scene", "/mnt/scene"),
                List.of(node.region(RandomRegions.SPARE)),
                RegionSize.bytes(ByteSize.ofMebibytes(memory ? 256 : 64)));
    }

    /** The same, with a call that does not return: the caller gets his answer, and libndctl is known to be stuck. */
    void hang(Chance chance, StepType<?> type, StepFault fault) {
        CompletableFuture<Boolean> answered =
                new CompletableFuture<Boolean>().completeOnTimeout(false, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Boolean> inTime = answered.thenApply(yes -> {
            if (!yes) {
                node.release();
            }
            return yes;
        });
        scene(chance, type, () -> {
            stepLimit = Duration.ofMillis(1);
            node.next(type, fault);
        });
        answered.complete(true);
        if (!inTime.join()) {
            throw new AssertionError("the caller of " + type.id() + " got no answer by the deadline");
        }
        if (node.isHanging()) {
            if (process.observe().section(Pmem.SECTION).state() != Section.State.UNAVAILABLE) {
                throw new AssertionError("libndctl was asked while a call into it hung");
            }
            if (process.observe().section(BlockDevices.SECTION).state() != Section.State.COMPLETE) {
                throw new AssertionError("the block layer did not go on while a call into libndctl hung");
            }
        }
        stepLimit = Duration.ofMinutes(1);
    }

    // ---- a pass, and the laws that hold over each ---------------------------------------------------------------

    private Kept plan(Policy policy) {
        Set<String> meant = new HashSet<>();
        for (ResourceSpec spec : declared) {
            Set<String> names = new HashSet<>(spec.claims());
            names.addAll(spec.shares().keySet());
            meant.addAll(truth.meant(spec.address(), names));
        }
        Plan plan = process.plan(Topology.of(declared), policy);
        plan.refusals().forEach(r -> tally.met(Tally.CODE + r.code().id()));
        plan.drifts().forEach(d -> tally.met(Tally.CODE + d.code().id()));
        plan.notices().forEach(n -> tally.met(Tally.CODE + n.code().id()));
        return new Kept(plan, policy, meant);
    }

    /** Applies a plan, with a random fault or hand at a random step when there is chance for it. */
    private @Nullable ApplyReport apply(Kept planned, Optional<Chance> chance) {
        node.declare(planned.meant().toArray(String[]::new));
        ApplyOptions.Builder options =
                ApplyOptions.builder().lockLimit(Duration.ZERO).stepLimit(stepLimit);
        if (chance.isPresent() && !planned.plan().steps().isEmpty()) {
            disturb(chance.get(), planned.plan(), options);
        }
        truth.look();
        int faultsBefore = node.faultsSeen().size();
        ApplyReport report = null;
        try {
            report = process.apply(planned.plan(), options.build());
        } catch (SimulatedCrash crash) {
            process = open();
        } catch (NodeResourceException refusedAsAWhole) {
            tally.met(Tally.CODE + refusedAsAWhole.code().id());
        }
        node.forgetFaults();
        List<SimulatedFault> faults =
                node.faultsSeen().subList(faultsBefore, node.faultsSeen().size());
        faults.forEach(f -> tally.met(Tally.FAULT + f));
        List<String> wrong = new ArrayList<>();
        node.forbiddenWrites().forEach(w -> wrong.add(w.toString()));
        node.forgetWrites();
        wrong.addAll(truth.wrongs());
        if (report != null) {
            outcomes(report, faults, wrong);
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("; ", wrong));
        }
        return report;
    }

    private void disturb(Chance chance, Plan plan, ApplyOptions.Builder options) {
        PlannedStep at = chance.oneOf(plan.steps());
        StepType<?> type = NodeResources.builtInKinds().stream()
                .flatMap(k -> k.steps().stream())
                .filter(t -> t.step().isInstance(at.step()))
                .findFirst()
                .orElseThrow();
        switch (chance.between(0, 3)) {
            case 0 -> {}
            case 1 ->
                options.listener(new ApplyListener() {
                    @Override
                    public void stepStarted(PlannedStep step) {
                        if (step.equals(at)) {
                            hand(chance);
                            tally.met("hand before " + type.id());
                        }
                    }
                });
            default -> node.next(type, chance.oneOf(FAULTS));
        }
    }

    private void outcomes(ApplyReport report, List<SimulatedFault> faults, List<String> wrong) {
        Set<String> done = new HashSet<>();
        for (StepOutcome step : report.outcomes()) {
            Outcome outcome = step.outcome();
            if (outcome instanceof Outcome.Failed failed) {
                tally.met(Tally.CODE + failed.code().id());
            } else if (outcome instanceof Outcome.Stale stale) {
                tally.met(Tally.CODE + stale.code().id());
            }
            if (outcome.kind() != Outcome.Kind.NOT_ATTEMPTED
                    && !done.containsAll(step.planned().requires())) {
                wrong.add("a step was begun though one that it requires was not done");
            }
            if (outcome.isDone()) {
                done.add(step.planned().id());
            }
            Step what = step.planned().step();
            for (SimulatedFault fault : faults) {
                boolean only = report.outcomes().stream()
                                .filter(o -> fault.step()
                                        .step()
                                        .isInstance(o.planned().step()))
                                .count()
                        == 1;
                if (only
                        && outcome.kind() == Outcome.Kind.CHANGED
                        && fault.fault() == StepFault.LIE
                        && fault.step().step().isInstance(what)) {
                    wrong.add("a step with the fault " + fault + " was reported as done");
                }
            }
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    @Override
    public void end() {
        node.forgetFaults();
        node.release();
        SECTIONS.forEach(node::restore);
        node.machine().modules.forEach(m -> {
            m.readOnly = false;
            m.locked = false;
            m.namespaces.forEach(n -> n.open = false);
        });
        truth.look();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Kept next = plan(policy(Set.of()));
            if (next.plan().steps().isEmpty()) {
                settled(next.plan());
                return;
            }
            apply(next, Optional.empty());
        }
        throw new AssertionError("no end after " + MOST_ROUNDS + " rounds:\n"
                + plan(policy(Set.of())).plan().render());
    }

    /** It is at its end: what is declared is there or is told to be missing, and applying again changes nothing. */
    private void settled(Plan plan) {
        for (ResourceSpec spec : declared) {
            boolean told = plan.refusals().stream().anyMatch(r -> r.address().equals(spec.address()))
                    || plan.notices().stream().anyMatch(n -> n.address().equals(spec.address()));
            if (!told && !isThere(spec)) {
                throw new AssertionError(spec + " is neither there nor told to be missing:\n" + plan.render());
            }
        }
        String before = truth.state();
        apply(plan(policy(Set.of())), Optional.empty());
        kept.forEach(old -> apply(old, Optional.empty()));
        if (kept.isEmpty() && !truth.state().equals(before)) {
            throw new AssertionError("applying again changed the node");
        }
        Chance chance = Chance.of(before.hashCode());
        Plan other = process.plan(Topology.of(chance.shuffled(declared)), policy(Set.of()));
        if (kept.isEmpty() && !other.isEmpty()) {
            throw new AssertionError(
                    "the declaration in another order gave another plan:\n" + plan.render() + other.render());
        }
    }

    private boolean isThere(ResourceSpec spec) {
        if (spec instanceof MemorySpec memory) {
            return truth.isMemory(memory.region());
        }
        return spec instanceof QuotaPathSpec path
                ? node.machine().mounts.containsKey(path.address().name())
                : node.groups().contains(spec.address().name());
    }

    @Override
    public void close() {
        node.release();
        StateDirectories.giveBack(state);
    }
}
