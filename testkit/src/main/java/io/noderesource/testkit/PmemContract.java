package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Cancellation;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.AddMemory;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.EnableNamespace;
import io.noderesource.kinds.InitializeLabels;
import io.noderesource.kinds.MemoryKind;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.RegionTarget;
import io.noderesource.kinds.TakeMemoryBack;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Condition;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSource.RegionMode;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every backend for persistent memory keeps, simulated or real, beside what {@link BackendContract} asks of all: part F
 * of {@code docs/backend-contract.md}, each test named after its sentence.
 *
 * <p>A backend's own test extends this class and says which node to run on; it needs nothing else.
 */
public abstract class PmemContract {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String GROUP = "nr-contract-a";
    private static final ByteSize PART = ByteSize.ofMebibytes(64);

    /** Holds one block of memory wherever it begins, as blocks have 128 MiB. */
    private static final String MEMORY = "256Mi";

    @TempDir
    Path state;

    private PmemNode harness;
    private NodeResources node;
    private String region;

    /** For the test class of a backend. */
    protected PmemContract() {}

    /** Opens a node whose region has no namespace; called before each test, and closed after it. */
    protected abstract PmemNode open();

    @BeforeEach
    final void openNode() {
        harness = open();
        region = harness.region();
        node = NodeResources.builder()
                .node(new ForwardingNode(harness.node(), harness.backends()))
                .identity(harness.identity())
                .stateDirectory(state)
                .build();
    }

    @AfterEach
    final void closeNode() {
        try {
            node.close();
        } finally {
            harness.close();
        }
    }

    // ---- observing ----------------------------------------------------------------------------------------------

    @Test
    final void f1TheSectionIsObservedByOneBackendAndComplete() {
        assertThat(harness.backends().stream().filter(b -> b.sections().contains(Pmem.SECTION)))
                .hasSize(1);
        Section<Pmem> seen = node.observe().section(Pmem.SECTION);
        assertThat(seen.reason()).isNull();
        Pmem pmem = seen.seen().orElseThrow();
        PmemRegion shown = pmem.region(region).orElseThrow();
        assertThat(shown.size()).isEqualTo(PmemNode.REGION_SIZE);
        assertThat(shown.labelled()).isTrue();
        assertThat(shown.largestExtent()).isEqualTo(shown.available()).isEqualTo(shown.size());
        assertThat(pmem.namespacesIn(region)).isEmpty();
    }

    @Test
    final void f2LookingWritesNothingAndTheStampStaysWhileNothingChanges() {
        String theirs = harness.makeNamespace(Mode.FSDAX, PART, "theirs");
        Inventory seen = node.observe();
        assertThat(Inventory.parse(seen.toJson())).isEqualTo(seen);
        assertThat(node.observe().fingerprint()).isEqualTo(seen.fingerprint());
        assertThat(namespaces(seen)).singleElement().satisfies(n -> {
            assertThat(n.name()).isEqualTo(theirs);
            assertThat(n.label()).isEqualTo("theirs");
            assertThat(n.mode()).isEqualTo(Mode.FSDAX);
            assertThat(n.size()).isEqualTo(PART);
        });
        Optional<Stamp> stamp = stamp(seen);
        assertThat(stamp).isPresent();
        assertThat(stamp(seen)).isEqualTo(stamp);
        harness.disableNamespace(theirs);
        assertThat(stamp(node.observe())).isNotEqualTo(stamp);
    }

    // ---- namespaces ---------------------------------------------------------------------------------------------

    @Test
    final void f3EachStepTypeIsPerformedByOneBackend() {
        for (StepType<?> type : new MemoryKind().steps()) {
            assertThat(harness.backends().stream().filter(b -> b.steps().contains(type)))
                    .as(type.id())
                    .hasSize(1);
        }
    }

