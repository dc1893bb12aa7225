package io.noderesource.edgex.model;

/** How a registered service does. */
public enum RegistrationStatus {
    /** It answers. */
    UP,
    /** It does not. */
    DOWN,
    /** It was not asked yet. */
    UNKNOWN,
    /** It has signed off. */
    HALT
}
