package io.noderesource.house;

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
}
