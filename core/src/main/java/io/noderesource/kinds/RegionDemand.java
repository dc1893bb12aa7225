package io.noderesource.kinds;

import io.noderesource.inventory.PmemNamespace;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a resource is declared to have of regions of persistent memory.
 *
 * @param regions the regions
 * @param size how much of each; null for what it has room for in one piece, which leaves nothing for others
 * @param mode what a namespace is made as
 * @param anyMode whether a namespace that is there may be used as something else
 */
record RegionDemand(List<String> regions, @Nullable RegionSize size, PmemNamespace.Mode mode, boolean anyMode) {

    RegionDemand {
        regions = List.copyOf(regions);
    }

    /** What a resource of the built-in kinds is declared to have; empty for one that is not declared on regions. */
    static Optional<RegionDemand> of(ResourceSpec spec) {
        if (spec instanceof MemorySpec memory) {
            return Optional.of(of(memory));
        }
        DeviceSource source = spec instanceof VolumeGroupSpec group
                ? group.source()
                : spec instanceof QuotaPathSpec path ? path.source() : null;
        return source instanceof DeviceSource.PmemRegions declared ? Optional.of(of(declared)) : Optional.empty();
    }

    static RegionDemand of(MemorySpec memory) {
        return new RegionDemand(List.of(memory.region()), memory.size().orElse(null), PmemNamespace.Mode.DEVDAX, false);
    }

    static RegionDemand of(DeviceSource.PmemRegions declared) {
        DeviceSource.RegionMode mode = declared.mode();
        return new RegionDemand(declared.regions(), declared.size(), made(mode), mode == null);
    }

    private static PmemNamespace.Mode made(DeviceSource.@Nullable RegionMode mode) {
        if (mode == null) {
            return PmemNamespace.Mode.FSDAX;
        }
        return switch (mode) {
            case FSDAX -> PmemNamespace.Mode.FSDAX;
            case SECTOR -> PmemNamespace.Mode.SECTOR;
            case RAW -> PmemNamespace.Mode.RAW;
        };
    }
}
