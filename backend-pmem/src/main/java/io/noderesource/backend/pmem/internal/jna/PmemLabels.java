package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives modules labels, in the order of {@code ndctl init-labels} ({@code ndctl/dimm.c}). */
final class PmemLabels {

    /** {@code enum ndctl_namespace_version}: namespace labels 1.1 and 1.2 (UEFI 2.7, 13.19). */
    private static final int VERSION_1_1 = 0;

    private static final int VERSION_1_2 = 1;

    private final LibNdctl ndctl;
    private final LabelsUnderWay underWay;

    PmemLabels(LibNdctl ndctl, LabelsUnderWay underWay) {
        this.ndctl = ndctl;
        this.underWay = underWay;
    }

    void initialize(Pointer region) throws IOException {
        List<Pointer> dimms = PmemObjects.dimms(ndctl, region);
        if (dimms.isEmpty()) {
            throw new IOException("the region has no modules");
        }
        String name = ndctl.ndctl_region_get_devname(region);
        underWay.begin(new LabelsUnderWay.Note(
                name, dimms.stream().map(ndctl::ndctl_dimm_get_devname).toList()));
        int enabled;
        Set<Pointer> read = new HashSet<>();
        try {
            PmemObjects.check("ndctl_region_disable_invalidate", ndctl.ndctl_region_disable_invalidate(region));
            for (Pointer dimm : dimms) {
                initializeOne(dimm);
                read.add(dimm);
            }
        } finally {
            // Also when a module refused: all was enabled before.
            enabled = enable(region, dimms, read);
            if (enabled >= 0) {
                underWay.end(name);
            }
        }
        PmemObjects.check("ndctl_region_enable", enabled);
    }

    /**
     * Enables what is disabled, modules first: without them the region has no labels to be read.
     *
     * <p>The kernel reads a module's labels when that is enabled (drivers/nvdimm/dimm.c, {@code nvdimm_probe}). Enabled with labels that
     * it has not read, the region would show its device as without labels until the next boot, which takes the device away with all that
     * somebody has put on it: such a region stays disabled.
     *
     * @param read the modules whose labels the kernel has read since they were written
     */
    private int enable(Pointer region, List<Pointer> dimms, Set<Pointer> read) {
        boolean disabled = ndctl.ndctl_region_is_enabled(region) == 0;
        for (Pointer dimm : dimms) {
            boolean unread = disabled && !read.contains(dimm) && ndctl.ndctl_dimm_is_active(dimm) == 0;
            if (unread && ndctl.ndctl_dimm_is_enabled(dimm) != 0) {
                int result = ndctl.ndctl_dimm_disable(dimm);
                if (result < 0) {
                    return result;
                }
            }
            if (ndctl.ndctl_dimm_is_enabled(dimm) == 0) {
                int result = ndctl.ndctl_dimm_enable(dimm);
                if (result < 0) {
                    return result;
                }
            }
        }
        return disabled ? ndctl.ndctl_region_enable(region) : 0;
    }

    /**
     * Enables what a process that is gone has left disabled; none may be at it any more. What is not there any more is not waited for.
     * What cannot be enabled stays noted, and keeps nothing else from it.
     *
     * @param regions all regions
     * @return whether any was left
     */
    boolean enableLeft(List<Pointer> regions) throws IOException {
        List<LabelsUnderWay.Note> notes = underWay.all();
        int result = 0;
        for (LabelsUnderWay.Note note : notes) {
            int enabled = 0;
            for (Pointer region : regions) {
                if (ndctl.ndctl_region_get_devname(region).equals(note.region())) {
                    List<Pointer> dimms = PmemObjects.dimms(ndctl, region).stream()
                            .filter(dimm -> note.dimms().contains(ndctl.ndctl_dimm_get_devname(dimm)))
                            .toList();
                    enabled = enable(region, dimms, Set.of());
                    // The kernel makes what lies in it beside; the library waits for that before it lists any.
                    ndctl.ndctl_namespace_get_first(region);
                }
            }
            if (enabled < 0) {
                result = enabled;
            } else {
                underWay.end(note.region());
            }
        }
        PmemObjects.check("ndctl_region_enable", result);
        return !notes.isEmpty();
    }

    private void initializeOne(Pointer dimm) throws IOException {
        String name = ndctl.ndctl_dimm_get_devname(dimm);
        if (ndctl.ndctl_dimm_is_active(dimm) != 0) {
            throw new IOException(name + " is in use by another region");
        }
        int labels = write(dimm, VERSION_1_2, true);
        reload(dimm);
        // One label is kept spare; a module that shows another number does not take these labels.
        if (labels > 0 && ndctl.ndctl_dimm_get_available_labels(dimm) != labels - 1) {
            write(dimm, VERSION_1_1, false);
            reload(dimm);
        }
    }

    /**
     * Writes labels. The index has to be held until then.
     *
     * @param first whether there may be valid labels that the kernel has not read yet: then nothing is written
     * @return how many labels there are; 0 when nothing was written
     */
    private int write(Pointer dimm, int version, boolean first) throws IOException {
        Pointer index = ndctl.ndctl_dimm_read_label_index(dimm);
        if (index == null) {
            throw new IOException(
                    "ndctl_dimm_read_label_index: " + ndctl.ndctl_dimm_get_devname(dimm) + " does not give its labels");
        }
        try {
            if (first && ndctl.ndctl_dimm_validate_labels(dimm) >= 0) {
                return 0;
            }
            return PmemObjects.check("ndctl_dimm_init_labels", ndctl.ndctl_dimm_init_labels(dimm, version));
        } finally {
            ndctl.ndctl_cmd_unref(index);
        }
    }

    private void reload(Pointer dimm) throws IOException {
        PmemObjects.check("ndctl_dimm_disable", ndctl.ndctl_dimm_disable(dimm));
        PmemObjects.check("ndctl_dimm_enable", ndctl.ndctl_dimm_enable(dimm));
    }
}
