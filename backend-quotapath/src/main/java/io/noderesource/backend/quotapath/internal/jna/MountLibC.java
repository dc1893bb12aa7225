package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls on mounts and mounted file systems, as libc has them on 64-bit Linux.
 *
 * <p>Every function throws {@link LastErrorException} with errno when the call fails.
 */
interface MountLibC extends Library {

    /** The C library of this process. */
    MountLibC INSTANCE = Native.load("c", MountLibC.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

    /** open(2). */
    int open(String path, int flags, int mode) throws LastErrorException;

    /** close(2). */
    int close(int fd) throws LastErrorException;

    /** ioctl(2). */
    int ioctl(int fd, NativeLong request, Pointer argument) throws LastErrorException;

    /** mount(2). */
    int mount(@Nullable String source, String target, @Nullable String type, NativeLong flags, @Nullable String data)
            throws LastErrorException;

    /** umount2(2). */
    int umount2(String target, int flags) throws LastErrorException;

    /** strerror(3). */
    String strerror(int error);
}
