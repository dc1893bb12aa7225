package io.noderesource.topology;

import io.noderesource.internal.text.Quoted;
import io.noderesource.internal.yaml.Place;
import io.noderesource.internal.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes a YAML tree out: aliases become values of their own, places get the name of their source, values their paths. */
final class DocumentTree {

    private static final int MAX_KEY = 40;
    private static final int MAX_PATH = 160;

    private final Function<Place, SourcePosition> positions;

    /**
     * Prepares.
     *
     * @param positions where the places of the tree are
     */
    DocumentTree(Function<Place, SourcePosition> positions) {
        this.positions = positions;
    }

    /** Converts a tree whose height and weight are within bounds. */
    DocumentNode of(YamlNode root) {
        return node(root, "");
    }

    private DocumentNode node(YamlNode node, String path) {
        SourcePosition position = positions.apply(node.place());
        if (node instanceof YamlNode.Mapping mapping) {
            List<DocumentNode.Entry> entries = new ArrayList<>(mapping.entries().size());
            for (YamlNode.Entry entry : mapping.entries()) {
                String below = path.isEmpty() ? key(entry) : bounded(path) + "." + key(entry);
                entries.add(new DocumentNode.Entry(
                        entry.key(), positions.apply(entry.place()), node(entry.value(), below)));
            }
            return DocumentNode.mapping(position, path, entries);
        }
        if (node instanceof YamlNode.Sequence sequence) {
            List<DocumentNode> items = new ArrayList<>(sequence.items().size());
            for (YamlNode item : sequence.items()) {
                items.add(node(item, bounded(path) + "[" + items.size() + "]"));
            }
            return DocumentNode.sequence(position, path, items);
        }
        return node instanceof YamlNode.Scalar scalar
                ? scalar(position, path, scalar)
                : DocumentNode.nothing(position, path);
    }

    private static DocumentNode scalar(SourcePosition position, String path, YamlNode.Scalar scalar) {
        return scalar.isPlain()
                ? DocumentNode.plainScalar(position, path, scalar.text())
                : DocumentNode.scalar(position, path, scalar.text());
    }

    private static String key(YamlNode.Entry entry) {
        return Quoted.bare(entry.key(), MAX_KEY);
    }

    /** Keeps paths short in documents that are nothing but depth and long keys. */
    private static String bounded(String path) {
        return path.length() <= MAX_PATH ? path : "…" + path.substring(path.length() - MAX_PATH / 2);
    }
}
