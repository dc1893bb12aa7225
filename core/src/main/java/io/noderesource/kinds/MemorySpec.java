package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.topology.NodeSelector;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.SourcePosition;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A declared region of persistent memory that serves as system memory.
 *
 * <p>Its address is that of the region: the name of a rule means nothing, as it meant nothing to the ancestor.
 */
public final class MemorySpec implements ResourceSpec {

    /** The kind's id. */
    public static final String KIND = "memory";

    private final ResourceAddress address;
    private final @Nullable RegionSize size;
    private final NodeSelector selector;
    private final SourcePosition position;

    private MemorySpec(
            ResourceAddress address, @Nullable RegionSize size, NodeSelector selector, SourcePosition position) {
        this.address = address;
        this.size = size;
        this.selector = selector;
        this.position = position;
    }

    /**
     * Declares a region for every node: all that it has room for in one piece.
     *
     * @param region its name as libndctl gives it: the word region and a number
     */
    public static MemorySpec of(String region) {
        return new MemorySpec(new ResourceAddress(KIND, region), null, NodeSelector.EVERY_NODE, SourcePosition.CODE);
    }

    /** Returns the spec for a part of the region; the rest may be another resource's. */
    public MemorySpec sized(RegionSize size) {
        return new MemorySpec(address, size, selector, position);
    }

    /** Returns the spec for some nodes. */
    public MemorySpec on(NodeSelector selector) {
        return new MemorySpec(address, size, selector, position);
    }

    /** Returns the spec with the place where it is declared. */
    public MemorySpec at(SourcePosition position) {
        return new MemorySpec(address, size, selector, position);
    }

    @Override
    public ResourceAddress address() {
        return address;
    }

    /** The region. */
    public String region() {
        return address.name();
    }

    /** How much of the region; empty for what it has room for in one piece. */
    public Optional<RegionSize> size() {
        return Optional.ofNullable(size);
    }

    @Override
    public NodeSelector selector() {
        return selector;
    }

    @Override
    public SourcePosition position() {
        return position;
    }

    @Override
    public boolean agreesWith(ResourceSpec other) {
        return other instanceof MemorySpec spec && address.equals(spec.address) && Objects.equals(size, spec.size);
    }

    @Override
    public Set<String> claims() {
        return size == null ? Set.of(region()) : Set.of();
    }

    @Override
    public Map<String, RegionSize> shares() {
        return size == null ? Map.of() : Map.of(region(), size);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemorySpec spec && agreesWith(spec) && selector.equals(spec.selector);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, size, selector);
    }

    @Override
    public String toString() {
        return size == null ? address.toString() : address + " of " + size;
    }
}
