package io.noderesource.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * libblkid's low-level probing (blkid.h, stable since util-linux 2.17). One probe belongs to one thread at a time.
 *
 * <p>errno means nothing after these calls; results do.
 */
public interface LibBlkid extends Library {

    int BLKID_SUBLKS_LABEL = 1 << 1;
    int BLKID_SUBLKS_UUID = 1 << 3;
    int BLKID_SUBLKS_TYPE = 1 << 5;
    int BLKID_SUBLKS_USAGE = 1 << 7;
    int BLKID_SUBLKS_MAGIC = 1 << 9;
    int BLKID_SUBLKS_BADCSUM = 1 << 10;
    int BLKID_PARTS_FORCE_GPT = 1 << 1;
    int BLKID_PARTS_MAGIC = 1 << 3;

    /** Something was found (also {@link #blkid_do_probe}). */
    int FOUND = 0;

    /** Nothing was found, or nothing more. */
    int NOTHING = 1;

    /** Several signatures contradict each other. */
    int AMBIVALENT = -2;

    @Nullable
    Pointer blkid_new_probe();

    void blkid_free_probe(Pointer probe);

    /** With size 0 the size is the device's or file's own. */
    int blkid_probe_set_device(Pointer probe, int fd, long offset, long size);

    int blkid_probe_enable_superblocks(Pointer probe, int enable);

    int blkid_probe_set_superblocks_flags(Pointer probe, int flags);

    int blkid_probe_enable_partitions(Pointer probe, int enable);

    int blkid_probe_set_partitions_flags(Pointer probe, int flags);

    int blkid_do_safeprobe(Pointer probe);

    int blkid_do_probe(Pointer probe);

    void blkid_reset_probe(Pointer probe);

    int blkid_probe_lookup_value(
            Pointer probe, String name, PointerByReference data, @Nullable NativeLongByReference length);
}
