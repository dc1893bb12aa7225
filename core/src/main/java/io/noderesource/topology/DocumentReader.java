package io.noderesource.topology;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.DidYouMean;
import io.noderesource.internal.text.Quoted;
import io.noderesource.internal.yaml.LocatedYaml;
import io.noderesource.internal.yaml.Place;
import io.noderesource.internal.yaml.ScalarPlaces;
import io.noderesource.internal.yaml.YamlNode;
import io.noderesource.internal.yaml.YamlProblem;
import io.noderesource.internal.yaml.YamlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One reading: takes the texts of a source apart into rules, and lets each kind read its own. */
final class DocumentReader {

    private static final List<String> OBJECT_FIELDS = List.of("apiVersion", "kind", "metadata");
    private static final List<String> CONFIG_MAP_FIELDS =
            List.of("apiVersion", "kind", "metadata", "data", "binaryData", "immutable");

    private static final int LITERAL_PER_VALUE = 80;
    private static final int ESCAPED_PER_VALUE = 32;

    private final Map<String, RuleReader> kinds;
    private final DiagnosticList diagnostics;
    private final List<ResourceSpec> rules = new ArrayList<>();
    private int valuesLeft = TopologyReader.MAX_VALUES;
    private int charactersLeft = LocatedYaml.MAX_BYTES;
    private boolean declaresSomething;

    DocumentReader(Map<String, RuleReader> kinds, DiagnosticList diagnostics) {
        this.kinds = kinds;
        this.diagnostics = diagnostics;
    }

    List<ResourceSpec> rules() {
        return rules;
    }

    void read(String source, List<SourceText> texts) {
        int errorsBefore = diagnostics.errors();
        for (SourceText text : texts) {
            Function<Place, SourcePosition> positions =
                    place -> new SourcePosition(text.name(), place.line(), place.column());
            if (text.key() == null) {
                document(text.text(), positions);
            } else if (kinds.containsKey(text.key())) {
                valueOfKey(text.key(), text.text(), positions);
            } else {
                unknownKey(text.key(), "file", new SourcePosition(text.name(), 0, 0), "");
            }
        }
        if (!declaresSomething && diagnostics.errors() == errorsBefore) {
            warn(
                    StandardErrorCode.MISSING_FIELD,
                    new SourcePosition(source, 0, 0),
                    "",
                    "nothing is declared",
                    "nothing on the node is removed because of that; to say so on purpose, write an empty list, as in "
                            + kinds.keySet().stream().findFirst().orElse("volumegroup") + ": []");
        }
    }

    /** A text that stands alone: a ConfigMap, or the keys of kinds. */
    private void document(String text, Function<Place, SourcePosition> positions) {
        Optional<DocumentNode> root = parse(text, positions);
        if (root.isEmpty()) {
            return;
        }
        boolean object = root.get().get("kind").isPresent()
                || root.get().get("apiVersion").isPresent();
        if (object) {
            configMap(root.get(), text, positions);
        } else {
            kinds(root.get(), null);
        }
    }

    /** The value of a key of a ConfigMap. */
    private void valueOfKey(String key, String text, Function<Place, SourcePosition> positions) {
        parse(text, positions).ifPresent(root -> kinds(root, key));
    }

    private Optional<DocumentNode> parse(String text, Function<Place, SourcePosition> positions) {
        YamlText yaml = LocatedYaml.parse(text, valuesLeft);
        valuesLeft = Math.max(0, valuesLeft - yaml.weight());
        for (YamlProblem problem : yaml.problems()) {
            String first = problem.first() == null ? "" : ", first at " + positions.apply(problem.first());
            error(problem.code(), positions.apply(problem.place()), "", problem.message() + first, problem.hint());
        }
        YamlNode root = yaml.root();
        return root == null || root instanceof YamlNode.Nothing
                ? Optional.empty()
                : Optional.of(new DocumentTree(positions).of(root));
    }

