package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.topology.RegionSize;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PmemSizesTest {

    private static final Pmem SMALL_BLOCKS = Pmem.NONE;

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
                ByteSize.ZERO,
                ByteSize.ofBytes(alignment),
                ways,
                labelled,
                true,
                false,
                "namespace9.0",
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

    @ParameterizedTest
    @CsvSource({
        "16,1,FSDAX,16",
        "16,1,RAW,16",
        "16,1,SECTOR,32",
        "16,1,DEVDAX,256",
        "0,6,FSDAX,96",
        "0,6,SECTOR,96",
        "1024,1,DEVDAX,1024",
    })
    void theLeastIsWhatServesInAMode(long alignment, int ways, Mode mode, long least) {
        assertThat(PmemSizes.least(region(1L << 30, 0, alignment * MIB, ways, true), mode, SMALL_BLOCKS))
                .isEqualTo(ByteSize.ofMebibytes(least));
    }

    /** A declared size, rounded, is never more than is declared, and less than one unit less; and it can be made. */
    @Test
    void aPartIsRoundedDownToWhatCanBeMade() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int ways = 1 + random.nextInt(6);
            long alignment = random.nextBoolean() ? 0 : 16 * MIB * ways;
            PmemRegion region = region(random.nextLong(1L << 42), 0, alignment, ways, true);
            RegionSize declared = random.nextBoolean()
                    ? RegionSize.percent(random.nextInt(1, 101))
                    : RegionSize.bytes(ByteSize.ofBytes(random.nextLong(1, 1L << 42)));
            long exact = declared.in(region.size()).bytes();
            long unit = PmemSizes.unit(region).bytes();
            long rounded = PmemSizes.rounded(ByteSize.ofBytes(exact), region).bytes();
            assertThat(rounded % unit).isZero();
            assertThat(rounded).isLessThanOrEqualTo(exact);
            assertThat(rounded + Math.max(unit, 16 * MIB)).isGreaterThan(exact);
            assertThat(rounded == 0 || rounded >= 16 * MIB).isTrue();
            assertThat(rounded == 0 || PmemSizes.isAsDeclared(ByteSize.ofBytes(rounded), declared, region))
                    .isTrue();
            assertThat(PmemSizes.isAsDeclared(ByteSize.ofBytes(exact + unit), declared, region))
                    .isFalse();
        }
    }

    @Test
    void theLeastIsTheLeast() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int ways = 1 + random.nextInt(6);
            long alignment = random.nextBoolean() ? 0 : 16 * MIB * ways * (1L << random.nextInt(7));
            PmemRegion region = region(1L << 42, 0, alignment, ways, true);
            ByteSize unit = PmemSizes.unit(region);
            for (Mode mode : List.of(Mode.FSDAX, Mode.DEVDAX, Mode.SECTOR, Mode.RAW)) {
                ByteSize least = PmemSizes.least(region, mode, SMALL_BLOCKS);
                assertThat(PmemSizes.rounded(least, region)).isEqualTo(least);
                assertThat(PmemSizes.usable(least, mode).bytes()).isPositive();
                long smaller = least.bytes() - unit.bytes();
                long serves = switch (mode) {
                    case DEVDAX -> 256 * MIB;
                    case SECTOR -> 16 * MIB + 4096;
                    default -> 16 * MIB;
                };
                assertThat(smaller).isLessThan(serves);
            }
        }
    }

    /** A namespace of the least size has a whole block of memory wherever in its region it begins, on machines with much memory, too. */
    @ParameterizedTest
    @CsvSource({"0,16", "64,16", "128,16", "256,16", "2048,16", "0,2", "128,2", "256,4"})
    void theLeastOfMemoryHasABlockWhereverItLies(long told, long alignment) {
        PmemRegion region = region(1L << 42, 0, alignment * MIB, 1, true);
        Pmem pmem = new Pmem(List.of(), List.of(), List.of(), List.of(), ByteSize.ofMebibytes(told));
        long least = PmemSizes.least(region, Mode.DEVDAX, pmem).bytes();
        long data = PmemSizes.usable(ByteSize.ofBytes(least), Mode.DEVDAX).bytes();
        long block = Math.max(128, told) * MIB;
        for (long start = 0; start < block; start += alignment * MIB) {
            long firstBlock = (start + least - data + block - 1) / block * block;
            assertThat(firstBlock + block).as("from " + start).isLessThanOrEqualTo(start + least);
        }
    }
}
