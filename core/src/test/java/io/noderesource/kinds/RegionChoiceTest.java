package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.MapLocation;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.LedgerDevice;
import io.noderesource.plan.LedgerEntry;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepCodec;
import io.noderesource.plan.Violation;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a volume group gets of regions: every way of it, and every way in which it gets nothing. */
class RegionChoiceTest {

    private static final NodeIdentity NODE = new NodeIdentity("edge-1", Map.of());
    private static final ResourceAddress ADDRESS = new ResourceAddress("volumegroup", "vg-pmem");
    private static final String UUID = "6d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final String LAYOUT = "7d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final ByteSize SIZE = ByteSize.ofMebibytes(256);
    private static final Planner PLANNER = Planner.of(List.of(new VolumeGroupKind()));

    private final List<PmemDimm> dimms = new ArrayList<>();
    private final List<PmemRegion> regions = new ArrayList<>();
    private final List<PmemNamespace> namespaces = new ArrayList<>();
    private final List<BlockDevice> devices = new ArrayList<>();
    private Ledger ledger = Ledger.empty("salt");

    // ---- a node

    private static PmemDimm dimm(int number, boolean locked, long labels) {
        return Regions.dimm(number, "8680-" + number, locked, labels);
    }

    private static PmemRegion region(
            int number, List<String> on, boolean labelled, ByteSize free, boolean enabled, boolean readOnly) {
        return new PmemRegion(
                "region" + number,
                "ndbus0",
                on,
                -1,
                SIZE,
                free,
                free,
                ByteSize.ZERO,
                ByteSize.ofMebibytes(16),
                1,
                labelled,
                enabled,
                readOnly,
                "namespace9.0",
                PmemRegion.Persistence.UNKNOWN);
    }

    private void labelled(int number, ByteSize free) {
        dimms.add(dimm(number, false, 509));
        regions.add(region(number, List.of("nmem" + number), true, free, true, false));
    }

    /** A module as it comes from the shop. */
    private void bare(int number, Probe content) {
        dimms.add(dimm(number, false, 1016));
        regions.add(region(number, List.of("nmem" + number), false, ByteSize.ZERO, true, false));
        namespace(number, null, null, Mode.RAW, true);
        device(number, "boot disk sequence " + number, DeviceIdentity.Kind.THIS_BOOT, content);
    }

    private void namespace(int region, @Nullable String uuid, @Nullable String label, Mode mode, boolean enabled) {
        namespaces.add(new PmemNamespace(
                "namespace" + region + ".0",
                "region" + region,
                uuid,
                mode == Mode.FSDAX ? LAYOUT : null,
                label,
                mode,
                ByteSize.ZERO,
                SIZE,
                SIZE,
                512,
                ByteSize.ZERO,
                MapLocation.NONE,
                enabled,
                enabled ? "/dev/pmem" + region : null,
                List.of()));
    }

    private void device(int number, String identity, DeviceIdentity.Kind kind, Probe content) {
        devices.add(BlockDevice.builder("pmem" + number, new DeviceNumber(259, number), SIZE)
                .type(DeviceType.PMEM)
                .identity(new DeviceIdentity(kind, identity))
                .probe(content)
                .udev(new UdevRecord(UdevRecord.State.READY, content.signatures()))
                .build());
    }

    private static Probe blank() {
        return new Probe(Probe.State.DONE, null, List.of(), Probe.Content.ZEROS, null);
    }

    private static Probe ext4() {
        return new Probe(
                Probe.State.DONE,
                null,
                List.of(new Signature("ext4", Signature.Usage.FILESYSTEM, null, null, 1080)),
                Probe.Content.DATA,
                null);
    }

    private Section<Pmem> pmem() {
        return Section.complete(Pmem.SECTION, new Pmem(List.of(), dimms, regions, namespaces, ByteSize.ZERO));
    }

    private Plan plan(Section<Pmem> pmem, ResourceSpec... desired) {
        Inventory inventory = Inventory.of(
                "edge-1",
                Instant.EPOCH,
                List.of(
                        Section.complete(BlockDevices.SECTION, new BlockDevices("boot", devices, List.of())),
                        Section.complete(Lvm.SECTION, new Lvm("test", List.of(), List.of(), List.of())),
                        pmem));
        return PLANNER.plan(new PlanRequest(NODE, List.of(desired), inventory, ledger, Policy.defaults()));
    }

