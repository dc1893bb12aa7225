package io.noderesource.topology;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.DidYouMean;
import io.noderesource.internal.text.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code topology} field of a rule: where its storage comes from.
 *
 * <p>One reader serves one kind, which says what types of source and what further fields it has. Immutable.
 */
public final class DeviceSourceReader {

    /** The types of source. */
    public enum Type {
        /** Named and selected block devices. */
        DEVICE("device"),
        /** The node's local disks. */
        LOCAL_DISK("alibabacloud-local-disk"),
        /** Regions of persistent memory. */
        PMEM("pmem");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** The word in a document. */
        public String word() {
            return word;
        }

        private List<String> fields() {
            return switch (this) {
                case DEVICE -> List.of("devices", "select", "exclude");
                case LOCAL_DISK -> List.of("exclude");
                case PMEM -> List.of("regions", "size", "mode");
            };
        }
    }

    private static final List<String> EXCLUDE_FIELDS =
            List.of("path", "link", "byId", "wwn", "serial", "model", "minSize", "maxSize", "rotational");
    private static final List<String> SELECT_FIELDS = append(EXCLUDE_FIELDS, "count");

    /** Fields of the ancestor's one type for all kinds that not every kind has. */
    private static final List<String> OTHER_KINDS_FIELDS = List.of("options", "fstype");

    private static final Set<String> FIELDS_OF_TYPES =
            Arrays.stream(Type.values()).flatMap(t -> t.fields().stream()).collect(Collectors.toUnmodifiableSet());

    private static final String BY_ID = "/dev/disk/by-id/";

    /** libndctl names a region after its number. */
    private static final Pattern REGION = Pattern.compile("region(?:0|[1-9][0-9]{0,8})");

    private final Set<Type> types;
    private final Set<String> ownFields;
    private final int maxRegions;
    private final List<DeviceSource.RegionMode> modes;
    private final List<String> schema;
    private final String choice;

    private DeviceSourceReader(
            Set<Type> types, Set<String> ownFields, int maxRegions, List<DeviceSource.RegionMode> modes) {
        this.types = types;
        this.ownFields = ownFields;
        this.maxRegions = maxRegions;
        this.modes = modes;
        this.schema = schema(ownFields);
        this.choice = "write one of " + types.stream().map(Type::word).collect(Collectors.joining(", "));
    }

    /** Makes a reader for a kind that knows these types of source. */
    public static DeviceSourceReader of(Type first, Type... more) {
        return new DeviceSourceReader(
                EnumSet.of(first, more), Set.of(), Integer.MAX_VALUE, List.of(DeviceSource.RegionMode.values()));
    }

    /** Returns a reader that leaves further fields of {@code topology} to the kind. */
    public DeviceSourceReader withFields(String... fields) {
        return new DeviceSourceReader(types, Set.of(fields), maxRegions, modes);
    }

    /** Returns a reader that wants exactly one region. */
    public DeviceSourceReader withOneRegion() {
        return new DeviceSourceReader(types, ownFields, 1, modes);
    }

    /** Returns a reader for a kind that makes namespaces of one mode only, and so has nothing to choose. */
    public DeviceSourceReader withoutMode() {
        return new DeviceSourceReader(types, ownFields, maxRegions, List.of());
    }

    /** Tells whether a name is that of a region. */
    static boolean isRegion(String name) {
        return REGION.matcher(name).matches();
    }

