package io.noderesource.kinds;

import io.noderesource.inventory.FileSystemMount.Propagation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The mount options of a quota path, as the comma-separated text of {@code mount -o} (mount(8)). */
final class MountOptions {

    /** What asks for project quotas: ext4 knows the first, XFS both (xfs(5)). */
    private static final String PROJECT_QUOTA = "prjquota";

    private static final Set<String> PROJECT_QUOTAS = Set.of(PROJECT_QUOTA, "pquota");

    private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9_-]*(?:=[A-Za-z0-9_.:/@+-]+)?");

    /**
     * These make mount do something else than mounting a file system (mount(8)), switch quotas off or leave them so, bring another device or
     * another place of it in, mount a file system beside its clone, or leave its journal alone (ext4(5), xfs(5)).
     */
    private static final Set<String> FORBIDDEN = Set.of(
            "bind",
            "rbind",
            "move",
            "remount",
            "loop",
            "noquota",
            "pqnoenforce",
            "logdev",
            "rtdev",
            "journal_dev",
            "journal_path",
            "sb",
            "nouuid",
            "norecovery",
            "noload",
            // ext4 switches quotas on for a mount that is written to only (linux: fs/ext4/super.c, ext4_enable_quotas).
            "ro");

    /** How mounts below are to spread; mount(8) takes these for options, the kernel for a call of their own. */
    private static final Map<String, Propagation> PROPAGATION = Map.of(
            "shared", Propagation.SHARED,
            "rshared", Propagation.SHARED,
            "private", Propagation.PRIVATE,
            "rprivate", Propagation.PRIVATE,
            "slave", Propagation.SLAVE,
            "rslave", Propagation.SLAVE,
            "unbindable", Propagation.UNBINDABLE,
            "runbindable", Propagation.UNBINDABLE);

    /**
     * What fstab(5), mount(8) and systemd read: who may mount it, when, and what for. The kernel knows none of them, and
     * there is nobody here to heed them.
     */
    private static final Set<String> NOT_HEEDED = Set.of(
            "auto", "noauto", "nofail", "_netdev", "user", "nouser", "users", "nousers", "owner", "noowner", "group",
            "nogroup", "comment", "helper", "uhelper");

    private static final Set<String> NOT_HEEDED_PREFIXES = Set.of("x-", "X-");

    /** Words of mount(8) for what is so when the kernel is told nothing. */
    private static final Set<String> SO_ANYWAY = Set.of("defaults", "rw", "async", "suid", "dev", "exec");

    /** Words that the kernel shows in mountinfo exactly when they are in force. */
    private static final Set<String> SHOWN = Set.of(
            "ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "sync", "dirsync", "lazytime", "discard");

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
        if (NOT_HEEDED.contains(name) || NOT_HEEDED_PREFIXES.stream().anyMatch(name::startsWith)) {
            return Optional.of("is for fstab, mount(8) or systemd, which do not mount this; leave it out");
        }
        return OPTION.matcher(option).matches() ? Optional.empty() : Optional.of("is not a mount option");
    }

    static boolean hasProjectQuota(List<String> options) {
        return options.stream().anyMatch(PROJECT_QUOTAS::contains);
    }

    /** Returns the options, with {@code prjquota} at the end when none asks for project quotas. */
    static List<String> withProjectQuota(List<String> options) {
        List<String> all = new ArrayList<>(options);
        if (!hasProjectQuota(options)) {
            all.add(PROJECT_QUOTA);
        }
        return List.copyOf(all);
    }

    /** The options that the kernel is given: without mount's own words, and with the word for project quotas that all know. */
    static List<String> forKernel(List<String> options) {
        return options.stream()
                .filter(o -> !SO_ANYWAY.contains(o) && !PROPAGATION.containsKey(o))
                .map(o -> PROJECT_QUOTAS.contains(o) ? PROJECT_QUOTA : o)
                .distinct()
                .toList();
    }

    /** How mounts below are to spread: the last word counts. */
    static Optional<Propagation> propagation(List<String> options) {
        return options.stream()
                .flatMap(o -> Optional.ofNullable(PROPAGATION.get(o)).stream())
                .reduce((first, last) -> last);
    }

    /** Says in what a mount differs from what is declared, as far as the kernel shows it; empty when in nothing. */
    static List<String> differences(List<String> declared, List<String> mounted) {
        Set<String> wanted = new TreeSet<>(forKernel(declared));
        wanted.retainAll(SHOWN);
        Set<String> there = new TreeSet<>(mounted);
        there.retainAll(SHOWN);
        List<String> differences = new ArrayList<>();
        wanted.stream().filter(w -> !there.contains(w)).forEach(w -> differences.add("it lacks " + w));
        there.stream().filter(t -> !wanted.contains(t)).forEach(t -> differences.add("it has " + t));
        return differences;
    }
}
