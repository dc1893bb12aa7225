package io.noderesource.edgex.model;

/** How far a notification has come. */
public enum NotificationStatus {
    /** Not sent yet. */
    NEW,
    /** Sent to the subscribers. */
    PROCESSED,
    /** It could not be delivered, and was sent to those who are told of that. */
    ESCALATED
}
