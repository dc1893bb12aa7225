package io.noderesource.house;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** How many kills are wanted: {@code -Dsandbox.kills=few}, the default, or {@code all}. */
public final class Kills {

    private Kills() {}

    /**
     * Tells whether all are wanted.
     *
     * @return false for few
     */
    public static boolean all() {
        String kills = System.getProperty("sandbox.kills", "few");
        if (!kills.equals("few") && !kills.equals("all")) {
            throw new IllegalArgumentException("-Dsandbox.kills is few or all, not " + kills);
        }
        return kills.equals("all");
    }

    /**
     * Chooses what is tried, where few kills are wanted.
     *
     * @param from what could be tried
     * @param few how many of it are a few
     * @param random chooses them
     * @return all of it, or a few, in their order
     */
    public static <T> List<T> of(List<T> from, int few, Random random) {
        if (all()) {
            return from;
        }
        List<T> shuffled = new ArrayList<>(from);
        Collections.shuffle(shuffled, random);
        List<T> chosen = shuffled.subList(0, few);
        return from.stream().filter(chosen::contains).toList();
    }
}
