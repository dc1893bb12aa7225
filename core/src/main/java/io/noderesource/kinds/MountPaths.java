package io.noderesource.kinds;

import io.noderesource.internal.text.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which directories something may be mounted on. */
final class MountPaths {

    /**
     * What is wrong with a path.
     *
     * @param message the problem, as the rest of a sentence that begins with the path
     * @param hint what to write instead; null when there is no guess
     */
    record Problem(String message, @Nullable String hint) {}

    /** Linux' PATH_MAX, its final NUL included. */
    private static final int MAX_LENGTH = 4095;

    /** Linux' NAME_MAX, in bytes. */
    private static final int LONGEST_NAME = 255;

    /** Mounting on or below these hides the system itself. */
    private static final List<String> SYSTEM = List.of(
            "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr");

    /** Mounting on these hides what belongs to others; below them it does not. */
    private static final Set<String> SHARED = Set.of("/", "/tmp", "/var", "/var/lib", "/var/lib/kubelet", "/var/log");

    private MountPaths() {}

    static Optional<Problem> problem(String path) {
        if (!path.startsWith("/")) {
            return Optional.of(new Problem("is not an absolute path", "begin it with '/'"));
        }
        if (path.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of(new Problem("has a control character", null));
        }
        if (path.length() > MAX_LENGTH) {
            return Optional.of(new Problem("is longer than " + MAX_LENGTH + " characters", null));
        }
        if (Arrays.stream(path.split("/", -1))
                .anyMatch(name -> name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME)) {
            return Optional.of(new Problem("has a name of more than " + LONGEST_NAME + " bytes", null));
        }
        String simple = simple(path);
        if (!simple.equals(path)) {
            return Optional.of(new Problem("is not in its simple form", "write " + Quoted.quote(simple)));
        }
        boolean system = SYSTEM.stream().anyMatch(s -> path.equals(s) || path.startsWith(s + "/"));
        return system || SHARED.contains(path)
                ? Optional.of(new Problem(
                        "belongs to the system, and mounting there would hide it",
                        "use a directory of its own, such as /mnt/quotapath"))
                : Optional.empty();
    }

    /** Without blanks around it, empty parts, {@code .} and {@code ..}. */
    private static String simple(String path) {
        ArrayDeque<String> parts = new ArrayDeque<>();
        for (String part : path.strip().split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