    /**
     * Reads the field, and reports every mistake in it.
     *
     * @param topology the field's value; of any form
     * @return the source, or empty when a mistake leaves none
     */
    public Optional<DeviceSource> read(DocumentNode topology, Consumer<Diagnostic> diagnostics) {
        Optional<DocumentFields> fields = DocumentFields.of(topology, "'topology'", schema, diagnostics);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        fields.get()
                .value("volumes")
                .ifPresent(v -> fields.get()
                        .warning(
                                StandardErrorCode.UNKNOWN_FIELD,
                                v,
                                "the field 'volumes' has no effect, as it had none in OpenYurt's node-resource-manager",
                                "remove it"));
        for (String field : OTHER_KINDS_FIELDS) {
            if (!ownFields.contains(field)) {
                fields.get()
                        .misplaced(
                                field,
                                "the field '" + field + "' is for quotapath, and has no meaning here",
                                "remove it");
            }
        }
        if (modes.isEmpty()) {
            fields.get()
                    .misplaced(
                            "mode", "the field 'mode' has no meaning here: there is one mode that serves", "remove it");
        }
        Optional<Type> type = type(fields.get());
        type.ifPresent(t -> reportFieldsOfOtherTypes(t, fields.get()));
        return type.flatMap(t -> switch (t) {
            case DEVICE -> devices(fields.get());
            case LOCAL_DISK ->
                selectors(fields.get(), "exclude", EXCLUDE_FIELDS).map(DeviceSource.LocalDisks::new);
            case PMEM -> regions(fields.get());
        });
    }

    private static List<String> schema(Set<String> ownFields) {
        List<String> schema = new ArrayList<>(List.of("type"));
        for (Type type : Type.values()) {
            type.fields().stream().filter(f -> !schema.contains(f)).forEach(schema::add);
        }
        ownFields.stream().sorted().forEach(schema::add);
        OTHER_KINDS_FIELDS.stream().filter(f -> !schema.contains(f)).forEach(schema::add);
        schema.add("volumes");
        return List.copyOf(schema);
    }

    private Optional<Type> type(DocumentFields fields) {
        Optional<DocumentNode> node = fields.requiredText("type", choice);
        Optional<String> word = node.flatMap(DocumentNode::text);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        Optional<Type> known = Arrays.stream(Type.values())
                .filter(t -> t.word.equals(word.get()))
                .findFirst();
        if (known.filter(types::contains).isPresent()) {
            return known;
        }
        if (word.get().equals("pvc")) {
            fields.error(
                    StandardErrorCode.BAD_VALUE,
                    node.get(),
                    "the type 'pvc' was never carried out: OpenYurt's node-resource-manager passed over it without a word",
                    choice);
        } else {
            fields.error(
                    StandardErrorCode.BAD_VALUE,
                    node.get(),
                    isType(word.get())
                            ? "the type '" + word.get() + "' is not for this kind of resource"
                            : "unknown type " + Quoted.quote(word.get()),
                    isType(word.get())
                            ? choice
                            : DidYouMean.hint(
                                            word.get(),
                                            types.stream().map(Type::word).toList())
                                    .orElse(choice));
        }
        return Optional.empty();
    }

    private static boolean isType(String word) {
        return Arrays.stream(Type.values()).anyMatch(t -> t.word.equals(word));
    }

    private static void reportFieldsOfOtherTypes(Type type, DocumentFields fields) {
        for (DocumentNode.Entry entry : fields.node().entries()) {
            String field = entry.key();
            if (FIELDS_OF_TYPES.contains(field) && !type.fields().contains(field)) {
                fields.misplaced(
                        field,
                        "the field '" + field + "' does not go with type: " + type.word,
                        "it goes with type: " + typesWith(field));
            }
        }
    }

    private static String typesWith(String field) {
        return Arrays.stream(Type.values())
                .filter(t -> t.fields().contains(field))
                .map(Type::word)
                .collect(Collectors.joining(" or "));
    }

