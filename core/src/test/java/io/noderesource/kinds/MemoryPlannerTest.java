package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.MapLocation;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Consent;
import io.noderesource.plan.ConsentInForce;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepCodec;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What memory gets of regions, whose memory stays as it is or becomes ours, and what is given back. */
class MemoryPlannerTest {

    private static final NodeIdentity NODE = new NodeIdentity("edge-1", Map.of());
    private static final String UUID = "6d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final String LAYOUT = "7d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final String ANOTHER = "8d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final ByteSize SIZE = ByteSize.ofMebibytes(512);
    private static final ByteSize BLOCK = ByteSize.ofMebibytes(128);

    private final List<PmemDimm> dimms = new ArrayList<>();
    private final List<PmemRegion> regions = new ArrayList<>();
    private final List<PmemNamespace> namespaces = new ArrayList<>();

    private void region(int number, ByteSize free) {
        dimms.add(Regions.dimm(number, "8680-" + number, false, 509));
        regions.add(new PmemRegion(
                "region" + number,
                "ndbus0",
                List.of("nmem" + number),
                -1,
                SIZE,
                free,
                free,
                ByteSize.ZERO,
                ByteSize.ofMebibytes(16),
                1,
                true,
                true,
                false,
                "namespace9.0",
                PmemRegion.Persistence.UNKNOWN));
    }

    /** A devdax namespace that has all of a region; so many of its three blocks are the system's, or none when that is null. */
    private void namespace(int region, String label, @Nullable Integer online, boolean movable) {
        region(region, ByteSize.ZERO);
        namespaces.add(new PmemNamespace(
                "namespace" + region + ".0",
                "region" + region,
                UUID,
                LAYOUT,
                label,
                Mode.DEVDAX,
                ByteSize.ZERO,
                SIZE,
                SIZE,
                0,
                ByteSize.ofMebibytes(2),
                MapLocation.DEVICE,
                true,
                null,
                List.of(new DaxDevice(
                        "dax" + region + ".0",
                        online == null ? DaxDevice.Mode.DEVDAX : DaxDevice.Mode.SYSTEM_RAM,
                        SIZE,
                        ByteSize.ofMebibytes(2),
                        0,
                        online == null ? null : new DaxDevice.MemoryBlocks(BLOCK, 3, online, movable)))));
    }

    private Plan plan(Section<Pmem> pmem, Policy policy, String... declared) {
        List<ResourceSpec> specs = new ArrayList<>();
        List.of(declared).forEach(region -> specs.add(MemorySpec.of(region)));
        return plan(pmem, policy, specs);
    }

    private Plan plan(Section<Pmem> pmem, Policy policy, List<ResourceSpec> specs) {
        return plan(pmem, policy, specs, Ledger.empty("salt"));
    }

    private Plan plan(Section<Pmem> pmem, Policy policy, List<ResourceSpec> specs, Ledger ledger) {
        Inventory inventory = Inventory.of(
                "edge-1",
                Instant.EPOCH,
                List.of(Section.complete(BlockDevices.SECTION, new BlockDevices("boot", List.of(), List.of())), pmem));
        return Planner.of(List.of(new MemoryKind())).plan(new PlanRequest(NODE, specs, inventory, ledger, policy));
    }

    private Section<Pmem> pmem() {
        return Section.complete(Pmem.SECTION, new Pmem(List.of(), dimms, regions, namespaces, ByteSize.ZERO));
    }