    private Plan plan(String... on) {
        return plan(pmem(), group("vg-pmem", on));
    }

    private static ResourceSpec group(String name, String... on) {
        return VolumeGroupSpec.builder(name)
                .from(new DeviceSource.PmemRegions(List.of(on)))
                .build();
    }

    private static List<Class<?>> types(Plan plan) {
        List<Class<?>> types = new ArrayList<>();
        plan.steps().forEach(s -> types.add(s.step().getClass()));
        return types;
    }

    private static String mark() {
        return PmemMark.of(
                        new PlanRequest(
                                NODE,
                                List.of(),
                                Inventory.of("edge-1", Instant.EPOCH, List.of()),
                                Ledger.empty("salt"),
                                Policy.defaults()),
                        ADDRESS)
                .name();
    }

    private void assertRefused(ErrorCode code, String fact, String... on) {
        Plan plan = plan(on);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(code);
        assertThat(String.join("; ", plan.refusals().get(0).facts())).contains(fact);
    }

    // ---- what it gets

    @Test
    void aBareModuleGetsLabelsANamespaceAndAPv() {
        bare(0, blank());
        Plan plan = plan("region0");
        assertThat(plan.refusals()).isEmpty();
        assertThat(types(plan))
                .containsExactly(
                        InitializeLabels.class,
                        CreateNamespace.class,
                        CreatePhysicalVolume.class,
                        CreateVolumeGroup.class);
        CreateNamespace create = (CreateNamespace) plan.steps().get(1).step();
        assertThat(create.size()).isEqualTo(SIZE);
        assertThat(plan.steps().get(2).step().writes()).containsExactly(create.device());
        assertThat(create.device().size()).isNull();
    }

    /** Labels, namespace and PV of a region are one. */
    @Test
    void aRegionCountsOnceAsWhatOneRunMayClaim() {
        bare(0, blank());
        for (Mode mode : List.of(Mode.FSDAX, Mode.RAW)) {
            ResourceSpec declared = VolumeGroupSpec.builder("vg-pmem")
                    .from(new DeviceSource.PmemRegions(List.of("region0"))
                            .as(DeviceSource.RegionMode.valueOf(mode.name())))
                    .build();
            Set<DeviceTarget> claimed = new HashSet<>();
            plan(pmem(), declared).steps().forEach(s -> claimed.addAll(s.step().claims()));
            assertThat(claimed).as("%s", mode).hasSize(1);
        }
    }

    @Test
    void aSavedPlanIsTheSame() {
        bare(0, blank());
        StepCodec codec = StepCodec.of(new VolumeGroupKind().steps());
        for (var planned : plan("region0").steps()) {
            Step read = codec.read(codec.line(planned.step()));
            assertThat(read).isEqualTo(planned.step());
        }
    }

    @Test
    void aRegionWithLabelsGivesItsLargestExtent() {
        labelled(0, ByteSize.ofMebibytes(100));
        assertThat(((CreateNamespace) plan("region0").steps().get(0).step()).size())
                .isEqualTo(ByteSize.ofMebibytes(96));
    }

    @Test
    void ourNamespaceIsTaken() {
        labelled(0, ByteSize.ZERO);
        namespace(0, UUID, mark(), Mode.FSDAX, true);
        device(0, "uuid." + LAYOUT, DeviceIdentity.Kind.WWN, blank());
        assertThat(types(plan("region0"))).containsExactly(CreatePhysicalVolume.class, CreateVolumeGroup.class);
    }

    @Test
    void oneThatWasCutOffIsFinishedWithItsUuid() {
        labelled(0, ByteSize.ZERO);
        namespace(0, UUID, mark() + PmemMark.UNFINISHED, Mode.RAW, false);
        CreateNamespace create =
                (CreateNamespace) plan("region0").steps().get(0).step();
        assertThat(create.uuid()).isEqualTo(UUID);
        assertThat(create.raw()).isNull();
    }

