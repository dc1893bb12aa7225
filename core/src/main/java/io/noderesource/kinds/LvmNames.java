package io.noderesource.kinds;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** LVM's own rules for names (lvm(8), "VALID NAMES"; {@code lib/misc/lvm-string.c} in lvm2). */
public final class LvmNames {

    private static final int MAX_LENGTH = 127;
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9_.+-]+");

    /**
     * What lies in {@code /dev} of every node (udev's {@code 50-udev-default.rules}, systemd's static links). LVM
     * refuses a new volume group whose name is taken there ({@code validate_new_vg_name} in {@code
     * lib/metadata/metadata.c}), but only after its physical volumes are made.
     */
    private static final Set<String> TAKEN = Set.of(
            "block",
            "bus",
            "char",
            "console",
            "core",
            "disk",
            "fd",
            "full",
            "input",
            "kmsg",
            "log",
            "loop-control",
            "mapper",
            "mem",
            "mqueue",
            "net",
            "null",
            "ptmx",
            "pts",
            "random",
            "shm",
            "stderr",
            "stdin",
            "stdout",
            "tty",
            "urandom",
            "zero");

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
        if (TAKEN.contains(name)) {
            return Optional.of("is taken in /dev, where LVM makes a directory of that name");
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
        if (TAKEN.contains(name)) {
            return Optional.of("vg-" + name);
        }
        String near = name.strip().replaceAll("[^a-zA-Z0-9_.+-]+", "-").replaceAll("^-+|-+$", "");
        String cut = near.length() > MAX_LENGTH ? near.substring(0, MAX_LENGTH) : near;
        return volumeGroupProblem(cut).isPresent() ? Optional.empty() : Optional.of(cut);
    }
}
