package io.noderesource.backend.quotapath.internal;

import io.noderesource.inventory.FileSystemMount.Propagation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Mount options as mount(2) takes them; pure.
 *
 * @param flags the {@code MS_} flags (sys/mount.h)
 * @param data the options that are the file system's own, with commas between them
 */
record MountFlags(long flags, String data) {

    private static final Map<String, Long> FLAGS = Map.ofEntries(
            Map.entry("ro", 1L),
            Map.entry("nosuid", 2L),
            Map.entry("nodev", 4L),
            Map.entry("noexec", 8L),
            Map.entry("sync", 16L),
            Map.entry("dirsync", 128L),
            Map.entry("noatime", 1024L),
            Map.entry("nodiratime", 2048L),
            Map.entry("relatime", 1L << 21),
            Map.entry("strictatime", 1L << 24),
            Map.entry("lazytime", 1L << 25));

    static MountFlags of(List<String> options) {
        long flags = 0;
        List<String> data = new ArrayList<>();
        for (String option : options) {
            Long flag = FLAGS.get(option);
            if (flag == null) {
                data.add(option);
            } else {
                flags |= flag;
            }
        }
        return new MountFlags(flags, String.join(",", data));
    }

    /** The flag with which mount(2) changes how mounts below spread. */
    static long of(Propagation propagation) {
        return switch (propagation) {
            case UNBINDABLE -> 1L << 17;
            case PRIVATE -> 1L << 18;
            case SLAVE -> 1L << 19;
            case SHARED, SHARED_SLAVE -> 1L << 20;
        };
    }
}
