package io.noderesource.internal.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Guesses which of a few known words was meant by a misspelt one. */
public final class DidYouMean {

    /** More edits than this and two words have nothing to do with each other. */
    private static final int MAX_EDITS = 2;

    /** A shared beginning counts from this many characters. */
    private static final int MIN_PREFIX = 3;

    /** Longer than any word of a schema; keeps the work small whatever the document holds. */
    private static final int MAX_LENGTH = 64;

    private DidYouMean() {}

    /** Returns {@code did you mean 'x'?} for the nearest known word, or empty when none is near. */
    public static Optional<String> hint(String word, Collection<String> known) {
        return nearest(word, known).map(near -> "did you mean '" + near + "'?");
    }

    /** Returns the known word that differs by case, by at most two edits, or by an ending. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        Optional<String> misspelt = misspelt(word, known);
        if (misspelt.isPresent() || word.length() > MAX_LENGTH) {
            return misspelt;
        }
        String lower = fold(word);
        return known.stream()
                .filter(k -> extend(fold(k), lower) || extend(lower, fold(k)))
                .sorted()
                .findFirst();
    }

    /** Returns the known word that differs by case or by at most two edits; a short word may have one. */
    public static Optional<String> misspelt(String word, Collection<String> known) {
        if (word.isEmpty() || word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String lower = fold(word);
        @Nullable String best = null;
        int bestEdits = Integer.MAX_VALUE;
        for (String candidate : known) {
            String other = fold(candidate);
            if (Math.abs(other.length() - lower.length()) > MAX_EDITS) {
                continue;
            }
            int edits = edits(lower, other);
            int allowed = Math.min(MAX_EDITS, Math.max(1, Math.min(candidate.length(), word.length()) / 2 - 1));
            if (edits <= allowed && (edits < bestEdits || (edits == bestEdits && precedes(candidate, best)))) {
                best = candidate;
                bestEdits = edits;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean precedes(String candidate, @Nullable String best) {
        return best == null || candidate.compareTo(best) < 0;
    }

    private static boolean extend(String longer, String shorter) {
        return shorter.length() >= MIN_PREFIX && longer.startsWith(shorter);
    }

    /** Case, hyphens, underscores and blanks are what people mix up first. */
    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Edit distance with neighbours swapped counted as one (optimal string alignment). */
    static int edits(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
