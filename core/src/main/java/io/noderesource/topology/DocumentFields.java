package io.noderesource.topology;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.DidYouMean;
import io.noderesource.internal.text.Quoted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a mapping in a document, read with every mistake reported; what kinds read their rules with.
 *
 * <p>A field that is absent and one that is null are the same, as they were to the ancestor. Scalars are texts: {@code 007}
 * stays {@code 007}. Not thread-safe when the consumer of diagnostics is not.
 */
public final class DocumentFields {

    /** A mapping with more unknown fields than this is something else altogether. */
    private static final int MAX_UNKNOWN = 100;

    private final DocumentNode node;
    private final Consumer<Diagnostic> diagnostics;

    private DocumentFields(DocumentNode node, Consumer<Diagnostic> diagnostics) {
        this.node = node;
        this.diagnostics = diagnostics;
    }

    /**
     * Takes a mapping and reports each field that is not known, with a guess at what was meant.
     *
     * @param node the value; of any form
     * @param what what it should be, for messages, such as {@code a rule}
     * @param known all fields that it may have
     * @param diagnostics takes the mistakes
     * @return the fields, or empty when the value is not a mapping
     */
    public static Optional<DocumentFields> of(
            DocumentNode node, String what, Collection<String> known, Consumer<Diagnostic> diagnostics) {
        DocumentFields fields = new DocumentFields(node, diagnostics);
        if (node.form() != DocumentNode.Form.MAPPING) {
            fields.error(
                    StandardErrorCode.WRONG_TYPE,
                    node,
                    what + " must be a mapping of fields, not " + describe(node),
                    null);
            return Optional.empty();
        }
        int unknown = 0;
        for (DocumentNode.Entry entry : node.entries()) {
            if (!known.contains(entry.key()) && unknown++ < MAX_UNKNOWN) {
                fields.errorAtKey(
                        StandardErrorCode.UNKNOWN_FIELD,
                        entry,
                        "unknown field " + Quoted.quote(entry.key()) + " in " + what,
                        DidYouMean.hint(entry.key(), known).orElse("the fields are " + String.join(", ", known)));
            }
        }
        return Optional.of(fields);
    }

    /** Takes a mapping of which another reader reports the fields; empty, and nothing reported, when it is none. */
    public static Optional<DocumentFields> over(DocumentNode node, Consumer<Diagnostic> diagnostics) {
        return node.form() == DocumentNode.Form.MAPPING
                ? Optional.of(new DocumentFields(node, diagnostics))
                : Optional.empty();
    }

    /** The mapping. */
    public DocumentNode node() {
        return node;
    }

    /** Tells whether a field is written, even if as null. */
    public boolean has(String field) {
        return node.get(field).isPresent();
    }

    /** A field of any form, unless it is absent or null. */
    public Optional<DocumentNode> value(String field) {
        return node.get(field).filter(n -> n.form() != DocumentNode.Form.NULL);
    }

    /** A field that must be a scalar; empty when it is absent, null or, which is reported, something else. */
    public Optional<DocumentNode> text(String field) {
        return value(field).filter(n -> isText(n, "", field));
    }

    /** A field that must be a scalar with at least one character; everything else is reported. */
    public Optional<DocumentNode> requiredText(String field, String hint) {
        Optional<DocumentNode> value = value(field);
        if (value.isEmpty() || value.get().text().filter(String::isEmpty).isPresent()) {
            error(
                    StandardErrorCode.MISSING_FIELD,
                    node.get(field).orElse(node),
                    "the field '" + field + "' is " + (has(field) ? "empty" : "missing"),
                    hint);
            return Optional.empty();
        }
        return text(field);
    }

    /** The items of a field that must be a list; none when it is absent, null or, which is reported, something else. */
    public List<DocumentNode> items(String field) {
        DocumentNode value = value(field).orElse(null);
        if (value == null) {
            return List.of();
        }
        if (value.form() != DocumentNode.Form.SEQUENCE) {
            error(
                    StandardErrorCode.WRONG_TYPE,
                    value,
                    "'" + field + "' must be a list, not " + describe(value),
                    value.form() == DocumentNode.Form.SCALAR
                            ? "write it as a list item: '- …' on a line of its own"
                            : null);
            return List.of();
        }
        return value.items();
    }

    /** The items of a field that must be a list of scalars; items of another form are reported and left out. */
    public List<DocumentNode> texts(String field) {
        List<DocumentNode> texts = new ArrayList<>();
        for (DocumentNode item : items(field)) {
            if (isText(item, "an item of ", field)) {
                texts.add(item);
            }
        }
        return texts;
    }

    /** Tells whether a field is absent, null, or a list of which nothing had to be left out. */
    boolean isWholeList(String field, List<DocumentNode> read) {
        return value(field)
                .filter(n -> n.form() != DocumentNode.Form.SEQUENCE || n.items().size() != read.size())
                .isEmpty();
    }

    /** Reports a mistake. */
    public void error(ErrorCode code, DocumentNode at, String message, @Nullable String hint) {
        diagnostics.accept(new Diagnostic(Diagnostic.Severity.ERROR, code, at.position(), at.path(), message, hint));
    }

    /** Reports something that does not do what one might think. */
    public void warning(ErrorCode code, DocumentNode at, String message, @Nullable String hint) {
        diagnostics.accept(new Diagnostic(Diagnostic.Severity.WARNING, code, at.position(), at.path(), message, hint));
    }

    /** Reports that a field has no business here, at its key. */
    public void misplaced(String field, String message, @Nullable String hint) {
        for (DocumentNode.Entry entry : node.entries()) {
            if (entry.key().equals(field)) {
                errorAtKey(StandardErrorCode.UNKNOWN_FIELD, entry, message, hint);
            }
        }
    }

    /** Where the mistakes go. */
    public Consumer<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Names the form of a value for messages: {@code a list}, {@code the text 'x'}. */
    public static String describe(DocumentNode node) {
        return switch (node.form()) {
            case MAPPING -> "a mapping";
            case SEQUENCE -> "a list";
            case SCALAR -> "the text " + Quoted.quote(node.text().orElse(""));
            case NULL -> "nothing";
        };
    }

    private boolean isText(DocumentNode value, String what, String field) {
        if (value.form() == DocumentNode.Form.SCALAR) {
            return true;
        }
        error(
                StandardErrorCode.WRONG_TYPE,
                value,
                what + "'" + field + "' must be a single text, not " + describe(value),
                null);
        return false;
    }

    private void errorAtKey(ErrorCode code, DocumentNode.Entry entry, String message, @Nullable String hint) {
        diagnostics.accept(new Diagnostic(
                Diagnostic.Severity.ERROR,
                code,
                entry.keyPosition(),
                entry.value().path(),
                message,
                hint));
    }
}
