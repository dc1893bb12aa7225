package io.noderesource.topology;

import io.noderesource.base.ResourceAddress;
import java.util.Map;
import java.util.Set;

/**
 * One declared resource; each kind has its own implementation, an immutable final class or record.
 *
 * <p>Two specs are equal when they declare the same, wherever they stand: {@link #position()} does not count.
 */
public interface ResourceSpec {

    /** What is declared. */
    ResourceAddress address();

    /** On which nodes. */
    NodeSelector selector();

    /** Where it is declared. */
    SourcePosition position();

    /**
     * Tells whether another rule with the same address declares the same thing, so that both may stand on one node;
     * selectors and positions do not count.
     */
    boolean agreesWith(ResourceSpec other);

    /**
     * What it names for itself alone, as declared: device nodes and regions of persistent memory.
     *
     * <p>No two resources of a node may name the same; {@link Topology#forNode} reports it. That two different names mean
     * one device shows only on the node.
     */
    default Set<String> claims() {
        return Set.of();
    }

    /**
     * What it names and takes only a part of, as declared, each with that part: regions of persistent memory, when it says how
     * much of each.
     *
     * <p>Resources of a node may name the same here as long as the parts can fit, and none may have it among its {@link #claims()}.
     */
    default Map<String, RegionSize> shares() {
        return Map.of();
    }
}
