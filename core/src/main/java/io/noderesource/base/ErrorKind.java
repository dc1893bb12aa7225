package io.noderesource.base;

/** Coarse class of an error: who has to act before it can go away. */
public enum ErrorKind {
    /** The declaration or an argument is wrong; correct it. */
    INVALID_INPUT,
    /** The node is not in a state in which the request is safe; change the node or give a consent. */
    PRECONDITION,
    /** A library, a kernel feature, a device or a permission is missing, or did not answer in time. */
    UNAVAILABLE,
    /** The node has too little of something (space, free extents, allowed devices per run). */
    INSUFFICIENT_RESOURCES,
    /** A defect of this library or of a plug-in; report it. */
    INTERNAL
}
