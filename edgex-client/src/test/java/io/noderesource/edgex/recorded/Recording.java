package io.noderesource.edgex.recorded;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.json.JsonLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request to a real service, and its answer.
 *
 * @param name the file's, without number and ending, after the release and the service: {@code v3.1.1/core-data/event-count}
 */
public record Recording(String name, Json.Obj request, Json.Obj response) {
    private static final Path ROOT = Path.of("src/test/resources/recorded");

    /** All recordings of a service, in the order they were made. */
    public static List<Recording> of(String release, String service) {
        try (Stream<Path> files = Files.list(ROOT.resolve(release).resolve(service))) {
            return files.sorted().map(Recording::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One recording, by its name without the number. */
    public static Recording named(String release, String service, String name) {
        return of(release, service).stream()
                .filter(recording -> recording.name().equals(release + "/" + service + "/" + name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recording " + name + " of " + service));
    }

    private static Recording read(Path file) {
        try {
            Json.Obj json = Json.asObject(Json.parse(Files.readAllBytes(file), JsonLimits.DEFAULT));
            String name =
                    file.getFileName().toString().replaceFirst("^[0-9]+-", "").replaceFirst("\\.json$", "");
            Path folder = ROOT.relativize(file.getParent());
            return new Recording(
                    folder + "/" + name,
                    json.object("request").orElseThrow(),
                    json.object("response").orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String method() {
        return request.text("method").orElseThrow();
    }

    /** Path and query, as sent. */
    public String path() {
        return request.text("path").orElseThrow();
    }

    /** A part of the path, counted from its end, without the query. */
    public String segment(int fromEnd) {
        List<String> segments = List.of(path().replaceFirst("\\?.*", "").split("/", -1));
        return segments.get(segments.size() - 1 - fromEnd);
    }

    public int status() {
        return Math.toIntExact(response.whole("status").orElseThrow());
    }

    public byte[] requestBody() {
        return body(request);
    }

    public byte[] responseBody() {
        return body(response);
    }

    /** The answer's body, which is JSON. */
    public Json.Obj answer() {
        return Json.asObject(Json.parse(responseBody(), JsonLimits.DEFAULT));
    }

    /** A header of the answer, or the empty text. */
    public String header(String header) {
        return response.object("headers")
                .flatMap(headers -> headers.text(header))
                .orElse("");
    }

    private static byte[] body(Json.Obj side) {
        return side.text("bodyBase64")
                .map(text -> Base64.getDecoder().decode(text))
                .orElseGet(() -> side.text("body").orElse("").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name;
    }
}
