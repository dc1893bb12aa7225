package io.noderesource.edgex;

/** The result of an operation that has no other: it was done. */
public enum Done {
    /** It was done. */
    DONE
}
