package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * Functions of {@code libndctl.so.6} ({@code ndctl/libndctl.h} of ndctl 76). All objects belong to their context and go with it. A
 * C {@code bool} is a byte here; an {@code unsigned long} has 64 bits on all machines that have persistent memory.
 */
interface LibNdctl extends Library {

    int ndctl_new(PointerByReference context);

    Pointer ndctl_unref(Pointer context);

    void ndctl_set_log_priority(Pointer context, int priority);

    /** Is called with each message, on the thread of the call that it is about; {@code format} and {@code arguments} are printf(3)'s. */
    interface Log extends Callback {
        void message(
                Pointer context,
                int priority,
                String file,
                int line,
                String function,
                Pointer format,
                Pointer arguments);
    }

    void ndctl_set_log_fn(Pointer context, Log log);

    /** The context of libdaxctl that this one has for itself. */
    Pointer ndctl_get_daxctl_ctx(Pointer context);

    // ---- buses

    @Nullable
    Pointer ndctl_bus_get_first(Pointer context);

    @Nullable
    Pointer ndctl_bus_get_next(Pointer bus);

    String ndctl_bus_get_devname(Pointer bus);

    String ndctl_bus_get_provider(Pointer bus);

    // ---- modules

    @Nullable
    Pointer ndctl_dimm_get_first(Pointer bus);

    @Nullable
    Pointer ndctl_dimm_get_next(Pointer dimm);

    String ndctl_dimm_get_devname(Pointer dimm);

    @Nullable
    String ndctl_dimm_get_unique_id(Pointer dimm);

    int ndctl_dimm_get_handle(Pointer dimm);

    short ndctl_dimm_get_phys_id(Pointer dimm);

    int ndctl_dimm_is_enabled(Pointer dimm);

    int ndctl_dimm_is_active(Pointer dimm);

    int ndctl_dimm_locked(Pointer dimm);

    int ndctl_dimm_get_security(Pointer dimm);

    byte ndctl_dimm_security_is_frozen(Pointer dimm);

    /** A question to the firmware, how the module is; null where it cannot be asked. */
    @Nullable
    Pointer ndctl_dimm_cmd_new_smart(Pointer dimm);

    /** Asks it; negative when the firmware gives no answer, too. */
    int ndctl_cmd_submit_xlat(Pointer command);

    /** What of the answer is valid ({@code ND_SMART_*_VALID}); UINT_MAX when nothing can be told. */
    int ndctl_cmd_smart_get_flags(Pointer command);

    /** {@code ND_SMART_*_HEALTH}; UINT_MAX when nothing can be told. */
    int ndctl_cmd_smart_get_health(Pointer command);

    long ndctl_dimm_get_available_labels(Pointer dimm);

    int ndctl_dimm_has_errors(Pointer dimm);

    int ndctl_dimm_failed_save(Pointer dimm);

    int ndctl_dimm_failed_arm(Pointer dimm);

    int ndctl_dimm_failed_restore(Pointer dimm);

    int ndctl_dimm_failed_map(Pointer dimm);

    int ndctl_dimm_failed_flush(Pointer dimm);

    int ndctl_dimm_smart_pending(Pointer dimm);

    /** Reads the labels' index, which the library needs before it writes labels; null when that fails. */
    @Nullable
    Pointer ndctl_dimm_read_label_index(Pointer dimm);

    void ndctl_cmd_unref(Pointer command);

    /** Negative where there are none that are valid; wants the index read. */
    int ndctl_dimm_validate_labels(Pointer dimm);

    /** How many labels there are now, or a negative errno. */
    int ndctl_dimm_init_labels(Pointer dimm, int version);

    int ndctl_dimm_disable(Pointer dimm);

    int ndctl_dimm_enable(Pointer dimm);

    // ---- regions

    @Nullable
    Pointer ndctl_region_get_first(Pointer bus);

    @Nullable
    Pointer ndctl_region_get_next(Pointer region);

    String ndctl_region_get_devname(Pointer region);

    int ndctl_region_get_nstype(Pointer region);

    int ndctl_region_get_interleave_ways(Pointer region);

    long ndctl_region_get_size(Pointer region);

    long ndctl_region_get_available_size(Pointer region);

    long ndctl_region_get_max_available_extent(Pointer region);

    long ndctl_region_get_resource(Pointer region);

    long ndctl_region_get_align(Pointer region);

    int ndctl_region_get_ro(Pointer region);

    int ndctl_region_is_enabled(Pointer region);

    int ndctl_region_get_numa_node(Pointer region);

    int ndctl_region_get_persistence_domain(Pointer region);

    @Nullable
    Pointer ndctl_region_get_first_dimm(Pointer region);

    @Nullable
    Pointer ndctl_region_get_next_dimm(Pointer region, Pointer dimm);

    @Nullable
    Pointer ndctl_mapping_get_first(Pointer region);

    @Nullable
    Pointer ndctl_mapping_get_next(Pointer mapping);