    private static Optional<DeviceSource> devices(DocumentFields fields) {
        Optional<List<String>> paths = paths(fields);
        Optional<List<DeviceSelector>> select = selectors(fields, "select", SELECT_FIELDS);
        Optional<List<DeviceSelector>> exclude = selectors(fields, "exclude", EXCLUDE_FIELDS);
        boolean nothing = fields.value("devices")
                        .filter(DeviceSourceReader::isNotEmptyList)
                        .isEmpty()
                && fields.value("select")
                        .filter(DeviceSourceReader::isNotEmptyList)
                        .isEmpty();
        if (nothing) {
            fields.error(
                    StandardErrorCode.MISSING_FIELD,
                    fields.node().get("devices").orElse(fields.node()),
                    "no device is named",
                    "list device nodes under 'devices', or choose them with 'select'");
            return Optional.empty();
        }
        if (fields.value("exclude").isPresent() && fields.value("select").isEmpty()) {
            fields.warning(
                    StandardErrorCode.BAD_VALUE,
                    fields.node().get("exclude").orElse(fields.node()),
                    "'exclude' has no effect without 'select': devices named by path are always meant",
                    null);
        }
        return paths.isPresent() && select.isPresent() && exclude.isPresent()
                ? Optional.of(new DeviceSource.Devices(paths.get(), select.get(), exclude.get()))
                : Optional.empty();
    }

    private static boolean isNotEmptyList(DocumentNode node) {
        return node.form() != DocumentNode.Form.SEQUENCE || !node.items().isEmpty();
    }

    private static Optional<List<String>> paths(DocumentFields fields) {
        Map<String, DocumentNode> seen = new LinkedHashMap<>();
        List<DocumentNode> nodes = fields.texts("devices");
        boolean good = fields.isWholeList("devices", nodes);
        for (DocumentNode node : nodes) {
            String path = node.text().orElse("");
            Optional<DevicePaths.Problem> problem = DevicePaths.problem(path);
            DocumentNode first = seen.putIfAbsent(path, node);
            if (problem.isPresent()) {
                good = false;
                report(fields, node, path, problem.get());
            } else if (first != null) {
                good = false;
                fields.error(
                        StandardErrorCode.BAD_VALUE,
                        node,
                        "the device " + Quoted.quote(path) + " is named twice, first at " + first.position(),
                        "keep one of the two");
            }
        }
        return good ? Optional.of(List.copyOf(seen.keySet())) : Optional.empty();
    }

    private Optional<DeviceSource> regions(DocumentFields fields) {
        Map<String, DocumentNode> seen = new LinkedHashMap<>();
        List<DocumentNode> nodes = fields.texts("regions");
        boolean good = fields.isWholeList("regions", nodes);
        for (DocumentNode node : nodes) {
            String region = node.text().orElse("");
            DocumentNode first = seen.putIfAbsent(region, node);
            if (!isRegion(region)) {
                good = false;
                fields.error(
                        StandardErrorCode.BAD_VALUE,
                        node,
                        Quoted.quote(region) + " is not the name of a region of persistent memory",
                        "regions are named region0, region1 and so on, as 'ndctl list -R' shows them");
            } else if (first != null) {
                good = false;
                fields.error(
                        StandardErrorCode.BAD_VALUE,
                        node,
                        "the region '" + region + "' is named twice, first at " + first.position(),
                        "keep one of the two");
            }
        }
        if (nodes.isEmpty() && good) {
            good = false;
            fields.error(
                    StandardErrorCode.MISSING_FIELD,
                    fields.node().get("regions").orElse(fields.node()),
                    "no region is named",
                    "list " + (maxRegions == 1 ? "one region" : "regions") + " under 'regions', such as region0");
        } else if (seen.size() > maxRegions) {
            good = false;
            fields.error(
                    StandardErrorCode.BAD_VALUE,
                    fields.node().get("regions").orElse(fields.node()),
                    "exactly one region is wanted here, not " + seen.size(),
                    "write one rule for each region");
        }
        Optional<RegionSize> size = size(fields);
        Optional<DeviceSource.RegionMode> mode = mode(fields);
        good &= size.isPresent() || !fields.has("size");
        good &= mode.isPresent() || !fields.has("mode");
        return good
                ? Optional.of(
                        new DeviceSource.PmemRegions(List.copyOf(seen.keySet()), size.orElse(null), mode.orElse(null)))
                : Optional.empty();
    }

