package io.noderesource.edgex.error;

import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of this client; unchecked.
 *
 * <p>Decide by {@link #kind()}, {@link #status()} and {@link #effect()}, never by the message. Neither the message nor the
 * {@link #body()} holds a token. Immutable.
 */
public final class EdgexException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_BODY = 4096;

    private final ErrorKind kind;
    private final Effect effect;
    private final int status;
    private final String body;
    private final String correlationId;

    private EdgexException(Builder builder) {
        super(builder.message, builder.cause);
        kind = builder.kind;
        effect = builder.effect;
        status = builder.status;
        body = builder.body;
        correlationId = builder.correlationId;
    }

    /**
     * An exception for something that was refused or failed before anything was sent.
     *
     * @param kind what went wrong
     * @param message what failed, on what, why, and what to do
     * @return an exception with no status and {@link Effect#NONE}
     */
    public static EdgexException of(ErrorKind kind, String message) {
        return builder(kind, message).build();
    }

    /**
     * Starts an exception that knows more.
     *
     * @param kind what went wrong
     * @param message what failed, on what, why, and what to do
     * @return a builder
     */
    public static Builder builder(ErrorKind kind, String message) {
        return new Builder(kind, message);
    }

    /** What went wrong. */
    public ErrorKind kind() {
        return kind;
    }

    /** What the request may have done. */
    public Effect effect() {
        return effect;
    }

    /** The status of HTTP, or of the item in a 207; empty where there was no answer. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** The answer's body as text, cut at 4096 characters; empty where there was none. */
    public String body() {
        return body;
    }

    /** The {@code X-Correlation-ID} of the request, by which the service's log knows it; empty where nothing was sent. */
    public String correlationId() {
        return correlationId;
    }

    /**
     * This exception with the stack of the thread that asks, and this one as its cause: a failure comes about on a thread
     * of the client, which tells nothing of who called.
     */
    public EdgexException atCaller() {
        return builder(kind, String.valueOf(getMessage()))
                .effect(effect)
                .status(status)
                .body(body)
                .correlationId(correlationId)
                .cause(this)
                .build();
    }

    /** Makes an {@link EdgexException}. Not thread-safe. */
    public static final class Builder {
        private final ErrorKind kind;
        private final String message;
        private Effect effect = Effect.NONE;
        private int status;
        private String body = "";
        private String correlationId = "";
        private @Nullable Throwable cause;

        private Builder(ErrorKind kind, String message) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.message = Objects.requireNonNull(message, "message");
        }

        /** Says what the request may have done; {@link Effect#NONE} if not called. */
        public Builder effect(Effect value) {
            effect = Objects.requireNonNull(value, "effect");
            return this;
        }

        /** Keeps the status of HTTP or of the item. */
        public Builder status(int value) {
            status = value;
            return this;
        }

        /** Keeps the answer's body, or the first 4096 characters of it. */
        public Builder body(String value) {
            body = value.length() <= LONGEST_BODY ? value : value.substring(0, LONGEST_BODY);
            return this;
        }

        /** Keeps the request's correlation id. */
        public Builder correlationId(String value) {
            correlationId = Objects.requireNonNull(value, "correlationId");
            return this;
        }

        /** Keeps the failure that this one stems from. */
        public Builder cause(Throwable value) {
            cause = Objects.requireNonNull(value, "cause");
            return this;
        }

        /** Makes the exception. */
        public EdgexException build() {
            return new EdgexException(this);
        }
    }
}
