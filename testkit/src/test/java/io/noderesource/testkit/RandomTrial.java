package io.noderesource.testkit;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.GrowPhysicalVolume;
import io.noderesource.kinds.MarkVolumeGroup;
import io.noderesource.kinds.UnmarkVolumeGroup;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.kinds.WipeDevice;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Node;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One random node with one random declaration, and whatever may happen to the two; the laws are checked all along. */
final class RandomTrial implements Cases.Trial {

    static final List<StepType<?>> STEPS = List.of(
            WipeDevice.TYPE,
            CreatePhysicalVolume.TYPE,
            CreateVolumeGroup.TYPE,
            ExtendVolumeGroup.TYPE,
            GrowPhysicalVolume.TYPE,
            MarkVolumeGroup.TYPE,
            UnmarkVolumeGroup.TYPE);

    /** The faults that need no time; hanging calls have a test of their own. */
    static final List<StepFault> FAULTS = List.of(
            StepFault.FAIL,
            StepFault.FAIL_AFTER,
            StepFault.CRASH_BEFORE,
            StepFault.CRASH_WITHIN,
            StepFault.CRASH_AFTER,
            StepFault.REBOOT,
            StepFault.LIE,
            StepFault.PULL,
            StepFault.SWAP_MEDIUM);

    private static final int MOST_DEVICES = 4;

    static final Policy NO_MORE_THAN_SAFE = policy(Set.of(), Set.of());

    private static final int MOST_ROUNDS = 8;
    /** A hanging call answers after the limit and two seconds; the rest is for a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration DAY = Duration.ofDays(1);

    final SimulatedNode node;
    final Truth truth;
    List<VolumeGroupSpec> declared;
    private final Tally tally;
    private final Path state;
    private NodeResources process;
    private Path inUse;
    private Duration stepLimit = Duration.ofMinutes(1);
    private int scenes;
    private final List<Kept> kept = new ArrayList<>();

    /** A plan with what was meant and allowed when it was made. */
    record Kept(
            Plan plan, Policy policy, Set<String> meant, List<VolumeGroupSpec> declared, Map<String, Device> names) {}

    RandomTrial(Chance chance, Tally tally) {
        this(RandomNodes.node(chance), chance, tally);
        if (chance.oneIn(3)) {
            scene(chance, chance.oneOf(STEPS));
        }
    }

    RandomTrial(SimulatedNode node, Chance chance, Tally tally) {
        this.node = node;
        this.tally = tally;
        this.state = StateDirectories.next();
        this.inUse = state;
        this.process = open(state);
        // With slow looks, a run that waits for udev or a lock gives up at once instead of pausing by the wall clock.
        node.latency(Duration.ofSeconds(6), Duration.ofSeconds(1));
        this.declared = RandomNodes.declaration(chance, node);
        this.truth = new Truth(node);
    }

    private NodeResources open(Path directory) {
        inUse = directory;
        return NodeResources.builder()
                .node(node)
                .identity(node.identity())
                .stateDirectory(directory)
                .build();
    }

    Topology topology() {
        return Topology.of(declared);
    }

    // ---- commands -----------------------------------------------------------------------------------------------

    @Override
    public void command(Chance chance) {
        switch (chance.between(0, 19)) {
            case 0, 1, 2, 3, 4 -> pass(chance, policy(Set.of(), Set.of()));
            case 5, 6, 7, 8 -> {
                hand(chance);
                pass(chance, policy(Set.of(), Set.of()));
            }
            case 9 -> node.rebootShuffled();
            case 10 -> loseLedger(chance);
            case 11 -> {
                declared = chance.oneIn(4) ? List.of() : RandomNodes.declaration(chance, node);
                pass(chance, policy(Set.of(), Set.of()));
            }
            case 12 -> pass(chance, policy(addresses(), Set.of()));
            case 13 -> pass(chance, policy(Set.of(), addresses()));
            case 14 -> consent(chance);
            case 15 -> keepOrUse(chance);
            case 16 -> otherProcess(chance);
            case 17 -> brokenState(chance);
            case 18 -> blindly(chance);
            default -> scene(chance, chance.oneOf(STEPS));
        }
    }

    void hand(Chance chance) {
        RandomNodes.hand(chance, node);
        truth.look();
    }

    private static Policy policy(Set<ResourceAddress> adopt, Set<ResourceAddress> release) {
        return Policy.builder()
                .adopt(adopt)
                .release(release)
                .maxDevices(MOST_DEVICES)
                .build();
    }

