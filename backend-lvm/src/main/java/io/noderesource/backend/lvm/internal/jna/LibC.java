package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** The functions of libc that undo what LVM's library does to its process. */
interface LibC extends Library {

    /** {@code CLONE_FS} of {@code sched.h}. */
    int CLONE_FS = 0x200;

    /** {@code M_MMAP_MAX} of {@code malloc.h}. */
    int M_MMAP_MAX = -4;

    /** glibc's {@code DEFAULT_MMAP_MAX} ({@code malloc/malloc.c}). */
    int DEFAULT_MMAP_MAX = 65536;

    /** {@code RLIMIT_MEMLOCK} of {@code sys/resource.h}. */
    int RLIMIT_MEMLOCK = 8;

    /** {@code PRIO_PROCESS} of {@code sys/resource.h}; with 0, the calling thread. */
    int PRIO_PROCESS = 0;

    /** {@code CAP_IPC_LOCK} of {@code linux/capability.h}: to lock more memory than the limit. */
    int CAP_IPC_LOCK = 14;

    /** {@code _LINUX_CAPABILITY_VERSION_3} of {@code linux/capability.h}. */
    int CAPABILITY_VERSION = 0x20080522;

    /** {@code how} of {@code pthread_sigmask} in {@code signal.h}: adds signals to the mask. */
    int SIG_BLOCK = 0;

    /** {@code how} of {@code pthread_sigmask}: sets the mask. */
    int SIG_SETMASK = 2;

    /** {@code int pthread_sigmask(int how, const sigset_t *set, sigset_t *oldset)}; 0 when it succeeded. */
    int pthread_sigmask(int how, @Nullable Pointer set, @Nullable Pointer oldset);

    /** {@code int unshare(int flags)}; 0 when it succeeded. */
    int unshare(int flags);

    /** {@code int mallopt(int param, int value)}. */
    int mallopt(int param, int value);

    /** {@code char *getenv(const char *name)}. */
    @Nullable
    String getenv(String name);

    /** {@code int setenv(const char *name, const char *value, int overwrite)}. */
    int setenv(String name, String value, int overwrite);

    /** {@code int capget(cap_user_header_t hdrp, cap_user_data_t datap)}, of the calling thread; 0 when it succeeded. */
    int capget(Pointer hdrp, Pointer datap);

    /** {@code int capset(cap_user_header_t hdrp, const cap_user_data_t datap)}, of the calling thread. */
    int capset(Pointer hdrp, Pointer datap);

    /** {@code int getrlimit(int resource, struct rlimit *rlim)}; 0 when it succeeded. */
    int getrlimit(int resource, Pointer rlim);

    /** {@code int setrlimit(int resource, const struct rlimit *rlim)}. */
    int setrlimit(int resource, Pointer rlim);

    /** {@code int getpriority(int which, id_t who)}. */
    int getpriority(int which, int who);

    /** {@code int setpriority(int which, id_t who, int prio)}. */
    int setpriority(int which, int who, int prio);
}
