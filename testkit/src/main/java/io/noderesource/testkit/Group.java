package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A volume group's metadata; mutable, guarded by the node's lock. */
final class Group {

    /** LVM's default size of an extent. */
    static final long EXTENT = 4L << 20;

    /** Where LVM puts the first extent by default. */
    static final long DATA_START = 1L << 20;

    /**
     * A logical volume, whole on one PV.
     *
     * @param uuid its UUID
     * @param name its name
     * @param extents how many extents it has
     * @param on UUID of the PV that has them
     * @param device the device that it is active as
     */
    record Volume(String uuid, String name, long extents, String on, Device device) {}

    final String uuid;
    String name;
    long sequence = 1;
    final TreeSet<String> tags = new TreeSet<>();

    @Nullable
    String systemId;

    @Nullable
    String lockType;

    boolean exported;
    boolean readOnly;

    /** Extents of each PV, by its UUID. */
    final Map<String, Long> extents = new LinkedHashMap<>();

    /** Of each PV that was made smaller than its device, the least size that this has had since. */
    final Map<String, ByteSize> madeSmaller = new LinkedHashMap<>();

    final List<Volume> volumes = new ArrayList<>();

    Group(String uuid, String name) {
        this.uuid = uuid;
        this.name = name;
    }

    /** How many extents LVM gets out of a device of this size. */
    static long extentsOf(ByteSize device) {
        return Math.max(0, (device.bytes() - DATA_START) / EXTENT);
    }

    long used(String pv) {
        return volumes.stream()
                .filter(v -> v.on().equals(pv))
                .mapToLong(Volume::extents)
                .sum();
    }

    long total() {
        return extents.values().stream().mapToLong(Long::longValue).sum();
    }

    long used() {
        return volumes.stream().mapToLong(Volume::extents).sum();
    }
}
