package io.noderesource.examples.nrm;

import io.noderesource.NodeResources;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node it is, and where its state is kept. */
final class NodeOptions {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "The node's name, as Kubernetes knows it; the host's name unless told.")
    private @Nullable String name;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "A label of the node; may be given again. It goes before one of --label-file.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--label-file",
            paramLabel = "FILE",
            description = "Labels as Kubernetes' downward API writes them, a line key=\"value\" each; read anew before"
                    + " each plan.")
    private @Nullable Path labelFile;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "/var/lib/noderesource",
            description = "Where journal, ledger and the last good declaration are kept; ${DEFAULT-VALUE} unless told.")
    private Path state = Path.of("/var/lib/noderesource");

    NodeResources open(NodeFactory nodes) {
        return nodes.open(this::identity, state);
    }

    Path state() {
        return state;
    }

    /** Who the node is now. */
    NodeIdentity identity() {
        Map<String, String> all = new LinkedHashMap<>();
        Path file = labelFile;
        if (file != null) {
            all.putAll(LabelFile.read(file));
        }
        all.putAll(labels);
        String given = name;
        return new NodeIdentity(given != null ? given : hostName(), all);
    }

    private static String hostName() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.BAD_OPTION, "cannot read this host's name: " + e + "; give --node", e);
        }
    }
}
