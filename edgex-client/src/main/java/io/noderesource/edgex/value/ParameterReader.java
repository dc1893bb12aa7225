package io.noderesource.edgex.value;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.value.ParameterProblem.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is wanted for one parameter. */
final class ParameterReader {
    private final String command;
    private final ParameterSpec parameter;

    ParameterReader(String command, ParameterSpec parameter) {
        this.command = command;
        this.parameter = parameter;
    }

    Result read(@Nullable Object wanted) {
        if (wanted == null) {
            return problem(
                    Kind.MISSING,
                    parameter.hasDefault()
                            ? "has no value, and the device service would silently write its default; give one, or leave it to"
                                    + " its default in so many words"
                            : "has no value and no default");
        }
        if (wanted == Parameters.Default.INSTANCE) {
            return parameter.hasDefault()
                    ? new Result(null, null)
                    : problem(Kind.MISSING, "has no default that it could be left to");
        }
        Optional<ValueType> type = parameter.type();
        if (type.isEmpty()) {
            return problem(
                    Kind.UNKNOWN_TYPE, "has the value type '" + parameter.typeName() + "', which is not known here");
        }
        String text = text(wanted);
        if (parameter.mappings().containsValue(text)) {
            return new Result(Json.of(text), null); // the device service puts another value in its place
        }
        Optional<Value> value = value(type.get(), wanted);
        if (value.isEmpty()) {
            return problem(
                    Kind.WRONG_TYPE,
                    "cannot be " + shown(text) + ": it takes " + type.get().description() + mapped());
        }
        if (!parameter.isWithinLimits(value.get())) {
            return problem(Kind.OUT_OF_RANGE, "cannot be " + shown(text) + ": it takes " + parameter.description());
        }
        return new Result(value.get().parameter(), null);
    }

    private static Optional<Value> value(ValueType type, Object wanted) {
        if (wanted instanceof Value value) {
            return Optional.of(value).filter(given -> given.type() == type);
        }
        return wanted instanceof Json json ? Value.find(type, json) : Value.find(type, (String) wanted);
    }

    private static String text(Object wanted) {
        if (wanted instanceof Value value) {
            return value.text();
        }
        return wanted instanceof Json.Text text ? text.value() : wanted.toString();
    }

    private String mapped() {
        return parameter.mappings().isEmpty()
                ? ""
                : ", or one of " + String.join(", ", parameter.mappings().values());
    }

    private static String shown(String text) {
        return "'" + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + "'";
    }

    private Result problem(Kind kind, String complaint) {
        String message = "parameter '" + parameter.resource() + "' of command '" + command + "' " + complaint;
        return new Result(null, new ParameterProblem(kind, parameter.resource(), message));
    }

    /** What goes into the request's body, or what is wrong, or neither for a default. */
    final class Result {
        private final @Nullable Json json;
        private final @Nullable ParameterProblem problem;

        private Result(@Nullable Json json, @Nullable ParameterProblem problem) {
            this.json = json;
            this.problem = problem;
        }

        void addTo(Map<String, Json> body, List<ParameterProblem> problems) {
            if (json != null) {
                body.put(parameter.resource(), json);
            }
            if (problem != null) {
                problems.add(problem);
            }
        }
    }
}
