package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Native;
import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;

/** Makes a thread on which LVM's code may run in this process. */
final class ThreadSetup {

    private ThreadSetup() {}

    /**
     * Gives the thread file-system attributes of its own ({@code unshare(CLONE_FS)}, which needs no privilege): LVM sets
     * the umask, which belongs to all threads otherwise.
     *
     * @throws NodeResourceException {@code lvm/not-available}
     */
    static void separateUmask(LibC libc) {
        if (libc.unshare(LibC.CLONE_FS) != 0) {
            throw new NodeResourceException(
                    LvmErrorCode.NOT_AVAILABLE,
                    "cannot give LVM's thread a umask of its own: unshare(CLONE_FS) failed with errno "
                            + Native.getLastError() + "; " + LvmErrorCode.NOT_AVAILABLE.remedy());
        }
    }
}
