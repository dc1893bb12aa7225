package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemRegion;
import java.math.BigInteger;

/** How large a namespace can be; pure. */
final class PmemSizes {

    /** {@code MEMREMAP_COMPAT_ALIGN_MAX} of the kernel, which a region without an alignment of its own has on each module. */
    private static final ByteSize REGION_ALIGNMENT = ByteSize.ofMebibytes(16);

    /** What a layout takes at least ({@code nd_namespace_store} of {@code drivers/nvdimm/claim.c}). */
    private static final ByteSize LEAST = ByteSize.ofMebibytes(16);

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

    /** At least so much of a namespace is its device: 64 bytes for each page of 4 KiB are the kernel's, and both ends are aligned. */
    static ByteSize usable(ByteSize size) {
        return ByteSize.ofBytes(Math.max(0, size.bytes() - size.bytes() / 64 - 2 * CreateNamespace.ALIGNMENT.bytes()));
    }

    /** The largest namespace that a region has room for; zero when there is none. */
    static ByteSize largest(PmemRegion region) {
        ByteSize room = region.labelled() ? region.largestExtent() : region.size();
        long unit = unit(region).bytes();
        long largest = room.bytes() / unit * unit;
        return largest < LEAST.bytes() ? ByteSize.ZERO : ByteSize.ofBytes(largest);
    }
}
