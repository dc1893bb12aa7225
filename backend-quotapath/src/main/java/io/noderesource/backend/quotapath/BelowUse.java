package io.noderesource.backend.quotapath;

/** What becomes of a limit that is smaller than what is in use. */
public enum BelowUse {
    /** It is refused: nobody who has room today has none tomorrow. */
    REFUSE,
    /** It is set: nothing is lost, and nothing more can be written until enough is removed. */
    ALLOW
}
