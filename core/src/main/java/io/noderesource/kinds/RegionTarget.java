package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemRegion;
import java.util.List;
import java.util.Objects;

/**
 * A region of persistent memory as a step means it: by its name, the modules under it and its size. The kernel numbers regions
 * anew at each boot, so the name alone may mean another one by then.
 *
 * @param name its kernel name when the plan was made
 * @param dimms what its modules are known by, sorted
 * @param size its size
 */
public record RegionTarget(String name, List<String> dimms, ByteSize size) {

    public RegionTarget {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dimms, "dimms");
        Objects.requireNonNull(size, "size");
        dimms = dimms.stream().sorted().toList();
    }

    /** The target that a region is. */
    static RegionTarget of(PmemRegion region, Pmem pmem) {
        return new RegionTarget(
                region.name(),
                pmem.dimms().stream()
                        .filter(d -> region.dimms().contains(d.name()))
                        .map(RegionTarget::id)
                        .toList(),
                region.size());
    }

    /** A module without an id is known by where it is plugged in. */
    private static String id(PmemDimm dimm) {
        return dimm.id() != null ? dimm.id() : "slot " + dimm.physicalId() + " handle " + dimm.handle();
    }

    /** Returns it for people, such as {@code region0 (512 MiB on 8680-56341200)}. */
    @Override
    public String toString() {
        return name + " (" + size + " on " + String.join(", ", dimms) + ")";
    }
}
