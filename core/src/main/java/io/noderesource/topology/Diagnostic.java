package io.noderesource.topology;

import io.noderesource.base.ErrorCode;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One mistake in a declaration, or one thing in it worth a look.
 *
 * @param severity whether it makes the declaration unusable
 * @param code what sort of mistake
 * @param position where
 * @param path where in the document's structure, such as {@code volumegroup[1].topology.type}; may be empty
 * @param message what is wrong, one sentence without a full stop
 * @param hint what was probably meant, such as {@code did you mean 'device'?}; null when there is no guess
 */
public record Diagnostic(
        Severity severity,
        ErrorCode code,
        SourcePosition position,
        String path,
        String message,
        @Nullable String hint) implements Comparable<Diagnostic> {

    /** Whether a diagnostic makes the declaration unusable. */
    public enum Severity {
        /** The document is bad; the last good one stays in force. */
        ERROR,
        /** The document is good; something in it does not do what one might think. */
        WARNING
    }

    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::position)
            .thenComparing(Diagnostic::path)
            .thenComparing(d -> d.code().id())
            .thenComparing(Diagnostic::message);

    @Override
    public int compareTo(Diagnostic other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code file:line:col: path: message; hint [code]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(position).append(": ");
        if (severity == Severity.WARNING) {
            text.append("warning: ");
        }
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        text.append(message);
        if (hint != null) {
            text.append("; ").append(hint);
        }
        return text.append(" [").append(code.id()).append(']').toString();
    }
}
