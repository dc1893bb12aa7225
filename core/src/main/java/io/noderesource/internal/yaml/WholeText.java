package io.noderesource.internal.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A text for SnakeYAML's scanner, held as a whole.
 *
 * <p>The library's own reader holds a window that it copies for each further KiB of a long scalar: measured with 2.5, a
 * word of 1 MiB costs 2 GiB of copies. Characters have been looked at before, so that nothing is checked here.
 */
final class WholeText extends StreamReader {

    /** Marks want a buffer to show a snippet of, which nobody asks them for. */
    private static final int[] NO_SNIPPET = new int[0];

    private final CodePoints text;
    private int at;
    private int line;
    private int column;
    private int documentStart;
    private @Nullable Mark last;

    WholeText(String text) {
        super("");
        this.text = CodePoints.of(text);
    }

    @Override
    public Mark getMark() {
        Mark mark = last;
        if (mark == null || mark.getIndex() != at) {
            mark = new Mark("text", at, line, column, NO_SNIPPET, 0);
            last = mark;
        }
        return mark;
    }

    @Override
    public void forward() {
        forward(1);
    }

    @Override
    public void forward(int length) {
        for (int i = 0; i < length && at < text.length(); i++) {
            int c = text.at(at++);
            if (c == '\n' || (c == '\r' && peek() != '\n')) {
                line++;
                column = 0;
            } else {
                column++;
            }
        }
    }

    @Override
    public int peek() {
        return peek(0);
    }

    /** Returns a character ahead; 0, which no text holds, behind the end. */
    @Override
    public int peek(int ahead) {
        return text.atOrNone(at + ahead);
    }

    @Override
    public String prefix(int length) {
        return text.slice(at, Math.min(at + length, text.length()));
    }

    @Override
    public String prefixForward(int length) {
        String prefix = prefix(length);
        int taken = Math.min(length, text.length() - at);
        at += taken;
        column += taken;
        return prefix;
    }

    @Override
    public int getColumn() {
        return column;
    }

    @Override
    public int getDocumentIndex() {
        return at - documentStart;
    }

    @Override
    public void resetDocumentIndex() {
        documentStart = at;
    }

    @Override
    public int getIndex() {
        return at;
    }

    @Override
    public int getLine() {
        return line;
    }
}
