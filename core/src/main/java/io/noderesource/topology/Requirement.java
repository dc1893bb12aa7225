package io.noderesource.topology;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One condition on a node's labels.
 *
 * @param key the label's key
 * @param operator how it is compared, exactly and with regard to case
 * @param values the values for {@link Operator#IN} and {@link Operator#NOT_IN}; not looked at by the others
 */
public record Requirement(String key, Operator operator, List<String> values) {

    /** How a label is compared. */
    public enum Operator {
        /** The label is there and has one of the values. */
        IN("In"),
        /** The label is absent, or has none of the values. */
        NOT_IN("NotIn"),
        /** The label is there. */
        EXISTS("Exists"),
        /** The label is absent. */
        DOES_NOT_EXIST("DoesNotExist");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        /** The word in a document. */
        public String word() {
            return word;
        }
    }

    public Requirement {
        values = List.copyOf(values);
    }

    /** Tells whether a node with these labels meets the requirement. */
    public boolean matches(Map<String, String> labels) {
        @Nullable String value = labels.get(key);
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
        };
    }
}
