package io.noderesource.topology;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where a resource's storage comes from. */
public sealed interface DeviceSource {

    /** The device nodes and regions that it names, as declared; nothing of what it selects. */
    Set<String> names();

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
     */
    record PmemRegions(List<String> regions) implements DeviceSource {
        public PmemRegions {
            regions = List.copyOf(regions);
        }

        @Override
        public Set<String> names() {
            return new LinkedHashSet<>(regions);
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
