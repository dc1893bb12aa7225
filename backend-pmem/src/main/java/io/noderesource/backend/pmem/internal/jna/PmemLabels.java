package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.List;

/** Gives modules labels, in the order of {@code ndctl init-labels} ({@code ndctl/dimm.c}). */
final class PmemLabels {

    /** {@code enum ndctl_namespace_version}: namespace labels 1.1 and 1.2 (UEFI 2.7, 13.19). */
    private static final int VERSION_1_1 = 0;

    private static final int VERSION_1_2 = 1;

    private final LibNdctl ndctl;

    PmemLabels(LibNdctl ndctl) {
        this.ndctl = ndctl;
    }

    void initialize(Pointer region) throws IOException {
        List<Pointer> dimms = PmemObjects.dimms(ndctl, region);
        if (dimms.isEmpty()) {
            throw new IOException("the region has no modules");
        }
        PmemObjects.check("ndctl_region_disable_invalidate", ndctl.ndctl_region_disable_invalidate(region));
        int enabled;
        try {
            for (Pointer dimm : dimms) {
                initializeOne(dimm);
            }
        } finally {
            // Also when a module refused: the region was enabled before.
            enabled = ndctl.ndctl_region_enable(region);
        }
        PmemObjects.check("ndctl_region_enable", enabled);
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
