package io.noderesource.topology;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.DidYouMean;
import io.noderesource.internal.text.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every rule has, whatever its kind: a name, the nodes it is for, and the {@code topology} field.
 *
 * <p>The selector is the ancestor's ({@code key}, {@code operator}, {@code value}), widened by {@code values} and by
 * {@code matchExpressions} as Kubernetes writes them; all conditions must hold. All mistakes are reported when it is made.
 */
public final class RuleFields {

    private static final List<String> FIELDS =
            List.of("name", "key", "operator", "value", "values", "matchExpressions", "topology");
    private static final List<String> EXPRESSION_FIELDS = List.of("key", "operator", "values");
    private static final List<String> OPERATORS = Arrays.stream(Requirement.Operator.values())
            .map(Requirement.Operator::word)
            .toList();

    /** A label's key: an optional DNS subdomain and a slash, then a name (Kubernetes, "Labels and Selectors"). */
    private static final Pattern LABEL_KEY = Pattern.compile(
            "(?:(?=[^/]{1,253}/)[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private static final Pattern LABEL_VALUE = Pattern.compile("(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    private static final String EVERY_NODE_HINT =
            "to match every node, write key: kubernetes.io/hostname and operator: Exists";

    private final DocumentFields fields;
    private final @Nullable DocumentNode name;
    private final @Nullable NodeSelector selector;
    private final @Nullable DocumentNode topology;

    private RuleFields(DocumentFields fields) {
        this.fields = fields;
        this.name = fields.text("name").orElse(null);
        this.selector = selector(fields).orElse(null);
        this.topology = topology(fields).orElse(null);
    }

    /**
     * Reads them, and reports every mistake in them and every field that a rule does not have.
     *
     * @return the fields, or empty when the rule is not a mapping
     */
    public static Optional<RuleFields> of(DocumentNode rule, Consumer<Diagnostic> diagnostics) {
        return DocumentFields.of(rule, "a rule", FIELDS, diagnostics).map(RuleFields::new);
    }

    /** All fields. */
    public DocumentFields fields() {
        return fields;
    }

    /** The name, unless it is absent, empty or not a text; a kind that needs one reports it with {@link #requireName}. */
    public Optional<DocumentNode> name() {
        return Optional.ofNullable(name)
                .filter(n -> n.text().filter(t -> !t.isEmpty()).isPresent());
    }

    /**
     * The name; its absence is reported.
     *
     * @param hint what to write
     */
    public Optional<DocumentNode> requireName(String hint) {
        boolean wrongForm = name == null && fields.value("name").isPresent();
        return wrongForm ? Optional.empty() : fields.requiredText("name", hint);
    }

    /** The nodes, or empty when a mistake leaves that open. */
    public Optional<NodeSelector> selector() {
        return Optional.ofNullable(selector);
    }

    /** The field {@code topology}, or empty, which is reported, when it is absent. */
    public Optional<DocumentNode> topology() {
        return Optional.ofNullable(topology);
    }

    private static Optional<DocumentNode> topology(DocumentFields fields) {
        Optional<DocumentNode> topology = fields.value("topology");
        if (topology.isEmpty()) {
            fields.error(
                    StandardErrorCode.MISSING_FIELD,
                    fields.node().get("topology").orElse(fields.node()),
                    "the field 'topology' is " + (fields.has("topology") ? "empty" : "missing"),
                    "it says where the storage comes from, such as type: device");
        }
        return topology;
    }

    private static Optional<NodeSelector> selector(DocumentFields fields) {
        boolean single = Stream.of("key", "operator", "value", "values").anyMatch(fields::has);
        List<DocumentNode> expressions = fields.items("matchExpressions");
        boolean whole = fields.isWholeList("matchExpressions", expressions);
        if (!single && expressions.isEmpty()) {
            if (whole) {
                fields.error(
                        StandardErrorCode.MISSING_FIELD,
                        fields.node().get("matchExpressions").orElse(fields.node()),
                        "the rule does not say for which nodes it is: it has no 'key' and 'operator'",
                        EVERY_NODE_HINT);
            }
            return Optional.empty();
        }
        List<Requirement> requirements = new ArrayList<>();
        if (single) {
            whole &= requirement(fields, "value").map(requirements::add).orElse(false);
        }
        for (DocumentNode expression : expressions) {
            whole &= DocumentFields.of(expression, "a match expression", EXPRESSION_FIELDS, fields.diagnostics())
                    .flatMap(f -> requirement(f, "values"))
                    .map(requirements::add)
                    .orElse(false);
        }
        return whole ? Optional.of(new NodeSelector(requirements)) : Optional.empty();
    }

    private static Optional<Requirement> requirement(DocumentFields fields, String valueField) {
        Optional<String> key = key(fields);
        Optional<Requirement.Operator> operator = operator(fields);
        Optional<List<String>> values = operator.flatMap(o -> values(fields, o, valueField));
        return key.isPresent() && values.isPresent()
                ? Optional.of(new Requirement(key.get(), operator.get(), values.get()))
                : Optional.empty();
    }

    private static Optional<String> key(DocumentFields fields) {
        Optional<DocumentNode> key =
                fields.requiredText("key", "name the label that chooses the nodes; " + EVERY_NODE_HINT);
        Optional<String> text = key.flatMap(DocumentNode::text);
        if (text.isPresent() && !LABEL_KEY.matcher(text.get()).matches()) {
            fields.error(
                    StandardErrorCode.BAD_VALUE,
                    key.get(),
                    Quoted.quote(text.get()) + " cannot be the key of a label",
                    "a key is [prefix/]name, of letters, digits, '-', '_' and '.', the name at most 63 characters");
            return Optional.empty();
        }
        return text;
    }

    private static Optional<Requirement.Operator> operator(DocumentFields fields) {
        Optional<DocumentNode> node = fields.requiredText("operator", "write one of " + String.join(", ", OPERATORS));
        Optional<String> word = node.flatMap(DocumentNode::text);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        for (Requirement.Operator operator : Requirement.Operator.values()) {
            if (operator.word().equals(word.get())) {
                return Optional.of(operator);
            }
        }
        fields.error(
                StandardErrorCode.BAD_VALUE,
                node.get(),
                "unknown operator " + Quoted.quote(word.get()),
                DidYouMean.hint(word.get(), OPERATORS).orElse("write one of " + String.join(", ", OPERATORS)));
        return Optional.empty();
    }

    /**
     * Reads what the operator compares with.
     *
     * @param usual the field that it is usually written in: a rule's {@code value}, an expression's {@code values}
     */
    private static Optional<List<String>> values(DocumentFields fields, Requirement.Operator operator, String usual) {
        @Nullable DocumentNode single = fields.text("value").orElse(null);
        List<DocumentNode> several = fields.texts("values");
        boolean wrongSingle = single == null && fields.value("value").isPresent();
        if (wrongSingle || !fields.isWholeList("values", several)) {
            return Optional.empty();
        }
        List<DocumentNode> given = new ArrayList<>(several);
        if (single != null) {
            given.add(0, single);
        }
        if (operator == Requirement.Operator.EXISTS || operator == Requirement.Operator.DOES_NOT_EXIST) {
            given.stream()
                    .filter(v -> v.text().filter(t -> !t.isEmpty()).isPresent())
                    .findFirst()
                    .ifPresent(v -> warnOfUnusedValue(fields, operator, v));
            return Optional.of(List.of());
        }
        given.forEach(v -> warnOfImpossibleValue(fields, v));
        if (fields.has("value") && fields.has("values")) {
            fields.misplaced("values", "'value' and 'values' are both given", "keep one of the two");
            return Optional.empty();
        }
        if (fields.has("value")) {
            return Optional.of(List.of(single == null ? "" : single.text().orElse("")));
        }
        if (several.isEmpty()) {
            String field = fields.has("values") ? "values" : usual;
            fields.error(
                    StandardErrorCode.MISSING_FIELD,
                    fields.node().get(field).orElse(fields.node()),
                    "the operator " + operator.word() + " needs "
                            + (field.equals("value") ? "a 'value'" : "at least one item in 'values'"),
                    "for a label that is there without a value, write an empty text: \"\"");
            return Optional.empty();
        }
        return Optional.of(
                several.stream().flatMap(v -> v.text().stream()).distinct().toList());
    }

    private static void warnOfUnusedValue(DocumentFields fields, Requirement.Operator operator, DocumentNode value) {
        boolean exists = operator == Requirement.Operator.EXISTS;
        fields.warning(
                StandardErrorCode.BAD_VALUE,
                value,
                "the operator " + operator.word() + " does not look at the value: it chooses every node that "
                        + (exists ? "has" : "lacks") + " the label",
                exists ? "did you mean 'In'?" : "did you mean 'NotIn'?");
    }

    private static void warnOfImpossibleValue(DocumentFields fields, DocumentNode value) {
        String text = value.text().orElse("");
        if (!LABEL_VALUE.matcher(text).matches()) {
            fields.warning(
                    StandardErrorCode.BAD_VALUE,
                    value,
                    "no label of a Kubernetes node can have the value " + Quoted.quote(text),
                    null);
        }
    }
}