    /** Where on its module the region begins. */
    long ndctl_mapping_get_offset(Pointer mapping);

    /** How much of its module the region has. */
    long ndctl_mapping_get_length(Pointer mapping);

    int ndctl_region_disable_invalidate(Pointer region);

    int ndctl_region_enable(Pointer region);

    @Nullable
    Pointer ndctl_region_get_namespace_seed(Pointer region);

    @Nullable
    Pointer ndctl_region_get_btt_seed(Pointer region);

    @Nullable
    Pointer ndctl_region_get_pfn_seed(Pointer region);

    @Nullable
    Pointer ndctl_region_get_dax_seed(Pointer region);

    // ---- namespaces

    @Nullable
    Pointer ndctl_namespace_get_first(Pointer region);

    @Nullable
    Pointer ndctl_namespace_get_next(Pointer namespace);

    String ndctl_namespace_get_devname(Pointer namespace);

    int ndctl_namespace_get_id(Pointer namespace);

    int ndctl_namespace_get_type(Pointer namespace);

    int ndctl_namespace_get_mode(Pointer namespace);

    long ndctl_namespace_get_resource(Pointer namespace);

    long ndctl_namespace_get_size(Pointer namespace);

    void ndctl_namespace_get_uuid(Pointer namespace, byte[] uuid);

    @Nullable
    String ndctl_namespace_get_alt_name(Pointer namespace);

    int ndctl_namespace_get_sector_size(Pointer namespace);

    @Nullable
    String ndctl_namespace_get_block_device(Pointer namespace);

    byte ndctl_namespace_is_active(Pointer namespace);

    @Nullable
    Pointer ndctl_namespace_get_btt(Pointer namespace);

    @Nullable
    Pointer ndctl_namespace_get_pfn(Pointer namespace);

    @Nullable
    Pointer ndctl_namespace_get_dax(Pointer namespace);

    /** Gives back what it has of the region; frees the object. */
    int ndctl_namespace_delete(Pointer namespace);

    int ndctl_namespace_set_uuid(Pointer namespace, byte[] uuid);

    int ndctl_namespace_set_alt_name(Pointer namespace, String name);

    int ndctl_namespace_set_size(Pointer namespace, long size);

    int ndctl_namespace_set_enforce_mode(Pointer namespace, int mode);

    /** The mode that it has now, 0 or 1, or a negative errno. */
    int ndctl_namespace_set_raw_mode(Pointer namespace, int raw);

    /** 0, or 1 when it came up with a layout on it, or a negative errno. */
    int ndctl_namespace_enable(Pointer namespace);

    /** Refuses a namespace whose block device somebody has open exclusively; frees the object. */
    int ndctl_namespace_disable_safe(Pointer namespace);

    // ---- what stands on a namespace

    void ndctl_btt_get_uuid(Pointer btt, byte[] uuid);

    long ndctl_btt_get_size(Pointer btt);

    int ndctl_btt_get_sector_size(Pointer btt);

    @Nullable
    String ndctl_btt_get_block_device(Pointer btt);

    void ndctl_pfn_get_uuid(Pointer pfn, byte[] uuid);

    long ndctl_pfn_get_size(Pointer pfn);

    long ndctl_pfn_get_align(Pointer pfn);

    int ndctl_pfn_get_location(Pointer pfn);

    @Nullable
    String ndctl_pfn_get_block_device(Pointer pfn);

    void ndctl_dax_get_uuid(Pointer dax, byte[] uuid);

    long ndctl_dax_get_size(Pointer dax);

    long ndctl_dax_get_align(Pointer dax);

    int ndctl_dax_get_location(Pointer dax);

    @Nullable
    Pointer ndctl_dax_get_daxctl_region(Pointer dax);

    int ndctl_btt_set_uuid(Pointer btt, byte[] uuid);

    int ndctl_btt_set_sector_size(Pointer btt, int size);

    int ndctl_btt_set_namespace(Pointer btt, @Nullable Pointer namespace);

    int ndctl_btt_is_enabled(Pointer btt);

    int ndctl_btt_enable(Pointer btt);

    int ndctl_pfn_set_uuid(Pointer pfn, byte[] uuid);

    int ndctl_pfn_set_location(Pointer pfn, int location);

    int ndctl_pfn_set_align(Pointer pfn, long alignment);

    int ndctl_pfn_set_namespace(Pointer pfn, @Nullable Pointer namespace);

    int ndctl_pfn_is_enabled(Pointer pfn);

    int ndctl_pfn_enable(Pointer pfn);

    int ndctl_dax_set_uuid(Pointer dax, byte[] uuid);

    int ndctl_dax_set_location(Pointer dax, int location);

    int ndctl_dax_set_align(Pointer dax, long alignment);

    int ndctl_dax_set_namespace(Pointer dax, @Nullable Pointer namespace);

    int ndctl_dax_is_enabled(Pointer dax);

    int ndctl_dax_enable(Pointer dax);
}
