package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** Functions of {@code libdaxctl.so.1} ({@code daxctl/libdaxctl.h} of ndctl 76). All objects belong to libndctl's context. */
interface LibDaxctl extends Library {

    void daxctl_set_log_fn(Pointer context, LibNdctl.Log log);

    @Nullable
    Pointer daxctl_dev_get_first(Pointer region);

    @Nullable
    Pointer daxctl_dev_get_next(Pointer device);

    String daxctl_dev_get_devname(Pointer device);

    long daxctl_dev_get_size(Pointer device);

    long daxctl_dev_get_align(Pointer device);

    int daxctl_dev_get_target_node(Pointer device);

    int daxctl_dev_is_enabled(Pointer device);

    /** Null unless the device is system memory. */
    @Nullable
    Pointer daxctl_dev_get_memory(Pointer device);

    long daxctl_memory_get_block_size(Pointer memory);

    int daxctl_memory_num_sections(Pointer memory);

    int daxctl_memory_is_online(Pointer memory);

    int daxctl_memory_is_movable(Pointer memory);

    int daxctl_dev_disable(Pointer device);

    int daxctl_dev_enable_devdax(Pointer device);

    int daxctl_dev_enable_ram(Pointer device);

    /** How many blocks it has brought online, movable, or a negative errno. */
    int daxctl_memory_online(Pointer memory);

    int daxctl_memory_online_no_movable(Pointer memory);

    /** How many blocks it has taken offline, or a negative errno. */
    int daxctl_memory_offline(Pointer memory);
}
