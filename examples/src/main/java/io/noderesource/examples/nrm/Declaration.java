package io.noderesource.examples.nrm;

import io.noderesource.NodeResources;
import io.noderesource.topology.Topology;
import io.noderesource.topology.TopologyDocument;
import io.noderesource.topology.TopologyException;
import io.noderesource.topology.TopologySource;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Reading what is declared, for one run. */
final class Declaration {

    private Declaration() {}

    /** A file, or a directory as kubelet mounts a ConfigMap. */
    static TopologySource source(Path path) {
        return TopologySource.at(path);
    }

    /**
     * Reads it; warnings go to {@code err}.
     *
     * @throws TopologyException when it is not good
     */
    static Topology read(NodeResources node, Path path, PrintWriter err) {
        TopologyDocument document = node.read(source(path));
        Topology topology = document.orElseThrow();
        document.diagnostics().forEach(err::println);
        if (topology.forNode(node.identity()).resources().isEmpty()) {
            err.println("note: " + (topology.rules().isEmpty() ? "nothing is declared" : "no rule is for this node")
                    + " (" + node.identity().name() + ", labels "
                    + node.identity().labels() + ")");
        }
        return topology;
    }
}
