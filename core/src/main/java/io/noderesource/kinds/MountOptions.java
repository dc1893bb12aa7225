package io.noderesource.kinds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The mount options of a quota path, as the comma-separated text of {@code mount -o} (mount(8)). */
final class MountOptions {

    /** What asks for project quotas: ext4 knows the first, XFS both (xfs(5)). */
    private static final Set<String> PROJECT_QUOTA = Set.of("prjquota", "pquota");

    private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9_-]*(?:=[A-Za-z0-9_.:/@+-]+)?");

    /** These make mount do something else than mounting a file system (mount(8)), or switch quotas off. */
    private static final Set<String> FORBIDDEN =
            Set.of("bind", "rbind", "move", "remount", "loop", "noquota", "pqnoenforce");

    /** More than any mount has; the rest of the text is then one option, which cannot be one. */
    private static final int MAX_OPTIONS = 100;

    private MountOptions() {}

    /** Takes the text apart; parts may be empty. */
    static List<String> split(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", MAX_OPTIONS));
    }

    /** Tells what is wrong with an option, as the rest of a sentence that begins with it. */
    static Optional<String> problem(String option) {
        if (option.isEmpty()) {
            return Optional.of("is empty: there is a comma too many");
        }
        String name = option.replaceFirst("=.*", "");
        if (FORBIDDEN.contains(name) || name.startsWith("loop")) {
            return Optional.of("does not go with a quota path");
        }
        return OPTION.matcher(option).matches() ? Optional.empty() : Optional.of("is not a mount option");
    }

    static boolean hasProjectQuota(List<String> options) {
        return options.stream().anyMatch(PROJECT_QUOTA::contains);
    }

    /** Returns the options, with {@code prjquota} at the end when none asks for project quotas. */
    static List<String> withProjectQuota(List<String> options) {
        List<String> all = new ArrayList<>(options);
        if (!hasProjectQuota(options)) {
            all.add("prjquota");
        }
        return List.copyOf(all);
    }
}
