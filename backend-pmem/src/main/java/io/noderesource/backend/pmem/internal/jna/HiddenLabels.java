package io.noderesource.backend.pmem.internal.jna;

import java.util.List;

/**
 * What labels hold of a region without a namespace that the kernel shows; pure. The kernel takes what any label on a module names for
 * used ({@code nd_label_reserve_dpa} of {@code drivers/nvdimm/label.c}), and shows a namespace where the first module of the region has
 * its label ({@code scan_labels} of {@code drivers/nvdimm/namespace_devs.c}). So less is free than the namespaces leave.
 */
final class HiddenLabels {

    /** A range: of a module, for a region; or of a region, for a namespace. */
    record Range(long start, long size) {}

    private final long alignment;
    private final List<Range> modules;
    private final List<Range> namespaces;

    private HiddenLabels(long alignment, List<Range> modules, List<Range> namespaces) {
        this.alignment = alignment;
        this.modules = modules;
        this.namespaces = namespaces;
    }

    /**
     * How many bytes of a region such labels hold.
     *
     * @param available what is free of it, as the kernel reckons
     * @param alignment what the kernel aligns namespaces to; zero where it does not
     * @param modules what the region has of each of its modules
     * @param namespaces the namespaces that are shown
     */
    static long of(long available, long alignment, List<Range> modules, List<Range> namespaces) {
        return Math.max(0, new HiddenLabels(alignment, modules, namespaces).free() - available);
    }

    /** What the kernel would have for free without such labels ({@code nd_region_available_dpa} of {@code drivers/nvdimm/region_devs.c}). */
    private long free() {
        if (modules.isEmpty() || alignment % modules.size() != 0) {
            return 0;
        }
        return modules.stream().mapToLong(this::free).sum();
    }

    /** {@code nd_pmem_available_dpa} of {@code drivers/nvdimm/dimm_devs.c}. */
    private long free(Range module) {
        long ways = modules.size();
        long unit = Math.max(1, alignment / ways);
        long busy = 0;
        for (Range namespace : namespaces) {
            long start = module.start() + namespace.start() / ways;
            long end = module.start() + up(namespace.start() + namespace.size(), ways) / ways;
            if (up(end, unit) > module.start() + module.size()) {
                return 0;
            }
            busy += up(end, unit) - start / unit * unit;
        }
        return busy < module.size() ? (module.size() - busy) / unit * unit : 0;
    }

    private static long up(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }
}
