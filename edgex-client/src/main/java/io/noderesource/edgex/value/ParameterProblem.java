package io.noderesource.edgex.value;

import java.util.Objects;

/**
 * Why a set command would not do what its caller means.
 *
 * @param kind what is wrong
 * @param resource the device resource, or the command itself
 * @param message what is wrong and what would be right, for people
 */
public record ParameterProblem(Kind kind, String resource, String message) {

    /** What can be wrong. */
    public enum Kind {
        /** The command, or its only resource, is for reading. */
        NOT_WRITABLE,
        /** The command has no such parameter. EdgeX would pass over it, write the default of the right one and answer 200. */
        UNKNOWN,
        /** A parameter has no value. EdgeX would write its default and answer 200, or fail. */
        MISSING,
        /** The value is none of the resource's type. */
        WRONG_TYPE,
        /** The number is below the minimum or above the maximum. */
        OUT_OF_RANGE,
        /** This library does not know the resource's value type, so that it cannot tell a right value from a wrong one. */
        UNKNOWN_TYPE
    }

    /** A problem with all its parts. */
    public ParameterProblem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return message;
    }
}
