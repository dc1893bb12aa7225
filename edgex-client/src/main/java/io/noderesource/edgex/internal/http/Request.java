package io.noderesource.edgex.internal.http;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request: what comes after {@code /api/v3}, and what goes with it. Immutable.
 *
 * @param method of HTTP
 * @param path the segments, not yet encoded
 * @param query the parameters, in order, not yet encoded
 * @param body what is sent, empty for none
 * @param contentType of the body
 * @param token what stands behind {@code Bearer} instead of the transport's own; {@code null} for that
 * @param isRead whether it only reads, so that it may be sent again whatever became of it
 * @param isSecret whether a success is told to nobody but who asked
 */
public record Request(
        String method,
        List<String> path,
        List<Parameter> query,
        Content body,
        String contentType,
        @Nullable String token,
        boolean isRead,
        boolean isSecret) {
    private static final String JSON = "application/json";

    /** A parameter of the query. */
    public record Parameter(String name, String value) {}

    /** Bytes that are sent; never changed once they are here. */
    public static final class Content {
        private static final Content NONE = new Content(new byte[0]);

        private final byte[] bytes;

        private Content(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean isEmpty() {
            return bytes.length == 0;
        }
    }

    /** A request whose segments all have a name in them: an empty one would be another operation. */
    public Request {
        path = List.copyOf(path);
        query = List.copyOf(query);
        if (path.stream().anyMatch(String::isEmpty)) {
            throw EdgexException.of(
                    ErrorKind.INVALID, "an empty name or id can not be asked for, in " + method + " " + path);
        }
    }

    /** Reads; may be repeated freely. */
    public static Request get(String... path) {
        return of("GET", path);
    }

    /** Creates. */
    public static Request post(String... path) {
        return of("POST", path);
    }

    /** Replaces, or sets a device's values. */
    public static Request put(String... path) {
        return of("PUT", path);
    }

    /** Changes. */
    public static Request patch(String... path) {
        return of("PATCH", path);
    }

    /** Deletes. */
    public static Request delete(String... path) {
        return of("DELETE", path);
    }

    private static Request of(String method, String... path) {
        return new Request(method, List.of(path), List.of(), Content.NONE, JSON, null, method.equals("GET"), false);
    }

    /** This request with one more parameter. */
    public Request with(String name, Object value) {
        List<Parameter> more = new ArrayList<>(query);
        more.add(new Parameter(name, Objects.toString(value)));
        return new Request(method, path, more, body, contentType, token, isRead, isSecret);
    }

    /** This request with JSON as its body. */
    public Request sending(Json value) {
        return sending(PercentEncoding.utf8(value.write()), JSON);
    }

    /** This request with any body; the bytes must not be changed afterwards. */
    public Request sending(byte[] bytes, String type) {
        return new Request(method, path, query, new Content(bytes), type, token, isRead, isSecret);
    }

    /** This request with a token of its own. */
    public Request bearing(String value) {
        return new Request(method, path, query, body, contentType, value, isRead, isSecret);
    }

    /** This request, which does something although it is a {@code GET}. */
    public Request acting() {
        return new Request(method, path, query, body, contentType, token, false, isSecret);
    }

    /** This request, whose answer holds a secret. */
    public Request secretly() {
        return new Request(method, path, query, body, contentType, token, isRead, true);
    }

    /** The path and the query under a prefix such as {@code api/v3}, encoded. */
    String target(List<String> prefix) {
        StringBuilder target = new StringBuilder();
        prefix.forEach(segment -> target.append('/').append(PercentEncoding.encode(segment)));
        path.forEach(segment -> target.append('/').append(PercentEncoding.encode(segment)));
        char separator = '?';
        for (Parameter parameter : query) {
            target.append(separator)
                    .append(PercentEncoding.encode(parameter.name()))
                    .append('=')
                    .append(PercentEncoding.encode(parameter.value()));
            separator = '&';
        }
        return target.toString();
    }

    /** For messages: the operation, with names cut to a readable length. */
    @Override
    public String toString() {
        String text = String.join("/", path);
        return method + " /" + (text.length() <= 120 ? text : text.substring(0, 120) + "...");
    }
}
