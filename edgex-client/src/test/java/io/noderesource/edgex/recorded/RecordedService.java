package io.noderesource.edgex.recorded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A service that answers as a real one did: each request with the next of the recordings it was given, if that was made of
 * such a request. Anything else is answered by 404, as an unknown route is, and fails {@link #close()}; but {@code GET
 * /version} is always answered.
 */
public final class RecordedService implements AutoCloseable {
    private final HttpServer server;
    private final String release;
    private final String service;
    private final Deque<Recording> next = new ArrayDeque<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> surprises = new ArrayList<>();

    /**
     * A request as it came.
     *
     * @param query as sent, or the empty text
     */
    public record Sent(String method, String path, String query, String body) {}

    public RecordedService(String release, String service) {
        this.release = release;
        this.service = service;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers the next requests with these recordings, named without their number. */
    public RecordedService answering(String... names) {
        synchronized (next) {
            for (String name : names) {
                next.add(Recording.named(release, service, name));
            }
        }
        return this;
    }

    /** The requests, but those for the version. */
    public List<Sent> sent() {
        synchronized (next) {
            return List.copyOf(sent);
        }
    }

    /** The only request. */
    public Sent only() {
        List<Sent> all = sent();
        if (all.size() != 1) {
            throw new AssertionError("one request was expected, not " + all);
        }
        return all.get(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Recording recording = recording(exchange, body);
        byte[] answer = recording.responseBody();
        Optional.of(recording.header("Content-Type"))
                .filter(type -> !type.isEmpty())
                .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
        exchange.sendResponseHeaders(recording.status(), answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private Recording recording(HttpExchange exchange, byte[] body) {
        URI uri = exchange.getRequestURI();
        boolean version = uri.getPath().endsWith("/version");
        if (version) {
            Recording answer = Recording.named(release, service, "version");
            return path(answer.path()).equals(path(uri.getRawPath())) ? answer : routeUnknown();
        }
        synchronized (next) {
            sent.add(new Sent(
                    exchange.getRequestMethod(),
                    uri.getRawPath(),
                    Optional.ofNullable(uri.getRawQuery()).orElse(""),
                    new String(body, StandardCharsets.UTF_8)));
            Recording answer = next.poll();
            boolean fits = answer != null
                    && answer.method().equals(exchange.getRequestMethod())
                    && path(answer.path()).equals(path(uri.getRawPath()));
            if (!fits) {
                surprises.add(exchange.getRequestMethod() + " " + uri + " where " + answer + " was expected");
                return routeUnknown();
            }
            return answer;
        }
    }

    private Recording routeUnknown() {
        return Recording.named(release, service, "route-unknown");
    }

    private static String path(String pathAndQuery) {
        return URLDecoder.decode(pathAndQuery.replaceFirst("\\?.*$", "").replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        synchronized (next) {
            if (!surprises.isEmpty() || !next.isEmpty()) {
                throw new AssertionError("requests that were not expected: " + surprises
                        + "; recordings that were not asked" + " for: " + Collections.unmodifiableCollection(next));
            }
        }
    }
}
