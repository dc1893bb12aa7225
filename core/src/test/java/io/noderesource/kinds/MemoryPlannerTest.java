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
import io.noderesource.plan.Drift;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What memory gets of regions, whose memory stays as it is, and what is given back. */
class MemoryPlannerTest {

    private static final NodeIdentity NODE = new NodeIdentity("edge-1", Map.of());
    private static final String UUID = "6d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final String LAYOUT = "7d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final ByteSize SIZE = ByteSize.ofMebibytes(512);
    private static final ByteSize BLOCK = ByteSize.ofMebibytes(128);

    private final List<PmemDimm> dimms = new ArrayList<>();
    private final List<PmemRegion> regions = new ArrayList<>();
    private final List<PmemNamespace> namespaces = new ArrayList<>();

    private void region(int number, ByteSize free) {
        dimms.add(new PmemDimm(
                "nmem" + number, "ndbus0", "8680-" + number, number, number, true, true, false, 509, List.of()));
        regions.add(new PmemRegion(
                "region" + number,
                "ndbus0",
                List.of("nmem" + number),
                -1,
                SIZE,
                free,
                free,
                ByteSize.ofMebibytes(16),
                1,
                true,
                true,
                false,
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
        Inventory inventory = Inventory.of(
                "edge-1",
                Instant.EPOCH,
                List.of(Section.complete(BlockDevices.SECTION, new BlockDevices("boot", List.of(), List.of())), pmem));
        return Planner.of(List.of(new MemoryKind()))
                .plan(new PlanRequest(NODE, specs, inventory, Ledger.empty("salt"), policy));
    }

    private Section<Pmem> pmem() {
        return Section.complete(Pmem.SECTION, new Pmem(dimms, regions, namespaces));
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

    @Test
    void aFreeRegionGetsANamespaceAndIsMemory() {
        region(0, SIZE);
        Plan plan = plan("region0");
        assertThat(plan.refusals()).isEmpty();
        assertThat(types(plan)).containsExactly(CreateNamespace.class, AddMemory.class);
        assertThat(((CreateNamespace) plan.steps().get(0).step()).mode()).isEqualTo(Mode.DEVDAX);
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

    /** Somebody has corrected the declaration after a reboot. */
    @Test
    void oursIsKnownUnderAnotherNumber() {
        region(0, SIZE);
        namespace(1, mark(), null, false);
        assertThat(types(plan("region1"))).containsExactly(AddMemory.class);
    }

    /** What node-resource-manager has made, or somebody by hand. */
    @Test
    void memoryThatOthersMadeIsAsDeclared() {
        namespace(0, "theirs", 3, true);
        regions.set(0, withRoom(regions.get(0)));
        assertEmpty(plan("region0"), StandardErrorCode.PMEM_NOT_OURS);
    }

    private static PmemRegion withRoom(PmemRegion region) {
        return new PmemRegion(
                region.name(),
                region.bus(),
                region.dimms(),
                region.numaNode(),
                region.size(),
                BLOCK,
                BLOCK,
                region.alignment(),
                region.interleaveWays(),
                region.labelled(),
                region.enabled(),
                region.readOnly(),
                region.persistence());
    }

    @Test
    void aDevdaxNamespaceOfOthersIsNeverMadeMemory() {
        namespace(0, "theirs", null, false);
        assertRefused(plan("region0"), StandardErrorCode.PMEM_FULL);
        namespaces.clear();
        namespace(0, "theirs", 2, true);
        assertRefused(plan("region0"), StandardErrorCode.PMEM_FULL);
    }

    @Test
    void whatWasNotSeenWhollyIsNotChanged() {
        namespace(0, mark(), null, false);
        Pmem seen = new Pmem(dimms, regions, namespaces);
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
