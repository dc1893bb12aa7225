package io.noderesource.edgex.error;

/** What a failed request may have done. */
public enum Effect {
    /** Nothing: it never left, or the service refused it. */
    NONE,
    /** It may have been applied, in whole or in part: look before you repeat it. */
    UNKNOWN
}
