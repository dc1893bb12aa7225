package io.noderesource.apply;

import io.noderesource.base.ErrorCode;

/** How a step ended. */
public sealed interface Outcome {

    /** The constants for handling every outcome. */
    enum Kind {
        CHANGED,
        ALREADY_IN_PLACE,
        STALE,
        FAILED,
        NOT_ATTEMPTED
    }

    /** Which of the outcomes it is. */
    Kind kind();

    /** Tells whether what the step is for is there now. */
    default boolean isDone() {
        return kind() == Kind.CHANGED || kind() == Kind.ALREADY_IN_PLACE;
    }

    /** The step was performed, and the node shows it. */
    record Changed() implements Outcome {
        @Override
        public Kind kind() {
            return Kind.CHANGED;
        }
    }

    /** What the step is for was there already; nothing was done. */
    record AlreadyInPlace() implements Outcome {
        @Override
        public Kind kind() {
            return Kind.ALREADY_IN_PLACE;
        }
    }

    /**
     * A precondition does not hold any more; nothing was done.
     *
     * @param code why it does not
     * @param message what, on what, and what to do
     */
    record Stale(ErrorCode code, String message) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.STALE;
        }
    }

    /**
     * It was begun and did not end well, or could not be begun.
     *
     * @param code why
     * @param message what failed, on what, why, and what to do
     */
    record Failed(ErrorCode code, String message) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }
    }

    /**
     * It was not begun, because a step that it requires is not done, or because the run was stopped.
     *
     * @param code why
     * @param message why, for people
     */
    record NotAttempted(ErrorCode code, String message) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.NOT_ATTEMPTED;
        }
    }
}
