package io.noderesource.edgex.error;

/**
 * What went wrong, decided by status and place and never by the text of a message: EdgeX has no error codes, and its texts
 * change from release to release.
 */
public enum ErrorKind {
    /** The service, or the client before it sent anything, refuses the request's content (400). Change the request. */
    INVALID,
    /** No token, or one that is not accepted (401, 403), also after a new one was asked for. */
    UNAUTHORIZED,
    /** There is no such object (404 or 410, of EdgeX itself: one of a proxy or of a wrong address is {@link #PROTOCOL}). */
    NOT_FOUND,
    /** The service does not know the operation (405, 501). */
    NOT_SUPPORTED,
    /** The object exists already, is in use, or has children (409). */
    CONFLICT,
    /** The request is too large for the service (413, 414, 431). Send less at once. */
    TOO_LARGE,
    /** The page asked for starts behind the end (416). */
    RANGE_END,
    /** The device is locked or down, or profiles may not be changed (423). */
    LOCKED,
    /** The service asks for fewer requests (429). */
    THROTTLED,
    /**
     * The service failed (500 and what is not named here). Core-command also says so when a device refused a value, with
     * the reason in the text.
     */
    SERVER,
    /**
     * The service, or one behind it, does not answer in time (502, 503, 504). On a write to core-metadata this mostly is
     * the device service, which is asked to validate.
     */
    UNAVAILABLE,
    /** No connection came about: nobody listens, the name is unknown, the certificate is not trusted. */
    UNREACHABLE,
    /** The connection ended before the answer was whole. */
    INTERRUPTED,
    /** A deadline passed. */
    TIMEOUT,
    /** The caller cancelled the call, interrupted the thread, or closed the client. */
    CANCELLED,
    /**
     * The answer is not what EdgeX says: not JSON, a wrong type, a missing part, a redirect, another service, a 404 of
     * somebody else.
     */
    PROTOCOL,
    /** The answer exceeds a limit on size, depth or numbers; see {@code EdgexClient.Builder}. */
    LIMIT,
    /** A library that is an optional dependency is not there. The message names it. */
    NOT_INSTALLED,
    /** The dialect of this service has no such operation, or no such field. Nothing was sent. */
    UNSUPPORTED_DIALECT,
    /**
     * The listing changed while it was read, more often than it was tried anew, or nobody could tell whether it did. Nothing
     * may be deleted by it.
     */
    INCOMPLETE,
    /** Some items of a batch failed; each has its own exception. */
    BATCH;

    /**
     * The kind that a status of HTTP stands for.
     *
     * @param status a status that is no success
     * @return the kind
     */
    public static ErrorKind ofStatus(int status) {
        return switch (status) {
            case 400, 422 -> INVALID;
            case 401, 403 -> UNAUTHORIZED;
            case 404, 410 -> NOT_FOUND;
            case 405, 501 -> NOT_SUPPORTED;
            case 409 -> CONFLICT;
            case 413, 414, 431 -> TOO_LARGE;
            case 416 -> RANGE_END;
            case 423 -> LOCKED;
            case 429 -> THROTTLED;
            case 502, 503, 504 -> UNAVAILABLE;
            default -> status >= 500 ? SERVER : PROTOCOL;
        };
    }
}