    @Test
    final void f4ANamespaceOfEachModeIsMadeClearedAndMarkedOnce() {
        String theirs = harness.makeNamespace(Mode.RAW, PART, "theirs");
        harness.makeFileSystem(deviceOf(theirs));
        Theirs before = theirs(theirs);
        Transcript transcript = transcript();
        Plan plan = node.plan(Topology.of(
                group(GROUP, part("64Mi", RegionMode.FSDAX)),
                group("nr-contract-b", part("70Mi", RegionMode.SECTOR)),
                group("nr-contract-c", part("10%", RegionMode.RAW)),
                memory()));
        List<Step> making = steps(plan, CreateNamespace.TYPE);
        Inventory now = node.observe();
        making.forEach(step -> perform(step, now));
        Inventory made = node.observe();
        making.forEach(step -> holds(step.postconditions(), made));
        transcript.plan(plan).pmem(made, region);
        compare("pmem-modes", transcript);

        assertThat(namespaces(made).stream().flatMap(n -> Optional.ofNullable(n.blockDevice()).stream()))
                .hasSize(4)
                .filteredOn(path -> !path.equals(before.namespace().blockDevice()))
                .allSatisfy(path -> assertThat(device(made, path).probe().isBlank())
                        .as(path)
                        .isTrue());
        making.forEach(step -> perform(step, made));
        assertThat(node.observe().fingerprint()).isEqualTo(made.fingerprint());
        assertThat(theirs(theirs)).isEqualTo(before);
    }

    @Test
    final void f5WhatLayThereBeforeIsCleared() {
        String old = harness.makeNamespace(Mode.RAW, PART, "old");
        harness.makeFileSystem(deviceOf(old));
        harness.destroyNamespace(old);
        ResourceSpec declared = group(GROUP, part("64Mi", null));
        Plan plan = node.plan(Topology.of(declared));
        checkedPerform(steps(plan, CreateNamespace.TYPE).get(0));
        Inventory seen = node.observe();
        assertThat(namespaces(seen))
                .singleElement()
                .satisfies(n -> assertThat(device(seen, String.valueOf(n.blockDevice()))
                                .probe()
                                .isBlank())
                        .isTrue());
    }

    @Test
    final void f6WhatIsFreeInOnePieceBecomesAVolumeGroupOverARunThatIsCutOff() {
        String theirs = harness.makeNamespace(Mode.RAW, PART, "theirs");
        harness.makeFileSystem(deviceOf(theirs));
        String more = harness.makeNamespace(Mode.RAW, ByteSize.ofMebibytes(448), "more of theirs");
        Theirs before = theirs(theirs);
        Topology declared = Topology.of(group(GROUP, new DeviceSource.PmemRegions(List.of(region))));
        Transcript transcript = transcript();
        Plan plan = node.plan(declared);
        transcript.plan(plan).report(applyOneStepOf(plan)).pmem(node.observe(), region);
        Plan rest = node.plan(declared);
        node.apply(rest).orThrow();
        transcript.plan(node.plan(declared));
        compare("pmem-whole", transcript);
        assertThat(node.apply(plan).changed()).isFalse();
        assertThat(theirs(theirs)).isEqualTo(before);
        assertThat(namespaces(node.observe())).extracting(PmemNamespace::name).contains(more);
    }

    @Test
    final void f7AQuotaPathIsOnAPartAndIsThereAgainAfterItWasDisabled() {
        String path = harness.mountPoint();
        Topology declared = Topology.of(QuotaPathSpec.builder(path)
                .from(part("64Mi", RegionMode.SECTOR))
                .options(List.of("prjquota", "shared"))
                .build());
        Transcript transcript = transcript().calling(path, "<path>");
        Plan plan = node.plan(declared);
        transcript.plan(plan).report(node.apply(plan)).fileSystems(node.observe(declared), path);
        harness.unmount(path);
        harness.disableNamespace(namespaces(node.observe()).get(0).name());
        Plan enable = node.plan(declared);
        assertThat(steps(enable, EnableNamespace.TYPE)).hasSize(1);
        transcript.plan(enable).report(node.apply(enable));
        Plan mount = node.plan(declared);
        assertThat(steps(mount, MountFileSystem.TYPE)).hasSize(1);
        node.apply(mount).orThrow();
        transcript.plan(node.plan(declared));
        compare("pmem-quotapath", transcript);
    }

