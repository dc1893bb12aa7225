package io.noderesource.topology;

import io.noderesource.internal.text.Quoted;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a declared device node and a pattern for device nodes may look like. */
final class DevicePaths {

    /**
     * What is wrong with a path.
     *
     * @param message the problem, as the rest of a sentence that begins with the path
     * @param hint what to write instead; null when there is no guess
     */
    record Problem(String message, @Nullable String hint) {}

    private static final int MAX_LENGTH = 255;

    /**
     * The characters of names below /dev: those that udev leaves in a link's name ({@code udev_replace_chars} with
     * {@code UDEV_ALLOWED_CHARS_INPUT} in systemd), its escapes {@code \x20}, and the comma.
     */
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9/#+\\-.:=@_\\\\,%~$]+");

    private static final Pattern PATTERN_CHARACTERS = Pattern.compile("[A-Za-z0-9/#+\\-.:=@_\\\\,%~$*?\\[\\]!^]+");
    private static final Pattern BARE_NAME = Pattern.compile("(?:\\./)?(?:dev/)?([A-Za-z0-9][A-Za-z0-9_-]*)");

    private DevicePaths() {}

    /** Looks at the path of a single device. */
    static Optional<Problem> problem(String path) {
        if (isGlob(path)) {
            return Optional.of(new Problem(
                    "has wildcards, and names one device",
                    "choose devices by pattern with select: [{path: " + Quoted.quote(path) + "}]"));
        }
        return problem(path, CHARACTERS);
    }

    /** Looks at a pattern for paths. */
    static Optional<Problem> patternProblem(String pattern) {
        return problem(pattern, PATTERN_CHARACTERS).or(() -> globProblem(pattern));
    }

    /** Looks at a pattern of glob(7) for anything. */
    static Optional<Problem> globProblem(String pattern) {
        int open = pattern.indexOf('[');
        while (open >= 0) {
            int first = open + 1;
            if (first < pattern.length() && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^')) {
                first++;
            }
            // The first character of a set belongs to it, even if it is a bracket.
            int close = pattern.indexOf(']', first + 1);
            if (close < 0) {
                return Optional.of(
                        new Problem("opens a '[' that nothing closes", "to find the bracket itself, write [[]"));
            }
            open = pattern.indexOf('[', close + 1);
        }
        return Optional.empty();
    }

    static boolean isGlob(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    private static Optional<Problem> problem(String path, Pattern characters) {
        if (path.isEmpty()) {
            return Optional.of(new Problem("is empty", null));
        }
        if (!path.equals(path.strip())) {
            return Optional.of(new Problem("has blanks around it", "write " + Quoted.quote(path.strip())));
        }
        if (!path.startsWith("/")) {
            var bare = BARE_NAME.matcher(path);
            return Optional.of(new Problem(
                    "is not an absolute path",
                    bare.matches() ? "did you mean '/dev/" + bare.group(1) + "'?" : "write the whole path, from /dev"));
        }
        if (!characters.matcher(path).matches()) {
            return Optional.of(new Problem("has a blank or another character that no name below /dev has", null));
        }
        if (!isSimple(path)) {
            return Optional.of(
                    new Problem("is not in its simple form", "write it without '//', '.', '..' and a '/' at the end"));
        }
        if (!path.startsWith("/dev/")) {
            return Optional.of(new Problem("is not below /dev", null));
        }
        return path.length() > MAX_LENGTH
                ? Optional.of(new Problem("is longer than " + MAX_LENGTH + " characters", null))
                : Optional.empty();
    }

    private static boolean isSimple(String path) {
        return !path.endsWith("/")
                && !path.contains("//")
                && !path.contains("/./")
                && !path.contains("/../")
                && !path.endsWith("/.")
                && !path.endsWith("/..");
    }
}