    /** The size, when there is one that can be read; what cannot has been reported. */
    private static Optional<RegionSize> size(DocumentFields fields) {
        if (!fields.has("size")) {
            return Optional.empty();
        }
        // One that was forgotten would take all of the region.
        Optional<DocumentNode> node = fields.requiredText("size", "give a value, or remove the field");
        Optional<String> text = node.flatMap(DocumentNode::text);
        Optional<RegionSize> size = text.flatMap(RegionSize::parse);
        if (text.isPresent() && size.isEmpty()) {
            fields.error(
                    StandardErrorCode.BAD_VALUE,
                    node.get(),
                    Quoted.quote(text.get()) + " is not how much of a region there can be",
                    "write it as 512Mi (powers of 1024), 512M (powers of 1000), in bytes, or as 50%, which is of the size"
                            + " of the region");
        }
        return size;
    }

    /** The mode, when there is one that can be read; what cannot has been reported. */
    private Optional<DeviceSource.RegionMode> mode(DocumentFields fields) {
        if (modes.isEmpty() || !fields.has("mode")) {
            return Optional.empty();
        }
        Optional<DocumentNode> node = fields.requiredText("mode", "give a value, or remove the field");
        Optional<String> word = node.flatMap(DocumentNode::text);
        Optional<DeviceSource.RegionMode> mode =
                word.flatMap(w -> modes.stream().filter(m -> m.word().equals(w)).findFirst());
        if (word.isPresent() && mode.isEmpty()) {
            List<String> words =
                    modes.stream().map(DeviceSource.RegionMode::word).toList();
            fields.error(
                    StandardErrorCode.BAD_VALUE,
                    node.get(),
                    word.get().equals("devdax")
                            ? "a namespace of mode devdax has no block device"
                            : "unknown mode " + Quoted.quote(word.get()),
                    DidYouMean.hint(word.get(), words).orElse("write one of " + String.join(", ", words)));
        }
        return mode;
    }

    private static Optional<List<DeviceSelector>> selectors(DocumentFields fields, String field, List<String> known) {
        List<DocumentNode> items = fields.items(field);
        List<DeviceSelector> selectors = new ArrayList<>();
        for (DocumentNode item : items) {
            DocumentFields.of(item, "an item of '" + field + "'", known, fields.diagnostics())
                    .flatMap(DeviceSourceReader::selector)
                    .ifPresent(selectors::add);
        }
        return fields.isWholeList(field, items) && selectors.size() == items.size()
                ? Optional.of(selectors)
                : Optional.empty();
    }

    private static Optional<DeviceSelector> selector(DocumentFields fields) {
        Criteria criteria = new Criteria(fields);
        String path = criteria.path("path");
        String link = criteria.link();
        String wwn = criteria.text("wwn");
        String serial = criteria.glob("serial");
        String model = criteria.glob("model");
        ByteSize minSize = criteria.size("minSize");
        ByteSize maxSize = criteria.size("maxSize");
        Boolean rotational = criteria.truth("rotational");
        Integer count = criteria.count("count");
        if (minSize != null && maxSize != null && minSize.compareTo(maxSize) > 0) {
            criteria.bad("maxSize", "'maxSize' is smaller than 'minSize', so that no device fits", null);
        }
        boolean any = fields.node().entries().stream()
                .anyMatch(e -> EXCLUDE_FIELDS.contains(e.key()) && e.value().form() != DocumentNode.Form.NULL);
        if (!any) {
            fields.error(
                    StandardErrorCode.MISSING_FIELD,
                    fields.node(),
                    "a selector needs at least one thing to go by",
                    "write one of " + String.join(", ", EXCLUDE_FIELDS));
            return Optional.empty();
        }
        return criteria.good
                ? Optional.of(new DeviceSelector(path, link, wwn, serial, model, minSize, maxSize, rotational, count))
                : Optional.empty();
    }

    private static void report(DocumentFields fields, DocumentNode node, String path, DevicePaths.Problem problem) {
        fields.error(StandardErrorCode.BAD_VALUE, node, Quoted.quote(path) + " " + problem.message(), problem.hint());
    }

