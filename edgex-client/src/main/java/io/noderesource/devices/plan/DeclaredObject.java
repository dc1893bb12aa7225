package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.topology.NodeSelector;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.SourcePosition;

/**
 * A resource as core's engine plans it.
 *
 * @param resource the resource
 * @param position where it is declared
 */
public record DeclaredObject(IotResource resource, SourcePosition position) implements ResourceSpec {

    @Override
    public ResourceAddress address() {
        return resource.address();
    }

    /** Whatever the node: which resources are a node pool's is told before they are planned. */
    @Override
    public NodeSelector selector() {
        return NodeSelector.EVERY_NODE;
    }

    @Override
    public boolean agreesWith(ResourceSpec other) {
        return other instanceof DeclaredObject declared && declared.resource.equals(resource);
    }
}
