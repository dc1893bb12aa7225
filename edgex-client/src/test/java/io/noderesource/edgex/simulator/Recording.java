package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One exchange with a real service, as {@code src/test/resources/recorded} keeps it. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Recording(
        String file,
        String service,
        String state,
        String method,
        String path,
        JsonNode headers,
        byte[] body,
        Answer answer) {
    /** What the real service said. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, String contentType, byte[] body) {}

    private static final Path ROOT = Path.of("src/test/resources/recorded");

    /** All exchanges with one version, in the order in which they took place. */
    static List<Recording> story(String version) {
        try (Stream<Path> files = Files.walk(ROOT.resolve("v" + version))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.toString().contains("/events/"))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .map(Recording::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the exchange is called, without its number. */
    String name() {
        return file.replaceFirst("^\\d+-", "").replace(".json", "");
    }

    private static Recording read(Path file) {
        try {
            JsonNode tree = Trees.parse(Files.readAllBytes(file)).orElseThrow();
            JsonNode request = tree.get("request");
            JsonNode response = tree.get("response");
            return new Recording(
                    file.getFileName().toString(),
                    Trees.text(tree, "service"),
                    Trees.text(tree, "state"),
                    Trees.text(request, "method"),
                    Trees.text(request, "path"),
                    request.path("headers"),
                    body(request),
                    new Answer(
                            response.path("status").asInt(),
                            Trees.text(response.path("headers"), "Content-Type"),
                            body(response)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] body(JsonNode message) {
        return message.has("bodyBase64")
                ? Base64.getDecoder().decode(Trees.text(message, "bodyBase64"))
                : Trees.text(message, "body").getBytes(StandardCharsets.UTF_8);
    }
}