    @Test
    final void f8WhatDoesNotFitIsRefusedAndNothingIsChanged() {
        harness.makeNamespace(Mode.RAW, ByteSize.ofMebibytes(256), "first");
        String gap = harness.makeNamespace(Mode.RAW, ByteSize.ofMebibytes(128), "gap");
        String last = harness.makeNamespace(Mode.RAW, ByteSize.ofMebibytes(240), "last");
        harness.destroyNamespace(gap);
        Inventory before = node.observe();
        Transcript transcript = transcript();
        for (ResourceSpec declared : List.of(
                group(GROUP, part("136Mi", null)),
                group(GROUP, part("144Mi", null)),
                group(GROUP, part("15Mi", null)),
                group(GROUP, part("16Mi", RegionMode.SECTOR)),
                memory())) {
            transcript.plan(node.plan(Topology.of(declared)));
        }
        assertThat(node.observe().fingerprint()).isEqualTo(before.fingerprint());
        harness.makeNamespace(Mode.RAW, ByteSize.ofMebibytes(128), "gap");
        harness.makeNamespace(Mode.RAW, ByteSize.ofMebibytes(16), "rest");
        transcript.plan(node.plan(Topology.of(group(GROUP, new DeviceSource.PmemRegions(List.of(region))))));
        assertThat(namespaces(node.observe())).extracting(PmemNamespace::name).contains(last);
        compare("pmem-refused", transcript);
    }

    @Test
    final void f9AStepOnWhatIsGoneFailsAndChangesNothing() {
        harness.makeNamespace(Mode.RAW, PART, "theirs");
        Inventory now = node.observe();
        RegionTarget there = ((CreateNamespace) steps(node.plan(Topology.of(memory())), CreateNamespace.TYPE)
                        .get(0))
                .region();
        RegionTarget gone = new RegionTarget("region99", there.dimms(), there.size());
        ResourceAddress address = new ResourceAddress(MemorySpec.KIND, region);
        String uuid = "6d738daf-b779-4b36-8d07-e6188501e3fb";
        String layout = "7d738daf-b779-4b36-8d07-e6188501e3fb";
        String name = "nr-contract1-00000001";
        for (Step step : List.of(
                new CreateNamespace(address, gone, uuid, layout, Mode.FSDAX, name, PART, null, "a test"),
                new EnableNamespace(address, there, uuid, name, "a test"),
                new AddMemory(address, there, uuid, name, "a test"),
                new TakeMemoryBack(address, there, uuid, name, "a test"))) {
            assertThatThrownBy(() -> perform(step, now)).as(step.summary()).isInstanceOf(NodeResourceException.class);
        }
        assertThat(node.observe().fingerprint()).isEqualTo(now.fingerprint());
    }

    @Test
    final void f10ARegionWithoutLabelsGetsSomeOnceItsDeviceIsBlank() {
        String bare = harness.bareRegion().orElse("");
        assumeTrue(!bare.isEmpty(), "no module without labels is left");
        Topology declared = Topology.of(VolumeGroupSpec.builder(GROUP)
                .from(new DeviceSource.PmemRegions(
                        List.of(bare), RegionSize.parse("32Mi").orElseThrow(), RegionMode.RAW))
                .build());
        String device =
                String.valueOf(pmem(node.observe()).namespacesIn(bare).get(0).blockDevice());
        harness.makeFileSystem(device);
        String content = harness.contentOf(device);
        Plan refused = node.plan(declared);
        assertThat(refused.steps()).isEmpty();
        assertThat(refused.refusals()).extracting(r -> r.code().id()).containsExactly("device/has-signature");
        assertThat(harness.contentOf(device)).isEqualTo(content);

        harness.blank(device);
        Plan plan = node.plan(declared);
        Step labels = steps(plan, InitializeLabels.TYPE).get(0);
        Step namespace = steps(plan, CreateNamespace.TYPE).get(0);
        checkedPerform(labels);
        assertThat(pmem(node.observe()).namespacesIn(bare)).isEmpty();
        checkedPerform(namespace);
        Transcript transcript =
                new Transcript(harness.identity().name(), List.of(), node.observe()).calling(bare, "<bare region>");
        modules(transcript).calling(device, "<its device>").plan(plan).pmem(node.observe(), bare);
        compare("pmem-labels", transcript);
    }

