package io.noderesource.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * libblkid's low-level probing (blkid.h, stable since util-linux 2.17). One probe belongs to one thread at a time.
 *
 * <p>errno means nothing after these calls; results do. Mapped directly, as {@link LibC} is. Its first use throws a
 * {@link LinkageError} where the library cannot be loaded, and so does each use after it.
 */
public final class LibBlkid {

    public static final int BLKID_SUBLKS_LABEL = 1 << 1;
    public static final int BLKID_SUBLKS_UUID = 1 << 3;
    public static final int BLKID_SUBLKS_TYPE = 1 << 5;
    public static final int BLKID_SUBLKS_USAGE = 1 << 7;
    public static final int BLKID_SUBLKS_MAGIC = 1 << 9;
    public static final int BLKID_SUBLKS_BADCSUM = 1 << 10;
    public static final int BLKID_PARTS_FORCE_GPT = 1 << 1;
    public static final int BLKID_PARTS_MAGIC = 1 << 3;

    /** Something was found (also {@link #blkid_do_probe}). */
    public static final int FOUND = 0;

    /** Nothing was found, or nothing more. */
    public static final int NOTHING = 1;

    /** Several signatures contradict each other. */
    public static final int AMBIVALENT = -2;

    static {
        Native.register(
                LibBlkid.class,
                NativeLibrary.getInstance("libblkid.so.1", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
    }

    private LibBlkid() {}

    public static native @Nullable Pointer blkid_new_probe();

    public static native void blkid_free_probe(Pointer probe);

    /** With size 0 the size is the device's or file's own. */
    public static native int blkid_probe_set_device(Pointer probe, int fd, long offset, long size);

    public static native int blkid_probe_enable_superblocks(Pointer probe, int enable);

    public static native int blkid_probe_set_superblocks_flags(Pointer probe, int flags);

    public static native int blkid_probe_enable_partitions(Pointer probe, int enable);

    public static native int blkid_probe_set_partitions_flags(Pointer probe, int flags);

    public static native int blkid_do_safeprobe(Pointer probe);

    public static native int blkid_do_probe(Pointer probe);

    public static native void blkid_reset_probe(Pointer probe);

    /** Puts the address of the value's text, which stays the probe's, into the array's only element. */
    public static native int blkid_probe_lookup_value(
            Pointer probe, String name, long[] data, @Nullable Pointer length);
}
