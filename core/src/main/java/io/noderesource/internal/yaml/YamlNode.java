package io.noderesource.internal.yaml;

import java.util.List;

/**
 * A value with its place. What an alias stands for is shared, so that a tree may be much larger than it weighs in memory:
 * {@link YamlText#weight()} tells how large.
 */
public sealed interface YamlNode {

    /** Where it begins. */
    Place place();

    /** How many levels it has, itself included. */
    int height();

    /** How many values and keys it has, itself included and aliases written out. */
    int weight();

    /**
     * A mapping.
     *
     * @param entries its entries, with the keys of merged mappings after its own
     */
    record Mapping(Place place, List<Entry> entries, int height, int weight) implements YamlNode {}

    /**
     * A sequence.
     *
     * @param items its items
     */
    record Sequence(Place place, List<YamlNode> items, int height, int weight) implements YamlNode {}

    /**
     * A text, a number or a truth value, as it stands.
     *
     * @param text the text, without quotes and escapes
     * @param isPlain whether it stands without quotes, bar and tag, so that it may be a number or a truth value
     */
    record Scalar(Place place, String text, boolean isPlain) implements YamlNode {
        @Override
        public int height() {
            return 1;
        }

        @Override
        public int weight() {
            return 1;
        }
    }

    /** Nothing, {@code null} or {@code ~}. */
    record Nothing(Place place) implements YamlNode {
        @Override
        public int height() {
            return 1;
        }

        @Override
        public int weight() {
            return 1;
        }
    }

    /**
     * An entry of a mapping.
     *
     * @param key the key
     * @param place where the key stands
     * @param value the value
     */
    record Entry(String key, Place place, YamlNode value) {}
}
