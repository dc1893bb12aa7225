package io.noderesource.topology;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a resource's storage comes from. */
public sealed interface DeviceSource {

    /** The device nodes and regions that it names, as declared; nothing of what it selects. */
    Set<String> names();

    /** Of what it names, that of which it takes only a part, each with that part: regions, when it says how much of each. */
    default Map<String, RegionSize> parts() {
        return Map.of();
    }

    /**
     * Named block devices ({@code type: device}).
     *
     * @param paths device nodes or links, exactly as declared, in the order of the document
     * @param select devices chosen by what they are, in the order of the document
     * @param exclude devices that {@code select} never takes; named paths are not affected
     */
    record Devices(List<String> paths, List<DeviceSelector> select, List<DeviceSelector> exclude)
            implements DeviceSource {
        public Devices {
            paths = List.copyOf(paths);
            select = List.copyOf(select);
            exclude = List.copyOf(exclude);
        }

        @Override
        public Set<String> names() {
            return new LinkedHashSet<>(paths);
        }
    }

    /**
     * The node's local disks as the kernel shows them: whole virtio and NVMe disks that are fit to be claimed
     * ({@code type: alibabacloud-local-disk}).
     *
     * @param exclude disks that are never taken
     */
    record LocalDisks(List<DeviceSelector> exclude) implements DeviceSource {
        public LocalDisks {
            exclude = List.copyOf(exclude);
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    }

    /**
     * Regions of persistent memory ({@code type: pmem}).
     *
     * @param regions their names as libndctl gives them
     * @param size how much of each region; null for what it has room for in one piece, which leaves nothing for others
     * @param mode what its namespaces are used as; null where nothing is said: {@link RegionMode#FSDAX} when they are made, and
     *     any when they are there
     */
    record PmemRegions(
            List<String> regions,
            @Nullable RegionSize size,
            @Nullable RegionMode mode) implements DeviceSource {
        public PmemRegions {
            regions = List.copyOf(regions);
        }

        /** All of these regions. */
        public PmemRegions(List<String> regions) {
            this(regions, null, null);
        }

        /** Returns the source with a size. */
        public PmemRegions sized(RegionSize size) {
            return new PmemRegions(regions, size, mode);
        }

        /** Returns the source with a mode. */
        public PmemRegions as(RegionMode mode) {
            return new PmemRegions(regions, size, mode);
        }

        @Override
        public Set<String> names() {
            return new LinkedHashSet<>(regions);
        }

        @Override
        public Map<String, RegionSize> parts() {
            Map<String, RegionSize> parts = new LinkedHashMap<>();
            if (size != null) {
                names().forEach(region -> parts.put(region, size));
            }
            return parts;
        }
    }

    /** What a namespace in a region is used as, where a block device is wanted (ndctl-create-namespace(1), "--mode"). */
    enum RegionMode {
        /** A block device whose file systems can map the memory itself. */
        FSDAX("fsdax"),
        /** A block device that writes each sector of 4 KiB as a whole or not at all. */
        SECTOR("sector"),
        /** A block device and nothing more. */
        RAW("raw");

        private final String word;

        RegionMode(String word) {
            this.word = word;
        }

        /** The word in a document, which is ndctl's too. */
        public String word() {
            return word;
        }
    }

    /** The block devices of the given paths or links. */
    static Devices devices(String... paths) {
        return new Devices(List.of(paths), List.of(), List.of());
    }

    /** The block devices that the selectors choose. */
    static Devices select(DeviceSelector... selectors) {
        return new Devices(List.of(), List.of(selectors), List.of());
    }
}
