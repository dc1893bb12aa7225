package io.noderesource.internal.yaml;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.Quoted;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the characters of a text before it is read as YAML. */
final class TextCheck {

    private TextCheck() {}

    /** Returns the first problem: too many bytes, or a character that YAML does not allow or readers disagree about. */
    static Optional<YamlProblem> problem(String text, int maxBytes) {
        int line = 1;
        int column = 1;
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            String problem = i == 0 && c == 0xFEFF ? null : problem(c);
            if (problem != null) {
                return Optional.of(
                        new YamlProblem(StandardErrorCode.SYNTAX, new Place(line, column), problem, "remove it", null));
            }
            bytes += utf8Length(c);
            if (bytes > maxBytes) {
                return Optional.of(tooLarge(Place.START, maxBytes));
            }
            i += Character.charCount(c);
            if (c == '\n' || (c == '\r' && (i == text.length() || text.charAt(i) != '\n'))) {
                line++;
                column = 1;
            } else if (c != 0xFEFF) {
                column++;
            }
        }
        return Optional.empty();
    }

    private static YamlProblem tooLarge(Place place, int maxBytes) {
        return new YamlProblem(
                StandardErrorCode.TOO_LARGE,
                place,
                maxBytes == LocatedYaml.MAX_BYTES
                        ? "the text is larger than 1 MiB, the most that a ConfigMap may have"
                        : "the text is larger than " + (maxBytes >> 20) + " MiB",
                "split it",
                null);
    }

    private static @Nullable String problem(int c) {
        if (c == 0x85 || c == 0x2028 || c == 0x2029) {
            return "the character " + Quoted.name(c) + " is a line break to some YAML readers and none to others";
        }
        if (c == 0xFEFF) {
            return "a byte order mark (U+FEFF) stands inside the text";
        }
        if (c >= 0xD800 && c <= 0xDFFF) {
            return "half of a surrogate pair (" + Quoted.name(c) + ") is not a character";
        }
        boolean control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0);
        return control || c == 0xFFFE || c == 0xFFFF
                ? "the control character " + Quoted.name(c) + " is not allowed in YAML"
                : null;
    }

    private static int utf8Length(int c) {
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
}
