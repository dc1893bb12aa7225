package io.noderesource.internal.yaml;

import java.util.Arrays;

/**
 * Tells where the characters of a document stand that is itself a scalar of another document, as in a ConfigMap.
 *
 * <p>Exact for literal blocks ({@code |}). In the other styles the characters of the value are found again one by one in
 * the text around it, escapes and folded lines minded: exact for everything but blanks.
 */
public final class ScalarPlaces {

    private final CodePoints outer;
    private final int[] outerLines;
    private final int[] innerLines;
    private final Mapping mapping;
    private final boolean literal;

    /** Tells where a character of the value stands in the text around it. */
    @FunctionalInterface
    private interface Mapping {
        int index(int line, int column);
    }

    private ScalarPlaces(CodePoints outer, int[] outerLines, int[] innerLines, Mapping mapping, boolean literal) {
        this.outer = outer;
        this.outerLines = outerLines;
        this.innerLines = innerLines;
        this.mapping = mapping;
        this.literal = literal;
    }

    /**
     * Prepares for one scalar.
     *
     * @param text the text that holds it
     * @param place where it begins, its anchor and tag included
     * @param value its value
     */
    public static ScalarPlaces of(String text, Place place, String value) {
        CodePoints outer = CodePoints.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        int[] outerLines = lineStarts(outer);
        CodePoints inner = CodePoints.of(value);
        int[] innerLines = lineStarts(inner);
        int start = skipProperties(outer, outerLines[place.line() - 1] + place.column() - 1);
        int style = outer.atOrNone(start);
        if (style == '|') {
            int first = lineOf(outerLines, start) + 1;
            int indent = indent(outer, outerLines, first, inner, innerLines);
            Mapping lines = (line, column) -> {
                int outerLine = Math.min(first + line, outerLines.length - 1);
                return outerLines[outerLine] + Math.min(indent + column, length(outer, outerLines, outerLine));
            };
            return new ScalarPlaces(outer, outerLines, innerLines, lines, true);
        }
        int[] indexes = aligned(outer, start, inner);
        Mapping characters = (line, column) -> indexes[Math.min(innerLines[line] + column, indexes.length - 1)];
        return new ScalarPlaces(outer, outerLines, innerLines, characters, false);
    }

    /** Tells whether the value is exactly as it stands, line by line. */
    public boolean isLiteral() {
        return literal;
    }

    /** Returns the place in the text around the scalar. */
    public Place at(Place inside) {
        int line = Math.min(inside.line(), innerLines.length) - 1;
        int index = Math.min(mapping.index(line, inside.column() - 1), outer.length());
        int outerLine = lineOf(outerLines, index);
        return new Place(outerLine + 1, index - outerLines[outerLine] + 1);
    }

    private static int lineOf(int[] lines, int index) {
        int found = Arrays.binarySearch(lines, index);
        return found >= 0 ? found : -found - 2;
    }

    /** The first line with something on it tells how many blanks a literal block lost on each line. */
    private static int indent(CodePoints outer, int[] outerLines, int first, CodePoints inner, int[] innerLines) {
        for (int line = 0; line < innerLines.length && first + line < outerLines.length; line++) {
            int length = length(inner, innerLines, line);
            if (length > 0) {
                return length(outer, outerLines, first + line) - length;
            }
        }
        return 0;
    }

    private static int[] aligned(CodePoints outer, int start, CodePoints inner) {
        int style = outer.atOrNone(start);
        boolean escapes = style == '"';
        boolean doubledQuotes = style == '\'';
        int at = escapes || doubledQuotes ? start + 1 : style == '>' ? endOfLine(outer, start) : start;
        int[] indexes = new int[inner.length() + 1];
        for (int i = 0; i < inner.length(); i++) {
            boolean blank = isBlank(inner.at(i));
            at = skipNothing(outer, at, escapes, blank);
            indexes[i] = at;
            boolean blankThere = at < outer.length() && isBlank(outer.at(at));
            if (escapes && at < outer.length() && outer.at(at) == '\\') {
                at += escapeLength(outer, at);
            } else if (doubledQuotes && at < outer.length() && outer.at(at) == '\'') {
                at += 2;
            } else if (blank == blankThere) {
                at++;
            }
            at = Math.min(at, outer.length());
        }
        indexes[inner.length()] = at;
        return indexes;
    }

    /** Skips what stands for no character: escaped line breaks, and before anything but a blank all blanks. */
    private static int skipNothing(CodePoints outer, int from, boolean escapes, boolean beforeBlank) {
        int at = from;
        while (at < outer.length()) {
            if (escapes && outer.at(at) == '\\' && isBreak(outer.atOrNone(at + 1))) {
                at++;
                while (at < outer.length() && isBlank(outer.at(at))) {
                    at++;
                }
            } else if (!beforeBlank && isBlank(outer.at(at))) {
                at++;
            } else if (!beforeBlank && escapes && outer.at(at) == '\\' && isEscapedBlank(outer.atOrNone(at + 1))) {
                at += 2;
            } else {
                break;
            }
        }
        return at;
    }

    private static boolean isEscapedBlank(int c) {
        return c == 'n' || c == 'r' || c == 't' || isBlank(c);
    }

    private static int endOfLine(CodePoints text, int from) {
        int at = from;
        while (at < text.length() && !isBreak(text.at(at))) {
            at++;
        }
        return at;
    }

    private static int escapeLength(CodePoints outer, int at) {
        return switch (outer.atOrNone(at + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private static int skipProperties(CodePoints text, int start) {
        int at = start;
        while (at < text.length() && (text.at(at) == '&' || text.at(at) == '!')) {
            while (at < text.length() && !isBlank(text.at(at))) {
                at++;
            }
            while (at < text.length() && isBlank(text.at(at))) {
                at++;
            }
        }
        return at;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || isBreak(c);
    }

    private static boolean isBreak(int c) {
        return c == '\n' || c == '\r';
    }

    private static int length(CodePoints text, int[] lines, int line) {
        int end = line + 1 < lines.length ? lines[line + 1] : text.length();
        while (end > lines[line] && isBreak(text.at(end - 1))) {
            end--;
        }
        return end - lines[line];
    }

    private static int[] lineStarts(CodePoints text) {
        int[] starts = new int[16];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.at(i) == '\n' || (text.at(i) == '\r' && text.atOrNone(i + 1) != '\n')) {
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, lines * 2);
                }
                starts[lines++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, lines);
    }
}
