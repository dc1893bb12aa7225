package io.noderesource.devices.plan;

import java.util.Set;
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

    /** How a device is reached may hold passwords: which of it differs is told, and not what it is. */
    private static final Set<String> SECRET = Set.of("protocols");

    /**
     * The change on one line, such as {@code adminState "UNLOCKED" -> "LOCKED"}; long values are cut, and of protocols only the
     * properties are named that differ.
     */
    public String describe() {
        if (SECRET.contains(field)) {
            return field + " (" + Names.printable(String.join(", ", Paths.differing(before, after)), LONGEST) + ")";
        }
        return field + " " + (before == null ? "(absent)" : Names.printable(before, LONGEST)) + " -> "
                + Names.printable(after, LONGEST);
    }
}
