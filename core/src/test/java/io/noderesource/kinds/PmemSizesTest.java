package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemRegion;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PmemSizesTest {

    private static final long MIB = 1L << 20;

    private static PmemRegion region(long size, long extent, long alignment, int ways, boolean labelled) {
        return new PmemRegion(
                "region0",
                "ndbus0",
                List.of("nmem0"),
                -1,
                ByteSize.ofBytes(size),
                ByteSize.ofBytes(extent),
                ByteSize.ofBytes(extent),
                ByteSize.ofBytes(alignment),
                ways,
                labelled,
                true,
                false,
                PmemRegion.Persistence.UNKNOWN);
    }

    /** pmem-csi's "96 MiB" is what six modules give (three pairs of 2 MiB and 16 MiB pages each). */
    @ParameterizedTest
    @CsvSource({"16,1,16", "0,1,16", "0,2,32", "16,2,16", "32,2,32", "0,6,96", "16,6,48", "48,6,48", "1024,1,1024"})
    void aSizeIsAMultipleOfBothAlignments(long alignment, int ways, long unit) {
        assertThat(PmemSizes.unit(region(1L << 30, 0, alignment * MIB, ways, true)))
                .isEqualTo(ByteSize.ofMebibytes(unit));
    }

    @Test
    void theLargestFitsIsAlignedAndIsTheLargest() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int ways = 1 + random.nextInt(6);
            long alignment = random.nextBoolean() ? 0 : 16 * MIB * ways;
            long extent = random.nextLong(1L << 40);
            boolean labelled = random.nextBoolean();
            PmemRegion region = region(labelled ? 1L << 41 : extent, extent, alignment, ways, labelled);
            long unit = PmemSizes.unit(region).bytes();
            long largest = PmemSizes.largest(region).bytes();
            assertThat(unit % (2 * MIB * ways)).isZero();
            assertThat(alignment == 0 || unit % alignment == 0).isTrue();
            assertThat(largest % unit).isZero();
            assertThat(largest).isLessThanOrEqualTo(extent);
            assertThat(largest + unit).isGreaterThan(extent);
        }
    }

    @Test
    void aRegionWithoutRoomHasNone() {
        assertThat(PmemSizes.largest(region(1L << 30, 16 * MIB - 1, 16 * MIB, 1, true)))
                .isEqualTo(ByteSize.ZERO);
    }
}
