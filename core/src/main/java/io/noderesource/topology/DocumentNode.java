package io.noderesource.topology;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value in a document, with its place; what kinds read their rules from.
 *
 * <p>Immutable. Scalars keep the text as it stands, so {@code value: 007} is the text {@code 007}.
 */
public final class DocumentNode {

    /** The form of a value. */
    public enum Form {
        MAPPING,
        SEQUENCE,
        SCALAR,
        /** Nothing, {@code null} or {@code ~}. */
        NULL
    }

    /** What a scalar is by the core schema of YAML 1.2 (10.3). */
    public enum ScalarType {
        /** Everything in quotes or after a bar, and what is none of the others: {@code yes}, {@code 2026-01-31}, {@code 1_000}. */
        TEXT,
        /** {@code true} or {@code false}, also as {@code True} or {@code TRUE}. */
        TRUTH,
        /** {@code 7}, {@code -7}, {@code 007}, {@code 0o17}, {@code 0x1F}. */
        WHOLE,
        /** {@code 1.5}, {@code .5}, {@code 1e3}, {@code .inf}, {@code .nan}. */
        DECIMAL
    }

    /**
     * One entry of a mapping.
     *
     * @param key the key
     * @param keyPosition where the key stands
     * @param value the value
     */
    public record Entry(String key, SourcePosition keyPosition, DocumentNode value) {}

    private final Form form;
    private final SourcePosition position;
    private final String path;
    private final @Nullable String text;
    private final boolean plain;
    private final List<Entry> entries;
    private final List<DocumentNode> items;

    private DocumentNode(
            Form form,
            SourcePosition position,
            String path,
            @Nullable String text,
            boolean plain,
            List<Entry> entries,
            List<DocumentNode> items) {
        this.form = form;
        this.position = position;
        this.path = path;
        this.text = text;
        this.plain = plain;
        this.entries = List.copyOf(entries);
        this.items = List.copyOf(items);
    }

    /** Makes a mapping; keys are unique. */
    public static DocumentNode mapping(SourcePosition position, String path, List<Entry> entries) {
        return new DocumentNode(Form.MAPPING, position, path, null, false, entries, List.of());
    }

    /** Makes a sequence. */
    public static DocumentNode sequence(SourcePosition position, String path, List<DocumentNode> items) {
        return new DocumentNode(Form.SEQUENCE, position, path, null, false, List.of(), items);
    }

    /** Makes a scalar that is a text. */
    public static DocumentNode scalar(SourcePosition position, String path, String text) {
        return new DocumentNode(Form.SCALAR, position, path, text, false, List.of(), List.of());
    }

    /** Makes a scalar that stands without quotes, and is what its text looks like. */
    public static DocumentNode plainScalar(SourcePosition position, String path, String text) {
        return new DocumentNode(Form.SCALAR, position, path, text, true, List.of(), List.of());
    }

    /** Makes a null. */
    public static DocumentNode nothing(SourcePosition position, String path) {
        return new DocumentNode(Form.NULL, position, path, null, false, List.of(), List.of());
    }

    public Form form() {
        return form;
    }

    public SourcePosition position() {
        return position;
    }

    /** The path within the document, such as {@code volumegroup[1].topology}. */
    public String path() {
        return path;
    }

    /** The text of a scalar, as it stands; empty for every other form. */
    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /** What a scalar is; empty for every other form. */
    public Optional<ScalarType> scalarType() {
        return text().map(t -> plain ? CoreSchema.type(t) : ScalarType.TEXT);
    }

    /** Whether it is a scalar that stands without quotes, bar and tag. */
    public boolean isPlain() {
        return plain;
    }

    /** The entries of a mapping, in order; empty for every other form. */
    public List<Entry> entries() {
        return entries;
    }

    /** The items of a sequence, in order; empty for every other form. */
    public List<DocumentNode> items() {
        return items;
    }

    /** The value of a key of a mapping. */
    public Optional<DocumentNode> get(String key) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).key().equals(key)) {
                return Optional.of(entries.get(i).value());
            }
        }
        return Optional.empty();
    }
}
