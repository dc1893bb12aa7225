package io.noderesource.internal.text;

import java.util.Locale;
import java.util.stream.Collectors;

/** Texts of a document made fit for a message: short, on one line, without control characters. */
public final class Quoted {

    private static final int MAX_LENGTH = 64;

    private Quoted() {}

    /** Returns the text in single quotes, cut to 64 characters. */
    public static String quote(String text) {
        return "'" + bare(text, MAX_LENGTH) + "'";
    }

    /** Returns the text cut to a number of characters, with everything that is not printable written as an escape. */
    public static String bare(String text, int length) {
        if (text.length() <= length && isPlain(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(Math.min(text.length(), length) + 16);
        int taken = 0;
        for (int i = 0; i < text.length(); taken++) {
            if (taken == length) {
                return shown.append('…').toString();
            }
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\t' -> shown.append("\\t");
                case '\r' -> shown.append("\\r");
                default -> {
                    if (isPrintable(c)) {
                        shown.appendCodePoint(c);
                    } else {
                        shown.append(name(c));
                    }
                }
            }
        }
        return shown.toString();
    }

    /** Returns the text with its lines as they are, and everything else that is not printable written as an escape. */
    public static String lines(String text) {
        return text.lines()
                .map(line -> bare(line, Integer.MAX_VALUE))
                .collect(Collectors.joining("\n", "", text.endsWith("\n") ? "\n" : ""));
    }

    /** Returns {@code U+0007} and the like. */
    public static String name(int codePoint) {
        String hex = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
        return "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a character shows as itself and does not change how its neighbours show. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
