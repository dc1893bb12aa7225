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
}
