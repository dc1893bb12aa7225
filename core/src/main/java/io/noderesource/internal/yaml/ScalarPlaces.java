package io.noderesource.internal.yaml;

import java.util.Arrays;

/**
 * Tells where the characters of a document stand that is itself a scalar of another document, as in a ConfigMap.
 *
 * <p>Exact for literal blocks ({@code |}). In the other styles the characters of the value are found again one by one in
 * the text around it, escapes and folded lines minded: exact for everything but blanks.
 */
public final class ScalarPlaces {

    private final int[] outer;
    private final int[] outerLines;
    private final int[] innerLines;
    private final int[] indexes;

    private ScalarPlaces(int[] outer, int[] inner, int[] indexes) {
        this.outer = outer;
        this.outerLines = lineStarts(outer);
        this.innerLines = lineStarts(inner);
        this.indexes = indexes;
    }

    /**
     * Prepares for one scalar.
     *
     * @param text the text that holds it
     * @param place where it begins, its anchor and tag included
     * @param value its value
     */
    public static ScalarPlaces of(String text, Place place, String value) {
        int[] outer = (text.startsWith("\uFEFF") ? text.substring(1) : text)
                .codePoints()
                .toArray();
        int[] inner = value.codePoints().toArray();
        int start = skipProperties(outer, lineStarts(outer)[place.line() - 1] + place.column() - 1);
        int style = start < outer.length ? outer[start] : 0;
        int[] indexes = style == '|' ? literal(outer, start, inner) : aligned(outer, start, inner);
        return new ScalarPlaces(outer, inner, indexes);
    }

    /** Returns the place in the text around the scalar. */
    public Place at(Place inside) {
        int line = Math.min(inside.line(), innerLines.length) - 1;
        int index = indexes[Math.min(innerLines[line] + inside.column() - 1, indexes.length - 1)];
        int found = Arrays.binarySearch(outerLines, Math.min(index, outer.length));
        int outerLine = found >= 0 ? found : -found - 2;
        return new Place(outerLine + 1, Math.min(index, outer.length) - outerLines[outerLine] + 1);
    }

    /** A literal block keeps its lines; each has lost the same number of blanks. */
    private static int[] literal(int[] outer, int start, int[] inner) {
        int[] outerLines = lineStarts(outer);
        int[] innerLines = lineStarts(inner);
        int found = Arrays.binarySearch(outerLines, start);
        int first = (found >= 0 ? found : -found - 2) + 1;
        int indent = indent(outer, outerLines, first, inner, innerLines);
        int[] indexes = new int[inner.length + 1];
        int line = 0;
        for (int i = 0; i <= inner.length; i++) {
            while (line + 1 < innerLines.length && innerLines[line + 1] <= i) {
                line++;
            }
            int outerLine = Math.min(first + line, outerLines.length - 1);
            int column = i - innerLines[line];
            boolean blank = length(inner, innerLines, line) == 0;
            indexes[i] = Math.min(outerLines[outerLine] + column + (blank ? 0 : indent), outer.length);
        }
        return indexes;
    }

    /** The first line with something on it tells how many blanks were taken away. */
    private static int indent(int[] outer, int[] outerLines, int first, int[] inner, int[] innerLines) {
        for (int line = 0; line < innerLines.length && first + line < outerLines.length; line++) {
            int length = length(inner, innerLines, line);
            if (length > 0) {
                return length(outer, outerLines, first + line) - length;
            }
        }
        return 0;
    }

    private static int[] aligned(int[] outer, int start, int[] inner) {
        int style = start < outer.length ? outer[start] : 0;
        boolean escapes = style == '"';
        boolean doubledQuotes = style == '\'';
        int at = escapes || doubledQuotes ? start + 1 : style == '>' ? endOfLine(outer, start) : start;
        int[] indexes = new int[inner.length + 1];
        for (int i = 0; i < inner.length; i++) {
            boolean blank = isBlank(inner[i]);
            at = skipNothing(outer, at, escapes, blank);
            indexes[i] = at;
            boolean blankThere = at < outer.length && isBlank(outer[at]);
            if (escapes && at < outer.length && outer[at] == '\\') {
                at += escapeLength(outer, at);
            } else if (doubledQuotes && at < outer.length && outer[at] == '\'') {
                at += 2;
            } else if (blank == blankThere) {
                at++;
            }
            at = Math.min(at, outer.length);
        }
        indexes[inner.length] = at;
        return indexes;
    }

    /** Skips what stands for no character: escaped line breaks, and before anything but a blank all blanks. */
    private static int skipNothing(int[] outer, int from, boolean escapes, boolean beforeBlank) {
        int at = from;
        while (at < outer.length) {
            if (escapes && outer[at] == '\\' && isBreak(next(outer, at))) {
                at++;
                while (at < outer.length && isBlank(outer[at])) {
                    at++;
                }
            } else if (!beforeBlank && isBlank(outer[at])) {
                at++;
            } else if (!beforeBlank && escapes && outer[at] == '\\' && isEscapedBlank(next(outer, at))) {
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

    private static int endOfLine(int[] text, int from) {
        int at = from;
        while (at < text.length && !isBreak(text[at])) {
            at++;
        }
        return at;
    }

    private static int next(int[] text, int at) {
        return at + 1 < text.length ? text[at + 1] : 0;
    }

    private static int escapeLength(int[] outer, int at) {
        return switch (next(outer, at)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private static int skipProperties(int[] text, int start) {
        int at = start;
        while (at < text.length && (text[at] == '&' || text[at] == '!')) {
            while (at < text.length && !isBlank(text[at])) {
                at++;
            }
            while (at < text.length && isBlank(text[at])) {
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

    private static int length(int[] text, int[] lines, int line) {
        int end = line + 1 < lines.length ? lines[line + 1] : text.length;
        while (end > lines[line] && isBreak(text[end - 1])) {
            end--;
        }
        return end - lines[line];
    }

    private static int[] lineStarts(int[] text) {
        int[] starts = new int[16];
        int lines = 1;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' || (text[i] == '\r' && next(text, i) != '\n')) {
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, lines * 2);
                }
                starts[lines++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, lines);
    }
}
