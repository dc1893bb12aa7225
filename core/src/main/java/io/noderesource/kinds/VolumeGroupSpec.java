package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.NodeSelector;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.SourcePosition;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A declared LVM volume group. */
public final class VolumeGroupSpec implements ResourceSpec {

    private final ResourceAddress address;
    private final NodeSelector selector;
    private final DeviceSource source;
    private final SourcePosition position;

    private VolumeGroupSpec(Builder builder) {
        this.address = new ResourceAddress(VolumeGroupKind.ID, builder.name);
        this.selector = builder.selector;
        this.source = Objects.requireNonNull(builder.source, "a volume group needs a source of devices");
        this.position = builder.position;
    }

    /**
     * Starts a volume group for every node.
     *
     * @param name its name, as LVM allows it: see {@link LvmNames#volumeGroupProblem}
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    @Override
    public ResourceAddress address() {
        return address;
    }

    /** The volume group's name. */
    public String name() {
        return address.name();
    }

    @Override
    public NodeSelector selector() {
        return selector;
    }

    /** Where its physical volumes come from. */
    public DeviceSource source() {
        return source;
    }

    @Override
    public SourcePosition position() {
        return position;
    }

    @Override
    public boolean agreesWith(ResourceSpec other) {
        return other instanceof VolumeGroupSpec spec && address.equals(spec.address) && source.equals(spec.source);
    }

    @Override
    public Set<String> claims() {
        return source.parts().isEmpty() ? source.names() : Set.of();
    }

    @Override
    public Map<String, RegionSize> shares() {
        return source.parts();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VolumeGroupSpec spec && agreesWith(spec) && selector.equals(spec.selector);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, selector, source);
    }

    @Override
    public String toString() {
        return address + " from " + source;
    }

    /** Builds a {@link VolumeGroupSpec}; not thread-safe. */
    public static final class Builder {
        private final String name;
        private NodeSelector selector = NodeSelector.EVERY_NODE;
        private @Nullable DeviceSource source;
        private SourcePosition position = SourcePosition.CODE;

        private Builder(String name) {
            this.name = name;
        }

        /** Limits it to some nodes. */
        public Builder on(NodeSelector selector) {
            this.selector = selector;
            return this;
        }

        /** Says where its physical volumes come from. */
        public Builder from(DeviceSource source) {
            this.source = source;
            return this;
        }

        /** Says where it is declared. */
        public Builder at(SourcePosition position) {
            this.position = position;
            return this;
        }

        /**
         * Makes the spec.
         *
         * @throws IllegalArgumentException when LVM would not allow the name
         */
        public VolumeGroupSpec build() {
            LvmNames.volumeGroupProblem(name).ifPresent(problem -> {
                throw new IllegalArgumentException("volume group name '" + name + "' " + problem);
            });
            return new VolumeGroupSpec(this);
        }
    }
}
