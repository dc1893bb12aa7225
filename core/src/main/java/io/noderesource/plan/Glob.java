package io.noderesource.plan;

/** Wildcards as glob(7) has them, without regular expressions: linear in the text for each star. */
final class Glob {

    private Glob() {}

    /** Tells whether the whole text matches; {@code *} does not stop at slashes. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            int next = p < pattern.length() && pattern.charAt(p) != '*' ? single(pattern, p, text.charAt(t)) : -1;
            if (next > 0) {
                p = next;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Matches one character; returns where the pattern goes on, or -1. */
    private static int single(String pattern, int p, char c) {
        char sign = pattern.charAt(p);
        if (sign == '?') {
            return p + 1;
        }
        int i = p + 1;
        boolean negated = sign == '[' && i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^');
        if (negated) {
            i++;
        }
        // The first character of a set belongs to it, even if it is a bracket.
        int end = sign == '[' ? pattern.indexOf(']', i + 1) : -1;
        if (end < 0) {
            return sign == c ? p + 1 : -1;
        }
        boolean found = false;
        while (i < end) {
            char low = pattern.charAt(i);
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                found |= c >= low && c <= pattern.charAt(i + 2);
                i += 3;
            } else {
                found |= c == low;
                i++;
            }
        }
        return found != negated ? end + 1 : -1;
    }
}
