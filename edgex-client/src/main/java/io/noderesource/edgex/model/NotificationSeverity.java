package io.noderesource.edgex.model;

/** How urgent a notification is. */
public enum NotificationSeverity {
    /** Not urgent. */
    MINOR,
    /** Sent once. */
    NORMAL,
    /** Sent again until somebody got it. */
    CRITICAL
}
