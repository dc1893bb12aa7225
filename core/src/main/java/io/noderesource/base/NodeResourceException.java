package io.noderesource.base;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws; unchecked, with a stable {@link ErrorCode}.
 *
 * <p>Its message says what failed, on what, why, and what to do.
 */
public class NodeResourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ErrorCode code;

    /** Creates an exception with the code's own remedy left to the message. */
    public NodeResourceException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** Creates an exception that keeps the failure it stems from. */
    public NodeResourceException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** The stable code. */
    public final ErrorCode code() {
        ErrorCode present = code;
        return present == null ? StandardErrorCode.INTERNAL : present;
    }
}
