package io.noderesource.topology;

import io.noderesource.base.NodeIdentity;
import java.util.List;

/**
 * What is declared for one node.
 *
 * @param node the node
 * @param resources what is wanted on it, each address once, in the order of the addresses
 * @param diagnostics what is wrong with the rules taken together on this node
 */
public record NodeTopology(NodeIdentity node, List<ResourceSpec> resources, List<Diagnostic> diagnostics) {

    public NodeTopology {
        resources = List.copyOf(resources);
        diagnostics = List.copyOf(diagnostics);
    }
}
