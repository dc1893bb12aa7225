package io.noderesource.devices.plan;

/** Names of the platform in texts for people. */
final class Names {

    private static final int LONGEST = 120;

    private Names() {}

    /** The name in quotes, on one line, and not longer than a line bears. */
    static String quoted(String name) {
        return "'" + printable(name, LONGEST) + "'";
    }

    /** A text as {@link #printable(String, int)} makes it, of the length that a line bears. */
    static String printable(String text) {
        return printable(text, LONGEST);
    }

    /** A text of the platform or of a resource without anything that would move a terminal's cursor or turn its writing round. */
    static String printable(String text, int longest) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> {
            int type = Character.getType(c);
            if (Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > longest ? out + "..." : out.toString();
    }
}
