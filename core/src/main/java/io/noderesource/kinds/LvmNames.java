package io.noderesource.kinds;

import java.util.Optional;
import java.util.regex.Pattern;

/** LVM's own rules for names (lvm(8), "VALID NAMES"; {@code lib/misc/lvm-string.c} in lvm2). */
public final class LvmNames {

    private static final int MAX_LENGTH = 127;
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9_.+-]+");

    private LvmNames() {}

    /**
     * Tells what is wrong with the name of a volume group.
     *
     * @return the problem, as the rest of a sentence that begins with the name; empty when there is none
     */
    public static Optional<String> volumeGroupProblem(String name) {
        if (name.isEmpty()) {
            return Optional.of("is empty");
        }
        if (!CHARACTERS.matcher(name).matches()) {
            return Optional.of("has a character outside a-z A-Z 0-9 + _ . -");
        }
        if (name.startsWith("-")) {
            return Optional.of("starts with a hyphen");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("is a directory's name");
        }
        return name.length() > MAX_LENGTH
                ? Optional.of("is longer than " + MAX_LENGTH + " characters")
                : Optional.empty();
    }

    /**
     * Suggests a name that LVM allows in place of one that it does not.
     *
     * @return a name without a problem, or empty when nothing is left of the text
     */
    static Optional<String> nearestVolumeGroupName(String name) {
        String near = name.strip().replaceAll("[^a-zA-Z0-9_.+-]+", "-").replaceAll("^-+|-+$", "");
        String cut = near.length() > MAX_LENGTH ? near.substring(0, MAX_LENGTH) : near;
        return volumeGroupProblem(cut).isPresent() ? Optional.empty() : Optional.of(cut);
    }
}