    private Set<ResourceAddress> addresses() {
        return declared.stream().map(VolumeGroupSpec::address).collect(Collectors.toSet());
    }

    /** Brings the node to where the next pass has a step of a type, and makes that pass with a fault at it. */
    void scene(Chance chance, StepType<?> type) {
        StepFault fault = chance.oneOf(FAULTS);
        scene(chance, type, () -> node.next(type, fault));
    }

    /** The same, with a call that does not return: the caller gets his answer, and LVM is known to be stuck. */
    void hang(Chance chance, StepType<?> type, StepFault fault) {
        stepLimit = Duration.ofMillis(1);
        CompletableFuture<Boolean> answered =
                new CompletableFuture<Boolean>().completeOnTimeout(false, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Boolean> inTime = answered.thenApply(yes -> {
            if (!yes) {
                node.release();
            }
            return yes;
        });
        scene(chance, type, () -> node.next(type, fault));
        answered.complete(true);
        if (!inTime.join()) {
            throw broken("the caller of " + type.id() + " got no answer by the deadline");
        }
        if (node.isHanging() && !type.equals(WipeDevice.TYPE)) {
            if (process.observe().section(Lvm.SECTION).state() != Section.State.UNAVAILABLE) {
                throw broken("LVM was asked while a call into it hung");
            }
            if (process.observe().section(BlockDevices.SECTION).state() != Section.State.COMPLETE) {
                throw broken("the block layer did not go on while a call into LVM hung");
            }
        }
        stepLimit = Duration.ofMinutes(1);
    }

    void scene(Chance chance, StepType<?> type, Runnable beforeLast) {
        scenes++;
        String one = "NR-S1-" + scenes;
        String two = "NR-S2-" + scenes;
        node.plug(SimulatedDisk.virtio(one, chance.mebibytes(12, 20)));
        node.plug(SimulatedDisk.scsi(two, chance.mebibytes(12, 20)));
        VolumeGroupSpec first = group("vg-scene", node.device(one).links().get(0));
        VolumeGroupSpec both = group(
                "vg-scene",
                node.device(one).links().get(0),
                node.device(two).links().get(0));
        Set<ResourceAddress> address = Set.of(both.address());
        Policy policy = policy(Set.of(), Set.of());
        declared = List.of(both);
        truth.look();
        if (type.equals(WipeDevice.TYPE)) {
            node.dirty(one, "ext4");
            truth.look();
            beforeLast.run();
            consent(chance, Chance.of(6));
            return;
        } else if (type.equals(ExtendVolumeGroup.TYPE)) {
            declared = List.of(first);
            apply(plan(policy), Optional.empty());
            declared = List.of(both);
            node.plug(SimulatedDisk.nvme(two + "b", ByteSize.ofMebibytes(12)));
            declared = List.of(group(
                    "vg-scene",
                    node.device(one).links().get(0),
                    node.device(two).links().get(0),
                    node.device(two + "b").links().get(0)));
        } else if (type.equals(GrowPhysicalVolume.TYPE)) {
            apply(plan(policy), Optional.empty());
            node.resize(one, ByteSize.ofMebibytes(31));
        } else if (type.equals(MarkVolumeGroup.TYPE)) {
            try {
                node.vgcreate("vg-scene", one, two);
            } catch (NodeResourceException e) {
                return;
            }
            policy = policy(address, Set.of());
        } else if (type.equals(UnmarkVolumeGroup.TYPE)) {
            apply(plan(policy), Optional.empty());
            policy = policy(Set.of(), address);
        }
        truth.look();
        beforeLast.run();
        apply(plan(policy), Optional.empty());
    }

    static VolumeGroupSpec group(String name, String... paths) {
        return VolumeGroupSpec.builder(name).from(DeviceSource.devices(paths)).build();
    }

    private void pass(Chance chance, Policy policy) {
        apply(plan(policy), Optional.of(chance));
    }

    private void loseLedger(Chance chance) {
        if (chance.oneIn(2)) {
            truth.ledgerIsLost();
            StateDirectories.empty(state);
        }
        process = open(state);
    }

    private void consent(Chance chance) {
        consent(chance, chance);
    }

    private void consent(Chance chance, Chance expiry) {
        List<Refusal> open = open();
        if (open.isEmpty() && !node.disks().isEmpty()) {
            node.dirty(chance.oneOf(node.disks()), "ext4");
            truth.look();
            open = open();
        }
        if (open.isEmpty()) {
            return;
        }
        boolean wrongHash = expiry.oneIn(5);
        boolean late = !wrongHash && expiry.oneIn(5);
        Instant expires = node.clock().instant().plus(DAY);
        List<Consent> consents = new ArrayList<>();
        for (Refusal refusal : chance.some(open)) {
            String hash = String.valueOf(refusal.consent());
            consents.add(new Consent(wrongHash ? "0".repeat(64) : hash, expires));
            if (!wrongHash) {
                permit(refusal, expires);
            }
        }
        Kept plan = plan(
                Policy.builder().consents(consents).maxDevices(MOST_DEVICES).build());
        if (late) {
            node.advance(DAY.multipliedBy(2));
        } else if (expiry.oneIn(4)) {
            // Something else than the consent was given for may be there by now.
            hand(expiry);
        }
        apply(plan, Optional.empty());
    }

    /** What is refused now and could be done with a consent. */
    private List<Refusal> open() {
        return plan(policy(Set.of(), Set.of())).plan().refusals().stream()
                .filter(r -> r.consent() != null)
                .toList();
    }

    private void permit(Refusal refusal, Instant expires) {
        for (Device device : node.machine().attached()) {
            if (BlockView.device(node.machine(), device, false).describe().equals(refusal.subject())) {
                truth.permit(device, expires);
            }
        }
    }

    private void keepOrUse(Chance chance) {
        if (kept.isEmpty() || chance.oneIn(2)) {
            kept.add(plan(policy(Set.of(), Set.of())));
            hand(chance);
        }
        apply(chance.oneOf(kept), Optional.of(chance));
    }

    /** Another process with a state directory of its own, which may hold the node's lock or a device's at the moment. */
    private void otherProcess(Chance chance) {
        NodeResources mine = process;
        Path elsewhere = StateDirectories.next();
        List<Node.Lock> held = new ArrayList<>();
        try {
            if (chance.oneIn(3)) {
                held.add(node.lock(Duration.ZERO));
            } else if (chance.oneIn(3) && !node.disks().isEmpty()) {
                held.add(node.holdDeviceLock(chance.oneOf(node.disks())));
            } else {
                // It knows nothing of what the first one did.
                truth.ledgerIsLost();
                process = open(elsewhere);
            }
            pass(chance, policy(Set.of(), Set.of()));
        } finally {
            if (held.isEmpty()) {
                // What it came to know goes with it.
                truth.ledgerIsLost();
            }
            held.forEach(Node.Lock::close);
            process = mine;
            inUse = state;
            StateDirectories.giveBack(elsewhere);
        }
    }

    /** The state directory cannot be used any more from some step on. */
    private void brokenState(Chance chance) {
        Kept plan = plan(policy(Set.of(), Set.of()));
        StepType<?> from = plan.plan().steps().isEmpty()
                ? CreatePhysicalVolume.TYPE
                : typeOf(chance.oneOf(plan.plan().steps()).step());
        boolean atOnce = chance.oneIn(2);
        if (atOnce) {
            StateDirectories.breakIt(state);
        } else {
            node.interfereBefore(from, () -> StateDirectories.breakIt(state));
        }
        int before = ourWrites();
        try {
            apply(plan, Optional.empty());
        } finally {
            StateDirectories.mend(state);
            node.forgetFaults();
        }
        if (atOnce && ourWrites() > before) {
            throw broken("a step wrote though the journal could not be written");
        }
    }

    /** A part of the node cannot be seen, or not wholly. */
    private void blindly(Chance chance) {
        switch (chance.between(0, 3)) {
            case 0 -> node.lose(BlockDevices.SECTION, "sysfs does not answer");
            case 1 -> node.lose(Lvm.SECTION, "LVM does not answer");
            case 2 -> node.limit(Lvm.SECTION, "a device does not answer");
            default -> {
                if (!node.disks().isEmpty()) {
                    node.limitLvm("a device does not answer", chance.oneOf(node.disks()));
                }
            }
        }
        pass(chance, policy(Set.of(), Set.of()));
        node.restore(BlockDevices.SECTION);
        node.restore(Lvm.SECTION);
    }

    // ---- a pass, and the laws that hold over each ---------------------------------------------------------------

    Kept plan(Policy policy) {
        Map<String, Device> names = truth.names();
        truth.remember(declared, names);
        Set<String> meant = truth.meant(declared);
        Plan plan = process.plan(topology(), policy);
        plan.refusals().forEach(r -> tally.met(Tally.CODE + r.code().id()));
        plan.drifts().forEach(d -> tally.met(Tally.CODE + d.code().id()));
        plan.notices().forEach(n -> tally.met(Tally.CODE + n.code().id()));
        return new Kept(plan, policy, meant, declared, names);
    }

    /** Applies a plan, with a random fault or hand at a random step when there is chance for it. */
    @Nullable
    ApplyReport apply(Kept kept, Optional<Chance> chance) {
        Plan plan = kept.plan();
        // A partition is gone for good when its disk was wiped.
        node.declare(kept.meant().stream()
                .filter(node.machine().devices::containsKey)
                .toArray(String[]::new));
        ApplyOptions.Builder options = ApplyOptions.builder()
                .lockLimit(Duration.ZERO)
                .stepLimit(stepLimit)
                .maxDevices(MOST_DEVICES);
        if (chance.isPresent() && !plan.steps().isEmpty()) {
            disturb(chance.get(), plan, options);
        }
        STEPS.forEach(type -> node.interfereBefore(type, () -> seeIntent(type)));
        truth.look();
        Instant begun = node.clock().instant();
        int faultsBefore = node.faultsSeen().size();
        ApplyReport report = null;
        try {
            report = process.apply(plan, options.build());
        } catch (SimulatedCrash crash) {
            process = open(state);
        } catch (NodeResourceException refusedAsAWhole) {
            tally.met(Tally.CODE + refusedAsAWhole.code().id());
        }
        node.forgetFaults();
        check(
                kept,
                begun,
                report,
                node.faultsSeen().subList(faultsBefore, node.faultsSeen().size()));
        truth.remember(kept.declared(), kept.names());
        return report;
    }

    private void disturb(Chance chance, Plan plan, ApplyOptions.Builder options) {
        PlannedStep at = chance.oneOf(plan.steps());
        switch (chance.between(0, 3)) {
            case 0 -> {}
            case 1 ->
                options.listener(new ApplyListener() {
                    @Override
                    public void stepStarted(PlannedStep step) {
                        if (step.equals(at)) {
                            if (chance.oneIn(3)) {
                                takeAway(chance, step.step().address().name());
                            } else {
                                RandomNodes.hand(chance, node);
                            }
                            truth.look();
                            tally.met("hand before " + typeOf(step.step()).id());
                        }
                    }
                });
            default -> node.next(typeOf(at.step()), chance.oneOf(FAULTS));
        }
    }

    /** An administrator takes away the volume group that a step is about, or its mark, at the worst moment. */
    private void takeAway(Chance chance, String name) {
        if (node.groups().stream().filter(name::equals).count() == 1) {
            if (chance.oneIn(2)) {
                node.vgremove(name);
            } else {
                node.untag(name, Truth.MARK);
            }
        }
    }

    static StepType<?> typeOf(Step step) {
        return STEPS.stream().filter(t -> t.step().isInstance(step)).findFirst().orElseThrow();
    }

    /** When a step is done, its intent is in the journal. */
    private void seeIntent(StepType<?> type) {
        String journal = StateDirectories.journal(inUse);
        if (!journal.contains(type.id())) {
            violations.add("no journal tells of the step " + type.id() + " that is being done");
        }
    }

    private final List<String> violations = new ArrayList<>();

    private void check(Kept kept, Instant begun, @Nullable ApplyReport report, List<SimulatedFault> faults) {
        faults.forEach(f -> tally.met(Tally.FAULT + f));
        List<String> wrong = new ArrayList<>(violations);
        violations.clear();
        node.forbiddenWrites().forEach(w -> wrong.add(w.toString()));
        node.forgetWrites();
        Set<String> releasedNames =
                kept.policy().release().stream().map(ResourceAddress::name).collect(Collectors.toSet());
        wrong.addAll(truth.wrongs(
                begun,
                kept.policy().adopt().stream().map(ResourceAddress::name).collect(Collectors.toSet()),
                releasedNames));
        kept.policy().release().forEach(truth::released);
        if (report != null) {
            outcomes(report, faults, wrong);
        }
        if (!wrong.isEmpty()) {
            throw broken(String.join("; ", wrong));
        }
    }

    private void outcomes(ApplyReport report, List<SimulatedFault> faults, List<String> wrong) {
        Set<String> done = new HashSet<>();
        Set<String> claimed = new HashSet<>();
        boolean journalFailed = false;
        for (StepOutcome step : report.outcomes()) {
            Outcome outcome = step.outcome();
            if (outcome instanceof Outcome.Failed failed) {
                tally.met(Tally.CODE + failed.code().id());
                if (journalFailed) {
                    wrong.add("a step was begun after the journal had failed");
                }
                journalFailed |= failed.code() == StandardErrorCode.JOURNAL;
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
            if (outcome.kind() == Outcome.Kind.CHANGED) {
                if (what.risk() != Risk.SAFE) {
                    what.writes().forEach(d -> claimed.add(d.identity().toString()));
                }
                for (SimulatedFault fault : faults) {
                    boolean only = report.outcomes().stream()
                                    .filter(o -> typeOf(o.planned().step()).equals(fault.step()))
                                    .count()
                            == 1;
                    boolean lied = fault.fault() == StepFault.LIE
                            || (!what.writes().isEmpty()
                                    && Set.of(StepFault.SWAP_MEDIUM, StepFault.FAIL_AFTER)
                                            .contains(fault.fault()));
                    if (only && lied && typeOf(what).equals(fault.step())) {
                        wrong.add("a step with the fault " + fault + " was reported as done");
                    }
                }
            }
        }
        if (claimed.size() > MOST_DEVICES) {
            wrong.add("one run claimed " + claimed.size() + " devices");
        }
    }

    private int ourWrites() {
        return Math.toIntExact(node.writes().stream()
                .filter(w -> !w.by().equals(SimulatedWrite.ADMINISTRATOR))
                .count());
    }

    private AssertionError broken(String law) {
        return new AssertionError(law);
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    @Override
    public void end() {
        heal();
        converge();
    }

    /** Faults end: everything can be seen again. */
    void heal() {
        node.forgetFaults();
        node.release();
        node.restore(BlockDevices.SECTION);
        node.restore(Lvm.SECTION);
        for (Device device : node.machine().attached()) {
            device.probe = Probe.State.DONE;
            device.hidden = false;
        }
        node.udevUp();
        truth.look();
    }

    void converge() {
        Policy policy = policy(Set.of(), Set.of());
        Kept last = null;
        @Nullable ApplyReport report = null;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Kept next = plan(policy);
            if (next.plan().steps().isEmpty()) {
                settled(next, last);
                return;
            }
            report = apply(next, Optional.empty());
            last = next;
        }
        throw broken("no end after " + MOST_ROUNDS + " rounds: " + report + "\n"
                + plan(policy).plan().render());
    }

    /** It is at its end: planning and applying again change nothing, and no order of the facts matters. */
    private void settled(Kept empty, @Nullable Kept last) {
        String before = truth.state();
        apply(plan(empty.policy()), Optional.empty());
        if (last != null) {
            apply(last, Optional.empty());
        }
        if (!truth.state().equals(before)) {
            throw broken("applying the last plan again changed the node");
        }
        if (before.hashCode() % 4 == 0) {
            anyOrder(empty.policy());
        }
    }

    private void anyOrder(Policy policy) {
        Inventory seen = process.observe();
        String plan = process.plan(topology(), policy, seen).toJson();
        Chance chance = Chance.of(plan.hashCode());
        Inventory mixed = Inventory.of(seen.node(), seen.observedAt(), List.of());
        Section<BlockDevices> block = seen.section(BlockDevices.SECTION);
        Section<Lvm> lvm = seen.section(Lvm.SECTION);
        Lvm facts = lvm.seen().orElseThrow();
        BlockDevices devices = block.seen().orElseThrow();
        mixed = mixed.with(seen.section(FileSystems.SECTION));
        mixed = mixed.with(Section.complete(
                        Lvm.SECTION,
                        new Lvm(
                                facts.engine(),
                                chance.shuffled(facts.physicalVolumes()),
                                chance.shuffled(facts.volumeGroups()),
                                chance.shuffled(facts.logicalVolumes()))))
                .with(Section.complete(
                        BlockDevices.SECTION,
                        new BlockDevices(devices.bootId(), chance.shuffled(devices.devices()), devices.mounts())));
        Topology other = Topology.of(chance.shuffled(declared));
        if (!process.plan(other, policy, mixed).toJson().equals(plan)) {
            throw broken("the same facts in another order gave another plan:\n" + plan);
        }
        if (!chance.oneIn(8)) {
            return;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        chance.shuffled(List.of("a", "b", "c")).forEach(l -> labels.put(l, l));
        NodeResources labelled = NodeResources.builder()
                .node(node)
                .identity(new NodeIdentity(node.identity().name(), labels))
                .stateDirectory(state)
                .build();
        if (!labelled.plan(topology(), policy, seen).toJson().equals(plan)) {
            throw broken("labels in another order gave another plan");
        }
    }

    @Override
    public void close() {
        node.release();
        StateDirectories.giveBack(state);
    }
}
