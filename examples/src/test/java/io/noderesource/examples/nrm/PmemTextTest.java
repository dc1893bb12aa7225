package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemBus;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.MapLocation;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PmemTextTest {

    private static ByteSize mebibytes(long mebibytes) {
        return ByteSize.ofMebibytes(mebibytes);
    }

    private static PmemRegion region(String name, long size, long free, long most, boolean labelled) {
        return new PmemRegion(
                name,
                "ndbus0",
                List.of("nmem" + name.substring("region".length())),
                0,
                mebibytes(size),
                mebibytes(free),
                mebibytes(most),
                ByteSize.ZERO,
                mebibytes(16),
                1,
                labelled,
                true,
                false,
                "namespace9.0",
                PmemRegion.Persistence.UNKNOWN);
    }

    private static PmemNamespace namespace(
            String name, @Nullable String label, Mode mode, @Nullable Long at, long size, DaxDevice... devices) {
        return new PmemNamespace(
                name,
                "region" + name.charAt("namespace".length()),
                null,
                null,
                label,
                mode,
                at == null ? null : mebibytes(at),
                mebibytes(size),
                mebibytes(size),
                512,
                ByteSize.ZERO,
                MapLocation.NONE,
                true,
                devices.length > 0 ? null : "/dev/pmem" + name.substring("namespace".length()),
                List.of(devices));
    }

    private static PmemDimm dimm(String name, boolean locked, PmemDimm.Health health, String... failures) {
        return new PmemDimm(
                name,
                "ndbus0",
                null,
                1,
                0,
                true,
                true,
                locked,
                PmemDimm.Security.UNSUPPORTED,
                true,
                500,
                health,
                List.of(failures));
    }

    @Test
    void aRegionIsDrawnWithItsHoles() {
        Pmem pmem = new Pmem(
                List.of(new PmemBus("ndbus0", "ACPI.NFIT")),
                List.of(
                        dimm("nmem0", false, PmemDimm.Health.CRITICAL, "smart"),
                        dimm("nmem1", false, PmemDimm.Health.OK),
                        dimm("nmem2", true, PmemDimm.Health.UNKNOWN)),
                List.of(region("region0", 256, 128, 64, true), region("region1", 512, 0, 0, false)),
                List.of(
                        namespace("namespace0.1", "ours", Mode.FSDAX, 64L, 64),
                        namespace("namespace0.3", null, Mode.SECTOR, 192L, 64),
                        namespace("namespace1.0", null, Mode.RAW, 0L, 512)),
                ByteSize.ZERO);
        assertThat(PmemText.render(pmem)).isEqualTo("""

                        region0  256 MiB  on nmem0  128 MiB free, in one piece at most 64 MiB
                          [................aaaaaaaaaaaaaaaa................bbbbbbbbbbbbbbbb]
                           a  namespace0.1  fsdax  64 MiB  "ours"  /dev/pmem0.1
                           b  namespace0.3  sector  64 MiB  without a name  /dev/pmem0.3

                        region1  512 MiB  on nmem1  without labels: one namespace, always
                          [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]
                           a  namespace1.0  raw  512 MiB  without a name  /dev/pmem1.0
                        ! nmem0 says that its health is critical; reports: smart
                        ! nmem2 is locked
                        """);
    }

    @Test
    void systemMemoryIsTold() {
        DaxDevice device = new DaxDevice(
                "dax0.0",
                DaxDevice.Mode.SYSTEM_RAM,
                mebibytes(376),
                mebibytes(2),
                0,
                new DaxDevice.MemoryBlocks(mebibytes(128), 2, 1, true));
        Pmem pmem = new Pmem(
                List.of(),
                List.of(),
                List.of(region("region0", 512, 128, 128, true)),
                List.of(namespace("namespace0.0", "ours", Mode.DEVDAX, 0L, 384, device)),
                ByteSize.ZERO);
        assertThat(PmemText.render(pmem))
                .contains(
                        "a  namespace0.0  devdax  384 MiB  \"ours\"  /dev/dax0.0 (system memory, 1 of 2 blocks online)");
    }

    @Test
    void nothingIsDrawnThatIsNotKnown() {
        Pmem pmem = new Pmem(
                List.of(),
                List.of(),
                List.of(region("region0", 512, 128, 128, true)),
                List.of(namespace("namespace0.0", null, Mode.RAW, null, 384)),
                ByteSize.ZERO);
        assertThat(PmemText.render(pmem)).contains("[where its namespaces lie, only root is told]");
    }

    @Test
    void anyPlaceAndSizeCanBeDrawn() {
        for (long at : new long[] {0, 1, 255, 256, 300}) {
            for (long size : new long[] {1, 255, 256, 1000}) {
                Pmem pmem = new Pmem(
                        List.of(),
                        List.of(),
                        List.of(region("region0", 256, 0, 0, true), region("region1", 0, 0, 0, true)),
                        List.of(
                                namespace("namespace0.0", null, Mode.RAW, at, size),
                                namespace("namespace1.0", null, Mode.RAW, at, size)),
                        ByteSize.ZERO);
                assertThat(PmemText.render(pmem).lines().filter(line -> line.startsWith("  [")))
                        .hasSize(2)
                        .allMatch(line -> line.length() == "  []".length() + 64);
            }
        }
    }

    @Test
    void aNodeWithoutPersistentMemoryIsNotBothered() {
        assertThat(PmemText.render(Pmem.NONE)).isEmpty();
    }
}
