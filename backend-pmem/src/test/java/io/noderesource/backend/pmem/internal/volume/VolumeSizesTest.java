package io.noderesource.backend.pmem.internal.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VolumeSizesTest {

    private static final ByteSize MIB = ByteSize.ofMebibytes(1);

    static PmemRegion region(String name, ByteSize size, ByteSize extent, ByteSize alignment, int ways) {
        return new PmemRegion(
                name,
                "ndbus0",
                List.of("nmem0"),
                0,
                size,
                extent,
                extent,
                ByteSize.ZERO,
                alignment,
                ways,
                true,
                true,
                false,
                "namespace9.0",
                PmemRegion.Persistence.UNKNOWN);
    }

    private static PmemRegion region(long gibibytes) {
        ByteSize size = ByteSize.ofGibibytes(gibibytes);
        return region("region0", size, size, ByteSize.ofMebibytes(16), 1);
    }

    static PmemNamespace namespace(String name, @Nullable ByteSize offset, ByteSize size) {
        return new PmemNamespace(
                name,
                "region0",
                null,
                null,
                null,
                Mode.RAW,
                offset,
                size,
                size,
                512,
                ByteSize.ZERO,
                PmemNamespace.MapLocation.NONE,
                true,
                null,
                List.of());
    }

    /** What a kernel 6.1 shows of namespaces of these sizes. */
    @ParameterizedTest
    @CsvSource({
        "RAW, 67108864, 67108864",
        "FSDAX, 134217728, 130023424",
        "DEVDAX, 402653184, 394264576",
        "SECTOR, 67108864, 65966080"
    })
    void whatADeviceHasLiesBetweenWhatIsSaidAtLeastAndAtMost(Mode mode, long size, long shown) {
        assertThat(ByteSize.ofBytes(shown))
                .isBetween(
                        VolumeSizes.usable(mode, ByteSize.ofBytes(size)),
                        VolumeSizes.usableAtMost(mode, ByteSize.ofBytes(size)));
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void theSmallestNamespaceThatHasRoomIsChosen(Mode mode) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        PmemRegion region = region(4096);
        long unit = VolumeSizes.unit(region).bytes();
        for (int i = 0; i < 10_000; i++) {
            ByteSize asked =
                    ByteSize.ofBytes(1 + (random.nextLong() & Long.MAX_VALUE) % (2L << (20 + random.nextInt(21))));
            ByteSize size = VolumeSizes.sizeFor(mode, asked, region).orElseThrow();
            assertThat(size.bytes() % unit).as("seed %s", seed).isZero();
            assertThat(VolumeSizes.usable(mode, size))
                    .as("seed %s, %s", seed, asked)
                    .isGreaterThanOrEqualTo(asked);
            ByteSize smaller = ByteSize.ofBytes(size.bytes() - unit);
            assertThat(smaller.bytes() < 16L << 20
                            || VolumeSizes.usable(mode, smaller).compareTo(asked) < 0)
                    .as("seed %s, %s", seed, asked)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatNoRegionHasIsNoSize(Mode mode) {
        assertThat(VolumeSizes.sizeFor(mode, ByteSize.ofBytes(Long.MAX_VALUE), region(1)))
                .isEmpty();
        assertThat(VolumeSizes.sizeFor(mode, ByteSize.ofGibibytes(2), region(1)))
                .isEmpty();
        PmemRegion tiny = region("region0", MIB, MIB, ByteSize.ZERO, 0);
        assertThat(VolumeSizes.sizeFor(mode, ByteSize.ofBytes(1), tiny)).isEmpty();
        assertThat(VolumeSizes.largest(mode, MIB, tiny)).isEqualTo(ByteSize.ZERO);
    }

    @Test
    void theUnitIsWhatBothTheRegionAndItsModulesWant() {
        ByteSize size = ByteSize.ofGibibytes(1);
        assertThat(VolumeSizes.unit(region("region0", size, size, ByteSize.ofMebibytes(16), 1)))
                .isEqualTo(ByteSize.ofMebibytes(16));
        assertThat(VolumeSizes.unit(region("region0", size, size, ByteSize.ofMebibytes(16), 6)))
                .isEqualTo(ByteSize.ofMebibytes(48));
        assertThat(VolumeSizes.unit(region("region0", size, size, ByteSize.ZERO, 6)))
                .isEqualTo(ByteSize.ofMebibytes(96));
    }

    @Test
    void theRoomWithoutANamespaceIsItsOwnAndTheHolesBesideIt() {
        ByteSize whole = ByteSize.ofMebibytes(400);
        PmemRegion region = region("region0", whole, ByteSize.ofMebibytes(50), MIB, 1);
        PmemNamespace before = namespace("namespace0.0", ByteSize.ofMebibytes(20), ByteSize.ofMebibytes(30));
        PmemNamespace gone = namespace("namespace0.1", ByteSize.ofMebibytes(100), ByteSize.ofMebibytes(100));
        PmemNamespace behind = namespace("namespace0.2", ByteSize.ofMebibytes(240), ByteSize.ofMebibytes(10));
        assertThat(VolumeSizes.largestWithout(gone, region, List.of(before, gone, behind)))
                .isEqualTo(ByteSize.ofMebibytes(190));
        assertThat(VolumeSizes.largestWithout(behind, region, List.of(before, gone, behind)))
                .isEqualTo(ByteSize.ofMebibytes(200));
        assertThat(VolumeSizes.largestWithout(gone, region, List.of(gone))).isEqualTo(whole);
        PmemNamespace untold = namespace("namespace0.3", null, MIB);
        assertThat(VolumeSizes.largestWithout(gone, region, List.of(before, gone, untold)))
                .isEqualTo(ByteSize.ofMebibytes(100));
        assertThat(VolumeSizes.largestWithout(untold, region, List.of(before, untold)))
                .isEqualTo(ByteSize.ofMebibytes(50));
    }
}
