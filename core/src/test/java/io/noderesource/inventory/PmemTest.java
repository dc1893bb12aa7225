package io.noderesource.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PmemTest {

    private static final ByteSize HALF = ByteSize.ofMebibytes(128);

    private static PmemNamespace namespace(String name, String region) {
        return new PmemNamespace(
                name,
                region,
                "6d738daf-b779-4b36-8d07-e6188501e3fb",
                null,
                "ours",
                PmemNamespace.Mode.DEVDAX,
                HALF,
                HALF,
                ByteSize.ofMebibytes(120),
                0,
                ByteSize.ofMebibytes(2),
                PmemNamespace.MapLocation.DEVICE,
                true,
                null,
                List.of(new DaxDevice(
                        "dax0.0",
                        DaxDevice.Mode.SYSTEM_RAM,
                        ByteSize.ofMebibytes(120),
                        ByteSize.ofMebibytes(2),
                        -1,
                        new DaxDevice.MemoryBlocks(HALF, 1, 1, true))));
    }

    private static PmemRegion region(String name, ByteSize free) {
        return new PmemRegion(
                name,
                "ndbus0",
                List.of("nmem1", "nmem0"),
                -1,
                ByteSize.ofMebibytes(256),
                free,
                free,
                ByteSize.ZERO,
                ByteSize.ofMebibytes(16),
                2,
                true,
                true,
                false,
                "namespace9.0",
                PmemRegion.Persistence.CPU_CACHE);
    }

    private static final Pmem PMEM = new Pmem(
            List.of(new PmemBus("ndbus1", "e820"), new PmemBus("ndbus0", "ACPI.NFIT")),
            List.of(new PmemDimm(
                    "nmem0",
                    "ndbus0",
                    null,
                    4294967295L,
                    3,
                    true,
                    false,
                    false,
                    PmemDimm.Security.FROZEN,
                    true,
                    509,
                    PmemDimm.Health.NON_CRITICAL,
                    List.of("map", "arm"))),
            List.of(region("region1", HALF), region("region0", HALF)),
            List.of(
                    namespace("namespace1.0", "region1"),
                    namespace("namespace0.1", "region0"),
                    namespace("namespace0.0", "region0")),
            ByteSize.ofGibibytes(2));

    private static Inventory seen(Pmem pmem) {
        return Inventory.of("edge-1", Instant.EPOCH, List.of(Section.complete(Pmem.SECTION, pmem)));
    }

    @Test
    void anInventoryWithItSurvivesJson() {
        Inventory inventory = seen(PMEM);
        assertThat(Inventory.parse(inventory.toJson())).isEqualTo(inventory);
    }

    @Test
    void theOrderInWhichItWasSeenDoesNotMatter() {
        assertThat(PMEM.buses()).extracting(PmemBus::name).containsExactly("ndbus0", "ndbus1");
        assertThat(PMEM.regions()).extracting(PmemRegion::name).containsExactly("region0", "region1");
        assertThat(PMEM.namespacesIn("region0"))
                .extracting(PmemNamespace::name)
                .containsExactly("namespace0.0", "namespace0.1");
        assertThat(PMEM.region("region1").orElseThrow().dimms()).containsExactly("nmem0", "nmem1");
        assertThat(PMEM.dimms().get(0).failures()).containsExactly("arm", "map");
        assertThat(PMEM.region("region2")).isEmpty();
    }

    private static PmemDimm dimm(boolean enabled, boolean locked) {
        return new PmemDimm(
                "nmem1",
                "ndbus0",
                null,
                1,
                1,
                enabled,
                false,
                locked,
                locked ? PmemDimm.Security.LOCKED : PmemDimm.Security.UNSUPPORTED,
                true,
                509,
                PmemDimm.Health.UNKNOWN,
                List.of());
    }

    @Test
    void whatMayHaveNamespacesThatAreNotShownIsTold() {
        assertThat(PMEM.unseen()).isEmpty();
        PmemDimm locked = dimm(true, true);
        assertThat(new Pmem(List.of(), List.of(locked), PMEM.regions(), PMEM.namespaces(), ByteSize.ZERO).unseen())
                .contains("the module nmem1 is locked");
        PmemDimm disabled = dimm(false, false);
        assertThat(new Pmem(List.of(), List.of(disabled), PMEM.regions(), PMEM.namespaces(), ByteSize.ZERO).unseen())
                .contains("the module nmem1 has no driver");
    }

    @Test
    void whatIsFreeIsNoPartOfTheFingerprint() {
        Pmem fuller = new Pmem(
                PMEM.buses(),
                PMEM.dimms(),
                List.of(region("region1", ByteSize.ZERO), region("region0", HALF)),
                PMEM.namespaces(),
                PMEM.memoryBlock());
        assertThat(seen(fuller).fingerprint()).isEqualTo(seen(PMEM).fingerprint());
    }
}
