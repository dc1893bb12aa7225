package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds objects of a context by what they are known by, and tells what a call made of them. */
final class PmemObjects {

    /** {@code ND_DEVICE_NAMESPACE_PMEM} of {@code linux/ndctl.h}: a namespace that labels make. */
    static final int LABELLED = 5;

    private final LibNdctl ndctl;
    private final Pointer context;

    PmemObjects(LibNdctl ndctl, Pointer context) {
        this.ndctl = ndctl;
        this.context = context;
    }

    static List<Pointer> all(@Nullable Pointer first, Function<Pointer, @Nullable Pointer> next) {
        List<Pointer> all = new ArrayList<>();
        for (Pointer one = first; one != null; one = next.apply(one)) {
            all.add(one);
        }
        return all;
    }

    /** All regions. */
    List<Pointer> regions() {
        List<Pointer> regions = new ArrayList<>();
        for (Pointer bus : all(ndctl.ndctl_bus_get_first(context), ndctl::ndctl_bus_get_next)) {
            regions.addAll(all(ndctl.ndctl_region_get_first(bus), ndctl::ndctl_region_get_next));
        }
        return regions;
    }

    /** The region of a kernel name. */
    Pointer region(String name) throws IOException {
        for (Pointer region : regions()) {
            if (ndctl.ndctl_region_get_devname(region).equals(name)) {
                return region;
            }
        }
        throw new IOException("there is no " + name);
    }

    /** The modules under a region. */
    static List<Pointer> dimms(LibNdctl ndctl, Pointer region) {
        UnaryOperator<@Nullable Pointer> next = dimm -> ndctl.ndctl_region_get_next_dimm(region, dimm);
        return all(ndctl.ndctl_region_get_first_dimm(region), next);
    }

    /**
     * How much of a region labels hold without a namespace that is shown; 0 where that cannot be told: without labels, where it is not
     * enabled, and where a region of a kind that newer kernels do not have is on the same module, of block windows.
     */
    static long hidden(LibNdctl ndctl, Pointer region, List<Pointer> all) {
        // What comes in between is shown, and not missing.
        long available = ndctl.ndctl_region_get_available_size(region);
        List<HiddenLabels.Range> modules =
                all(ndctl.ndctl_mapping_get_first(region), ndctl::ndctl_mapping_get_next).stream()
                        .map(each -> new HiddenLabels.Range(
                                ndctl.ndctl_mapping_get_offset(each), ndctl.ndctl_mapping_get_length(each)))
                        .toList();
        boolean reckoned = available >= 0
                && ndctl.ndctl_region_is_enabled(region) != 0
                && ndctl.ndctl_region_get_nstype(region) == LABELLED
                && modules.size() == ndctl.ndctl_region_get_interleave_ways(region)
                && all.stream().noneMatch(other -> isUnlabelledOnTheSame(ndctl, region, other));
        if (!reckoned) {
            return 0;
        }
        long start = ndctl.ndctl_region_get_resource(region);
        List<HiddenLabels.Range> namespaces = new ArrayList<>();
        for (Pointer each : all(ndctl.ndctl_namespace_get_first(region), ndctl::ndctl_namespace_get_next)) {
            long size = ndctl.ndctl_namespace_get_size(each);
            long from = ndctl.ndctl_namespace_get_resource(each);
            if (size > 0 && (start < 0 || from < start)) {
                return 0;
            }
            namespaces.add(new HiddenLabels.Range(size > 0 ? from - start : 0, Math.max(0, size)));
        }
        // ULONG_MAX, and so -1, where the kernel has no alignment.
        return HiddenLabels.of(available, Math.max(0, ndctl.ndctl_region_get_align(region)), modules, namespaces);
    }

    private static boolean isUnlabelledOnTheSame(LibNdctl ndctl, Pointer region, Pointer other) {
        return ndctl.ndctl_region_get_nstype(other) != LABELLED
                && dimms(ndctl, other).stream().anyMatch(dimms(ndctl, region)::contains);
    }

    /** The namespace of a UUID in a region; null when there is none. A seed that only has its UUID so far is none. */
    @Nullable
    Pointer namespace(Pointer region, String uuid) {
        for (Pointer each : all(ndctl.ndctl_namespace_get_first(region), ndctl::ndctl_namespace_get_next)) {
            if (isOf(each, uuid) && ndctl.ndctl_namespace_get_size(each) > 0) {
                return each;
            }
        }
        return null;
    }

    /**
     * The namespace of a region that is ready to become one: its seed, or the first when it has been given back. Null where there is
     * none: the kernel takes the first namespace of a region for its seed when it enables the region, whosever it is, and one that is
     * ready only as that one gets its driver ({@code nd_region_register_namespaces} of {@code drivers/nvdimm/namespace_devs.c}, {@code
     * nd_region_advance_seeds} of {@code drivers/nvdimm/region_devs.c}); and not at all where it gets it sooner.
     */
    @Nullable
    static Pointer idle(LibNdctl ndctl, Pointer region) {
        Pointer seed = ndctl.ndctl_region_get_namespace_seed(region);
        if (seed != null && isIdle(ndctl, seed)) {
            return seed;
        }
        for (Pointer each : all(ndctl.ndctl_namespace_get_first(region), ndctl::ndctl_namespace_get_next)) {
            if (ndctl.ndctl_namespace_get_id(each) == 0 && isIdle(ndctl, each)) {
                return each;
            }
        }
        return null;
    }

    private static boolean isIdle(LibNdctl ndctl, Pointer namespace) {
        return ndctl.ndctl_namespace_get_size(namespace) == 0 && ndctl.ndctl_namespace_is_active(namespace) == 0;
    }

    /** Whether a namespace, or a seed, has a UUID. */
    boolean isOf(Pointer namespace, String uuid) {
        byte[] own = new byte[16];
        ndctl.ndctl_namespace_get_uuid(namespace, own);
        return Arrays.equals(own, bytes(uuid));
    }

    /** A UUID as the library has it (RFC 9562, 4: the most significant byte first). */
    static byte[] bytes(String uuid) {
        UUID value = UUID.fromString(uuid);
        return ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    /**
     * Tells of a call that has failed: it has returned a negative errno.
     *
     * @return what it returned
     */
    static int check(String function, int result) throws IOException {
        if (result < 0) {
            throw new IOException(function + ": " + Errnos.name(-result));
        }
        return result;
    }
}
