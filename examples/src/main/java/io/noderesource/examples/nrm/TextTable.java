package io.noderesource.examples.nrm;

import java.util.ArrayList;
import java.util.List;

/** A table for a terminal: each column as wide as it has to be up to its limit, longer cells on several lines. */
final class TextTable {

    private static final String GAP = "  ";

    private final List<String> heads;
    private final List<Integer> limits;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param heads the columns' headings
     * @param limits how wide each column may become, in characters
     */
    TextTable(List<String> heads, List<Integer> limits) {
        this.heads = List.copyOf(heads);
        this.limits = List.copyOf(limits);
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    String render() {
        int[] widths = new int[heads.size()];
        List<List<List<String>>> wrapped = new ArrayList<>();
        wrapped.add(wrap(heads));
        rows.forEach(r -> wrapped.add(wrap(r)));
        for (List<List<String>> row : wrapped) {
            for (int c = 0; c < widths.length; c++) {
                for (String line : row.get(c)) {
                    widths[c] = Math.max(widths[c], line.length());
                }
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<List<String>> row : wrapped) {
            int lines = row.stream().mapToInt(List::size).max().orElse(0);
            for (int i = 0; i < lines; i++) {
                StringBuilder line = new StringBuilder();
                for (int c = 0; c < widths.length; c++) {
                    String cell = i < row.get(c).size() ? row.get(c).get(i) : "";
                    line.append(cell)
                            .append(" ".repeat(widths[c] - cell.length()))
                            .append(GAP);
                }
                out.append(line.toString().stripTrailing()).append('\n');
            }
        }
        return out.toString();
    }

    private List<List<String>> wrap(List<String> cells) {
        List<List<String>> wrapped = new ArrayList<>();
        for (int c = 0; c < cells.size(); c++) {
            wrapped.add(wrap(cells.get(c), limits.get(c)));
        }
        return wrapped;
    }

    /** Breaks at blanks where there are any, else anywhere. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }
}
