package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** What goes back to the client. */
final class Reply {
    private final int status;
    private final String contentType;
    private final byte[] body;

    private Reply(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    static Reply json(int status, JsonNode tree) {
        return new Reply(status, "application/json", Trees.bytes(tree));
    }

    static Reply text(int status, String contentType, String body) {
        return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** What a service says when a handler takes too long. */
    static Reply timeout(SimulatedRelease release) {
        if (!release.since(SimulatedRelease.NAPA)) {
            return text(503, "text/plain; charset=utf-8", "HTTP request timeout");
        }
        return text(
                503,
                "text/html; charset=utf-8",
                "<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>");
    }

    static Reply empty(int status) {
        return new Reply(status, "application/json", new byte[0]);
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }
}