    /** Our making leaves no layout under that name, but for sectors: what has one is somebody's by now, and may be in use. */
    @Test
    void oneThatWasCutOffAndThatSomebodyHasTakenIsLeftAlone() {
        labelled(0, ByteSize.ZERO);
        namespace(0, UUID, mark() + PmemMark.UNFINISHED, Mode.RAW, false);
        CreateNamespace planned =
                (CreateNamespace) plan("region0").steps().get(0).step();
        for (Mode mode : List.of(Mode.FSDAX, Mode.DEVDAX, Mode.SECTOR, Mode.UNKNOWN)) {
            for (boolean enabled : new boolean[] {true, false}) {
                namespaces.clear();
                namespace(0, UUID, mark() + PmemMark.UNFINISHED, mode, enabled);
                assertRefused(
                        StandardErrorCode.PMEM_NAMESPACE_CHANGED, mode.name().toLowerCase(Locale.ROOT), "region0");
                assertThat(violated(planned)).contains(StandardErrorCode.PMEM_NAMESPACE_CHANGED);
            }
        }
    }

    /** The kernel has that mode for what has no layout where it would map its pages. */
    @Test
    void oneThatWasCutOffIsFinishedWhateverTheKernelHasForNoLayout() {
        labelled(0, ByteSize.ZERO);
        namespace(0, UUID, mark() + PmemMark.UNFINISHED, Mode.FSDAX, false);
        PmemNamespace n = namespaces.get(0);
        namespaces.set(
                0,
                new PmemNamespace(
                        n.name(),
                        n.region(),
                        n.uuid(),
                        null,
                        n.label(),
                        n.mode(),
                        n.offset(),
                        n.size(),
                        n.usable(),
                        n.sectorSize(),
                        n.alignment(),
                        n.mapLocation(),
                        n.enabled(),
                        n.blockDevice(),
                        n.daxDevices()));
        assertIsFinished(plan("region0"));
    }

    @Test
    void sectorsThatWereBeingLaidOutAreFinished() {
        labelled(0, ByteSize.ZERO);
        ResourceSpec sectors = VolumeGroupSpec.builder("vg-pmem")
                .from(new DeviceSource.PmemRegions(List.of("region0")).as(DeviceSource.RegionMode.SECTOR))
                .build();
        for (Mode mode : List.of(Mode.SECTOR, Mode.RAW)) {
            namespaces.clear();
            namespace(0, UUID, mark() + PmemMark.UNFINISHED, mode, false);
            assertIsFinished(plan(pmem(), sectors));
        }
    }

    private void assertIsFinished(Plan plan) {
        assertThat(plan.refusals()).isEmpty();
        Step first = plan.steps().get(0).step();
        assertThat(first).isInstanceOf(CreateNamespace.class);
        assertThat(violated(first)).isEmpty();
    }

    /** What of a step's conditions does not hold on the node as it is. */
    private List<ErrorCode> violated(Step step) {
        Inventory now = Inventory.of(
                "edge-1",
                Instant.EPOCH,
                List.of(Section.complete(BlockDevices.SECTION, new BlockDevices("boot", devices, List.of())), pmem()));
        List<ErrorCode> violated = new ArrayList<>();
        step.preconditions().forEach(c -> c.check(now).ifPresent(v -> violated.add(v.code())));
        return violated;
    }

    @Test
    void aDisabledOneIsEnabledFirstAndNothingElse() {
        labelled(0, ByteSize.ZERO);
        labelled(1, SIZE);
        namespace(0, UUID, mark(), Mode.RAW, false);
        assertThat(types(plan("region0", "region1"))).containsExactly(EnableNamespace.class);
    }

    @Test
    void aBlankOneWithoutALayoutIsFinished() {
        labelled(0, ByteSize.ZERO);
        namespace(0, UUID, mark(), Mode.RAW, true);
        device(0, "uuid." + UUID, DeviceIdentity.Kind.WWN, blank());
        CreateNamespace create =
                (CreateNamespace) plan("region0").steps().get(0).step();
        assertThat(create.raw()).isNotNull();
        assertThat(create.preconditions()).anyMatch(c -> c.describe().contains("pmem0"));
    }

