package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * {@code lvm2app.h} of lvm2 2.02.188, as far as it is used. Handles are opaque pointers. A function that returns a number
 * gives 0 when it succeeded; one that returns a pointer gives NULL when it failed. {@link LockingCalls} has the rest.
 */
interface LibLvm2App extends Library {

    @Nullable
    String lvm_library_get_version();

    @Nullable
    Pointer lvm_init(@Nullable String system_dir);

    void lvm_quit(Pointer libh);

    int lvm_config_override(Pointer libh, String config_string);

    int lvm_config_reload(Pointer libh);

    int lvm_scan(Pointer libh);

    int lvm_errno(Pointer libh);

    @Nullable
    String lvm_errmsg(Pointer libh);

    @Nullable
    Pointer lvm_list_vg_names(Pointer libh);

    @Nullable
    String lvm_vgname_from_pvid(Pointer libh, String pvid);

    int lvm_vg_write(Pointer vg);

    int lvm_vg_close(Pointer vg);

    int lvm_vg_extend(Pointer vg, String device);

    int lvm_vg_add_tag(Pointer vg, String tag);

    int lvm_vg_remove_tag(Pointer vg, String tag);

    @Nullable
    Pointer lvm_vg_list_pvs(Pointer vg);

    @Nullable
    Pointer lvm_vg_list_lvs(Pointer vg);

    PropertyValue.ByValue lvm_vg_get_property(Pointer vg, String name);

    PropertyValue.ByValue lvm_pv_get_property(Pointer pv, String name);

    PropertyValue.ByValue lvm_lv_get_property(Pointer lv, String name);

    PropertyValue.ByValue lvm_lvseg_get_property(Pointer lvseg, String name);

    @Nullable
    Pointer lvm_lv_list_lvsegs(Pointer lv);

    int lvm_list_pvs_free(Pointer pvlist);

    @Nullable
    Pointer lvm_pv_from_uuid(Pointer vg, String uuid);

    int lvm_pv_resize(Pointer pv, long new_size);
}
