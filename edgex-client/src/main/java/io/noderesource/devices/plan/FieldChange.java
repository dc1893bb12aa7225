package io.noderesource.devices.plan;

import org.jspecify.annotations.Nullable;

/**
 * A field that differs.
 *
 * @param field its name in {@link io.noderesource.devices.platform.EdgeObject#content()}
 * @param before its value on the platform, as JSON; null when it is absent there
 * @param after the value it is to have, as JSON
 */
public record FieldChange(String field, @Nullable String before, String after) {

    private static final int LONGEST = 80;

    /** The change on one line, such as {@code adminState "UNLOCKED" -> "LOCKED"}; long values are cut. */
    public String describe() {
        return field + " " + (before == null ? "(absent)" : cut(before)) + " -> " + cut(after);
    }

    private static String cut(String json) {
        return json.length() <= LONGEST ? json : json.substring(0, LONGEST) + "...";
    }
}
