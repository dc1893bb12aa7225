package io.noderesource.internal.yaml;

import org.jspecify.annotations.Nullable;

/** A text by characters (code points); costs nothing when each is one {@code char}, as in nearly every document. */
final class CodePoints {

    private final String text;
    private final int @Nullable [] wide;

    private CodePoints(String text, int @Nullable [] wide) {
        this.text = text;
        this.wide = wide;
    }

    static CodePoints of(String text) {
        int length = text.codePointCount(0, text.length());
        if (length == text.length()) {
            return new CodePoints(text, null);
        }
        int[] wide = new int[length];
        for (int i = 0, at = 0; i < length; i++) {
            wide[i] = text.codePointAt(at);
            at += Character.charCount(wide[i]);
        }
        return new CodePoints(text, wide);
    }

    int length() {
        return wide == null ? text.length() : wide.length;
    }

    int at(int index) {
        return wide == null ? text.charAt(index) : wide[index];
    }

    /** Returns a character; 0, which no document holds, behind the end. */
    int atOrNone(int index) {
        return index < length() ? at(index) : 0;
    }

    String slice(int from, int to) {
        return wide == null ? text.substring(from, to) : new String(wide, from, to - from);
    }
}
