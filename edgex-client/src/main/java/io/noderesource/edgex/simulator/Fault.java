package io.noderesource.edgex.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a request goes wrong. A {@link FaultRule} says for which requests.
 *
 * <p>Immutable and thread-safe, as long as what is given to {@link #meanwhile} is.
 */
public final class Fault {
    /** How the front treats the request. */
    enum Kind {
        /** The answer of the fault instead of the service's. */
        ANSWER,
        /** The answer of a service whose database is gone. */
        DATABASE_GONE,
        /** The answer of a service that gave up waiting. */
        TIMEOUT,
        /** The request is not carried out; the connection ends without an answer. */
        LOSE_REQUEST,
        /** The request is carried out; the connection ends without an answer. */
        LOSE_ANSWER,
        /** The request is carried out; the body of the answer ends in the middle. */
        TRUNCATE,
        /** The action runs, then the request is carried out. */
        BEFORE
    }

    private static final String DATABASE_GONE = "failed to get member number with command ZCARD from md|dv";

    private final Kind kind;
    private final int status;
    private final String contentType;
    private final String body;
    private final Duration delay;
    private final Runnable action;

    private Fault(Kind kind, int status, String contentType, String body, Duration delay, Runnable action) {
        this.kind = kind;
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.delay = delay;
        this.action = action;
    }

    private static Fault of(Kind kind) {
        return new Fault(kind, 0, "", "", Duration.ZERO, () -> {});
    }

    /**
     * Status 500 with the JSON body of a service whose database is gone; for a batch 207 whose items say 500.
     *
     * @return the fault
     */
    public static Fault internalError() {
        return of(Kind.DATABASE_GONE);
    }

    /**
     * Status 503 of a service that gave up waiting for its database: an HTML page from 3.0 on, plain text before. The request
     * is not carried out.
     *
     * @return the fault
     */
    public static Fault timeout() {
        return of(Kind.TIMEOUT);
    }

    /**
     * Status 401 with the body of the services' own check of the token, which is not their error object.
     *
     * @return the fault
     */
    public static Fault unauthorized() {
        return answer(401, "application/json", "{\"message\":\"Unauthorized\"}");
    }

    /**
     * Any answer instead of the service's; the request is not carried out.
     *
     * @param status the HTTP status
     * @param contentType the header Content-Type
     * @param body the body
     * @return the fault
     */
    public static Fault answer(int status, String contentType, String body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("no status of a final answer: " + status);
        }
        requireNonNull(contentType, "contentType");
        requireNonNull(body, "body");
        return new Fault(Kind.ANSWER, status, contentType, body, Duration.ZERO, () -> {});
    }

    /**
     * The connection is closed before the request is carried out.
     *
     * @return the fault
     */
    public static Fault requestLost() {
        return of(Kind.LOSE_REQUEST);
    }

    /**
     * The request is carried out, then the connection is closed: the client cannot know that it was.
     *
     * @return the fault
     */
    public static Fault answerLost() {
        return of(Kind.LOSE_ANSWER);
    }

    /**
     * The request is carried out, but only the first half of the answer's body comes.
     *
     * @return the fault
     */
    public static Fault truncated() {
        return of(Kind.TRUNCATE);
    }

    /**
     * The service does nothing for a time, then carries the request out.
     *
     * @param delay how long
     * @return the fault
     */
    public static Fault slow(Duration delay) {
        return new Fault(Kind.BEFORE, 0, "", "", requireNonNull(delay, "delay"), () -> {});
    }

    /**
     * Something else happens just before the request is carried out: another client's change, a restart.
     *
     * @param action what happens; it may use the simulator
     * @return the fault
     */
    public static Fault meanwhile(Runnable action) {
        return new Fault(Kind.BEFORE, 0, "", "", Duration.ZERO, requireNonNull(action, "action"));
    }

    Kind kind() {
        return kind;
    }

    /** What is answered instead of the service's own answer; {@code null} where the service does answer. */
    @Nullable
    Reply answer(World world, Request request) {
        return switch (kind) {
            case ANSWER -> Reply.text(status, contentType, body);
            case DATABASE_GONE -> databaseGone(world, request);
            case TIMEOUT -> Reply.timeout(world.release);
            case LOSE_REQUEST -> Reply.empty(200);
            case LOSE_ANSWER, TRUNCATE, BEFORE -> null;
        };
    }

    /** A batch is answered by 207 all the same; its items tell. */
    private static Reply databaseGone(World world, Request request) {
        JsonNode error = world.error(new Problem(500, DATABASE_GONE));
        Optional<JsonNode> batch = request.json().filter(JsonNode::isArray);
        if (batch.isEmpty()) {
            return Reply.json(500, error);
        }
        ArrayNode items = Trees.array();
        batch.get().forEach(item -> items.add(error));
        return Reply.json(207, items);
    }

    Duration delay() {
        return delay;
    }

    void act() {
        action.run();
    }
}
