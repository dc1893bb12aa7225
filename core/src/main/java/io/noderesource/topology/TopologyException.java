package io.noderesource.topology;

import io.noderesource.base.NodeResourceException;
import java.util.List;
import java.util.stream.Collectors;

/** A declaration that may not be acted on; its code is that of the first error. */
public final class TopologyException extends NodeResourceException {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    /** Makes an exception of diagnostics with at least one error. */
    public TopologyException(List<Diagnostic> diagnostics) {
        super(
                diagnostics.stream()
                        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                        .findFirst()
                        .orElseThrow()
                        .code(),
                diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** All mistakes and warnings. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
