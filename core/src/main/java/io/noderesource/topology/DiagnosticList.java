package io.noderesource.topology;

import io.noderesource.base.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The diagnostics of one reading, up to a number that nobody reads to its end. */
final class DiagnosticList implements Consumer<Diagnostic> {

    static final int MAX = 1000;

    private final List<Diagnostic> list = new ArrayList<>();
    private int errors;
    private int dropped;
    private int droppedErrors;

    @Override
    public void accept(Diagnostic diagnostic) {
        boolean error = diagnostic.severity() == Diagnostic.Severity.ERROR;
        errors += error ? 1 : 0;
        if (list.size() < MAX) {
            list.add(diagnostic);
        } else {
            dropped++;
            droppedErrors += error ? 1 : 0;
        }
    }

    /** How many errors there were, those that were dropped included. */
    int errors() {
        return errors;
    }

    /** Tells whether reading on is of no use: the document is bad, and there is no room for what else is wrong. */
    boolean isPointless() {
        return dropped > 0 && errors > 0;
    }

    /** Returns them all; when some were left out, one more says so. */
    List<Diagnostic> toList(SourcePosition source) {
        if (dropped == 0) {
            return List.copyOf(list);
        }
        List<Diagnostic> all = new ArrayList<>(list);
        all.add(new Diagnostic(
                droppedErrors > 0 ? Diagnostic.Severity.ERROR : Diagnostic.Severity.WARNING,
                StandardErrorCode.TOO_LARGE,
                source,
                "",
                "there are more than " + MAX + " mistakes and warnings; the others are not shown",
                "correct these first"));
        return all;
    }
}
