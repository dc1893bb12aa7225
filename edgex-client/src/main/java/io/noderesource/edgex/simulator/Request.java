package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as a handler sees it: path and query decoded, the body still bytes. */
final class Request {
    private final String method;
    private final List<String> path;
    private final Map<String, String> query;
    private final Map<String, String> parameters;
    private final String contentType;
    private final byte[] body;

    private Request(
            String method,
            List<String> path,
            Map<String, String> query,
            Map<String, String> parameters,
            String contentType,
            byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.parameters = parameters;
        this.contentType = contentType;
        this.body = body;
    }

    /** Up to 2.x paths are decoded before they are split: an encoded slash separates segments. */
    static Request of(String method, URI uri, @Nullable String contentType, byte[] body, boolean slashesInSegments) {
        String whole = slashesInSegments ? uri.getRawPath() : decoded(uri.getRawPath());
        List<String> path = Arrays.stream(whole.split("/", -1))
                .skip(1)
                .map(segment -> slashesInSegments ? decoded(segment) : segment)
                .toList();
        Map<String, String> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.putIfAbsent(
                        URLDecoder.decode(key, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return new Request(method, path, query, Map.of(), contentType == null ? "" : contentType, body);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    Request below(int segments) {
        return new Request(method, path.subList(segments, path.size()), query, parameters, contentType, body);
    }

    Request with(Map<String, String> parametersOfPath) {
        return new Request(method, path, query, parametersOfPath, contentType, body);
    }

    String method() {
        return method;
    }

    List<String> path() {
        return path;
    }

    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }

    Optional<JsonNode> json() {
        return Trees.parse(body);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    boolean asks(String flag) {
        return query(flag).filter("true"::equals).isPresent();
    }

    String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("a route without {" + name + "}");
        }
        return value;
    }

    long number(String name) {
        try {
            return Long.parseLong(parameter(name));
        } catch (NumberFormatException notANumber) {
            throw Problem.invalid("failed to parse path param " + name + "'s value " + parameter(name)
                    + " into integer. Error:strconv.Atoi: parsing \"" + parameter(name) + "\": invalid syntax");
        }
    }
}
