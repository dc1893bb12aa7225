package io.noderesource.edgex.events;

import io.noderesource.edgex.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Messages of the bus: recorded ones, and ones made in the forms that were not recorded. */
public final class Samples {

    private static final Path RECORDED = Path.of("src/test/resources/recorded");

    private Samples() {}

    /** A recorded message. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Recorded(String file, String topic, byte[] message) {}

    /** What 3.1.1 published. */
    static List<Recorded> recorded() {
        return recordedOf("v3.1.1");
    }

    static List<Recorded> recordedOf(String release) {
        try (Stream<Path> files = Files.list(RECORDED.resolve(release).resolve("events"))) {
            List<Recorded> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                Json.Obj recording = Json.asObject(Json.parse(Files.readString(file)));
                all.add(new Recorded(
                        file.getFileName().toString(),
                        recording.text("topic").orElseThrow(),
                        utf8(recording.text("payload").orElseThrow())));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Recorded recorded(String file) {
        return recorded().stream()
                .filter(one -> one.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Json base64(byte[] octets) {
        return Json.of(Base64.getEncoder().encodeToString(octets));
    }

    /** An envelope as EdgeX fills it. */
    static Json.Obj envelope(Json payload, int errorCode, String contentType) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("apiVersion", Json.of("v3"));
        members.put("receivedTopic", Json.of(""));
        members.put("correlationID", Json.of("4f6d1c52-9b1e-4a52-8f5e-0d9f4f0c7b11"));
        members.put("requestID", Json.of(""));
        members.put("errorCode", Json.of(errorCode));
        members.put("payload", payload);
        members.put("contentType", Json.of(contentType));
        return Json.object(members);
    }

    /** A change of a device, as 4.x publishes it. */
    public static byte[] deviceEvent(String action, String name) {
        Json.Obj details = Json.object().with("name", Json.of(name)).with("serviceName", Json.of("svc"));
        Json.Obj event = Json.object()
                .with("apiVersion", Json.of("v3"))
                .with("type", Json.of("device"))
                .with("action", Json.of(action))
                .with("source", Json.of("core-metadata"))
                .with("owner", Json.of("svc"))
                .with("tags", Json.NULL)
                .with("details", details)
                .with("timestamp", Json.of(1795405208386481807L));
        return utf8(envelope(event, 0, "application/json").write());
    }

    /** The topic of such a change. */
    public static String deviceTopic(String action) {
        return EventTopics.DEFAULT.systemEvent("device", action, "svc") + "/prof";
    }
}