    private void configMap(DocumentNode root, String text, Function<Place, SourcePosition> positions) {
        String kind = root.get("kind").flatMap(DocumentNode::text).orElse("");
        if (!kind.equals("ConfigMap")) {
            DocumentNode at = root.get("kind").orElse(root);
            error(
                    kind.isEmpty() ? StandardErrorCode.MISSING_FIELD : StandardErrorCode.UNKNOWN_KIND,
                    at.position(),
                    at.path(),
                    kind.isEmpty()
                            ? "the document has an 'apiVersion' but no 'kind'"
                            : "the document is a " + Quoted.quote(kind) + ", not a ConfigMap",
                    kind.endsWith("List") ? "give one ConfigMap, not a list" : "write kind: ConfigMap");
            return;
        }
        Optional<DocumentFields> fields = DocumentFields.of(root, "a ConfigMap", CONFIG_MAP_FIELDS, diagnostics);
        if (fields.isEmpty()) {
            return;
        }
        Optional<String> version =
                fields.get().requiredText("apiVersion", "write apiVersion: v1").flatMap(DocumentNode::text);
        if (version.filter(v -> !v.equals("v1")).isPresent()) {
            fields.get()
                    .error(
                            StandardErrorCode.BAD_VALUE,
                            root.get("apiVersion").orElse(root),
                            "a ConfigMap has apiVersion v1, not " + Quoted.quote(version.get()),
                            null);
        }
        binaryData(fields.get());
        for (DocumentNode.Entry entry : mapping(fields.get(), "data")) {
            if (!kinds.containsKey(entry.key())) {
                unknownKey(
                        entry.key(), "key", entry.keyPosition(), entry.value().path());
            } else if (entry.value().form() == DocumentNode.Form.SCALAR) {
                embedded(entry, text, positions);
            } else if (entry.value().form() != DocumentNode.Form.NULL) {
                error(
                        StandardErrorCode.WRONG_TYPE,
                        entry.value().position(),
                        entry.value().path(),
                        "the value of a ConfigMap's key must be a text, not " + DocumentFields.describe(entry.value()),
                        "write '" + entry.key() + ": |' and indent what follows");
            }
        }
    }

    private void embedded(DocumentNode.Entry entry, String text, Function<Place, SourcePosition> positions) {
        String value = entry.value().text().orElse("");
        charactersLeft -= value.length();
        if (charactersLeft < 0) {
            error(
                    StandardErrorCode.TOO_LARGE,
                    entry.value().position(),
                    entry.value().path(),
                    "the values of the ConfigMap are together larger than 1 MiB",
                    "split it, and write aliases out");
            return;
        }
        SourcePosition at = entry.value().position();
        ScalarPlaces places = ScalarPlaces.of(text, new Place(at.line(), at.column()), value);
        // The text has been read once already, and what that costs is bounded together with what follows.
        valuesLeft -= value.length() / (places.isLiteral() ? LITERAL_PER_VALUE : ESCAPED_PER_VALUE);
        valueOfKey(entry.key(), value, place -> positions.apply(places.at(place)));
    }

    private void binaryData(DocumentFields fields) {
        for (DocumentNode.Entry entry : mapping(fields, "binaryData")) {
            if (kinds.containsKey(entry.key())) {
                error(
                        StandardErrorCode.WRONG_TYPE,
                        entry.keyPosition(),
                        entry.value().path(),
                        "the key '" + entry.key() + "' stands under 'binaryData'",
                        "write its text under 'data'");
            }
        }
    }

    private List<DocumentNode.Entry> mapping(DocumentFields fields, String field) {
        DocumentNode value = fields.value(field).orElse(null);
        if (value == null) {
            return List.of();
        }
        if (value.form() != DocumentNode.Form.MAPPING) {
            fields.error(
                    StandardErrorCode.WRONG_TYPE,
                    value,
                    "'" + field + "' must be a mapping of keys to texts, not " + DocumentFields.describe(value),
                    null);
        }
        return value.entries();
    }

