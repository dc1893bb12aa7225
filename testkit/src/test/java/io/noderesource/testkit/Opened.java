package io.noderesource.testkit;

import io.noderesource.NodeResources;
import io.noderesource.base.NodeIdentity;
import io.noderesource.spi.Node;
import java.nio.file.Path;

/** Opens a node as a process does that has just started. */
final class Opened {

    private Opened() {}

    static NodeResources on(SimulatedNode node, Path state) {
        return on(node, node.identity(), state);
    }

    static NodeResources on(Node node, NodeIdentity identity, Path state) {
        return NodeResources.builder()
                .identity(identity)
                .stateDirectory(state)
                .node(node)
                .build();
    }
}
