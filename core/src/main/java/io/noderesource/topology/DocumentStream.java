package io.noderesource.topology;

import io.noderesource.internal.yaml.LocatedYaml;
import io.noderesource.internal.yaml.Place;
import io.noderesource.internal.yaml.YamlNode;
import io.noderesource.internal.yaml.YamlProblem;
import io.noderesource.internal.yaml.YamlStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads files of YAML or JSON that hold any number of documents, such as manifests of Kubernetes.
 *
 * <p>Total: every mistake is told with its place, and nothing is thrown. Bounded: at most 16 MiB of text, 32 levels and 500000
 * values with aliases written out.
 */
public final class DocumentStream {

    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_VALUES = 500_000;

    private DocumentStream() {}

    /**
     * Reads a file; one whose name ends with {@code .json} may have what only JSON has: tabs and escaped slashes.
     *
     * @param file which
     * @param diagnostics told of each mistake; the file's name in them is the path as it is given
     * @return its documents without those that are empty, up to the first place that is too broken to go on from
     */
    public static List<DocumentNode> file(Path file, Consumer<Diagnostic> diagnostics) {
        Optional<String> text = SourceFiles.text(file, MAX_BYTES, diagnostics);
        boolean json = file.toString().endsWith(".json");
        return text.map(t -> text(file.toString(), json ? asYaml(t) : t, diagnostics))
                .orElse(List.of());
    }

    /**
     * Reads a text.
     *
     * @param name what to call it in diagnostics
     * @param text the text
     * @param diagnostics told of each mistake
     * @return its documents without those that are empty, up to the first place that is too broken to go on from
     */
    public static List<DocumentNode> text(String name, String text, Consumer<Diagnostic> diagnostics) {
        Function<Place, SourcePosition> positions = place -> new SourcePosition(name, place.line(), place.column());
        YamlStream stream = LocatedYaml.parseAll(text, MAX_BYTES, MAX_VALUES);
        for (YamlProblem problem : stream.problems()) {
            String first = problem.first() == null ? "" : ", first at " + positions.apply(problem.first());
            diagnostics.accept(new Diagnostic(
                    Diagnostic.Severity.ERROR,
                    problem.code(),
                    positions.apply(problem.place()),
                    "",
                    problem.message() + first,
                    problem.hint()));
        }
        List<DocumentNode> documents = new ArrayList<>();
        for (YamlNode root : stream.roots()) {
            if (!(root instanceof YamlNode.Nothing)) {
                documents.add(new DocumentTree(positions).of(root));
            }
        }
        return documents;
    }

    /**
     * Writes JSON so that every reader of YAML 1.1 takes it, with each part in its place: tabs between the parts become blanks,
     * and an escaped slash is written as it is, with a blank behind its text.
     */
    private static String asYaml(String json) {
        if (json.indexOf('\t') < 0 && !json.contains("\\/")) {
            return json;
        }
        StringBuilder yaml = new StringBuilder(json.length());
        boolean quoted = false;
        int left = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted && c == '\\' && i + 1 < json.length()) {
                char escaped = json.charAt(++i);
                yaml.append(escaped == '/' ? "/" : "\\" + escaped);
                left += escaped == '/' ? 1 : 0;
            } else if (c == '"') {
                yaml.append(c).append(" ".repeat(quoted ? left : 0));
                left = quoted ? 0 : left;
                quoted = !quoted;
            } else {
                yaml.append(c == '\t' && !quoted ? ' ' : c);
            }
        }
        return yaml.toString();
    }
}
