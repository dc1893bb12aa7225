package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of liblvm2app that return with all signals blocked, as they take the lock of a VG and keep it, and the one
 * that sets the mask back. A handle that has a lock blocks no more by the next one ({@code block_signals} in lvm2's
 * {@code lib/misc/lvm-signal.c}), so these are all.
 *
 * <p>They are mapped directly, with numbers for pointers: on the way back from them and on the way into the next no
 * Java code runs but the few lines of the caller, without a loop, a null check or an allocation. HotSpot stops threads in
 * loops, and finds null, by SIGSEGV; where that is blocked the kernel ends the process.
 */
final class LockingCalls {

    private LockingCalls() {}

    /** Binds the functions to the libraries that have them. */
    static void bind(NativeLibrary lvm, NativeLibrary libc) {
        Native.register(App.class, lvm);
        Native.register(Mask.class, libc);
    }

    /** {@code vg_t lvm_vg_open(lvm_t libh, const char *vgname, const char *mode, uint32_t flags)}, with the mask set back. */
    static long open(long handle, long name, long mode, long mask) {
        long vg = App.lvm_vg_open(handle, name, mode, 0);
        Mask.pthread_sigmask(LibC.SIG_SETMASK, mask, 0);
        return vg;
    }

    /** {@code vg_t lvm_vg_create(lvm_t libh, const char *vg_name)}, with the mask set back. */
    static long create(long handle, long name, long mask) {
        long vg = App.lvm_vg_create(handle, name);
        Mask.pthread_sigmask(LibC.SIG_SETMASK, mask, 0);
        return vg;
    }

    /** {@code struct dm_list *lvm_list_pvs(lvm_t libh)}, with the mask set back. */
    static long listPvs(long handle, long mask) {
        long list = App.lvm_list_pvs(handle);
        Mask.pthread_sigmask(LibC.SIG_SETMASK, mask, 0);
        return list;
    }

    /** Of {@code lvm2app.h}. */
    static final class App {
        private App() {}

        static native long lvm_vg_open(long libh, long vgname, long mode, int flags);

        static native long lvm_vg_create(long libh, long vg_name);

        static native long lvm_list_pvs(long libh);
    }

    /** Of {@code signal.h}. */
    static final class Mask {
        private Mask() {}

        static native int pthread_sigmask(int how, long set, long oldset);
    }
}
