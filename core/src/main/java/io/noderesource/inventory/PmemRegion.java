package io.noderesource.inventory;

import io.noderesource.base.ByteSize;
import io.noderesource.base.Counter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A region: a range of persistent memory that lies on one module, or is interleaved over several.
 *
 * @param name its kernel name, such as {@code region0}, by which declarations name it
 * @param bus the kernel name of its bus
 * @param dimms the kernel names of its modules, sorted
 * @param numaNode the NUMA node that is nearest to it; -1 where the kernel does not tell
 * @param size its size
 * @param available what no namespace has
 * @param largestExtent the largest part of it that no namespace has, and so the most that a new one can get: with holes between
 *     namespaces that is less than {@code available}
 * @param hidden what of it labels hold without a namespace that the kernel shows, as they are on some of its modules only, or of another
 *     region: the kernel may lay a new namespace over what lies there
 * @param alignment what starts and sizes of namespaces have to be multiples of; zero where the kernel does not tell
 * @param interleaveWays over how many modules it is interleaved
 * @param labelled whether namespaces are made by labels; without, the region is one namespace, and always there
 * @param enabled whether the kernel has a driver on it
 * @param readOnly whether it cannot be written
 * @param seed the kernel name of the namespace that the next one is made of, which has no size yet; where it is the name of one that
 *     has, or null, none can be made however much is free
 * @param persistence what has to be flushed before data outlives a loss of power
 */
public record PmemRegion(
        String name,
        String bus,
        List<String> dimms,
        int numaNode,
        ByteSize size,
        @Counter ByteSize available,
        @Counter ByteSize largestExtent,
        ByteSize hidden,
        ByteSize alignment,
        int interleaveWays,
        boolean labelled,
        boolean enabled,
        boolean readOnly,
        @Nullable String seed,
        Persistence persistence) {

    /** What outlives a loss of power (ACPI 6.5, 5.2.25.9, "Platform Capabilities Structure"). */
    public enum Persistence {
        /** The platform promises nothing. */
        NONE,
        /** What has come to the memory controller. */
        MEMORY_CONTROLLER,
        /** What has come to a processor's cache. */
        CPU_CACHE,
        /** The platform does not tell. */
        UNKNOWN
    }

    public PmemRegion {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(bus, "bus");
        Objects.requireNonNull(dimms, "dimms");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(available, "available");
        Objects.requireNonNull(largestExtent, "largestExtent");
        Objects.requireNonNull(hidden, "hidden");
        Objects.requireNonNull(alignment, "alignment");
        Objects.requireNonNull(persistence, "persistence");
        dimms = dimms.stream().sorted().toList();
    }
}
