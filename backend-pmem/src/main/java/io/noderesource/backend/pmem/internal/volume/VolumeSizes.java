package io.noderesource.backend.pmem.internal.volume;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import java.math.BigInteger;
import java.util.Optional;

/** How large a volume is and can be; pure. */
public final class VolumeSizes {

    /** What mappings are aligned to (ndctl-create-namespace(1), "--align"). */
    public static final ByteSize ALIGNMENT = ByteSize.ofMebibytes(2);

    /** {@code MEMREMAP_COMPAT_ALIGN_MAX} of the kernel, which a region without an alignment of its own has on each module. */
    private static final ByteSize REGION_ALIGNMENT = ByteSize.ofMebibytes(16);

    /** What a layout takes at least ({@code nd_namespace_store} of {@code drivers/nvdimm/claim.c}). */
    private static final long LEAST = 16L << 20;

    private static final long PAGE = 4096;

    private VolumeSizes() {}

    /** What a namespace's size has to be a multiple of ({@code validate_namespace_options} of ndctl's {@code namespace.c}). */
    static ByteSize unit(PmemRegion region) {
        int ways = Math.max(1, region.interleaveWays());
        long own = region.alignment().bytes() > 0
                ? region.alignment().bytes()
                : Math.multiplyExact(REGION_ALIGNMENT.bytes(), ways);
        BigInteger a = BigInteger.valueOf(Math.multiplyExact(ALIGNMENT.bytes(), ways));
        BigInteger b = BigInteger.valueOf(own);
        return ByteSize.ofBytes(a.divide(a.gcd(b)).multiply(b).longValueExact());
    }

    /** At least so much of a namespace of a size is its device. */
    public static ByteSize usable(Mode mode, ByteSize size) {
        return ByteSize.ofBytes(
                switch (mode) {
                    case RAW -> size.bytes();
                    case SECTOR -> sectors(size.bytes());
                    case FSDAX, DEVDAX -> pages(size.bytes());
                    case UNKNOWN -> 0;
                });
    }

    /** At most so much of a namespace of a size is its device: where both ends are aligned already, and with the older labels' page. */
    public static ByteSize usableAtMost(Mode mode, ByteSize size) {
        long spare = switch (mode) {
            case RAW, UNKNOWN -> 0;
            case SECTOR -> PAGE;
            case FSDAX, DEVDAX -> ALIGNMENT.bytes();
        };
        return ByteSize.ofBytes(usable(mode, size).bytes() + spare);
    }

    /** {@code nd_pfn_init} of {@code drivers/nvdimm/pfn_devs.c}: 8 KiB and 64 bytes for each page before, and both ends aligned. */
    private static long pages(long size) {
        long before = 2 * PAGE + size / PAGE * 64;
        long alignment = ALIGNMENT.bytes();
        return Math.max(0, size - (before + alignment - 1) / alignment * alignment - alignment);
    }

    /**
     * {@code alloc_arena} and {@code create_arenas} of {@code drivers/nvdimm/btt.c}: arenas of at most 512 GiB, each with two pages for
     * its record and the copy of it, a log for 256 free blocks, and 4 bytes of a map for each block of 4 KiB.
     */
    private static long sectors(long size) {
        long most = 1L << 39;
        long blocks = 0;
        // Labels before 1.2 have the first page left free.
        for (long left = size - PAGE; left >= LEAST; left -= Math.min(most, left)) {
            long available = Math.min(most, left) / PAGE * PAGE - 2 * PAGE - 256 * 64;
            blocks += (available - PAGE) / (PAGE + 4) - 256;
        }
        return blocks * PAGE;
    }

    /** The smallest namespace of which at least so much is its device; empty when it would be larger than its region. */
    public static Optional<ByteSize> sizeFor(Mode mode, ByteSize asked, PmemRegion region) {
        long unit = unit(region).bytes();
        long size = unit;
        while (size <= region.size().bytes()) {
            long missing = asked.bytes() - usable(mode, ByteSize.ofBytes(size)).bytes();
            if (size >= LEAST && missing <= 0) {
                return Optional.of(ByteSize.ofBytes(size));
            }
            if (missing > region.size().bytes()) {
                return Optional.empty();
            }
            size += Math.max(1, missing / unit) * unit;
        }
        return Optional.empty();
    }

    /** The largest volume of which there can be one in so much of a region; zero when there can be none. */
    public static ByteSize largest(Mode mode, ByteSize room, PmemRegion region) {
        long unit = unit(region).bytes();
        long size = room.bytes() / unit * unit;
        return size < LEAST ? ByteSize.ZERO : usable(mode, ByteSize.ofBytes(size));
    }

    /** The largest part of a region that no namespace has when this one is gone. */
    public static ByteSize largestWithout(PmemNamespace gone, PmemRegion region, Iterable<PmemNamespace> all) {
        long largest = Math.max(gone.size().bytes(), region.largestExtent().bytes());
        ByteSize offset = gone.offset();
        if (offset != null) {
            long begin = 0;
            long end = region.size().bytes();
            for (PmemNamespace other : all) {
                ByteSize its = other.offset();
                if (its == null) {
                    return ByteSize.ofBytes(largest);
                }
                if (its.bytes() < offset.bytes()) {
                    begin = Math.max(begin, its.bytes() + other.size().bytes());
                } else if (its.bytes() > offset.bytes()) {
                    end = Math.min(end, its.bytes());
                }
            }
            largest = Math.max(largest, end - begin);
        }
        return ByteSize.ofBytes(largest);
    }
}
