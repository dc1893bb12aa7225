package io.noderesource.inventory;

import io.noderesource.base.ByteSize;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The persistent memory of a node: its buses, the modules on them, the regions that these form, and the namespaces in those.
 *
 * @param buses the buses, in the order of their kernel names
 * @param dimms the modules, in the order of their kernel names
 * @param regions the regions, in the order of their kernel names
 * @param namespaces what has been made of them, in the order of the kernel names; the seed of a region, which is a namespace
 *     yet to be made, is not among them
 * @param memoryBlock in blocks of which size memory goes online, only whole ones of a namespace, also where none is memory; zero where
 *     the kernel does not tell
 */
public record Pmem(
        List<PmemBus> buses,
        List<PmemDimm> dimms,
        List<PmemRegion> regions,
        List<PmemNamespace> namespaces,
        ByteSize memoryBlock) {

    /** That of a node that has none. */
    public static final Pmem NONE = new Pmem(List.of(), List.of(), List.of(), List.of(), ByteSize.ZERO);

    /** The section of an {@link Inventory} that holds it. */
    public static final SectionType<Pmem> SECTION = new SectionType<>("pmem", 1, Pmem.class);

    public Pmem {
        Objects.requireNonNull(buses, "buses");
        Objects.requireNonNull(dimms, "dimms");
        Objects.requireNonNull(regions, "regions");
        Objects.requireNonNull(namespaces, "namespaces");
        Objects.requireNonNull(memoryBlock, "memoryBlock");
        buses = buses.stream().sorted(Comparator.comparing(PmemBus::name)).toList();
        dimms = dimms.stream().sorted(Comparator.comparing(PmemDimm::name)).toList();
        regions =
                regions.stream().sorted(Comparator.comparing(PmemRegion::name)).toList();
        namespaces = namespaces.stream()
                .sorted(Comparator.comparing(PmemNamespace::name))
                .toList();
    }

    /** The region of a kernel name, such as {@code region0}. */
    public Optional<PmemRegion> region(String name) {
        return regions.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** The namespaces of a region, in the order of their kernel names. */
    public List<PmemNamespace> namespacesIn(String region) {
        return namespaces.stream().filter(n -> n.region().equals(region)).toList();
    }

    /**
     * Why there may be namespaces that are not shown, for people; empty when all is. The kernel reads a region's labels when a driver comes
     * to its modules, and makes its namespaces when one comes to the region ({@code drivers/nvdimm/region.c}). Of labels that hold room
     * without a namespace {@link PmemRegion#hidden} tells.
     */
    public Optional<String> unseen() {
        return dimms.stream()
                .filter(dimm -> dimm.locked() || !dimm.enabled())
                .map(dimm -> "the module " + dimm.name() + (dimm.locked() ? " is locked" : " has no driver"))
                .findFirst()
                .or(() -> regions.stream()
                        .filter(region -> region.labelled() && !region.enabled())
                        .map(region -> "the kernel has no driver on " + region.name())
                        .findFirst());
    }

    /** The namespace that the kernel has for the seed of a region though it has a size already: until it has another, it makes none there. */
    public Optional<PmemNamespace> takenForSeed(PmemRegion region) {
        return namespacesIn(region.name()).stream()
                .filter(n -> n.name().equals(region.seed()))
                .findFirst();
    }
}