    // ---- memory -------------------------------------------------------------------------------------------------

    @Test
    final void f11MemoryIsAddedTakenBackAndAddedAgainUnlessAProcessHasTheDevice() {
        Topology declared = Topology.of(memory());
        Transcript transcript = transcript();
        Plan plan = node.plan(declared);
        transcript.plan(plan).report(node.apply(plan)).pmem(node.observe(), region);
        String own = namespaces(node.observe()).get(0).name();
        harness.offlineMemory(own);
        Plan online = node.plan(declared);
        transcript.plan(online).report(node.apply(online)).plan(node.plan(declared));

        Plan release = node.plan(
                Topology.EMPTY,
                Policy.builder().release(Set.of(memory().address())).build());
        transcript.plan(release).report(node.apply(release)).pmem(node.observe(), region);
        Plan again = node.plan(declared);
        try (Node.Lock opened = harness.open(own)) {
            assertThat(opened).isNotNull();
            assertThat(code(node.apply(again))).isEqualTo(StandardErrorCode.DEVICE_HELD.id());
            assertThat(memoryOf(own)).isEqualTo(DaxDevice.Mode.DEVDAX);
        }
        transcript.plan(again).report(node.apply(again)).pmem(node.observe(), region);
        compare("pmem-memory", transcript);
    }

    /**
     * What F12 says. No test of its own: a real kernel that was made to keep something in memory may never give it up.
     *
     * @param pin lets something lie in the memory of a namespace that the kernel cannot move
     */
    final void memoryThatTheKernelCannotEmptyStaysTheSystems(Consumer<String> pin) {
        node.apply(node.plan(Topology.of(memory()))).orThrow();
        String own = namespaces(node.observe()).get(0).name();
        pin.accept(own);
        Plan release = node.plan(
                Topology.EMPTY,
                Policy.builder().release(Set.of(memory().address())).build());
        assertThat(steps(release, TakeMemoryBack.TYPE)).hasSize(1);
        Inventory before = node.observe();
        assertThat(node.apply(release).succeeded()).isFalse();
        assertThat(node.observe().fingerprint()).isEqualTo(before.fingerprint());
        assertThat(memoryOf(own)).isEqualTo(DaxDevice.Mode.SYSTEM_RAM);
    }

    @Test
    final void f13ADevdaxNamespaceOfOthersIsLeftAsItIs() {
        String theirs = harness.makeNamespace(Mode.DEVDAX, PmemNode.REGION_SIZE, "theirs");
        Inventory before = node.observe();
        Plan plan = node.plan(Topology.of(memory()));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(StandardErrorCode.PMEM_FULL);
        assertThat(node.observe().fingerprint()).isEqualTo(before.fingerprint());

        harness.addMemory(theirs);
        Plan satisfied = node.plan(Topology.of(memory()));
        assertThat(satisfied.isEmpty()).as(satisfied.render()).isTrue();
        assertThat(satisfied.notices()).extracting(n -> n.code()).containsExactly(StandardErrorCode.PMEM_NOT_OURS);
        Plan release = node.plan(
                Topology.EMPTY,
                Policy.builder().release(Set.of(memory().address())).build());
        assertThat(release.steps()).isEmpty();
        assertThat(memoryOf(theirs)).isEqualTo(DaxDevice.Mode.SYSTEM_RAM);
    }

    // ---- what is declared ---------------------------------------------------------------------------------------

    private DeviceSource part(String size, @Nullable RegionMode mode) {
        return new DeviceSource.PmemRegions(
                List.of(region), RegionSize.parse(size).orElseThrow(), mode);
    }

    private static ResourceSpec group(String name, DeviceSource source) {
        return VolumeGroupSpec.builder(name).from(source).build();
    }

    private MemorySpec memory() {
        return MemorySpec.of(region).sized(RegionSize.parse(MEMORY).orElseThrow());
    }

