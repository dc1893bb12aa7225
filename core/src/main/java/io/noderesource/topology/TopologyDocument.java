package io.noderesource.topology;

import java.util.List;

/**
 * The outcome of reading a declaration.
 *
 * @param topology what was read; complete only when there is no error among the diagnostics
 * @param diagnostics every mistake and warning, in the order of their places
 */
public record TopologyDocument(Topology topology, List<Diagnostic> diagnostics) {

    public TopologyDocument {
        diagnostics = diagnostics.stream().sorted().distinct().toList();
    }

    /** Tells whether the declaration may be acted on. */
    public boolean isGood() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    /**
     * The topology, when it may be acted on.
     *
     * @throws TopologyException when there is an error; it carries all diagnostics
     */
    public Topology orElseThrow() {
        if (!isGood()) {
            throw new TopologyException(diagnostics);
        }
        return topology;
    }
}
