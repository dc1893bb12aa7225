package io.noderesource.examples.nrm;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labels as a volume of Kubernetes' downward API holds them: a line {@code key="value"} each, the value quoted as Go does
 * ({@code FormatMap} in Kubernetes' {@code pkg/fieldpath}).
 */
final class LabelFile {

    /** What may stand in a label's value needs no escape but these; any other would be read wrongly. */
    private static final Pattern LINE = Pattern.compile("([^=\"\\s]+)=\"((?:[^\"\\\\]|\\\\[\"\\\\])*+)\"");

    private LabelFile() {}

    /**
     * Reads the labels.
     *
     * @throws NodeResourceException {@code input/bad-option} when the file cannot be read or has another form
     */
    static Map<String, String> read(Path file) {
        try {
            return parse(file.toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.BAD_OPTION,
                    "cannot read the labels in " + file + ": " + e + "; nothing is planned without them",
                    e);
        }
    }

    static Map<String, String> parse(String name, List<String> lines) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            Matcher line = LINE.matcher(lines.get(i).strip());
            if (!line.matches()) {
                throw new NodeResourceException(
                        StandardErrorCode.BAD_OPTION,
                        name + ":" + (i + 1) + ": not a label: write it as key=\"value\"");
            }
            labels.put(line.group(1), line.group(2).replaceAll("\\\\(.)", "$1"));
        }
        return labels;
    }
}
