package io.noderesource.plan;

/** What a step can cost. */
public enum Risk {
    /** It changes descriptions only, or adds space that was free. */
    SAFE,
    /** It writes to a device that is proven blank first, or to one that was made for the resource and that nobody has open. */
    FORMATS_BLANK,
    /** It destroys what is there; it is only planned with a consent. */
    DESTROYS_DATA
}
