package io.noderesource.internal.yaml;

import java.util.List;

/**
 * What a text of any number of documents holds.
 *
 * @param roots its documents up to the first place that is too broken to go on from; an empty one is
 *     {@link YamlNode.Nothing}
 * @param problems every mistake found
 */
public record YamlStream(List<YamlNode> roots, List<YamlProblem> problems) {

    public YamlStream {
        roots = List.copyOf(roots);
        problems = List.copyOf(problems);
    }
}