    /**
     * The document that the rules stand in.
     *
     * @param onlyKey the one kind that may stand in it, as the ancestor had it; null for any
     */
    private void kinds(DocumentNode root, @Nullable String onlyKey) {
        Collection<String> known = onlyKey == null ? kinds.keySet() : List.of(onlyKey);
        if (root.form() != DocumentNode.Form.MAPPING) {
            error(
                    StandardErrorCode.WRONG_TYPE,
                    root.position(),
                    root.path(),
                    "the document must be a mapping with the key " + String.join(" or ", known) + ", not "
                            + DocumentFields.describe(root),
                    root.form() == DocumentNode.Form.SEQUENCE
                            ? "put the list under '" + known.iterator().next() + ":'"
                            : null);
            return;
        }
        for (DocumentNode.Entry entry : root.entries()) {
            if (diagnostics.isPointless()) {
                return;
            }
            if (known.contains(entry.key())) {
                rules(entry, kinds.get(entry.key()));
            } else if (kinds.containsKey(entry.key())) {
                error(
                        StandardErrorCode.UNKNOWN_KIND,
                        entry.keyPosition(),
                        entry.value().path(),
                        "'" + entry.key() + "' stands in the document of '" + onlyKey + "'",
                        "move it to a key of its own; OpenYurt's node-resource-manager did not read it here");
            } else {
                error(
                        StandardErrorCode.UNKNOWN_KIND,
                        entry.keyPosition(),
                        entry.value().path(),
                        "unknown kind of resource " + Quoted.quote(entry.key()),
                        hint(entry.key(), known));
            }
        }
    }

    private String hint(String key, Collection<String> known) {
        if (key.equals("data") || OBJECT_FIELDS.contains(key)) {
            return "a ConfigMap begins with apiVersion: v1 and kind: ConfigMap";
        }
        return DidYouMean.hint(key, known).orElse("the kinds are " + String.join(", ", known));
    }

    private void rules(DocumentNode.Entry entry, @Nullable RuleReader kind) {
        DocumentNode list = entry.value();
        if (kind == null || list.form() == DocumentNode.Form.NULL) {
            return;
        }
        if (list.form() != DocumentNode.Form.SEQUENCE) {
            error(
                    StandardErrorCode.WRONG_TYPE,
                    list.position(),
                    list.path(),
                    "'" + entry.key() + "' must be a list of rules, not " + DocumentFields.describe(list),
                    list.form() == DocumentNode.Form.MAPPING ? "begin each rule with '- '" : null);
            return;
        }
        declaresSomething = true;
        for (DocumentNode rule : list.items()) {
            if (diagnostics.isPointless()) {
                return;
            }
            rule(rule, kind);
        }
    }

    private void rule(DocumentNode rule, RuleReader kind) {
        int errorsBefore = diagnostics.errors();
        Optional<ResourceSpec> spec;
        try {
            spec = kind.read(rule, diagnostics);
        } catch (RuntimeException e) {
            error(
                    StandardErrorCode.INTERNAL,
                    rule.position(),
                    rule.path(),
                    "the kind '" + kind.id() + "' failed on the rule: " + Quoted.bare(String.valueOf(e), 200),
                    "report it to the kind's authors");
            return;
        }
        spec.ifPresent(rules::add);
        if (spec.isEmpty() && diagnostics.errors() == errorsBefore) {
            error(
                    StandardErrorCode.INTERNAL,
                    rule.position(),
                    rule.path(),
                    "the kind '" + kind.id() + "' made nothing of the rule, and did not say why",
                    "report it to the kind's authors");
        }
    }

    /** Other keys may be there for others; one that is nearly a kind's is a slip of the pen. */
    private void unknownKey(String key, String what, SourcePosition position, String path) {
        Optional<String> meant = DidYouMean.misspelt(key, kinds.keySet());
        String message = "the " + what + " " + Quoted.quote(key) + " is none of the kinds of resources";
        if (meant.isPresent()) {
            error(StandardErrorCode.UNKNOWN_KIND, position, path, message, "did you mean '" + meant.get() + "'?");
        } else {
            warn(
                    StandardErrorCode.UNKNOWN_KIND,
                    position,
                    path,
                    message + ", and is passed over",
                    "the kinds are " + String.join(", ", kinds.keySet()));
        }
    }

    private void error(ErrorCode code, SourcePosition position, String path, String message, @Nullable String hint) {
        diagnostics.accept(new Diagnostic(Diagnostic.Severity.ERROR, code, position, path, message, hint));
    }

    private void warn(ErrorCode code, SourcePosition position, String path, String message, @Nullable String hint) {
        diagnostics.accept(new Diagnostic(Diagnostic.Severity.WARNING, code, position, path, message, hint));
    }
}
