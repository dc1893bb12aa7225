package io.noderesource.edgex.model;

/** What became of a transmission. */
public enum TransmissionStatus {
    /** The receiver answered. */
    ACKNOWLEDGED,
    /** It could not be sent. */
    FAILED,
    /** It was sent. */
    SENT,
    /** It was given up, and told to those who are told of that. */
    ESCALATED,
    /** It is being sent again. */
    RESENDING
}
