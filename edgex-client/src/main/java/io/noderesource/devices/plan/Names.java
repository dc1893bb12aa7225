package io.noderesource.devices.plan;

/** Names of the platform in texts for people. */
final class Names {

    private static final int LONGEST = 120;

    private Names() {}

    /** The name in quotes, without anything that would move a terminal's cursor, and not longer than a line bears. */
    static String quoted(String name) {
        StringBuilder out = new StringBuilder("'");
        name.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append(name.codePointCount(0, name.length()) > LONGEST ? "...'" : "'")
                .toString();
    }
}
