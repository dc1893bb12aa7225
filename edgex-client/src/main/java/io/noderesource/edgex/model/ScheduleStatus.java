package io.noderesource.edgex.model;

/** What became of an action of a job. */
public enum ScheduleStatus {
    /** It was done. */
    SUCCEEDED,
    /** It was tried. */
    FAILED,
    /** The service was down at that time. */
    MISSED
}
