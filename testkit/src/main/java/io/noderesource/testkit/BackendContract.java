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
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.VolumeGroupKind;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.Verb;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import io.noderesource.testkit.NodeUnderTest.Ability;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every backend keeps, simulated or real, sentence by sentence as {@code docs/backend-contract.md} has it: each test
 * is named after its sentence.
 *
 * <p>A backend's own test extends this class and says which node to run on; it needs nothing else.
 */
public abstract class BackendContract {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String PREFIX = "nr-contract";
    private static final String NAME = "nr-contract-a";
    private static final ResourceAddress ADDRESS = new ResourceAddress(VolumeGroupKind.ID, NAME);

    @TempDir
    Path state;

    private NodeUnderTest harness;
    private NodeResources node;
    private List<String> disks;

    /** For the test class of a backend. */
    protected BackendContract() {}

    /** Opens a node whose disks are blank; called before each test, and closed after it. */
    protected abstract NodeUnderTest open();

    @BeforeEach
    final void openNode() {
        harness = open();
        disks = harness.blankDisks();
        assertThat(disks).as("disks of the harness").hasSizeGreaterThanOrEqualTo(4);
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

    // ---- A. observing -------------------------------------------------------------------------------------------

    @Test
    final void a1EachSectionIsObservedByOneBackend() {
        Set<String> seen = new HashSet<>();
        for (Backend backend : harness.backends()) {
            for (SectionType<?> section : backend.sections()) {
                assertThat(seen.add(section.id()))
                        .as("section '%s' is observed by two backends", section.id())
                        .isTrue();
            }
        }
        assertThat(seen).contains(BlockDevices.SECTION.id(), Lvm.SECTION.id());
    }

    @Test
    final void a2ObserveGivesTheSectionsThatTheScopeNeedsAndNoOther() {
        for (Backend backend : harness.backends()) {
            List<Section<?>> nothing = backend.observe(observation(Scope.of(Set.of(), Set.of())));
            assertThat(nothing)
                    .as("sections of '%s' nobody asked for", backend.id())
                    .isEmpty();
            List<Section<?>> all = backend.observe(observation(Scope.NODE));
            assertThat(all.stream().<SectionType<?>>map(Section::type).toList())
                    .as("sections of '%s'", backend.id())
                    .containsExactlyInAnyOrderElementsOf(backend.sections());
        }
    }

    @Test
    final void a3SectionsThatShowEverythingAreComplete() {
        for (Section<?> section : node.observe().sections()) {
            assertThat(section.reason()).as(section.type().id()).isNull();
            assertThat(section.state()).as(section.type().id()).isEqualTo(Section.State.COMPLETE);
        }
    }

    @Test
    final void a4DisksAreIdleBlankToBothLooksAndOfLastingIdentity() {
        BlockDevices block = block(node.observe());
        for (String disk : disks) {
            BlockDevice device = block.at(disk).orElseThrow();
            assertThat(device.uses()).as(disk).isEmpty();
            assertThat(device.probe().isBlank())
                    .as("%s: %s", disk, device.probe())
                    .isTrue();
            assertThat(device.probe().digest()).as(disk).isNotNull();
            assertThat(device.udev().signatures()).as(disk).isEmpty();
            assertThat(device.identity().isLasting()).as(disk).isTrue();
            assertThat(block.known(device.identity())).as(disk).hasSize(1);
            assertThat(device.size()).as(disk).isEqualTo(NodeUnderTest.DISK_SIZE);
        }
    }

    @Test
    final void a5ObservingTwiceShowsTheSameAndWritesNothing() {
        made(disks.get(0));
        List<String> before = contents();
        Inventory first = node.observe();
        Inventory second = node.observe();
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(lvm(second)).isEqualTo(lvm(first));
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    final void a6ScopedAndWholeObservationsAgree() {
        made(disks.get(0), disks.get(1));
        Inventory whole = node.observe();
        DeviceIdentity one = block(whole).at(disks.get(1)).orElseThrow().identity();
        Inventory scoped = observe(Scope.of(Set.of(one), Set.of(BlockDevices.SECTION, Lvm.SECTION)));
        assertThat(lvm(scoped)).isEqualTo(lvm(whole));
        assertThat(block(scoped).devices().stream().map(BlockDevice::number))
                .isEqualTo(
                        block(whole).devices().stream().map(BlockDevice::number).toList());
        assertThat(block(scoped).known(one)).isEqualTo(block(whole).known(one));
        for (BlockDevice device : block(scoped).devices()) {
            BlockDevice other = block(whole).numbered(device.number()).orElseThrow();
            assertThat(device.identity()).isEqualTo(other.identity());
            assertThat(device.uses()).as(device.path()).isEqualTo(other.uses());
            if (device.probe().state() != Probe.State.SKIPPED) {
                assertThat(device.probe()).as(device.path()).isEqualTo(other.probe());
            }
        }
    }

    @Test
    final void a7AnInventorySurvivesJson() {
        made(disks.get(0));
        Inventory seen = node.observe();
        assertThat(Inventory.parse(seen.toJson())).isEqualTo(seen);
    }

    @Test
    final void a8TheStampStaysWhileNothingChanges() {
        made(disks.get(0));
        List<String> before = contents();
        Inventory seen = node.observe();
        List<Stamp> stamps = stamps(seen);
        assertThat(stamps(seen)).isEqualTo(stamps);
        assertThat(stamps(node.observe())).isEqualTo(stamps);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    final void a9AnotherHandBreaksTheStampEachTime() {
        needs(Ability.MAKE_VOLUME_GROUP);
        needs(Ability.MAKE_FILE_SYSTEM);
        made(disks.get(0));
        breaksTheStamp(() -> harness.makeVolumeGroup("nr-contract-foreign", disks.get(1)));
        breaksTheStamp(() -> harness.makeFileSystem(disks.get(2)));
    }

    @Test
    final void a10AStepBreaksTheStamp() {
        made(disks.get(0));
        breaksTheStamp(() -> made(disks.get(0), disks.get(1)));
        breaksTheStamp(() -> node.apply(node.plan(
                        Topology.EMPTY,
                        Policy.builder().release(Set.of(ADDRESS)).build()))
                .orThrow());
    }

    private void breaksTheStamp(Runnable change) {
        Inventory seen = node.observe();
        List<Stamp> stamps = stamps(seen);
        change.run();
        List<Optional<Stamp>> after =
                harness.backends().stream().map(b -> b.stamp(seen)).toList();
        assertThat(after).isNotEqualTo(stamps.stream().map(Optional::of).toList());
    }

    private List<Stamp> stamps(Inventory seen) {
        List<Stamp> stamps = new ArrayList<>();
        for (Backend backend : harness.backends()) {
            assertThat(backend.stamp(seen)).as("stamp of '%s'", backend.id()).isPresent();
            stamps.add(backend.stamp(seen).orElseThrow());
        }
        return stamps;
    }

    // ---- B. locks -----------------------------------------------------------------------------------------------

    @Test
    final void b1TheNodesLockIsHeldByOne() {
        try (Node.Lock held = harness.node().lock(LIMIT)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> harness.node().lock(Duration.ofMillis(50)))
                    .isInstanceOfSatisfying(
                            NodeResourceException.class,
                            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.NODE_LOCKED));
        }
        harness.node().lock(LIMIT).close();
    }

    @Test
    final void b2ADevicesLockIsHeldByOneAndClosedTwiceWithoutHarm() {
        BlockDevice device = block(node.observe()).at(disks.get(0)).orElseThrow();
        Node.Lock held = harness.node().claim(device);
        assertThatThrownBy(() -> harness.node().claim(device))
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_LOCKED));
        held.close();
        held.close();
        Node.Lock again = harness.node().claim(device);
        again.close();
    }

    @Test
    final void b3ADeviceThatIsAnotherNowIsNotLocked() {
        BlockDevices block = block(node.observe());
        BlockDevice one = block.at(disks.get(0)).orElseThrow();
        BlockDevice other = block.at(disks.get(1)).orElseThrow();
        BlockDevice mixed = one.toBuilder()
                .identity(other.identity())
                .diskSequence(other.diskSequence())
                .build();
        assertThatThrownBy(() -> harness.node().claim(mixed))
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_CHANGED));
    }

    // ---- C. performing ------------------------------------------------------------------------------------------

    @Test
    final void c1EachStepTypeIsPerformedByOneBackend() {
        StepTypes.assertPerformedByOneEach(harness.backends(), new VolumeGroupKind());
    }

    @Test
    final void c2AVolumeGroupIsMadeOfTwoDisks() {
        Transcript transcript = transcript();
        Plan plan = node.plan(declared(disks.get(0), disks.get(1)));
        ApplyReport report = node.apply(plan);
        assertThat(report.succeeded()).as(report.render()).isTrue();
        transcript.plan(plan).report(report).lvm(node.observe(), PREFIX);
        transcript.plan(node.plan(declared(disks.get(0), disks.get(1))));
        compare("create", transcript.toString());
    }

    @Test
    final void c3AVolumeGroupIsExtendedByExactlyTheMissingDisk() {
        made(disks.get(0), disks.get(1));
        Transcript transcript = transcript();
        List<String> untouched = List.of(content(disks.get(3)));
        Plan plan = node.plan(declared(disks.get(0), disks.get(1), disks.get(2)));
        transcript.plan(plan).report(node.apply(plan)).lvm(node.observe(), PREFIX);
        transcript.plan(node.plan(declared(disks.get(0), disks.get(1), disks.get(2))));
        compare("extend", transcript.toString());
        assertThat(List.of(content(disks.get(3)))).isEqualTo(untouched);
    }

    @Test
    final void c4AGrownDiskGrowsItsPhysicalVolume() {
        needs(Ability.GROW);
        made(disks.get(0), disks.get(1));
        harness.grow(disks.get(0));
        Transcript transcript = transcript();
        Plan plan = node.plan(declared(disks.get(0), disks.get(1)));
        transcript.plan(plan).report(node.apply(plan)).lvm(node.observe(), PREFIX);
        transcript.plan(node.plan(declared(disks.get(0), disks.get(1))));
        compare("grow", transcript.toString());
    }

    @Test
    final void c5AnUnmarkedVolumeGroupIsLeftAloneUntilItsAdoptionIsAskedFor() {
        needs(Ability.MAKE_VOLUME_GROUP);
        harness.makeVolumeGroup(NAME, disks.get(0));
        Transcript transcript = transcript();
        transcript.plan(node.plan(declared(disks.get(0))));
        transcript.plan(node.plan(declared(disks.get(0), disks.get(1))));
        Policy adopt = Policy.builder().adopt(Set.of(ADDRESS)).build();
        Plan plan = node.plan(declared(disks.get(0), disks.get(1)), adopt);
        transcript.plan(plan).report(node.apply(plan)).lvm(node.observe(), PREFIX);
        transcript.plan(node.plan(declared(disks.get(0), disks.get(1))));
        compare("adopt", transcript.toString());
    }

    @Test
    final void c6AReleasedVolumeGroupLosesItsMarkAndNothingElse() {
        made(disks.get(0), disks.get(1));
        VolumeGroup before = group();
        Transcript transcript = transcript();
        Policy release = Policy.builder().release(Set.of(ADDRESS)).build();
        Plan plan = node.plan(Topology.EMPTY, release);
        transcript.plan(plan).report(node.apply(plan)).lvm(node.observe(), PREFIX);
        transcript.plan(node.plan(Topology.EMPTY));
        compare("release", transcript.toString());
        assertThat(group().uuid()).isEqualTo(before.uuid());
        assertThat(group().sequence()).isEqualTo(before.sequence() + 1);
    }

    @Test
    final void c7RepeatingAStepIsHarmless() {
        Plan create = node.plan(declared(disks.get(0), disks.get(1)));
        node.apply(create).orThrow();
        repeat(create);
        Plan extend = node.plan(declared(disks.get(0), disks.get(1), disks.get(2)));
        node.apply(extend).orThrow();
        repeat(extend);
        Plan release = node.plan(
                Topology.EMPTY, Policy.builder().release(Set.of(ADDRESS)).build());
        node.apply(release).orThrow();
        repeat(release);
        Plan adopt = node.plan(
                declared(disks.get(0), disks.get(1), disks.get(2)),
                Policy.builder().adopt(Set.of(ADDRESS)).build());
        node.apply(adopt).orThrow();
        repeat(adopt);
    }

    @Test
    final void c8AStepThatTheBackendDoesNotPerformIsRefused() {
        Step unknown = new NoStep(ADDRESS);
        Inventory now = node.observe();
        for (Backend backend : harness.backends()) {
            assertThatThrownBy(() -> backend.perform(unknown, new StepContext(now, LIMIT, message -> {})))
                    .as(backend.id())
                    .isInstanceOf(NodeResourceException.class);
        }
        assertThat(node.observe().fingerprint()).isEqualTo(now.fingerprint());
    }

    @Test
    final void c9AStepOnADeviceThatIsGoneFailsAndChangesNothing() {
        Inventory now = node.observe();
        BlockDevice device = block(now).at(disks.get(0)).orElseThrow();
        DeviceTarget gone = new DeviceTarget(
                new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "NR-NO-SUCH-DISK"), device.size(), "/dev/nr-none");
        Step step = new CreatePhysicalVolume(ADDRESS, gone, "aaaaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaaaa", "a test");
        assertThatThrownBy(() -> perform(step, now)).isInstanceOf(NodeResourceException.class);
        assertThat(node.observe().fingerprint()).isEqualTo(now.fingerprint());
    }

    // ---- D. what is in the way ----------------------------------------------------------------------------------

    @Test
    final void d1ADiskOfAnotherVolumeGroupIsRefusedAndBitIdenticalAfter() {
        needs(Ability.MAKE_VOLUME_GROUP);
        harness.makeVolumeGroup("nr-contract-foreign", disks.get(1));
        List<String> before = contents();
        Plan plan = node.plan(declared(disks.get(0), disks.get(1)));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(r -> r.code().id()).containsExactly("device/foreign-pv");
        assertThat(plan.refusals()).extracting(Refusal::consent).containsOnlyNulls();
        node.apply(plan);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    final void d2ADirtyDiskIsRefusedAndBitIdenticalAfter() {
        needs(Ability.MAKE_FILE_SYSTEM);
        harness.makeFileSystem(disks.get(1));
        List<String> before = contents();
        Plan plan = node.plan(declared(disks.get(0), disks.get(1)));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(r -> r.code().id()).containsExactly("device/has-signature");
        node.apply(plan);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    final void d3ADiskThatGetsDirtyAfterThePlanIsNotWritten() {
        needs(Ability.MAKE_FILE_SYSTEM);
        Plan plan = node.plan(declared(disks.get(0), disks.get(1)));
        harness.makeFileSystem(disks.get(1));
        List<String> before = List.of(content(disks.get(1)));
        ApplyReport report = node.apply(plan);
        assertThat(report.outcomes())
                .extracting(o -> o.outcome().kind())
                .containsExactly(Outcome.Kind.CHANGED, Outcome.Kind.STALE, Outcome.Kind.NOT_ATTEMPTED);
        assertThat(report.outcomes().get(1).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Stale.class,
                        s -> assertThat(s.code()).isEqualTo(StandardErrorCode.DEVICE_HAS_SIGNATURE));
        assertThat(List.of(content(disks.get(1)))).isEqualTo(before);
    }

    @Test
    final void d4AFailureStopsWhatDependsOnItAndNothingElse() {
        needs(Ability.MAKE_FILE_SYSTEM);
        Topology two = Topology.of(
                spec("nr-contract-a", disks.get(0)),
                spec("nr-contract-b", disks.get(1)),
                spec("nr-contract-c", disks.get(2)));
        Plan plan = node.plan(two);
        harness.makeFileSystem(disks.get(1));
        ApplyReport report = node.apply(plan);
        assertThat(report.failures())
                .extracting(o -> o.planned().step().address().name())
                .containsOnly("nr-contract-b");
        assertThat(lvm(node.observe()).volumeGroups().stream()
                        .map(VolumeGroup::name)
                        .filter(n -> n.startsWith(PREFIX)))
                .containsExactly("nr-contract-a", "nr-contract-c");
    }

    @Test
    final void d5AConsentWipesWhatItWasGivenForAndNothingElse() {
        needs(Ability.MAKE_FILE_SYSTEM);
        harness.makeFileSystem(disks.get(0));
        harness.makeFileSystem(disks.get(1));
        String hash = String.valueOf(
                node.plan(declared(disks.get(0))).refusals().get(0).consent());
        Policy consent = Policy.builder()
                .consents(List.of(
                        new Consent(hash, harness.node().clock().instant().plus(Duration.ofHours(1)))))
                .build();
        List<String> other = List.of(content(disks.get(1)));
        assertThat(node.plan(Topology.of(spec(NAME, disks.get(1))), consent).steps())
                .as("a consent for another disk")
                .isEmpty();

        Plan plan = node.plan(declared(disks.get(0)), consent);
        assertThat(plan.steps()).extracting(s -> s.step().verb()).containsExactly(Verb.WIPE, Verb.CREATE, Verb.CREATE);
        ApplyReport report = node.apply(plan);
        assertThat(report.succeeded()).as(report.render()).isTrue();
        assertThat(group().pvCount()).isEqualTo(1);
        assertThat(List.of(content(disks.get(1)))).isEqualTo(other);
    }

    // ---- E. cut off ---------------------------------------------------------------------------------------------

    @Test
    final void e1ARunThatWasCutOffGoesOnWhereItStopped() {
        Cancellation stop = new Cancellation();
        ApplyOptions afterOneStep = ApplyOptions.builder()
                .cancellation(stop)
                .listener(new ApplyListener() {
                    @Override
                    public void stepEnded(StepOutcome outcome) {
                        stop.cancel();
                    }
                })
                .build();
        ApplyReport cut = node.apply(node.plan(declared(disks.get(0), disks.get(1))), afterOneStep);
        assertThat(cut.outcomes())
                .extracting(o -> o.outcome().kind())
                .containsExactly(Outcome.Kind.CHANGED, Outcome.Kind.NOT_ATTEMPTED, Outcome.Kind.NOT_ATTEMPTED);

        Plan rest = node.plan(declared(disks.get(0), disks.get(1)));
        assertThat(rest.refusals()).isEmpty();
        assertThat(rest.steps())
                .extracting(s -> s.step().getClass().getSimpleName())
                .containsExactly(CreatePhysicalVolume.class.getSimpleName(), CreateVolumeGroup.class.getSimpleName());
        node.apply(rest).orThrow();
        assertThat(node.plan(declared(disks.get(0), disks.get(1))).isEmpty()).isTrue();
        assertThat(group().pvCount()).isEqualTo(2);
    }

    @Test
    final void e2AnOldPlanThatWasAppliedAlreadyChangesNothing() {
        Plan plan = node.plan(declared(disks.get(0), disks.get(1)));
        node.apply(plan).orThrow();
        Inventory before = node.observe();
        ApplyReport again = node.apply(plan);
        assertThat(again.changed()).as(again.render()).isFalse();
        assertThat(node.observe().fingerprint()).isEqualTo(before.fingerprint());
        assertThat(lvm(node.observe())).isEqualTo(lvm(before));
    }

    // ---- tools --------------------------------------------------------------------------------------------------

    private void needs(Ability ability) {
        assumeTrue(harness.abilities().contains(ability), () -> "the harness has no ability " + ability);
    }

    private static VolumeGroupSpec spec(String name, String... paths) {
        return VolumeGroupSpec.builder(name).from(DeviceSource.devices(paths)).build();
    }

    private static Topology declared(String... paths) {
        return Topology.of(spec(NAME, paths));
    }

    private void made(String... paths) {
        ApplyReport report = node.apply(node.plan(declared(paths)));
        assertThat(report.succeeded()).as(report.render()).isTrue();
    }

    private Observation observation(Scope scope) {
        Inventory empty =
                Inventory.of(harness.identity().name(), harness.node().clock().instant(), List.of());
        return new Observation(scope, empty, LIMIT);
    }

    private Inventory observe(Scope scope) {
        Inventory seen = observation(scope).soFar();
        for (Backend backend : harness.backends()) {
            for (Section<?> section : backend.observe(new Observation(scope, seen, LIMIT))) {
                seen = seen.with(section);
            }
        }
        return seen;
    }

    private void repeat(Plan plan) {
        Inventory before = node.observe();
        for (PlannedStep planned : plan.steps()) {
            perform(planned.step(), before);
        }
        Inventory after = node.observe();
        assertThat(lvm(after)).isEqualTo(lvm(before));
        assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
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
                block(now)
                        .known(target.identity())
                        .forEach(d -> locks.add(harness.node().claim(d)));
            }
            backend.perform(step, new StepContext(now, LIMIT, message -> {}));
        } finally {
            locks.forEach(Node.Lock::close);
        }
    }

    private static BlockDevices block(Inventory inventory) {
        return inventory.seen(BlockDevices.SECTION).orElseThrow();
    }

    private static Lvm lvm(Inventory inventory) {
        return inventory.seen(Lvm.SECTION).orElseThrow();
    }

    private VolumeGroup group() {
        List<VolumeGroup> named = lvm(node.observe()).named(NAME);
        assertThat(named).hasSize(1);
        return named.get(0);
    }

    private List<String> contents() {
        return disks.stream().map(this::content).toList();
    }

    private String content(String disk) {
        return harness.abilities().contains(Ability.WITNESS) ? harness.contentOf(disk) : "no witness";
    }

    private Transcript transcript() {
        return new Transcript(harness.identity().name(), disks, node.observe());
    }

    /** Compares what happened with what happens on every node. */
    void compare(String name, String transcript) {
        String file = "contract/" + name + ".txt";
        try (InputStream in = BackendContract.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the testkit has no " + file);
            }
            assertThat(transcript).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
