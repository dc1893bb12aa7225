package io.noderesource.apply;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last declaration that was good, kept in the state directory over restarts; texts by the names of their sources.
 *
 * <p>Not thread-safe: one watcher uses it.
 */
final class LastGood {

    private static final String FILE = "last-good";

    private final Path directory;

    LastGood(Path directory) {
        this.directory = directory;
    }

    /** The texts of the last good declaration; empty when there is none, or when its file is damaged. */
    Optional<Map<String, String>> load() {
        try {
            String text = Files.readString(directory.resolve(FILE)).stripTrailing();
            String json = text.length() > 9 ? text.substring(9) : "";
            if (!text.startsWith(Journal.checksum(json))) {
                return Optional.empty();
            }
            Map<String, String> texts = new LinkedHashMap<>();
            for (Json source : Json.parse(json).list("sources")) {
                texts.put(source.text("name"), source.text("text"));
            }
            return Optional.of(texts);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Keeps a declaration that was found good. */
    void save(Map<String, String> texts) {
        String json = Json.object()
                .put(
                        "sources",
                        new TreeMap<>(texts)
                                .entrySet().stream()
                                        .map(e -> Json.object()
                                                .put("name", e.getKey())
                                                .put("text", e.getValue())
                                                .build())
                                        .toList())
                .build()
                .compact();
        try {
            Files.createDirectories(directory);
            StateFiles.replace(directory.resolve(FILE), Journal.checksum(json) + " " + json + "\n");
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.JOURNAL,
                    "cannot keep the last good declaration in " + directory + ": " + e
                            + "; make the state directory writable and give it space",
                    e);
        }
    }
}
