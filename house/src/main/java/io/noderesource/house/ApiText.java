package io.noderesource.house;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * What users of a module can compile against, as text: {@code javap} of each exported class, its members sorted.
 *
 * <p>Kept beside the module as {@code api.txt}, it shows every change of the API as a line in a review.
 */
final class ApiText {

    private ApiText() {}

    /**
     * Writes the API.
     *
     * @param classes folder of the module's classes
     * @param exported binary names of the exported classes
     */
    static String of(Path classes, List<String> exported) {
        if (exported.isEmpty()) {
            return "";
        }
        List<String> arguments = new ArrayList<>(List.of("-protected", "-constants", "-classpath", classes.toString()));
        exported.stream().sorted().forEach(arguments::add);
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        int status = ToolProvider.findFirst("javap")
                .orElseThrow(() -> new AssertionError("a JDK has javap, a JRE has not"))
                .run(new PrintWriter(out), new PrintWriter(errors), arguments.toArray(String[]::new));
        if (status != 0) {
            throw new AssertionError("javap failed: " + out + errors);
        }
        return sorted(out.toString());
    }

    private static String sorted(String javap) {
        StringBuilder api = new StringBuilder();
        List<String> members = new ArrayList<>();
        for (String line : javap.lines().collect(Collectors.toList())) {
            if (line.startsWith("  ")) {
                members.add(line);
            } else if (line.equals("}")) {
                members.stream().sorted().forEach(member -> api.append(member).append('\n'));
                members.clear();
                api.append("}\n");
            } else if (!line.startsWith("Compiled from") && !line.isBlank()) {
                api.append(line).append('\n');
            }
        }
        return api.toString();
    }
}
