package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;

/** Makes a thread on which LVM's code may run in this process. */
final class ThreadSetup {

    /** Size of {@code struct __user_cap_header_struct}: version and process. */
    static final int CAP_HEADER_BYTES = 8;

    /** Size of two {@code struct __user_cap_data_struct}; the first field of the first has capabilities 0 to 31 in effect. */
    static final int CAP_DATA_BYTES = 24;

    /** Size of {@code struct rlimit}: the limit in force, then the highest that may be asked for. */
    static final int RLIMIT_BYTES = 16;

    private ThreadSetup() {}

    /**
     * Gives the thread file-system attributes of its own ({@code unshare(CLONE_FS)}, which needs no privilege): LVM sets
     * the umask, which belongs to all threads otherwise.
     *
     * @throws NodeResourceException {@code lvm/not-available}
     */
    static void separateUmask(LibC libc) {
        check(libc.unshare(LibC.CLONE_FS), "give LVM's thread a umask of its own: unshare(CLONE_FS)");
    }

    /**
     * Takes the thread's privilege to lock more memory than the limit.
     *
     * @throws NodeResourceException {@code lvm/not-available}
     */
    static void forgoLockingMemory(LibC libc) {
        try (Memory header = new Memory(CAP_HEADER_BYTES);
                Memory data = new Memory(CAP_DATA_BYTES)) {
            header.clear();
            header.setInt(0, LibC.CAPABILITY_VERSION);
            check(libc.capget(header, data), "read the capabilities of LVM's thread: capget");
            data.setInt(0, data.getInt(0) & ~(1 << LibC.CAP_IPC_LOCK));
            check(libc.capset(header, data), "keep LVM's thread from locking memory: capset");
        }
    }

    /**
     * Does some work under a limit of no locked memory at all, and at the priority that the thread has; the limit is the
     * whole process's for as long as the work takes.
     *
     * @throws NodeResourceException {@code lvm/not-available}
     */
    static void withoutMemoryLocksOrPriority(LibC libc, Runnable work) {
        int priority = libc.getpriority(LibC.PRIO_PROCESS, 0);
        try (Memory limit = new Memory(RLIMIT_BYTES)) {
            check(libc.getrlimit(LibC.RLIMIT_MEMLOCK, limit), "read the limit of locked memory: getrlimit");
            long before = limit.getLong(0);
            limit.setLong(0, 0);
            check(libc.setrlimit(LibC.RLIMIT_MEMLOCK, limit), "set the limit of locked memory: setrlimit");
            try {
                work.run();
            } finally {
                limit.setLong(0, before);
                check(libc.setrlimit(LibC.RLIMIT_MEMLOCK, limit), "set back the limit of locked memory: setrlimit");
                check(libc.setpriority(LibC.PRIO_PROCESS, 0, priority), "set back LVM's priority: setpriority");
            }
        }
    }

    private static void check(int result, String what) {
        if (result != 0) {
            throw new NodeResourceException(
                    LvmErrorCode.NOT_AVAILABLE,
                    "cannot " + what + " failed with errno " + Native.getLastError() + "; "
                            + LvmErrorCode.NOT_AVAILABLE.remedy());
        }
    }
}
