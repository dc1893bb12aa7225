package io.noderesource.devices.resource;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.edgex.json.Json;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes JSON of documents as an API server does, by a schema: tells of what is wrong, and prunes what it does not know. */
final class SchemaCheck {

    /** Truth values to readers of YAML 1.1, such as kubectl; texts by YAML 1.2. */
    private static final Set<String> OLD_TRUTHS = Set.of("y", "yes", "on", "n", "no", "off");

    private static final int LONGEST_NUMBER = 100;

    private final Consumer<Diagnostic> diagnostics;
    private final Diagnostic.Severity severity;

    /**
     * A check.
     *
     * @param severity of what is wrong; what is pruned is a warning in any case
     */
    SchemaCheck(Consumer<Diagnostic> diagnostics, Diagnostic.Severity severity) {
        this.diagnostics = diagnostics;
        this.severity = severity;
    }

    /** Reads a value; empty when it is not what it should be, which is told. */
    Optional<Json> read(DocumentNode node, Schema schema) {
        return switch (schema.type()) {
            case TEXT -> text(node);
            case TRUTH, WHOLE -> scalar(node, schema.type());
            case LIST -> list(node, schema);
            case MAP -> map(node, schema);
            case FIELDS -> fields(node, schema);
            case ANY -> Optional.of(any(node));
        };
    }

    /** Tells of the fields of an object that are pruned. */
    void onlyKnown(DocumentNode object, Collection<String> known) {
        for (DocumentNode.Entry entry : object.entries()) {
            if (!known.contains(entry.key())) {
                diagnostics.accept(new Diagnostic(
                        Diagnostic.Severity.WARNING,
                        StandardErrorCode.UNKNOWN_FIELD,
                        entry.keyPosition(),
                        entry.value().path(),
                        "unknown field " + shown(entry.key()) + ", which the API server would prune",
                        near(entry.key(), known)
                                .map(name -> "did you mean '" + name + "'?")
                                .orElse("what the schema has no place for can stand in the annotation "
                                        + IotResource.EXTRA)));
            }
        }
    }

    private Optional<Json> text(DocumentNode node) {
        if (node.scalarType().filter(t -> t == DocumentNode.ScalarType.TEXT).isEmpty()) {
            String hint = node.form() == DocumentNode.Form.SCALAR
                    ? "write it in quotes"
                            + (isSecret(node) ? "" : ": \"" + node.text().orElse("") + "\"")
                    : null;
            return wrong(node, Schema.Type.TEXT, hint);
        }
        return node.text().map(text -> {
            if (node.isPlain() && OLD_TRUTHS.contains(text.toLowerCase(Locale.ROOT))) {
                warn(node, "kubectl reads " + text + " without quotes as true or false", "write it in quotes");
            }
            return Json.of(text);
        });
    }

    private Optional<Json> scalar(DocumentNode node, Schema.Type type) {
        Optional<Json> read = node.scalarType().map(t -> any(node));
        boolean good = read.filter(v -> type == Schema.Type.TRUTH
                        ? v instanceof Json.Bool
                        : v instanceof Json.Num number
                                && number.whole().filter(SchemaCheck::isLong).isPresent())
                .isPresent();
        return good ? read : wrong(node, type, null);
    }

    private static boolean isLong(BigInteger number) {
        return number.bitLength() < Long.SIZE;
    }

    private Optional<Json> list(DocumentNode node, Schema schema) {
        if (node.form() != DocumentNode.Form.SEQUENCE) {
            return wrong(node, Schema.Type.LIST, "write each item on a line of its own, after '- '");
        }
        List<Json> items = new ArrayList<>();
        for (DocumentNode item : node.items()) {
            read(item, schema.each()).ifPresent(items::add);
        }
        return items.size() == node.items().size() ? Optional.of(Json.array(items)) : Optional.empty();
    }

    private Optional<Json> map(DocumentNode node, Schema schema) {
        if (node.form() != DocumentNode.Form.MAPPING) {
            return wrong(node, Schema.Type.MAP, null);
        }
        Map<String, Json> members = new LinkedHashMap<>();
        for (DocumentNode.Entry entry : node.entries()) {
            read(entry.value(), schema.each()).ifPresent(v -> members.put(entry.key(), v));
        }
        return members.size() == node.entries().size() ? Optional.of(Json.object(members)) : Optional.empty();
    }

