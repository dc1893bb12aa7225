package io.noderesource.edgex.internal.http;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** A whole answer, whatever its status. Immutable. */
public final class Reply {
    private static final int LONGEST_EXCERPT = 300;

    private final String service;
    private final Request request;
    private final String correlationId;
    private final JsonLimits limits;
    private final int status;
    private final String contentType;
    private final byte[] body;

    Reply(
            String service,
            Request request,
            String correlationId,
            JsonLimits limits,
            int status,
            String contentType,
            byte[] body) {
        this.service = service;
        this.request = request;
        this.correlationId = correlationId;
        this.limits = limits;
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The type that the service names, or the empty text. */
    public String contentType() {
        return contentType;
    }

    /** The body's bytes; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Whether there is nothing but a status. */
    public boolean isEmpty() {
        return body.length == 0;
    }

    /** What was asked. */
    public Request request() {
        return request;
    }

    /**
     * This reply, when it is a success; also the status within an object counts, as gateways are known to hide that of HTTP.
     *
     * @throws EdgexException by the status
     */
    public Reply orThrow() {
        if (status < 200 || status > 299) {
            throw failure(status, jsonIfAny());
        }
        return this;
    }

    /**
     * The JSON of a success.
     *
     * @throws EdgexException by the status; of kind {@code PROTOCOL} when there is no JSON
     */
    public Json json() {
        orThrow();
        Json json = parse();
        if (json instanceof Json.Obj object) {
            OptionalInt inner = innerStatus(object);
            if (inner.isPresent() && inner.getAsInt() >= 400) {
                throw failure(inner.getAsInt(), Optional.of(json));
            }
        }
        return json;
    }

    /**
     * The object of a success.
     *
     * @throws EdgexException by the status; of kind {@code PROTOCOL} when there is no object
     */
    public Json.Obj object() {
        if (json() instanceof Json.Obj object) {
            return object;
        }
        throw protocol("answered JSON that is no object");
    }

    /** An exception for a part of a success that is not as EdgeX says. */
    public EdgexException protocol(String what) {
        return describe(EdgexException.builder(ErrorKind.PROTOCOL, service + " " + what + " to " + request), false)
                .status(status)
                .build();
    }

    /** An exception for an item of a 207. */
    public EdgexException itemFailure(int itemStatus, String message) {
        boolean refused = itemStatus >= 400 && itemStatus < 500;
        return describe(
                        EdgexException.builder(
                                ErrorKind.ofStatus(itemStatus),
                                service + " answered " + itemStatus + " for an item of " + request + ": "
                                        + excerpt(message)),
                        refused)
                .status(itemStatus)
                .build();
    }

    private Json parse() {
        if (body.length == 0) {
            throw protocol("answered nothing where JSON belongs");
        }
        try {
            return Json.parse(body, limits);
        } catch (EdgexException e) {
            EdgexException.Builder failure = describe(
                            EdgexException.builder(
                                    e.kind(),
                                    service + " answered " + status + " with '" + contentType + "' to " + request
                                            + ", which is no JSON this client takes: " + e.getMessage()),
                            false)
                    .status(status);
            // Jackson repeats what it could not read.
            throw isSecret() ? failure.build() : failure.cause(e).build();
        }
    }

    /** An error may come from a gateway or a proxy, with a page of HTML. */
    private Optional<Json> jsonIfAny() {
        try {
            return Optional.of(Json.parse(body, limits));
        } catch (EdgexException e) {
            return Optional.empty();
        }
    }

    private EdgexException failure(int effective, Optional<Json> json) {
        String reason = json.flatMap(
                        value -> value instanceof Json.Obj object ? object.text("message") : Optional.empty())
                .orElseGet(() -> body.length == 0 ? "no reason given" : text());
        boolean refused = effective >= 300 && effective < 500;
        ErrorKind kind = ErrorKind.ofStatus(effective);
        // A gateway without the way, or another server, knows of no object that would not be there.
        boolean elsewhere =
                kind == ErrorKind.NOT_FOUND && json.filter(Reply::isOfEdgex).isEmpty();
        return describe(
                        EdgexException.builder(
                                elsewhere ? ErrorKind.PROTOCOL : kind,
                                service + " answered " + effective + " to " + request
                                        + (elsewhere ? ", not as EdgeX does (is it the right address?): " : ": ")
                                        + excerpt(Reason.of(reason))),
                        refused)
                .status(effective)
                .build();
    }

    /** All its answers have these, its errors too. */
    private static boolean isOfEdgex(Json json) {
        return json instanceof Json.Obj object
                && (object.get("statusCode").isPresent()
                        || object.get("apiVersion").isPresent());
    }

    private EdgexException.Builder describe(EdgexException.Builder builder, boolean refused) {
        return builder.effect(refused || request.isRead() ? Effect.NONE : Effect.UNKNOWN)
                .body(text())
                .correlationId(correlationId);
    }

    private String text() {
        return isSecret() ? "" : new String(body, 0, Math.min(body.length, 16384), StandardCharsets.UTF_8);
    }

    private boolean isSecret() {
        return request.isSecret() && status >= 200 && status <= 299;
    }

    private static OptionalInt innerStatus(Json.Obj object) {
        return object.whole("statusCode")
                .filter(value -> value >= 100 && value <= 599)
                .map(value -> OptionalInt.of(value.intValue()))
                .orElse(OptionalInt.empty());
    }

    private static String excerpt(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST_EXCERPT ? line : line.substring(0, LONGEST_EXCERPT) + "...";
    }
}