    @Test
    void aRegionThatIsNotThereIsAwaited() {
        Plan plan = plan("region0");
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.notices()).anyMatch(n -> n.code() == StandardErrorCode.PMEM_REGION_ABSENT);
    }

    // ---- what it does not get

    /** An error in listing never leads to creating. */
    @Test
    void nothingIsMadeOfWhatWasNotSeenWholly() {
        labelled(0, SIZE);
        Pmem seen = new Pmem(List.of(), dimms, regions, namespaces, ByteSize.ZERO);
        for (Section<Pmem> section : List.of(
                Section.unavailable(Pmem.SECTION, "no answer"), Section.partial(Pmem.SECTION, seen, "no answer"))) {
            Plan plan = plan(section, group("vg-pmem", "region0"));
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.refusals())
                    .extracting(Refusal::code)
                    .containsExactly(StandardErrorCode.SECTION_UNAVAILABLE);
        }
    }

    @Test
    void aBareModuleWithContentKeepsIt() {
        bare(0, ext4());
        assertRefused(StandardErrorCode.DEVICE_HAS_SIGNATURE, "ext4", "region0");
    }

    @Test
    void aBareModuleThatCouldNotBeReadKeepsWhatItHas() {
        bare(0, Probe.unknown(Probe.State.TIMED_OUT, "no answer"));
        assertRefused(StandardErrorCode.DEVICE_NOT_PROBED, "no answer", "region0");
    }

    @Test
    void oneRefusedRegionKeepsTheGroupFromBeingMade() {
        labelled(0, SIZE);
        bare(1, ext4());
        assertRefused(StandardErrorCode.DEVICE_HAS_SIGNATURE, "ext4", "region0", "region1");
    }

    @Test
    void aModuleWithoutRoomForLabelsGetsNone() {
        bare(0, blank());
        dimms.set(0, dimm(0, false, 0));
        assertRefused(StandardErrorCode.PMEM_NO_LABELS, "nmem0 has no room", "region0");
    }

    @Test
    void aModuleUnderTwoRegionsGetsNoLabels() {
        bare(0, blank());
        regions.add(region(1, List.of("nmem0"), false, ByteSize.ZERO, true, false));
        assertRefused(StandardErrorCode.PMEM_NO_LABELS, "region1 is on the same module", "region0");
    }

    @Test
    void aLockedModuleADisabledAndAReadOnlyRegionAreLeftAlone() {
        labelled(0, SIZE);
        labelled(1, SIZE);
        labelled(2, SIZE);
        dimms.set(0, dimm(0, true, 509));
        regions.set(1, region(1, List.of("nmem1"), true, SIZE, false, false));
        regions.set(2, region(2, List.of("nmem2"), true, SIZE, true, true));
        assertRefused(StandardErrorCode.PMEM_REGION_UNUSABLE, "locked", "region0");
        assertRefused(StandardErrorCode.PMEM_REGION_UNUSABLE, "no driver", "region1");
        assertRefused(StandardErrorCode.PMEM_REGION_UNUSABLE, "read-only", "region2");
    }

    @Test
    void aFullRegionIsRefusedWithWhatItHas() {
        labelled(0, ByteSize.ofMebibytes(15));
        assertRefused(StandardErrorCode.PMEM_FULL, "with 15 MiB free in all", "region0");
    }

    /** The kernel has taken one that is there for the seed; one of ours that is being made gives that up when it is enabled. */
    @Test
    void aRegionWithoutASeedIsRefusedUnlessOursIsIt() {
        labelled(0, SIZE);
        PmemRegion region = regions.get(0);
        regions.set(0, Regions.with(region, region.alignment(), null));
        assertRefused(StandardErrorCode.PMEM_NO_SEED, "the kernel has no seed", "region0");
        regions.set(0, Regions.with(region, region.alignment(), "namespace0.0"));
        assertThat(plan("region0").refusals()).isEmpty();
        String another = mark().replaceFirst("-[0-9a-f]{8}$", "-00000000.new");
        for (String theirs : List.of("theirs", mark().replaceFirst("nr-.", "nr-_"), "")) {
            namespaces.clear();
            namespace(0, UUID, theirs, Mode.RAW, false);
            assertRefused(StandardErrorCode.PMEM_NO_SEED, "namespace0.0, which has", "region0");
        }
        namespaces.clear();
        namespace(0, UUID, another, Mode.RAW, true);
        assertRefused(StandardErrorCode.PMEM_NO_SEED, another, "region0");
        namespaces.clear();
        namespace(0, UUID, another, Mode.RAW, false);
        Plan plan = plan("region0");
        assertThat(plan.refusals()).isEmpty();
        Inventory now = Inventory.of("edge-1", Instant.EPOCH, List.of(pmem()));
        assertThat(plan.steps().get(0).step().preconditions().stream().flatMap(c -> c.check(now).stream()))
                .extracting(Violation::code)
                .as("as long as it is not enabled")
                .containsExactly(StandardErrorCode.PMEM_NO_SEED);
    }

    /** The kernel has nothing to show for such labels, and would lay a new namespace over what lies there. */
    @Test
    void whereLabelsAreHiddenNothingIsMadeAndNothingIsFinished() {
        labelled(0, SIZE);
        Plan before = plan("region0");
        PmemRegion region = regions.get(0);
        regions.set(0, Regions.hiding(region, ByteSize.ofMebibytes(16)));
        assertRefused(StandardErrorCode.PMEM_HIDDEN_LABELS, "labels hold 16 MiB of region0", "region0");
        assertThat(violated(before.steps().get(0).step())).containsExactly(StandardErrorCode.PMEM_HIDDEN_LABELS);
        namespace(0, UUID, mark() + ".new", Mode.RAW, false);
        assertRefused(StandardErrorCode.PMEM_HIDDEN_LABELS, "labels hold", "region0");
        regions.set(0, region);
        Step finish = plan("region0").steps().get(0).step();
        regions.set(0, Regions.hiding(region, ByteSize.ofMebibytes(16)));
        assertThat(violated(finish)).containsExactly(StandardErrorCode.PMEM_HIDDEN_LABELS);
    }

    /** In mode sector the layout is put on what was cleared, so that content under it is somebody's. */
    @Test
    void contentUnderTheSectorsOfAnUnfinishedNamespaceIsKept() {
        labelled(0, ByteSize.ZERO);
        namespace(0, UUID, mark() + ".new", Mode.SECTOR, true);
        ResourceSpec wanted = VolumeGroupSpec.builder("vg-pmem")
                .from(new DeviceSource.PmemRegions(List.of("region0")).as(DeviceSource.RegionMode.SECTOR))
                .build();
        device(0, "uuid." + UUID, DeviceIdentity.Kind.WWN, blank());
        assertThat(plan(pmem(), wanted).refusals()).isEmpty();
        assertThat(plan(pmem(), wanted).steps()).isNotEmpty();
        devices.clear();
        device(
                0,
                "uuid." + UUID,
                DeviceIdentity.Kind.WWN,
                new Probe(Probe.State.DONE, null, List.of(), Probe.Content.DATA, null));
        assertThat(plan(pmem(), wanted).steps()).isEmpty();
        assertThat(plan(pmem(), wanted).refusals())
                .extracting(Refusal::code)
                .containsExactly(StandardErrorCode.DEVICE_HAS_CONTENT);
    }

    /** A ledger may have been lost, and the kernel numbers regions anew. */
    @Test
    void whatMayBeWhereNothingIsShownIsNotMadeAgain() {
        labelled(0, SIZE);
        labelled(1, SIZE);
        PmemDimm module = dimms.get(1);
        PmemRegion region = regions.get(1);
        assertMade();
        dimms.set(1, dimm(1, true, 509));
        assertRefused(StandardErrorCode.PMEM_REGION_UNUSABLE, "the module nmem1 is locked", "region0");
        remember();
        assertMade();
        ledger = Ledger.empty("another salt");
        dimms.set(1, module);
        regions.set(1, region(1, List.of("nmem1"), true, ByteSize.ZERO, false, false));
        assertRefused(StandardErrorCode.PMEM_REGION_UNUSABLE, "the kernel has no driver on region1", "region0");
        regions.set(1, region(1, List.of("nmem1"), false, ByteSize.ZERO, false, false));
        assertMade();
        regions.set(1, Regions.hiding(region, ByteSize.ofMebibytes(16)));
        assertRefused(StandardErrorCode.PMEM_HIDDEN_LABELS, "nothing is remembered of volumegroup/vg-pmem", "region0");
        remember();
        assertMade();
    }

    private void assertMade() {
        Plan plan = plan("region0");
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.steps().get(0).step()).isInstanceOf(CreateNamespace.class);
    }

    private void remember() {
        ledger = Ledger.empty("salt").with(new LedgerEntry(ADDRESS, null, List.of()));
    }

    @Test
    void namespacesOfOthersAreNeitherTakenNorChanged() {
        for (Mode mode : Mode.values()) {
            for (boolean enabled : new boolean[] {true, false}) {
                namespaces.clear();
                regions.clear();
                dimms.clear();
                labelled(0, ByteSize.ZERO);
                namespace(0, UUID, mark().replace('-', '_'), mode, enabled);
                assertRefused(StandardErrorCode.PMEM_FULL, "largest", "region0");
            }
        }
    }

    @Test
    void oursInAnotherModeIsRefused() {
        labelled(0, ByteSize.ZERO);
        namespace(0, UUID, mark(), Mode.DEVDAX, true);
        assertRefused(StandardErrorCode.PMEM_NAMESPACE_CHANGED, "devdax", "region0");
    }

    @Test
    void oursWithoutALayoutAndWithContentIsRefused() {
        labelled(0, ByteSize.ZERO);
        namespace(0, UUID, mark(), Mode.RAW, true);
        device(0, "uuid." + UUID, DeviceIdentity.Kind.WWN, ext4());
        assertRefused(StandardErrorCode.PMEM_NAMESPACE_CHANGED, "with content", "region0");
    }

    @Test
    void twoGroupsOnOneRegionGetNothing() {
        labelled(0, SIZE);
        Plan plan = plan(pmem(), group("vg-a", "region0"), group("vg-b", "region0"));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals())
                .extracting(Refusal::code)
                .containsExactly(StandardErrorCode.CLAIMED_TWICE, StandardErrorCode.CLAIMED_TWICE);
    }

    private static ResourceSpec part(String name, String size, DeviceSource.@Nullable RegionMode mode) {
        return VolumeGroupSpec.builder(name)
                .from(new DeviceSource.PmemRegions(
                        List.of("region0"), RegionSize.parse(size).orElseThrow(), mode))
                .build();
    }

    @Test
    void aPartHasItsSizeItsModeAndItsReason() {
        labelled(0, SIZE);
        CreateNamespace create = (CreateNamespace) plan(pmem(), part("vg-pmem", "30%", DeviceSource.RegionMode.SECTOR))
                .steps()
                .get(0)
                .step();
        assertThat(create.size()).isEqualTo(ByteSize.ofMebibytes(64));
        assertThat(create.mode()).isEqualTo(Mode.SECTOR);
        assertThat(create.summary()).startsWith("make and clear a sector namespace of 64 MiB in region0");
        assertThat(create.reason()).contains("30% of its 256 MiB, 76.79 MiB");
        CreateNamespace raw = (CreateNamespace) plan(pmem(), part("vg-pmem", "64Mi", DeviceSource.RegionMode.RAW))
                .steps()
                .get(0)
                .step();
        assertThat(raw.layoutUuid()).isEqualTo(raw.uuid());
        assertThat(raw.device().identity().value()).isEqualTo("uuid." + raw.uuid());
        StepCodec codec = StepCodec.of(new VolumeGroupKind().steps());
        for (Step step : List.of(create, raw)) {
            assertThat(codec.read(codec.line(step))).isEqualTo(step);
        }
    }

    @Test
    void partsOfOneBareModuleEachPlanItsLabels() {
        bare(0, blank());
        Plan plan = plan(pmem(), part("vg-a", "50%", null), part("vg-b", "50%", null));
        assertThat(plan.refusals()).isEmpty();
        assertThat(types(plan))
                .hasSize(8)
                .filteredOn(InitializeLabels.class::equals)
                .hasSize(2);
    }

    @Test
    void aPartOfMoreThanIsLeftIsRefusedWithWhoHasIt() {
        labelled(0, SIZE);
        Plan plan = plan(pmem(), part("vg-a", "192Mi", null), part("vg-b", "50%", null));
        assertThat(plan.steps()).hasSize(3);
        assertThat(plan.refusals()).singleElement().satisfies(r -> {
            assertThat(r.code()).isEqualTo(StandardErrorCode.PMEM_FULL);
            assertThat(r.facts()).anyMatch(f -> f.equals("192 MiB of that are for volumegroup/vg-a"));
        });
    }

    @Test
    void aPartAndAllOfARegionGetNothing() {
        labelled(0, SIZE);
        Plan plan = plan(pmem(), part("vg-a", "50%", null), group("vg-b", "region0"));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals())
                .extracting(Refusal::code)
                .containsExactly(StandardErrorCode.CLAIMED_TWICE, StandardErrorCode.CLAIMED_TWICE);
    }

    /** The region's alignment is another one than it was. */
    @Test
    void aSavedPlanOfAnotherAlignmentIsStale() {
        labelled(0, SIZE);
        Step step = plan(pmem(), part("vg-pmem", "64Mi", null)).steps().get(0).step();
        PmemRegion coarse = regions.get(0);
        regions.set(0, Regions.with(coarse, ByteSize.ofMebibytes(128), coarse.seed()));
        Inventory now = Inventory.of("edge-1", Instant.EPOCH, List.of(pmem()));
        assertThat(step.preconditions().stream().flatMap(c -> c.check(now).stream()))
                .singleElement()
                .satisfies(v -> assertThat(v.code()).isEqualTo(StandardErrorCode.PMEM_BAD_SIZE));
    }

    @Test
    void aSavedPlanMakesNoLayoutWhereThereIsNone() {
        RegionTarget region = new RegionTarget("region0", List.of("8680-0"), SIZE);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new CreateNamespace(ADDRESS, region, UUID, LAYOUT, Mode.RAW, mark(), SIZE, null, "a test"));
        for (Mode mode : List.of(Mode.FSDAX, Mode.DEVDAX, Mode.SECTOR, Mode.UNKNOWN)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> new CreateNamespace(ADDRESS, region, UUID, UUID, mode, mark(), SIZE, null, "a test"));
        }
    }

    /** The kernel numbers regions anew at each boot. */
    @Test
    void aRegionThatHasAnotherNumberNowIsNotTakenForTheOneThatWasMeant() {
        labelled(0, SIZE);
        labelled(1, ByteSize.ZERO);
        namespace(1, UUID, mark(), Mode.FSDAX, true);
        device(1, "uuid." + LAYOUT, DeviceIdentity.Kind.WWN, ext4());
        ledger = ledger.with(new LedgerEntry(
                ADDRESS,
                null,
                List.of(new LedgerDevice(
                        new DeviceIdentity(DeviceIdentity.Kind.WWN, "uuid." + LAYOUT), "pv", SIZE, "region0"))));
        assertRefused(StandardErrorCode.PMEM_REGION_CHANGED, "is in region1, which is not declared", "region0");
    }

    // ---- saved plans

    @Test
    void aSavedPlanNamesNothingThatIsNotOurs() {
        RegionTarget region = new RegionTarget("region0", List.of("8680-0"), SIZE);
        for (String name :
                List.of("theirs", "", "nr-abcdefghi-12345678.new", "nr-abcdefghi-1234567", "NR-abcdefghi-12345678")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new CreateNamespace(ADDRESS, region, UUID, LAYOUT, Mode.FSDAX, name, SIZE, null, "a test"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EnableNamespace(ADDRESS, region, UUID, name, "a test"));
        }
        for (String uuid : List.of("", "x", "1-1-1-1-1", UUID.toUpperCase(Locale.ROOT))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EnableNamespace(ADDRESS, region, uuid, mark(), "a test"));
        }
        for (String label : List.of("nr-zzzzzzzzz-01234567", "nrv-abcdf-volume", mark())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MarkNamespace(
                            ADDRESS, region, UUID, LAYOUT, Mode.DEVDAX, SIZE, label, mark(), null, null, "a test"));
        }
        assertThatIllegalArgumentException()
                .as("a consent for what becomes no memory")
                .isThrownBy(() -> new MarkNamespace(
                        ADDRESS,
                        region,
                        UUID,
                        LAYOUT,
                        Mode.FSDAX,
                        SIZE,
                        "theirs",
                        mark(),
                        DeviceTarget.yetToBeMade(
                                new DeviceIdentity(DeviceIdentity.Kind.WWN, "uuid." + LAYOUT), "region0"),
                        Instant.EPOCH,
                        "a test"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShowNamespace(ADDRESS, region, UUID, "nrv-abcdf-volume", "a test"));
    }
}
