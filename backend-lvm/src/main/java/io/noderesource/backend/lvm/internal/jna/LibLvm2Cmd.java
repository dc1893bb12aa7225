package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** {@code lvm2cmd.h}, as far as it is used; {@code lvm2_log_fn} is left out on purpose. */
interface LibLvm2Cmd extends Library {

    /** {@code void *lvm2_init(void)}; NULL when it failed. */
    @Nullable
    Pointer lvm2_init();

    /** {@code void lvm2_log_level(void *handle, int level)}; 0 for nothing on standard output and error. */
    void lvm2_log_level(Pointer handle, int level);

    /** {@code int lvm2_run(void *handle, const char *cmdline)}; 1 when it succeeded. */
    int lvm2_run(Pointer handle, String cmdline);

    /** {@code void lvm2_exit(void *handle)}. */
    void lvm2_exit(Pointer handle);
}