    private Plan plan(String... declared) {
        return plan(pmem(), Policy.defaults(), declared);
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
                        new ResourceAddress(MemorySpec.KIND, "region0"))
                .name();
    }

    private static void assertEmpty(Plan plan, ErrorCode... notices) {
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.notices()).extracting(n -> (Object) n.code()).containsExactly((Object[]) notices);
    }

    private static void assertRefused(Plan plan, ErrorCode code) {
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(code);
    }

    private Plan part(int percent) {
        return plan(pmem(), Policy.defaults(), List.of(MemorySpec.of("region0").sized(RegionSize.percent(percent))));
    }

    @Test
    void aPartOfARegionIsMadeAndTheRestLeft() {
        region(0, SIZE);
        assertThat(types(part(50))).containsExactly(CreateNamespace.class, AddMemory.class);
        assertThat(((CreateNamespace) part(50).steps().get(0).step()).size()).isEqualTo(ByteSize.ofMebibytes(256));
    }

    /** Only whole blocks serve as memory, of which the smallest machines have some of 128 MiB. */
    @Test
    void aPartThatNeedNotHaveAWholeBlockIsNotMade() {
        region(0, SIZE);
        assertThat(part(49).steps()).isEmpty();
        assertThat(part(49).refusals()).singleElement().satisfies(r -> {
            assertThat(r.code()).isEqualTo(StandardErrorCode.PMEM_BAD_SIZE);
            assertThat(r.facts()).singleElement().asString().contains("that can be made there is 256 MiB");
        });
    }

    /** On machines with much memory they have 2 GiB: what is smaller is neither made nor given to the system, which would refuse it. */
    @Test
    void whatNeedNotHaveABlockOfThisMachineIsNotMade() {
        region(0, SIZE);
        assertThat(types(plan("region0"))).containsExactly(CreateNamespace.class, AddMemory.class);
        assertRefused(plan(withBlocks(512), Policy.defaults(), "region0"), StandardErrorCode.PMEM_FULL);
        dimms.clear();
        regions.clear();
        namespace(0, mark(), null, false);
        assertThat(types(plan("region0"))).containsExactly(AddMemory.class);
        Plan plan = plan(withBlocks(2048), Policy.defaults(), "region0");
        assertRefused(plan, StandardErrorCode.PMEM_BAD_SIZE);
        assertThat(plan.refusals().get(0).facts()).singleElement().asString().contains("blocks of 2 GiB");
    }

    /** It need not have one of them whole, and may: the kernel tells. */
    @Test
    void whatMayHaveABlockIsTried() {
        namespace(0, mark(), null, false);
        assertThat(types(plan(withBlocks(512), Policy.defaults(), "region0"))).containsExactly(AddMemory.class);
    }

    private Section<Pmem> withBlocks(long mebibytes) {
        return Section.complete(
                Pmem.SECTION, new Pmem(List.of(), dimms, regions, namespaces, ByteSize.ofMebibytes(mebibytes)));
    }

    /** It would be made, and could never be added. */
    @Test
    void aRegionWhoseFreePieceNeedNotHaveAWholeBlockIsRefused() {
        region(0, ByteSize.ofMebibytes(240));
        assertRefused(plan("region0"), StandardErrorCode.PMEM_FULL);
        dimms.clear();
        regions.clear();
        region(0, ByteSize.ofMebibytes(256));
        assertThat(types(plan("region0"))).containsExactly(CreateNamespace.class, AddMemory.class);
    }

    @Test
    void memoryOfAnotherSizeThanIsDeclaredIsToldAndKept() {
        namespace(0, mark(), 3, true);
        assertThat(part(50).isEmpty()).isTrue();
        assertThat(part(50).drifts()).extracting(Drift::code).containsExactly(StandardErrorCode.PMEM_SIZE_DIFFERS);
        assertThat(part(100).drifts()).isEmpty();
    }

    /** Somebody's process may have it mapped. */
    @Test
    void oneThatWasCutOffAndThatSomebodyHasMadeADeviceOfIsLeftAlone() {
        namespace(0, mark() + PmemMark.UNFINISHED, null, false);
        assertRefused(plan("region0"), StandardErrorCode.PMEM_NAMESPACE_CHANGED);
        namespaces.clear();
        namespace(0, mark() + PmemMark.UNFINISHED, 3, true);
        assertRefused(plan("region0"), StandardErrorCode.PMEM_NAMESPACE_CHANGED);
    }

    @Test
    void aFreeRegionGetsANamespaceAndIsMemory() {
        region(0, SIZE);
        Plan plan = plan("region0");
        assertThat(plan.refusals()).isEmpty();
        assertThat(types(plan)).containsExactly(CreateNamespace.class, AddMemory.class);
        assertThat(((CreateNamespace) plan.steps().get(0).step()).mode()).isEqualTo(Mode.DEVDAX);
    }

    /** Each once, though two steps are for it; and one that is brought back as well. */
    @Test
    void memoryCountsAsWhatOneRunMayClaim() {
        region(0, SIZE);
        region(1, SIZE);
        Policy one = Policy.builder().maxDevices(1).build();
        Policy two = Policy.builder().maxDevices(2).build();
        assertThat(types(plan(pmem(), two, "region0", "region1")))
                .containsExactly(CreateNamespace.class, AddMemory.class, CreateNamespace.class, AddMemory.class);
        assertThat(plan(pmem(), one, "region0", "region1").steps()).isEmpty();
        assertThat(plan(pmem(), one, "region0", "region1").refusals())
                .extracting(Refusal::code)
                .containsExactly(StandardErrorCode.BLAST_RADIUS, StandardErrorCode.BLAST_RADIUS);
        assertThat(types(plan(pmem(), one, "region0"))).hasSize(2);
        dimms.clear();
        regions.clear();
        namespace(0, mark(), null, false);
        assertThat(types(plan(pmem(), one, "region0"))).containsExactly(AddMemory.class);
        assertRefused(plan(pmem(), Policy.builder().maxDevices(0).build(), "region0"), StandardErrorCode.BLAST_RADIUS);
    }

    /** What is lost by a consent is claimed with it. */
    @Test
    void whatIsTakenOfOthersCountsOnce() {
        namespace(0, "theirs", null, false);
        String hash = offered();
        Policy.Builder consented = Policy.builder().consents(List.of(new Consent(hash, LATER)));
        assertThat(types(plan(pmem(), consented.maxDevices(1).build(), "region0")))
                .containsExactly(MarkNamespace.class, AddMemory.class);
        assertRefused(plan(pmem(), consented.maxDevices(0).build(), "region0"), StandardErrorCode.BLAST_RADIUS);
    }

    @Test
    void oursIsMadeMemoryUntilAllOfItIs() {
        namespace(0, mark(), null, false);
        assertThat(types(plan("region0"))).containsExactly(AddMemory.class);
        namespaces.clear();
        namespace(0, mark(), 2, true);
        assertThat(types(plan("region0"))).containsExactly(AddMemory.class);
        namespaces.clear();
        namespace(0, mark(), 3, true);
        assertEmpty(plan("region0"));
    }

    @Test
    void memoryThatMayNotBeGivenBackIsTold() {
        namespace(0, mark(), 3, false);
        assertEmpty(plan("region0"), StandardErrorCode.PMEM_NOT_MOVABLE);
    }

    /** The kernel numbers regions anew at each boot, and has none of it as memory then. */
    @Test
    void regionsThatChangedNumbersAreMadeMemoryWhicheverTheyWere() {
        namespace(1, mark(), null, false);
        namespace(0, mark(), null, false);
        assertThat(types(plan("region0", "region1"))).containsExactly(AddMemory.class, AddMemory.class);
    }

    /** Another module has the number now: each boot would leave one more idle. */
    @Test
    void noSecondOneIsMadeWhereOursHasAnotherNumber() {
        region(0, SIZE);
        namespace(1, mark(), null, false);
        Plan plan = plan("region0");
        assertRefused(plan, StandardErrorCode.PMEM_REGION_CHANGED);
        assertThat(plan.refusals().get(0).facts()).singleElement().asString().contains("region1", "not declared");
        assertThat(types(plan("region0", "region1")))
                .as("each has its own")
                .containsExactly(CreateNamespace.class, AddMemory.class, AddMemory.class);
        namespaces.clear();
        dimms.clear();
        regions.clear();
        region(0, SIZE);
        namespace(1, mark() + PmemMark.UNFINISHED, null, false);
        assertRefused(plan("region0"), StandardErrorCode.PMEM_REGION_CHANGED);
    }

    /** Somebody has corrected the declaration after a reboot. */
    @Test
    void oursIsKnownUnderAnotherNumber() {
        region(0, SIZE);
        namespace(1, mark(), null, false);
        assertThat(types(plan("region1"))).containsExactly(AddMemory.class);
    }

    /** It holds nothing: what may be where nothing is shown is not needed. */
    @Test
    void memoryIsMadeWhileAnotherModuleIsLocked() {
        region(0, SIZE);
        region(1, SIZE);
        dimms.set(1, Regions.dimm(1, "8680-1", true, 509));
        assertThat(types(plan("region0"))).containsExactly(CreateNamespace.class, AddMemory.class);
    }

    /** What node-resource-manager has made, or somebody by hand. */
    @Test
    void memoryThatOthersMadeIsAsDeclared() {
        namespace(0, "theirs", 3, true);
        regions.set(0, Regions.withRoom(regions.get(0), BLOCK));
        assertEmpty(plan("region0"), StandardErrorCode.PMEM_NOT_OURS);
    }

    // ---- a namespace of others, and a consent

    private static final Instant LATER = Instant.EPOCH.plusSeconds(3600);

    private static Policy consent(String hash) {
        return Policy.builder().consents(List.of(new Consent(hash, LATER))).build();
    }

    private String offered() {
        Plan plan = plan("region0");
        assertRefused(plan, StandardErrorCode.PMEM_NOT_OURS);
        return String.valueOf(plan.refusals().get(0).consent());
    }

    /** The ancestor makes system memory of it, whatever it holds. */
    @Test
    void aDevdaxNamespaceOfOthersIsNotMadeMemoryWithoutAConsent() {
        namespace(0, "theirs", null, false);
        Plan plan = plan("region0");
        assertRefused(plan, StandardErrorCode.PMEM_NOT_OURS);
        assertThat(plan.refusals().get(0).subject()).isEqualTo("namespace0.0");
        assertThat(plan.refusals().get(0).facts())
                .containsExactly(
                        "the devdax namespace namespace0.0, 'theirs', of 512 MiB is not ours; what is written to it"
                                + " would be lost when it became system memory",
                        "the largest namespace that it has room for is 0 B, with 0 B free in all");
        assertThat(plan.refusals().get(0).consent()).matches("[0-9a-f]{64}");
    }

    @Test
    void withTheConsentItBecomesOursAndMemory() {
        namespace(0, "theirs", null, false);
        Plan plan = plan(pmem(), consent(offered()), "region0");
        assertThat(plan.refusals()).isEmpty();
        assertThat(types(plan)).containsExactly(MarkNamespace.class, AddMemory.class);
        assertThat(plan.steps().get(1).requires())
                .containsExactly(plan.steps().get(0).id());
        MarkNamespace marked = (MarkNamespace) plan.steps().get(0).step();
        assertThat(marked.risk()).isEqualTo(Risk.DESTROYS_DATA);
        assertThat(marked.expires()).isEqualTo(LATER);
        assertThat(marked.name()).isEqualTo(mark());
        assertThat(marked.summary()).startsWith("TAKE the devdax namespace 'theirs' of 512 MiB in region0");
        StepCodec codec = StepCodec.of(new MemoryKind().steps());
        plan.steps().forEach(p -> assertThat(codec.read(codec.line(p.step()))).isEqualTo(p.step()));
    }

    /** Of what a consent was given for, everything is as it was then; else it is refused again, with another hash. */
    @Test
    void aConsentIsForThatNamespaceAlone() {
        namespace(0, "theirs", null, false);
        PmemNamespace theirs = namespaces.get(0);
        String given = offered();
        Set<String> hashes = new HashSet<>(Set.of(given));
        DaxDevice device = theirs.daxDevices().get(0);
        DaxDevice disabled = new DaxDevice(
                device.name(), DaxDevice.Mode.DISABLED, device.size(), device.alignment(), device.targetNode(), null);
        List<PmemNamespace> others = List.of(
                like(theirs, ANOTHER, LAYOUT, "theirs", SIZE, device),
                like(theirs, UUID, ANOTHER, "theirs", SIZE, device),
                like(theirs, UUID, LAYOUT, "another", SIZE, device),
                like(theirs, UUID, LAYOUT, null, SIZE, device),
                like(theirs, UUID, LAYOUT, "theirs", BLOCK, device),
                like(theirs, UUID, LAYOUT, "theirs", SIZE, disabled));
        for (PmemNamespace other : others) {
            namespaces.set(0, other);
            assertRefused(plan(pmem(), consent(given), "region0"), StandardErrorCode.PMEM_NOT_OURS);
            hashes.add(offered());
        }
        assertThat(hashes).hasSize(others.size() + 1);
        namespaces.set(0, theirs);
        dimms.set(0, Regions.dimm(0, "8680-9", false, 509));
        assertThat(offered()).isNotEqualTo(given);
    }

    private static PmemNamespace like(
            PmemNamespace one, String uuid, String layout, @Nullable String label, ByteSize size, DaxDevice device) {
        return new PmemNamespace(
                one.name(),
                one.region(),
                uuid,
                layout,
                label,
                one.mode(),
                one.offset(),
                size,
                size,
                one.sectorSize(),
                one.alignment(),
                one.mapLocation(),
                one.enabled(),
                one.blockDevice(),
                List.of(device));
    }

    @Test
    void aConsentEnds() {
        namespace(0, "theirs", null, false);
        String hash = offered();
        Policy ended = Policy.builder()
                .consents(List.of(new Consent(hash, Instant.EPOCH)))
                .build();
        assertRefused(plan(pmem(), ended, "region0"), StandardErrorCode.PMEM_NOT_OURS);
        MarkNamespace marked = (MarkNamespace)
                plan(pmem(), consent(hash), "region0").steps().get(0).step();
        assertThat(marked.preconditions()).contains(new ConsentInForce(LATER));
    }

    /** One of ours is made beside it; a consent that was given all the same is followed. */
    @Test
    void whereThereIsRoomNothingOfOthersIsNeeded() {
        namespace(0, "theirs", null, false);
        String hash = offered();
        regions.set(0, Regions.withRoom(regions.get(0), SIZE));
        assertThat(types(plan("region0"))).containsExactly(CreateNamespace.class, AddMemory.class);
        assertThat(types(plan(pmem(), consent(hash), "region0"))).containsExactly(MarkNamespace.class, AddMemory.class);
    }

    @Test
    void aConsentIsOfferedForTheDeclaredSizeOnly() {
        namespace(0, "theirs", null, false);
        assertThat(part(100).refusals()).extracting(Refusal::code).containsExactly(StandardErrorCode.PMEM_NOT_OURS);
        assertRefused(part(50), StandardErrorCode.PMEM_FULL);
    }

    /** Blocks that went offline have lost what they held long ago, and are somebody's to bring back. */
    @Test
    void memoryOfOthersThatIsNotWhollyOnlineIsLeftAlone() {
        namespace(0, "theirs", 2, true);
        assertRefused(plan("region0"), StandardErrorCode.PMEM_FULL);
    }

    // ---- an adoption

    private static Policy adopt() {
        return Policy.builder()
                .adopt(Set.of(new ResourceAddress(MemorySpec.KIND, "region0")))
                .build();
    }

    private Plan adopting() {
        return plan(pmem(), adopt(), "region0");
    }

    private void assertNotAdopted(ErrorCode code, String fact) {
        assertRefused(adopting(), code);
        assertThat(adopting().refusals().get(0).facts())
                .singleElement()
                .asString()
                .contains(fact);
        assertThat(adopting().refusals().get(0).consent()).isNull();
    }

    /** What node-resource-manager has made has no name. */
    @Test
    void memoryOfOthersIsAdoptedAndMemoryAgain() {
        namespace(0, "theirs", 3, true);
        for (String label : List.of("", "theirs", "nr-v3xkother-0123abcd".replace("v3xk", mark().substring(3, 7)))) {
            for (int online : List.of(0, 2, 3)) {
                namespaces.clear();
                namespace(0, label, online, true);
                if (label.isEmpty()) {
                    PmemNamespace one = namespaces.get(0);
                    namespaces.set(
                            0,
                            like(one, UUID, LAYOUT, null, SIZE, one.daxDevices().get(0)));
                }
                Plan plan = adopting();
                assertThat(types(plan)).as(label).containsExactly(MarkNamespace.class, AddMemory.class);
                MarkNamespace marked = (MarkNamespace) plan.steps().get(0).step();
                assertThat(marked.risk()).isEqualTo(Risk.SAFE);
                assertThat(marked.expires()).isNull();
                assertThat(holds(marked)).isTrue();
            }
        }
    }

    private boolean holds(MarkNamespace step) {
        Inventory now = Inventory.of("edge-1", Instant.EPOCH, List.of(pmem()));
        return step.preconditions().stream().allMatch(c -> c.check(now).isEmpty());
    }

    /** Whatever it became after the plan was made, an adoption loses nothing. */
    @Test
    void anAdoptionIsOfWhatItWasPlannedFor() {
        namespace(0, "theirs", 3, true);
        MarkNamespace step = (MarkNamespace) adopting().steps().get(0).step();
        for (String other : List.of("another", mark())) {
            namespaces.clear();
            namespace(0, other, 3, true);
            assertThat(holds(step)).isFalse();
        }
        namespaces.clear();
        namespace(0, "theirs", null, true);
        assertThat(holds(step)).as("it may hold something").isFalse();
    }

    @Test
    void whatMayHoldSomethingIsNotAdoptedWithoutAConsent() {
        namespace(0, "theirs", null, false);
        String hash = offered();
        assertRefused(adopting(), StandardErrorCode.PMEM_NOT_OURS);
        assertThat(adopting().refusals().get(0).consent()).isEqualTo(hash);
        Policy both = Policy.builder()
                .adopt(adopt().adopt())
                .consents(consent(hash).consent(hash, Instant.EPOCH).stream().toList())
                .build();
        assertThat(types(plan(pmem(), both, "region0"))).containsExactly(MarkNamespace.class, AddMemory.class);
    }

    @Test
    void memoryThatMayNotBeGivenBackIsNotAdopted() {
        namespace(0, "theirs", 3, false);
        assertNotAdopted(StandardErrorCode.PMEM_NOT_MOVABLE, "may not give it back");
    }

    @Test
    void whatHasTheNameOfOthersIsNotAdopted() {
        namespace(0, "nr-zzzzzzzzz-01234567", 3, true);
        assertNotAdopted(StandardErrorCode.PMEM_FOREIGN, "the mark of another owner, nr-zzzzzzzzz-01234567");
        namespaces.clear();
        String another = mark().substring(0, 13) + "01234567";
        namespace(0, another, 3, true);
        assertNotAdopted(StandardErrorCode.PMEM_FOREIGN, "it was made by us for another resource, " + another);
        namespaces.clear();
        String unfinished = mark().substring(0, 7) + "aaaaa-01234567.new";
        namespace(0, unfinished, 3, true);
        assertNotAdopted(StandardErrorCode.PMEM_FOREIGN, "its making was cut off on another node");
        namespaces.clear();
        namespace(0, "nrv-abcdd-volume", 3, true);
        assertRefused(adopting(), StandardErrorCode.PMEM_FULL);
    }

    @Test
    void whatIsNotAsDeclaredIsNotAdopted() {
        namespace(0, "theirs", 3, true);
        Plan plan = plan(pmem(), adopt(), List.of(MemorySpec.of("region0").sized(RegionSize.percent(50))));
        assertRefused(plan, StandardErrorCode.PMEM_FOREIGN);
        assertThat(plan.refusals().get(0).facts()).containsExactly("it has 512 MiB of region0, and 50% is declared");
    }

    @Test
    void ofSeveralNoneIsAdopted() {
        namespace(0, "theirs", 3, true);
        PmemNamespace one = namespaces.get(0);
        namespaces.add(
                like(one, ANOTHER, LAYOUT, "theirs, too", SIZE, one.daxDevices().get(0)));
        assertNotAdopted(StandardErrorCode.PMEM_FOREIGN, "nobody can tell");
    }

    @Test
    void withoutLabelsThereIsNoNameToBeGiven() {
        namespace(0, "theirs", 3, true);
        PmemNamespace one = namespaces.get(0);
        PmemRegion region = regions.get(0);
        namespaces.set(
                0,
                new PmemNamespace(
                        one.name(),
                        one.region(),
                        null,
                        LAYOUT,
                        null,
                        one.mode(),
                        one.offset(),
                        SIZE,
                        SIZE,
                        0,
                        one.alignment(),
                        one.mapLocation(),
                        true,
                        null,
                        one.daxDevices()));
        regions.set(
                0,
                new PmemRegion(
                        region.name(),
                        region.bus(),
                        region.dimms(),
                        -1,
                        SIZE,
                        ByteSize.ZERO,
                        ByteSize.ZERO,
                        ByteSize.ZERO,
                        region.alignment(),
                        1,
                        false,
                        true,
                        false,
                        region.seed(),
                        region.persistence()));
        assertNotAdopted(StandardErrorCode.PMEM_NO_LABELS, "without labels it can be given no name");
        assertEmpty(plan("region0"), StandardErrorCode.PMEM_NOT_OURS);
    }

    /** What was disabled to be renamed when the process ended is enabled by whoever has the ledger, or is asked again. */
    @Test
    void oneThatWasLeftDisabledIsEnabled() {
        namespace(0, "theirs", null, false);
        Plan consented = plan(pmem(), consent(offered()), "region0");
        Ledger begun = Ledger.empty("salt").withMade(consented.steps().get(0).step());
        disable();
        assertRefused(plan("region0"), StandardErrorCode.PMEM_FULL);
        Plan plan = plan(pmem(), Policy.defaults(), List.of(MemorySpec.of("region0")), begun);
        assertThat(types(plan)).containsExactly(ShowNamespace.class);
        assertThat(types(adopting())).containsExactly(ShowNamespace.class);
        StepCodec codec = StepCodec.of(new MemoryKind().steps());
        Step step = adopting().steps().get(0).step();
        assertThat(codec.read(codec.line(step))).isEqualTo(step);
    }

    private void disable() {
        PmemNamespace one = namespaces.get(0);
        namespaces.set(
                0,
                new PmemNamespace(
                        one.name(),
                        one.region(),
                        UUID,
                        null,
                        one.label(),
                        Mode.RAW,
                        one.offset(),
                        SIZE,
                        ByteSize.ZERO,
                        512,
                        ByteSize.ZERO,
                        MapLocation.NONE,
                        false,
                        null,
                        List.of()));
    }

    @Test
    void whatWasNotSeenWhollyIsNotChanged() {
        namespace(0, mark(), null, false);
        Pmem seen = new Pmem(List.of(), dimms, regions, namespaces, ByteSize.ZERO);
        Policy release = release("region0");
        for (Section<Pmem> section : List.of(
                Section.unavailable(Pmem.SECTION, "no answer"), Section.partial(Pmem.SECTION, seen, "no answer"))) {
            assertRefused(plan(section, Policy.defaults(), "region0"), StandardErrorCode.SECTION_UNAVAILABLE);
            assertRefused(plan(section, release), StandardErrorCode.SECTION_UNAVAILABLE);
        }
    }

    @Test
    void oursIsGivenBackAndNothingOfOthers() {
        namespace(0, mark(), 3, true);
        assertThat(types(plan(pmem(), release("region0")))).containsExactly(TakeMemoryBack.class);
        namespaces.clear();
        namespace(0, mark(), null, false);
        assertThat(plan(pmem(), release("region0")).steps()).isEmpty();
        namespaces.clear();
        namespace(0, "theirs", 3, true);
        assertThat(plan(pmem(), release("region0")).steps()).isEmpty();
    }

    private static Policy release(String region) {
        return Policy.builder()
                .release(Set.of(new ResourceAddress(MemorySpec.KIND, region)))
                .build();
    }
}
