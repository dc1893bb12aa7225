package io.noderesource.internal.limit;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.time.Duration;

/** What a time that a caller sets may be: long enough for anything, and far from what 64 bits of nanoseconds hold. */
public final class Limits {

    private static final Duration LONGEST = Duration.ofDays(1);

    private Limits() {}

    /**
     * Gives a limit back that is more than nothing and a day at most.
     *
     * @throws NodeResourceException {@code input/bad-option} for any other
     */
    public static Duration positive(String what, Duration limit) {
        if (limit.isZero()) {
            throw wrong(what, limit);
        }
        return orNone(what, limit);
    }

    /**
     * Gives a limit back that is a day at most; zero does not wait.
     *
     * @throws NodeResourceException {@code input/bad-option} for any other
     */
    public static Duration orNone(String what, Duration limit) {
        if (limit.isNegative() || limit.compareTo(LONGEST) > 0) {
            throw wrong(what, limit);
        }
        return limit;
    }

    private static NodeResourceException wrong(String what, Duration limit) {
        return new NodeResourceException(
                StandardErrorCode.BAD_OPTION, what + " is " + limit + ": give more than nothing, and a day at most");
    }
}
