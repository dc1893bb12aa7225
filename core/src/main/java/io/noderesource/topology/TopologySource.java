package io.noderesource.topology;

import io.noderesource.internal.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a declaration lies: a text, a file, or a directory as kubelet mounts a ConfigMap. Immutable and thread-safe.
 *
 * <p>Nothing is read when it is made; each reading looks anew.
 */
public final class TopologySource {

    /** How the texts are got; each reading gets all of them from one state of the source. */
    @FunctionalInterface
    interface Texts {
        /** Returns the texts, or reports why there are none. */
        Optional<List<SourceText>> load(Consumer<Diagnostic> diagnostics);
    }

    private final String name;
    private final Texts texts;
    private final AtomicReference<@Nullable Fingerprint> last;

    /** Texts and the digest over them. */
    private record Fingerprint(List<SourceText> texts, String digest) {}

    private TopologySource(String name, Texts texts) {
        this(name, texts, new AtomicReference<>());
    }

    private TopologySource(String name, Texts texts, AtomicReference<@Nullable Fingerprint> last) {
        this.name = name;
        this.texts = texts;
        this.last = last;
    }

    /**
     * A text in memory: a ConfigMap, or a document with the keys of one or more kinds.
     *
     * @param name what to call it in diagnostics
     */
    public static TopologySource text(String name, String text) {
        return new TopologySource(name, diagnostics -> Optional.of(List.of(new SourceText(name, null, text))));
    }

    /** A file in UTF-8: a ConfigMap, or a document with the keys of one or more kinds. */
    public static TopologySource file(Path file) {
        return new TopologySource(file.toString(), diagnostics -> SourceFiles.file(file, diagnostics));
    }

    /**
     * A directory with one file for each key of a ConfigMap, as kubelet mounts it.
     *
     * <p>Kubelet keeps the files in a directory of their own that the link {@code ..data} points to, and makes an update
     * visible by exchanging that link ({@code AtomicWriter} in Kubernetes' {@code pkg/volume/util}). The link is resolved
     * once for each reading, so that all keys come from one generation; a generation that is taken away meanwhile is
     * read again from the new one. In a directory without {@code ..data} the files themselves are read, and nothing can
     * be promised about files that change one after the other. Names that begin with {@code ..} are passed over.
     */
    public static TopologySource directory(Path directory) {
        return new TopologySource(directory.toString(), diagnostics -> SourceFiles.directory(directory, diagnostics));
    }

    /**
     * A file, or a directory as kubelet mounts a ConfigMap, whichever is there at each reading: what is mounted only later
     * is followed from then on.
     */
    public static TopologySource at(Path path) {
        return new TopologySource(
                path.toString(),
                diagnostics -> Files.isDirectory(path)
                        ? SourceFiles.directory(path, diagnostics)
                        : SourceFiles.file(path, diagnostics));
    }

    /** What it is called in diagnostics. */
    public String name() {
        return name;
    }

    /**
     * Tells whether the content is the same as it was: equal texts have equal fingerprints.
     *
     * <p>It reads the content, at most 1 MiB, and parses nothing. Who follows a source takes the fingerprint before
     * reading: a change in between is then seen the next time.
     *
     * @return SHA-256 over all texts, in hexadecimal; empty while the source cannot be read
     */
    public Optional<String> fingerprint() {
        return texts.load(problem -> {}).map(this::digest);
    }

    /** Digests texts only when they are not those of the last time: to compare them costs far less. */
    private String digest(List<SourceText> loaded) {
        Fingerprint before = last.get();
        if (before != null && before.texts.equals(loaded)) {
            return before.digest;
        }
        String digest = SourceText.fingerprint(loaded);
        last.set(new Fingerprint(List.copyOf(loaded), digest));
        return digest;
    }

    /**
     * Reads the texts now and returns a source that holds them, or the reason why there are none: whatever is asked of it
     * is of one state of this source.
     */
    public TopologySource snapshot() {
        List<Diagnostic> problems = new ArrayList<>();
        Optional<List<SourceText>> now = texts.load(problems::add);
        return new TopologySource(
                name,
                diagnostics -> {
                    problems.forEach(diagnostics);
                    return now;
                },
                last);
    }

    /** Writes the texts down so that {@link #restore} makes the same source of them; empty while there are none. */
    public Optional<String> save() {
        return texts.load(problem -> {})
                .map(loaded -> Json.object()
                        .put("name", name)
                        .put("texts", loaded.stream().map(TopologySource::write).toList())
                        .build()
                        .compact());
    }

    /** Makes a source of what {@link #save} wrote; empty when the text is something else. */
    public static Optional<TopologySource> restore(String saved) {
        try {
            Json json = Json.parse(saved);
            List<SourceText> texts = json.list("texts").stream()
                    .map(t -> new SourceText(
                            t.text("name"), t.find("key").map(Json::asText).orElse(null), t.text("text")))
                    .toList();
            return Optional.of(new TopologySource(json.text("name"), diagnostics -> Optional.of(texts)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Json write(SourceText text) {
        Json.ObjectBuilder json = Json.object().put("name", text.name());
        String key = text.key();
        return (key == null ? json : json.put("key", key))
                .put("text", text.text())
                .build();
    }

    Texts texts() {
        return texts;
    }

    @Override
    public String toString() {
        return name;
    }
}