    // ---- tools --------------------------------------------------------------------------------------------------

    /** A namespace of others with all that is on it. */
    private record Theirs(PmemNamespace namespace, String content) {}

    private Theirs theirs(String name) {
        PmemNamespace namespace = named(name);
        return new Theirs(namespace, harness.contentOf(deviceOf(name)));
    }

    private String deviceOf(String namespace) {
        return String.valueOf(named(namespace).blockDevice());
    }

    private PmemNamespace named(String name) {
        return namespaces(node.observe()).stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private DaxDevice.Mode memoryOf(String namespace) {
        return named(namespace).daxDevices().get(0).mode();
    }

    private static Pmem pmem(Inventory seen) {
        return seen.seen(Pmem.SECTION).orElseThrow();
    }

    private List<PmemNamespace> namespaces(Inventory seen) {
        return pmem(seen).namespacesIn(region);
    }

    private static BlockDevice device(Inventory seen, String path) {
        return seen.seen(BlockDevices.SECTION).flatMap(block -> block.at(path)).orElseThrow();
    }

    private Optional<Stamp> stamp(Inventory seen) {
        return harness.backends().stream()
                .filter(b -> b.sections().contains(Pmem.SECTION))
                .findFirst()
                .flatMap(b -> b.stamp(seen));
    }

    private static List<Step> steps(Plan plan, StepType<?> type) {
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        return plan.steps().stream()
                .map(PlannedStep::step)
                .filter(type.step()::isInstance)
                .collect(Collectors.toList());
    }

    private static @Nullable String code(ApplyReport report) {
        return report.outcomes().stream()
                .map(StepOutcome::outcome)
                .filter(Outcome.Failed.class::isInstance)
                .map(o -> ((Outcome.Failed) o).code().id())
                .findFirst()
                .orElse(null);
    }

    private ApplyReport applyOneStepOf(Plan plan) {
        Cancellation stop = new Cancellation();
        return node.apply(
                plan,
                ApplyOptions.builder()
                        .cancellation(stop)
                        .listener(new ApplyListener() {
                            @Override
                            public void stepEnded(StepOutcome outcome) {
                                stop.cancel();
                            }
                        })
                        .build());
    }

    private void checkedPerform(Step step) {
        Inventory now = node.observe();
        holds(step.preconditions(), now);
        perform(step, now);
        holds(step.postconditions(), node.observe());
    }

    private static void holds(List<Condition> conditions, Inventory now) {
        assertThat(conditions).allSatisfy(c -> assertThat(c.check(now)).isEmpty());
    }

    /** Performs a step as the executor does, but without looking whether it still has to be done. */
    private void perform(Step step, Inventory now) {
        Backend backend = harness.backends().stream()
                .filter(b -> b.steps().stream().anyMatch(t -> t.step().isInstance(step)))
                .findFirst()
                .orElseThrow();
        List<Node.Lock> locks = new ArrayList<>();
        locks.add(harness.node().lock(LIMIT));
        try {
            for (DeviceTarget target : step.writes()) {
                now.seen(BlockDevices.SECTION)
                        .orElseThrow()
                        .known(target.identity())
                        .forEach(d -> locks.add(harness.node().claim(d)));
            }
            backend.perform(step, new StepContext(now, LIMIT, message -> {}));
        } finally {
            locks.forEach(Node.Lock::close);
        }
    }

    private Transcript transcript() {
        return modules(
                new Transcript(harness.identity().name(), List.of(), node.observe()).calling(region, "<region>"));
    }

    private Transcript modules(Transcript transcript) {
        for (PmemDimm dimm : pmem(node.observe()).dimms()) {
            transcript.calling(" on " + dimm.id() + ")", " on <module>)");
        }
        return transcript;
    }

    /** Compares what happened with what happens on every node. */
    void compare(String name, String transcript) {
        String file = "contract/" + name + ".txt";
        try (InputStream in = PmemContract.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the testkit has no " + file);
            }
            assertThat(transcript).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(String name, Transcript transcript) {
        compare(name, transcript.toString());
    }
}
