package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.topology.RegionSize;
import java.math.BigInteger;

/** How large a namespace can be; pure. */
final class PmemSizes {

    /** {@code MEMREMAP_COMPAT_ALIGN_MAX} of the kernel, which a region without an alignment of its own has on each module. */
    private static final ByteSize REGION_ALIGNMENT = ByteSize.ofMebibytes(16);

    /** What a layout takes at least ({@code nd_namespace_store} of {@code drivers/nvdimm/claim.c}). */
    private static final ByteSize LEAST = ByteSize.ofMebibytes(16);

    /**
     * Where labels are of an old version, the sectors begin behind so much, and so much less is left than {@link #LEAST} ({@code
     * nvdimm_namespace_attach_btt} of {@code drivers/nvdimm/btt.c}).
     */
    private static final ByteSize BEFORE_SECTORS = ByteSize.ofBytes(4096);

    /**
     * No machine has blocks of memory that are smaller ({@code SECTION_SIZE_BITS} of x86 and arm64), and those with much memory have
     * larger ones ({@code probe_memory_block_size} of {@code arch/x86/mm/init_64.c}: 2 GiB from 64 GiB on). Only whole ones serve, which
     * begin at multiples of their size ({@code dax_kmem_range} of {@code drivers/dax/kmem.c}).
     */
    private static final ByteSize MEMORY_BLOCK = ByteSize.ofMebibytes(128);

    private PmemSizes() {}

    /** What a namespace's size has to be a multiple of ({@code validate_namespace_options} of ndctl's {@code namespace.c}). */
    static ByteSize unit(PmemRegion region) {
        int ways = Math.max(1, region.interleaveWays());
        long own = region.alignment().bytes() > 0
                ? region.alignment().bytes()
                : Math.multiplyExact(REGION_ALIGNMENT.bytes(), ways);
        BigInteger a = BigInteger.valueOf(Math.multiplyExact(CreateNamespace.ALIGNMENT.bytes(), ways));
        BigInteger b = BigInteger.valueOf(own);
        return ByteSize.ofBytes(a.divide(a.gcd(b)).multiply(b).longValueExact());
    }

    /** At least so much of a namespace of a mode is its device. */
    static ByteSize usable(ByteSize size, PmemNamespace.Mode mode) {
        long overhead = switch (mode) {
            case RAW, UNKNOWN -> 0;
            // A map of 4 bytes for each sector of 4 KiB; and 256 spare sectors, a log and two headers for each 512 GiB
            // (Documentation/driver-api/nvdimm/btt.rst).
            case SECTOR -> size.bytes() / 512 + (2L << 20);
            case FSDAX, DEVDAX -> pages(size.bytes());
        };
        return ByteSize.ofBytes(Math.max(0, size.bytes() - overhead));
    }

    /** 64 bytes for each page of 4 KiB are the kernel's, and both ends are aligned. */
    private static long pages(long size) {
        return size / 64 + 2 * CreateNamespace.ALIGNMENT.bytes();
    }

    /** The largest namespace that a region has room for; zero when there is none. */
    static ByteSize largest(PmemRegion region) {
        return rounded(region.labelled() ? region.largestExtent() : region.size(), region);
    }

    /** A size, rounded down to what can be made in a region; zero when that is nothing. */
    static ByteSize rounded(ByteSize size, PmemRegion region) {
        long unit = unit(region).bytes();
        long rounded = size.bytes() / unit * unit;
        return rounded < LEAST.bytes() ? ByteSize.ZERO : ByteSize.ofBytes(rounded);
    }

    /** The size of a block of memory, of which only whole ones serve. */
    static ByteSize memoryBlock(Pmem pmem) {
        return pmem.memoryBlock().compareTo(MEMORY_BLOCK) > 0 ? pmem.memoryBlock() : MEMORY_BLOCK;
    }

    /**
     * The smallest namespace that has a whole block wherever it lies: where it begins with a block, most of that one is the kernel's
     * records of pages and no memory; and where it begins a little before one, the records may reach into that. In a region that somebody
     * has given a smaller alignment than usual it may begin anywhere, and one block more is sure to do.
     */
    private static long leastMemory(long block, PmemRegion region) {
        long records = pages(2 * block);
        boolean anywhere = region.alignment().bytes() > 0 && region.alignment().compareTo(REGION_ALIGNMENT) < 0;
        return (anywhere ? 3 : 2) * block + records / REGION_ALIGNMENT.bytes() * REGION_ALIGNMENT.bytes();
    }

    /** The smallest namespace of a mode that can be made in a region, and serves. */
    static ByteSize least(PmemRegion region, PmemNamespace.Mode mode, Pmem pmem) {
        long unit = unit(region).bytes();
        long least = switch (mode) {
            case SECTOR -> LEAST.bytes() + BEFORE_SECTORS.bytes();
            case DEVDAX -> leastMemory(memoryBlock(pmem).bytes(), region);
            case FSDAX, RAW, UNKNOWN -> LEAST.bytes();
        };
        return ByteSize.ofBytes((least + unit - 1) / unit * unit);
    }

    /** How much of a region is free, in however many pieces. */
    static ByteSize free(PmemRegion region) {
        return region.labelled() ? region.available() : region.size();
    }

    /** Tells whether so much is what is declared, but for the rounding. */
    static boolean isAsDeclared(ByteSize size, RegionSize declared, PmemRegion region) {
        long difference = size.bytes() - declared.in(region.size()).bytes();
        return Math.abs(difference) < unit(region).bytes();
    }
}
