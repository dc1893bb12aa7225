package io.noderesource.edgex.value;

import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command of a device: whether it reads, whether it writes, and what it takes. Immutable.
 *
 * <p>It is what a set command is checked against before it is sent, because EdgeX does not: to a parameter with a wrong name it
 * answers 200 and writes the resource's default value.
 */
public final class CommandSpec {
    private final String name;
    private final boolean readable;
    private final boolean writable;
    private final List<ParameterSpec> parameters;

    private CommandSpec(String name, boolean readable, boolean writable, List<ParameterSpec> parameters) {
        this.name = Objects.requireNonNull(name, "name");
        this.readable = readable;
        this.writable = writable;
        this.parameters = List.copyOf(parameters);
    }

    /**
     * Returns a command.
     *
     * @param name the name of the device command, or of the device resource that is a command of its own
     * @param readWrite EdgeX's {@code R}, {@code W}, {@code RW} or {@code WR}; anything else neither reads nor writes
     * @param parameters what it takes when it writes, in order
     */
    public static CommandSpec of(String name, String readWrite, List<ParameterSpec> parameters) {
        boolean both = readWrite.equals("RW") || readWrite.equals("WR");
        return new CommandSpec(name, both || readWrite.equals("R"), both || readWrite.equals("W"), parameters);
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Tells whether the command reads. */
    public boolean isReadable() {
        return readable;
    }

    /** Tells whether the command writes. */
    public boolean isWritable() {
        return writable;
    }

    /** Returns what the command takes when it writes, in order. */
    public List<ParameterSpec> parameters() {
        return parameters;
    }

    /** Returns the parameter for a resource. */
    public Optional<ParameterSpec> parameter(String resource) {
        return parameters.stream()
                .filter(parameter -> parameter.resource().equals(resource))
                .findFirst();
    }

    /** Checks what is to be written: names, values, limits. All problems are found, not only the first. */
    public ParameterCheck check(Parameters wanted) {
        List<ParameterProblem> problems = new ArrayList<>();
        if (!writable) {
            problems.add(new ParameterProblem(
                    ParameterProblem.Kind.NOT_WRITABLE, name, "command '" + name + "' is not for writing"));
        }
        for (String resource : wanted.resources()) {
            if (parameter(resource).isEmpty()) {
                problems.add(new ParameterProblem(
                        ParameterProblem.Kind.UNKNOWN,
                        resource,
                        "command '" + name + "' has no parameter '" + resource + "'; it has " + names()));
            }
        }
        Map<String, Json> body = new LinkedHashMap<>();
        for (ParameterSpec parameter : parameters) {
            new ParameterReader(name, parameter)
                    .read(wanted.wanted(parameter.resource()))
                    .addTo(body, problems);
        }
        return new ParameterCheck(problems, Json.object(body));
    }

    private String names() {
        return parameters.isEmpty()
                ? "none"
                : parameters.stream()
                        .map(parameter -> "'" + parameter.resource() + "'")
                        .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name + parameters;
    }
}
