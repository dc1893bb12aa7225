package io.noderesource.internal.yaml;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.Quoted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;

/**
 * Reads YAML documents into trees with places; total, and bounded in time and memory whatever the text.
 *
 * <p>It works on SnakeYAML's events: they carry the exact place of every key and value, also of those that a binding
 * would reject, and its composer, which expands aliases and merges, is not needed. Not thread-safe; one for each text.
 */
public final class LocatedYaml {

    /** What a ConfigMap may hold at most ({@code MaxSecretSize} in Kubernetes' core validation), in bytes of UTF-8. */
    public static final int MAX_BYTES = 1 << 20;

    /** No schema here nests deeper than half of this, {@code managedFields} of a ConfigMap included. */
    public static final int MAX_DEPTH = 32;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final String YAML_TAG = "tag:yaml.org,2002:";
    private static final Set<String> HARMLESS_TAGS = Set.of("!", YAML_TAG + "str", YAML_TAG + "seq", YAML_TAG + "map");
    private static final String MERGE_KEY = "<<";
    private static final int MAX_PROBLEM_LENGTH = 200;
    private static final int MAX_PROBLEMS = 500;

    private final int maxWeight;
    private final boolean takesSeveral;
    private final List<YamlNode> roots = new ArrayList<>();
    private final List<YamlProblem> problems = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<String, YamlNode> anchors = new HashMap<>();
    private final Set<String> openAnchors = new HashSet<>();
    private @Nullable YamlNode root;
    private int weight;

    private LocatedYaml(int maxWeight, boolean takesSeveral) {
        this.maxWeight = maxWeight;
        this.takesSeveral = takesSeveral;
    }

    /**
     * Reads a text of one document.
     *
     * @param maxWeight how many keys and values it may have with aliases written out
     */
    public static YamlText parse(String text, int maxWeight) {
        LocatedYaml yaml = new LocatedYaml(maxWeight, false);
        TextCheck.problem(text, MAX_BYTES).ifPresentOrElse(yaml.problems::add, () -> yaml.read(text));
        return new YamlText(yaml.root, yaml.weight, yaml.problems);
    }

    /**
     * Reads a text of any number of documents.
     *
     * @param maxBytes how many bytes of UTF-8 it may have
     * @param maxWeight how many keys and values it may have with aliases written out
     */
    public static YamlStream parseAll(String text, int maxBytes, int maxWeight) {
        LocatedYaml yaml = new LocatedYaml(maxWeight, true);
        TextCheck.problem(text, maxBytes).ifPresentOrElse(yaml.problems::add, () -> yaml.read(text));
        return new YamlStream(yaml.roots, yaml.problems);
    }

