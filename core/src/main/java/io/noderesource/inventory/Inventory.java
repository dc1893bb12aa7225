package io.noderesource.inventory;

import io.noderesource.base.Counter;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.json.Json;
import io.noderesource.internal.json.JsonCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a node has, seen at one time: an immutable set of typed sections.
 *
 * <p>Thread-safe. Two inventories are equal when they show the same, whenever it was.
 */
public final class Inventory {

    private static final String FORMAT = "noderesource.io/inventory";
    private static final int VERSION = 1;
    private static final List<SectionType<?>> BUILT_IN =
            List.of(BlockDevices.SECTION, FileSystems.SECTION, Lvm.SECTION, Pmem.SECTION);

    private final String node;
    private final Instant observedAt;
    private final List<Section<?>> sections;

    /** Worked out when it is first asked for: several plans are made on one inventory. */
    private volatile @Nullable String fingerprint;

    private Inventory(String node, Instant observedAt, Collection<? extends Section<?>> sections) {
        this.node = Objects.requireNonNull(node, "node");
        this.observedAt = Objects.requireNonNull(observedAt, "observedAt");
        this.sections = sections.stream()
                .sorted(Comparator.comparing(s -> s.type().id()))
                .collect(Collectors.toUnmodifiableList());
        Set<String> ids = new HashSet<>();
        for (Section<?> section : this.sections) {
            if (!ids.add(section.type().id())) {
                throw new IllegalArgumentException("section '" + section.type().id() + "' is there twice");
            }
        }
    }

    /**
     * Makes an inventory.
     *
     * @param node the node's name
     * @param observedAt when it was observed; not part of equality or fingerprint
     * @param sections its sections, each type at most once
     */
    public static Inventory of(String node, Instant observedAt, Collection<? extends Section<?>> sections) {
        return new Inventory(node, observedAt, sections);
    }

    /** The node's name. */
    public String node() {
        return node;
    }

    /** When it was observed. */
    public Instant observedAt() {
        return observedAt;
    }

    /** All sections, in the order of their ids. */
    public List<Section<?>> sections() {
        return sections;
    }

    /** The section of a type; unavailable when nothing observes it. */
    @SuppressWarnings("unchecked") // a section's facts have the class that its type names
    public <T> Section<T> section(SectionType<T> type) {
        for (Section<?> section : sections) {
            if (section.type().equals(type)) {
                return (Section<T>) section;
            }
        }
        return Section.unavailable(type, "no backend here observes '" + type.id() + "'");
    }

    /** The facts of a section, when it could be observed at least in part. */
    public <T> Optional<T> seen(SectionType<T> type) {
        return section(type).seen();
    }

    /** Returns this inventory with one section replaced or added. */
    public Inventory with(Section<?> section) {
        List<Section<?>> all = new ArrayList<>(sections);
        all.removeIf(s -> s.type().id().equals(section.type().id()));
        all.add(section);
        return new Inventory(node, observedAt, all);
    }

    /** SHA-256 in hex over everything but the time and the {@link Counter} components. */
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            JsonCodec codec = JsonCodec.WITHOUT_COUNTERS;
            known = codec.sha256(Json.object()
                    .put("node", node)
                    .put("sections", sectionTrees(codec::embed))
                    .build());
            fingerprint = known;
        }
        return known;
    }

    /** Writes the inventory as stable, versioned JSON. */
    public String toJson() {
        Json.ObjectBuilder json = Json.object()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("node", node)
                .put("observedAt", observedAt.toString());
        return JsonCodec.FULL
                .encode(json.put("sections", sectionTrees(JsonCodec.FULL::encode))
                        .build())
                .pretty();
    }

    /**
     * Reads an inventory that {@link #toJson()} wrote, with the built-in sections.
     *
     * @throws NodeResourceException {@code inventory/format} when it is not one
     */
    public static Inventory parse(String json) {
        return parse(json, List.of());
    }

    /**
     * Reads an inventory that {@link #toJson()} wrote.
     *
     * @param json the text
     * @param more types of sections beyond the built-in ones
     * @throws NodeResourceException {@code inventory/format} when it is not an inventory, or has a section of a type or
     *     version that is not known here
     */
    public static Inventory parse(String json, Collection<SectionType<?>> more) {
        Map<String, SectionType<?>> types = new java.util.TreeMap<>();
        BUILT_IN.forEach(t -> types.put(t.id(), t));
        more.forEach(t -> types.put(t.id(), t));
        try {
            Json document = Json.parse(json);
            if (!FORMAT.equals(document.text("format")) || document.number("version") != VERSION) {
                throw new IllegalArgumentException("format is not " + FORMAT + " version " + VERSION);
            }
            List<Section<?>> sections = new ArrayList<>();
            for (Json section : document.list("sections")) {
                sections.add(readSection(section, types));
            }
            return new Inventory(document.text("node"), Instant.parse(document.text("observedAt")), sections);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new NodeResourceException(
                    StandardErrorCode.INVENTORY_FORMAT,
                    "cannot read the inventory: " + e.getMessage() + "; use one that observe --json wrote",
                    e);
        }
    }

    private static Section<?> readSection(Json json, Map<String, SectionType<?>> types) {
        SectionType<?> type = types.get(json.text("type"));
        if (type == null || json.number("version") != type.version()) {
            throw new IllegalArgumentException(
                    "section '" + json.text("type") + "' version " + json.number("version") + " is not known here");
        }
        return section(type, json);
    }

    private static <T> Section<T> section(SectionType<T> type, Json json) {
        Section.State state = Section.State.valueOf(json.text("state"));
        @Nullable Json facts = json.find("facts").orElse(null);
        return new Section<>(
                type,
                state,
                json.find("reason").map(Json::asText).orElse(null),
                facts == null ? null : JsonCodec.FULL.decode(facts, type.facts()));
    }

    private List<Json> sectionTrees(Function<Object, Json> encode) {
        Function<Section<?>, Json> write = section -> {
            Json.ObjectBuilder json = Json.object()
                    .put("type", section.type().id())
                    .put("version", section.type().version())
                    .put("state", section.state().name());
            String reason = section.reason();
            if (reason != null) {
                json.put("reason", reason);
            }
            Object facts = section.facts();
            if (facts != null) {
                json.put("facts", encode.apply(facts));
            }
            return json.build();
        };
        return sections.stream().map(write).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Inventory inventory
                && node.equals(inventory.node)
                && sections.equals(inventory.sections);
    }

    @Override
    public int hashCode() {
        return Objects.hash(node, sections);
    }

    @Override
    public String toString() {
        return "Inventory of " + node + " at " + observedAt + " with " + sections.size() + " sections";
    }
}