    private static List<String> append(List<String> list, String item) {
        List<String> longer = new ArrayList<>(list);
        longer.add(item);
        return List.copyOf(longer);
    }

    /** The criteria of one selector; remembers whether all of them could be read. */
    private static final class Criteria {
        private static final int MAX_COUNT = 1_000_000;

        private final DocumentFields fields;
        private boolean good = true;

        Criteria(DocumentFields fields) {
            this.fields = fields;
            // A selector that lost a criterion to a slip of the pen would choose more devices than was meant.
            for (DocumentNode.Entry entry : fields.node().entries()) {
                good &= SELECT_FIELDS.contains(entry.key());
            }
        }

        @Nullable
        String text(String field) {
            if (!fields.has(field)) {
                return null;
            }
            String text = fields.requiredText(field, "give a value, or remove the field")
                    .flatMap(DocumentNode::text)
                    .orElse(null);
            good &= text != null;
            return text;
        }

        @Nullable
        String glob(String field) {
            String text = text(field);
            return text == null ? null : checked(field, text, DevicePaths.globProblem(text));
        }

        @Nullable
        String path(String field) {
            String text = text(field);
            if (text == null) {
                return null;
            }
            if (text.startsWith("/dev/disk/")) {
                bad(
                        field,
                        "'path' is compared with device nodes such as /dev/vdb, not with links",
                        "use 'link' instead");
            }
            return checked(field, text, DevicePaths.patternProblem(text));
        }

        @Nullable
        String link() {
            String link = text("link");
            String byId = text("byId");
            if (link != null && byId != null) {
                bad("byId", "'link' and 'byId' are both given", "keep one of the two");
                return null;
            }
            if (byId != null) {
                String whole = byId.startsWith("/") ? byId : BY_ID + byId;
                if (!whole.startsWith(BY_ID)) {
                    bad("byId", Quoted.quote(byId) + " is not a link below " + BY_ID, "use 'link' instead");
                }
                return checked("byId", whole, DevicePaths.patternProblem(whole));
            }
            if (link != null && !link.startsWith("/dev/disk/") && !link.startsWith("/dev/mapper/")) {
                bad("link", Quoted.quote(link) + " is not a link below /dev/disk or /dev/mapper", null);
                return null;
            }
            return link == null ? null : checked("link", link, DevicePaths.patternProblem(link));
        }

        @Nullable
        ByteSize size(String field) {
            String text = text(field);
            if (text == null) {
                return null;
            }
            ByteSize size = ByteSize.parse(text).orElse(null);
            if (size == null) {
                bad(
                        field,
                        Quoted.quote(text) + " is not a size",
                        "write it as 100Gi (powers of 1024), 100G (powers of 1000) or in bytes");
            }
            return size;
        }

        @Nullable
        Boolean truth(String field) {
            String text = text(field);
            if (text == null) {
                return null;
            }
            if (!text.equals("true") && !text.equals("false")) {
                bad(field, "'" + field + "' is either true or false, not " + Quoted.quote(text), null);
            }
            return text.equals("true");
        }

        @Nullable
        Integer count(String field) {
            String text = text(field);
            if (text == null) {
                return null;
            }
            boolean number =
                    text.length() <= 7 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
            int count = number ? Integer.parseInt(text) : 0;
            if (count < 1 || count > MAX_COUNT) {
                bad(field, "'" + field + "' is a whole number from 1, not " + Quoted.quote(text), null);
                return null;
            }
            return count;
        }

        private String checked(String field, String text, Optional<DevicePaths.Problem> problem) {
            problem.ifPresent(p -> bad(field, Quoted.quote(text) + " " + p.message(), p.hint()));
            return text;
        }

        void bad(String field, String message, @Nullable String hint) {
            good = false;
            fields.error(StandardErrorCode.BAD_VALUE, fields.node().get(field).orElse(fields.node()), message, hint);
        }
    }
}
