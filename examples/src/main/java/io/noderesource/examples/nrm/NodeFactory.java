package io.noderesource.examples.nrm;

import io.noderesource.NodeResources;
import io.noderesource.base.NodeIdentity;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Opens the node to work on. */
@FunctionalInterface
interface NodeFactory {

    /** This Linux machine, with the backends on the class path. */
    NodeFactory THIS_MACHINE = (identity, stateDirectory) -> NodeResources.builder()
            .identity(identity)
            .stateDirectory(stateDirectory)
            .build();

    NodeResources open(Supplier<NodeIdentity> identity, Path stateDirectory);
}
