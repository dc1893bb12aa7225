package io.noderesource.edgex.value;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The outcome of checking the parameters of a set command.
 *
 * @param problems what is wrong; empty when the command may be sent
 * @param body the body of the request, as far as the parameters are right
 */
public record ParameterCheck(List<ParameterProblem> problems, Json.Obj body) {
    /** An outcome; the list is copied. */
    public ParameterCheck {
        problems = List.copyOf(problems);
        Objects.requireNonNull(body, "body");
    }

    /** Tells whether nothing is wrong. */
    public boolean isOk() {
        return problems.isEmpty();
    }

    /**
     * Returns the body of the request.
     *
     * @throws EdgexException of kind {@code INVALID} that names all problems, when there are any
     */
    public Json.Obj orThrow() {
        if (!problems.isEmpty()) {
            throw EdgexException.of(
                    ErrorKind.INVALID,
                    "nothing was written: "
                            + problems.stream().map(ParameterProblem::message).collect(Collectors.joining("; ")));
        }
        return body;
    }
}