    private Optional<Json> fields(DocumentNode node, Schema schema) {
        if (node.form() != DocumentNode.Form.MAPPING) {
            return wrong(node, Schema.Type.FIELDS, null);
        }
        Map<String, Json> members = new LinkedHashMap<>();
        for (DocumentNode.Entry entry : node.entries()) {
            Schema field = schema.known().get(entry.key());
            if (field != null) {
                read(entry.value(), field).filter(v -> v != Json.NULL).ifPresent(v -> members.put(entry.key(), v));
            }
        }
        onlyKnown(node, schema.known().keySet());
        for (String required : schema.required()) {
            if (node.get(required).isEmpty()) {
                tell(StandardErrorCode.MISSING_FIELD, node, "the field '" + required + "' is missing", "write it");
            }
        }
        return Optional.of(Json.object(members));
    }

    /** A value of any type, as the core schema has it. */
    private Json any(DocumentNode node) {
        return switch (node.form()) {
            case NULL -> Json.NULL;
            case SEQUENCE -> Json.array(node.items().stream().map(this::any).toList());
            case MAPPING -> {
                Map<String, Json> members = new LinkedHashMap<>();
                node.entries().forEach(e -> members.put(e.key(), any(e.value())));
                yield Json.object(members);
            }
            case SCALAR -> scalar(node);
        };
    }

    private static Json scalar(DocumentNode node) {
        String text = node.text().orElse("");
        return switch (node.scalarType().orElse(DocumentNode.ScalarType.TEXT)) {
            case TEXT -> Json.of(text);
            case TRUTH -> Json.of(text.equalsIgnoreCase("true"));
            case WHOLE -> text.length() > LONGEST_NUMBER ? Json.of(text) : Json.of(whole(text));
            case DECIMAL -> NumberText.read(text).orElse(Json.of(text));
        };
    }

    private static BigInteger whole(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    private Optional<Json> wrong(DocumentNode node, Schema.Type wanted, @Nullable String hint) {
        String remedy = node.form() == DocumentNode.Form.NULL ? "write a value, or leave the field out" : hint;
        tell(StandardErrorCode.WRONG_TYPE, node, "must be " + wanted.description() + ", not " + found(node), remedy);
        return Optional.empty();
    }

    /** Of what may be a password its form is told, and not what it is. */
    private static boolean isSecret(DocumentNode node) {
        return node.form() == DocumentNode.Form.SCALAR
                && (Fields.isSecret(node.path()) || node.path().endsWith(".desiredValue"));
    }

    private static String found(DocumentNode node) {
        if (isSecret(node)) {
            return switch (node.scalarType().orElse(DocumentNode.ScalarType.TEXT)) {
                case TEXT -> "a text";
                case TRUTH -> "a truth value";
                case WHOLE, DECIMAL -> "a number";
            };
        }
        String text = shown(node.text().orElse(""));
        return switch (node.form()) {
            case MAPPING -> "a mapping";
            case SEQUENCE -> "a list";
            case NULL -> "nothing";
            case SCALAR ->
                switch (node.scalarType().orElse(DocumentNode.ScalarType.TEXT)) {
                    case TEXT -> "the text " + text;
                    case TRUTH -> "the truth value " + node.text().orElse("");
                    case WHOLE, DECIMAL -> "the number " + node.text().orElse("");
                };
        };
    }

    private void tell(ErrorCode code, DocumentNode at, String message, @Nullable String hint) {
        diagnostics.accept(new Diagnostic(severity, code, at.position(), at.path(), message, hint));
    }

    private void warn(DocumentNode at, String message, String hint) {
        diagnostics.accept(new Diagnostic(
                Diagnostic.Severity.WARNING, StandardErrorCode.BAD_VALUE, at.position(), at.path(), message, hint));
    }

    /** The known field that differs only in case, hyphens or a letter at its end. */
    private static Optional<String> near(String field, Collection<String> known) {
        String folded = fold(field);
        return known.stream()
                .filter(k -> fold(k).equals(folded) || fold(k + "s").equals(folded) || fold(k).equals(folded + "s"))
                .findFirst();
    }

    private static String fold(String field) {
        return field.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static String shown(String text) {
        return Fields.shown(Json.of(text));
    }
}
