package io.noderesource.topology;

import java.util.Comparator;

/**
 * A place in a document.
 *
 * @param source name of the file or key that holds it; {@code code} for what was built in code
 * @param line line, from 1; 0 when there is none
 * @param column column in characters, from 1; 0 when there is none
 */
public record SourcePosition(String source, int line, int column) implements Comparable<SourcePosition> {

    /** The place of what was built in code. */
    public static final SourcePosition CODE = new SourcePosition("code", 0, 0);

    private static final Comparator<SourcePosition> ORDER = Comparator.comparing(SourcePosition::source)
            .thenComparingInt(SourcePosition::line)
            .thenComparingInt(SourcePosition::column);

    @Override
    public int compareTo(SourcePosition other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code source:line:column}. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