    private void read(String text) {
        // A leading byte order mark is part of the encoding, not of the document.
        String document = text.startsWith("\uFEFF") ? text.substring(1) : text;
        @Nullable Mark last = null;
        try {
            ParserImpl parser = new ParserImpl(new WholeText(document), new LoaderOptions());
            int documents = 0;
            while (!parser.checkEvent(Event.ID.StreamEnd)) {
                Event event = parser.getEvent();
                last = event.getStartMark();
                if (event.is(Event.ID.DocumentStart)) {
                    documents++;
                    if (documents > 1) {
                        grow(1);
                        if (takesSeveral) {
                            continue;
                        }
                        if (!isEmptyDocument(parser.peekEvent())) {
                            throw new Refused(
                                    StandardErrorCode.SEVERAL_DOCUMENTS,
                                    place(last),
                                    "a second document begins here",
                                    "keep one document in one text");
                        }
                        parser.getEvent();
                    }
                } else if (event.is(Event.ID.DocumentEnd)) {
                    endDocument();
                } else {
                    take(event);
                }
            }
        } catch (Refused e) {
            root = null;
            problems.add(new YamlProblem(e.code, e.place, e.text, e.hint, null));
        } catch (MarkedYAMLException e) {
            root = null;
            problems.add(syntax(e, document, placeOrStart(last)));
        } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // The library's own slips on hostile escapes and directives; the text is to blame, not the caller.
            root = null;
            problems.add(new YamlProblem(
                    StandardErrorCode.SYNTAX, placeOrStart(last), "not well-formed YAML after this place", null, null));
        }
    }

    private void endDocument() {
        if (takesSeveral && root != null) {
            roots.add(root);
            root = null;
            anchors.clear();
        }
    }

    private static boolean isEmptyDocument(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty()
                && scalar.getAnchor() == null
                && scalar.getTag() == null;
    }

    private void take(Event event) {
        if (event instanceof AliasEvent alias) {
            takeAlias(alias);
        } else if (event instanceof ScalarEvent scalar) {
            takeScalar(scalar);
        } else if (event instanceof CollectionStartEvent start) {
            takeStart(start);
        } else if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
            Open closed = open.pop();
            YamlNode node = closed.mapping ? mapping(closed) : sequence(closed);
            if (closed.anchor != null) {
                openAnchors.remove(closed.anchor);
                anchors.put(closed.anchor, node);
            }
            add(node, node.place(), false);
        }
    }

    private void takeAlias(AliasEvent alias) {
        Place place = place(alias.getStartMark());
        String name = alias.getAnchor();
        if (openAnchors.contains(name)) {
            throw new Refused(
                    StandardErrorCode.TOO_LARGE,
                    place,
                    "the alias *" + Quoted.bare(name, 64) + " stands inside the value that it names",
                    "write the value out");
        }
        YamlNode node = anchors.get(name);
        if (node == null) {
            throw new Refused(
                    StandardErrorCode.SYNTAX,
                    place,
                    "there is no anchor &" + Quoted.bare(name, 64) + " before this alias",
                    null);
        }
        if (open.size() + node.height() > MAX_DEPTH) {
            throw tooDeep(place);
        }
        grow(node.weight());
        add(node, place, false);
    }

    private void takeScalar(ScalarEvent scalar) {
        Place place = place(scalar.getStartMark());
        checkTag(scalar.getTag(), place);
        grow(1);
        boolean plain = scalar.isPlain() && scalar.getTag() == null;
        YamlNode node = plain && NULLS.contains(scalar.getValue())
                ? new YamlNode.Nothing(place)
                : new YamlNode.Scalar(place, scalar.getValue(), plain);
        remember(scalar, node);
        add(node, place, plain && scalar.getValue().equals(MERGE_KEY));
    }

    private void takeStart(CollectionStartEvent start) {
        Place place = place(start.getStartMark());
        checkTag(start.getTag(), place);
        grow(1);
        if (open.size() >= MAX_DEPTH) {
            throw tooDeep(place);
        }
        if (start.getAnchor() != null) {
            openAnchors.add(start.getAnchor());
        }
        open.push(new Open(place, start.getAnchor(), start.is(Event.ID.MappingStart)));
    }

    private void remember(NodeEvent event, YamlNode node) {
        if (event.getAnchor() != null) {
            anchors.put(event.getAnchor(), node);
        }
    }

    private void checkTag(@Nullable String tag, Place place) {
        if (tag == null) {
            return;
        }
        grow(1);
        if (!HARMLESS_TAGS.contains(tag)) {
            problem(
                    StandardErrorCode.SYNTAX,
                    place,
                    "the tag " + Quoted.quote(tag) + " has no meaning here",
                    "remove it");
        }
    }

    /** Puts a finished value where it belongs. */
    private void add(YamlNode node, Place place, boolean mergeKey) {
        Open parent = open.peek();
        if (parent == null) {
            root = node;
        } else if (!parent.mapping) {
            parent.items.add(node);
        } else if (parent.key == null) {
            parent.key = new Key(keyText(node, place), place, mergeKey);
        } else {
            Key key = parent.key;
            parent.key = null;
            put(parent, key, node);
        }
    }

    private @Nullable String keyText(YamlNode node, Place place) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text();
        }
        problem(
                StandardErrorCode.WRONG_TYPE,
                place,
                node instanceof YamlNode.Nothing
                        ? "a key is empty or null, and must be a text"
                        : "a key is a list or a mapping, and must be a text",
                null);
        return null;
    }

    private void put(Open mapping, Key key, YamlNode value) {
        if (key.text == null) {
            return;
        }
        if (key.merge) {
            mapping.merges.add(value);
            return;
        }
        Place first = mapping.first(key.text, key.place);
        if (first == null) {
            mapping.entries.add(new YamlNode.Entry(key.text, key.place, value));
        } else {
            report(new YamlProblem(
                    StandardErrorCode.DUPLICATE_KEY,
                    key.place,
                    "the key " + Quoted.quote(key.text) + " stands twice in one mapping",
                    "keep one of the two",
                    first));
        }
    }

    private YamlNode mapping(Open closed) {
        for (YamlNode merged : closed.merges) {
            if (merged instanceof YamlNode.Sequence several) {
                several.items().forEach(one -> merge(closed, one));
            } else {
                merge(closed, merged);
            }
        }
        int height = 0;
        int total = 1;
        for (YamlNode.Entry entry : closed.entries) {
            height = Math.max(height, entry.value().height());
            total += 1 + entry.value().weight();
        }
        return new YamlNode.Mapping(closed.place, List.copyOf(closed.entries), height + 1, total);
    }

    /** A mapping's own keys win, then the earlier of the merged mappings (YAML's merge key, yaml.org/type/merge). */
    private void merge(Open into, YamlNode from) {
        if (!(from instanceof YamlNode.Mapping mapping)) {
            problem(
                    StandardErrorCode.WRONG_TYPE,
                    from.place(),
                    "the merge key << wants a mapping or a list of mappings",
                    null);
            return;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            if (into.first(entry.key(), entry.place()) == null) {
                grow(1 + entry.value().weight());
                into.entries.add(entry);
            }
        }
    }

    private static YamlNode sequence(Open closed) {
        int height = 0;
        int total = 1;
        for (YamlNode item : closed.items) {
            height = Math.max(height, item.height());
            total += item.weight();
        }
        return new YamlNode.Sequence(closed.place, List.copyOf(closed.items), height + 1, total);
    }

    /** Counts what the tree has with aliases written out; each part is within bounds, so that the sum never overflows. */
    private void grow(int by) {
        weight += by;
        if (weight > maxWeight) {
            throw new Refused(
                    StandardErrorCode.TOO_LARGE,
                    open.isEmpty() ? Place.START : open.element().place,
                    "there are too many keys and values, with aliases written out",
                    "split it, and write aliases out");
        }
    }

    private static Refused tooDeep(Place place) {
        return new Refused(
                StandardErrorCode.TOO_LARGE, place, "values are nested more than " + MAX_DEPTH + " levels deep", null);
    }

    private void problem(ErrorCode code, Place place, String message, @Nullable String hint) {
        report(new YamlProblem(code, place, message, hint, null));
    }

    private void report(YamlProblem problem) {
        if (problems.size() == MAX_PROBLEMS) {
            throw new Refused(
                    StandardErrorCode.TOO_LARGE,
                    problem.place(),
                    "there are more than " + MAX_PROBLEMS + " mistakes before this place; the rest is not read",
                    "correct these first");
        }
        problems.add(problem);
    }

    private static YamlProblem syntax(MarkedYAMLException e, String document, Place last) {
        Mark mark = e.getProblemMark();
        if (mark == null) {
            return new YamlProblem(StandardErrorCode.SYNTAX, last, "not well-formed YAML", null, null);
        }
        int at = document.offsetByCodePoints(
                0, Math.min(mark.getIndex(), document.codePointCount(0, document.length())));
        if (at < document.length() && document.charAt(at) == '\t') {
            return new YamlProblem(
                    StandardErrorCode.SYNTAX,
                    place(mark),
                    "not well-formed YAML: a tab cannot stand here",
                    "indent with blanks",
                    null);
        }
        String context = e.getContext() == null ? "" : e.getContext() + ": ";
        return new YamlProblem(
                StandardErrorCode.SYNTAX,
                place(mark),
                "not well-formed YAML: " + Quoted.bare(context + e.getProblem(), MAX_PROBLEM_LENGTH),
                null,
                null);
    }

    private static Place placeOrStart(@Nullable Mark mark) {
        return mark == null ? Place.START : place(mark);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** A key that waits for its value; without a text when it is not one, and its value is dropped. */
    private record Key(@Nullable String text, Place place, boolean merge) {}

    /** A collection that is being read. */
    private static final class Open {
        /** Up to so many keys, looking at each is cheaper than an index. */
        private static final int MAX_SCANNED = 16;

        final Place place;
        final @Nullable String anchor;
        final boolean mapping;
        private @Nullable Map<String, Place> keys;
        final List<YamlNode.Entry> entries;
        final List<YamlNode> merges = new ArrayList<>(0);
        final List<YamlNode> items;

        @Nullable
        Key key;

        Open(Place place, @Nullable String anchor, boolean mapping) {
            this.place = place;
            this.anchor = anchor;
            this.mapping = mapping;
            this.entries = mapping ? new ArrayList<>() : List.of();
            this.items = mapping ? List.of() : new ArrayList<>();
        }

        /** Returns where a key stands already, or null when it is new; the caller then adds an entry. */
        @Nullable
        Place first(String name, Place where) {
            if (keys != null) {
                return keys.putIfAbsent(name, where);
            }
            for (YamlNode.Entry entry : entries) {
                if (entry.key().equals(name)) {
                    return entry.place();
                }
            }
            if (entries.size() == MAX_SCANNED) {
                Map<String, Place> index = new HashMap<>();
                entries.forEach(e -> index.put(e.key(), e.place()));
                index.put(name, where);
                keys = index;
            }
            return null;
        }
    }

    /** Ends the reading of a text; never leaves this class. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ErrorCode code;
        private final transient Place place;
        private final transient String text;
        private final transient @Nullable String hint;

        Refused(ErrorCode code, Place place, String text, @Nullable String hint) {
            super(text, null, false, false);
            this.code = code;
            this.place = place;
            this.text = text;
            this.hint = hint;
        }
    }
}
