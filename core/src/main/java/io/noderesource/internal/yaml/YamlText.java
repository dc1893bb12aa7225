package io.noderesource.internal.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a text holds.
 *
 * @param root its only document; null when it is empty, or too broken to make anything of
 * @param weight how many values and keys were made of it, with aliases written out
 * @param problems every mistake found; with one of them, {@code root} is not to be acted on
 */
public record YamlText(@Nullable YamlNode root, int weight, List<YamlProblem> problems) {

    public YamlText {
        problems = List.copyOf(problems);
    }
}
