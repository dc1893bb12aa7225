package io.noderesource.topology;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads declarations: OpenYurt's {@code node-resource-topo} ConfigMap in all the forms in which it comes.
 *
 * <p>Total: whatever the content, the outcome is a document with every mistake in it, each with its place. Bounded: at most
 * 1 MiB of text, 32 levels and {@value #MAX_VALUES} values with aliases written out. Immutable and thread-safe when the
 * kinds' readers are.
 */
public final class TopologyReader {

    /** How many keys and values a declaration may have, aliases written out. */
    static final int MAX_VALUES = 100_000;

    private final Map<String, RuleReader> kinds;

    private TopologyReader(Map<String, RuleReader> kinds) {
        this.kinds = kinds;
    }

    /**
     * Makes a reader for some kinds of resources.
     *
     * @throws IllegalArgumentException when two of them have the same id
     */
    public static TopologyReader of(Collection<? extends RuleReader> kinds) {
        Map<String, RuleReader> byId = new TreeMap<>();
        for (RuleReader kind : kinds) {
            if (byId.put(kind.id(), kind) != null) {
                throw new IllegalArgumentException("two kinds have the id '" + kind.id() + "'");
            }
        }
        return new TopologyReader(byId);
    }

    /** Reads what lies there now; what cannot be read at all is a document with that one error. */
    public TopologyDocument read(TopologySource source) {
        DiagnosticList diagnostics = new DiagnosticList();
        Optional<List<SourceText>> texts = source.texts().load(diagnostics);
        DocumentReader reader = new DocumentReader(kinds, diagnostics);
        texts.ifPresent(t -> reader.read(source.name(), t));
        return new TopologyDocument(
                Topology.of(reader.rules()), diagnostics.toList(new SourcePosition(source.name(), 0, 0)));
    }
}
