package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.platform.EdgeObject;
import io.noderesource.devices.platform.EdgeObjects;
import io.noderesource.devices.platform.EdgeValue;
import io.noderesource.devices.platform.EdgeValues;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The resources of a node pool and the objects of its platform, side by side: what all pure functions of this package look at.
 *
 * <p>Immutable; made once for a pass.
 */
final class EdgeView {

    /** Not the name of a field. */
    static final String MADE = "";

    private final PoolSettings settings;
    private final Inventory inventory;
    private final Map<ResourceAddress, IotResource> resources = new TreeMap<>();
    private final Set<ResourceAddress> addresses = new HashSet<>();
    private final Map<IotKind, Map<String, List<IotResource>>> declared = new EnumMap<>(IotKind.class);
    private final Map<IotKind, Map<String, Seen>> seen = new EnumMap<>(IotKind.class);
    private final Map<IotKind, Map<String, String>> unreadable = new EnumMap<>(IotKind.class);
    private final Map<IotKind, Set<String>> fields = new EnumMap<>(IotKind.class);
    private final Map<IotKind, Boolean> suspect = new EnumMap<>(IotKind.class);
    private final Map<IotKind, Map<String, List<String>>> users = new EnumMap<>(IotKind.class);
    private final Map<PropertyKey, EdgeValue> values = new HashMap<>();
    private final EdgeMemory memory;

    /**
     * An object with its content read.
     *
     * @param object the object
     * @param content its content
     */
    record Seen(EdgeObject object, Json.Obj content) {}

    private EdgeView(PoolSettings settings, Collection<IotResource> all, Inventory inventory, EdgeMemory remembered) {
        this.settings = settings;
        this.inventory = inventory;
        for (IotKind kind : IotKind.values()) {
            declared.put(kind, new HashMap<>());
            users.put(kind, new HashMap<>());
            look(kind);
        }
        for (IotResource resource : all) {
            addresses.add(resource.address());
            if (resource.nodePool().filter(settings.nodePool()::equals).isPresent()) {
                resources.put(resource.address(), resource);
                if (resource.isDeleting() && !resource.hasFinalizer()) {
                    // Its object is seen to already, and it stays for others: it declares nothing any more.
                    continue;
                }
                of(declared, resource.kind())
                        .computeIfAbsent(resource.edgeName(), name -> new ArrayList<>())
                        .add(resource);
            }
        }
        of(seen, IotKind.DEVICE).values().forEach(this::uses);
        inventory
                .seen(EdgeValues.SECTION)
                .ifPresent(facts ->
                        facts.values().forEach(v -> values.put(new PropertyKey(v.device(), v.property()), v)));
        Map<ResourceAddress, Boolean> missing = new HashMap<>();
        List<ResourceAddress> unknown = new ArrayList<>();
        for (IotKind kind : IotKind.values()) {
            List<ResourceAddress> gone = new ArrayList<>();
            boolean doubtful = isSuspect(kind, gone, unknown);
            suspect.put(kind, doubtful);
            gone.forEach(address -> missing.put(address, doubtful));
        }
        memory = remembered.withAbsent(missing, unknown, inventory.observedAt(), settings);
    }

    /** Puts them side by side; resources of other node pools are left out. */
    static EdgeView of(
            PoolSettings settings, Collection<IotResource> resources, Inventory inventory, EdgeMemory memory) {
        return new EdgeView(settings, resources, inventory, memory);
    }

    private void look(IotKind kind) {
        Map<String, Seen> objects = new TreeMap<>();
        Map<String, String> bad = new TreeMap<>();
        EdgeObjects facts = section(kind).seen().orElse(new EdgeObjects(List.of(), List.of(), List.of()));
        facts.objects().forEach(o -> objects.put(o.name(), new Seen(o, o.fields())));
        facts.unreadable().forEach(u -> bad.put(u.name(), u.reason()));
        seen.put(kind, objects);
        unreadable.put(kind, bad);
        fields.put(kind, Set.copyOf(facts.fields()));
    }

    private void uses(Seen device) {
        device.content().text("serviceName").ifPresent(s -> use(IotKind.SERVICE, s, device));
        device.content().text("profileName").ifPresent(p -> use(IotKind.PROFILE, p, device));
    }

    private void use(IotKind kind, String name, Seen device) {
        of(users, kind)
                .computeIfAbsent(name, n -> new ArrayList<>())
                .add(device.object().name());
    }

    /**
     * Tells whether so much of what was there is missing that rather the platform's store was lost. What a listing that is not
     * complete does not show is not missing: it is unknown.
     */
    private boolean isSuspect(IotKind kind, List<ResourceAddress> missing, List<ResourceAddress> unknown) {
        int known = 0;
        int gone = 0;
        for (IotResource resource : resources.values()) {
            if (resource.kind() != kind || !wasKnown(resource) || (resource.isDeleting() && !resource.hasFinalizer())) {
                continue;
            }
            known++;
            if (isThere(kind, resource.edgeName())) {
                continue;
            }
            if (isComplete(kind)) {
                gone++;
                missing.add(resource.address());
            } else {
                unknown.add(resource.address());
            }
        }
        return gone > 0 && (of(seen, kind).isEmpty() || gone * 100L >= (long) settings.suspectPercent() * known);
    }

    /** Whether its object was there when that was last known: a mirror is made of one. */
    private static boolean wasKnown(IotResource resource) {
        return resource.isSynced() || resource.isMarkedMirror();
    }

    PoolSettings settings() {
        return settings;
    }

    Inventory inventory() {
        return inventory;
    }

    /** How often a field was written as it is declared now; {@link #MADE} stands for the whole object. */
    Optional<EdgeMemory.Tries> tries(IotResource resource, String field) {
        return memory.field(new EdgeMemory.Subject(resource.address(), field), declaration(resource));
    }

    /** What a resource says of its object, in a form that is equal when it says the same. */
    static String declaration(IotResource resource) {
        return Written.mark(
                resource.spec().write() + resource.annotation(IotResource.EXTRA).orElse(""));
    }

    /** What keeps something from being written again and again. */
    Brake brake() {
        return new Brake(settings, inventory.observedAt());
    }

    /** The node pool's resources, by address. */
    Map<ResourceAddress, IotResource> resources() {
        return resources;
    }

    /** The resources that declare an object. */
    List<IotResource> declaring(IotKind kind, String name) {
        return of(declared, kind).getOrDefault(name, List.of());
    }

    /** The resources that somebody declares an object by and keeps: mirrors, and what is being deleted, give way to them. */
    List<IotResource> written(IotKind kind, String name) {
        return declaring(kind, name).stream()
                .filter(r -> !r.isMirrorOnly() && !r.isDeleting())
                .toList();
    }

    /**
     * Whether an object is the resource's: it was there before, and has the id that was seen then. Another id is another object,
     * whether somebody made it anew, the resource is for another name by now, or the platform is another one.
     */
    boolean isOwn(IotResource resource, Seen object) {
        String id = object.object().id();
        return resource.wasThere()
                && (id == null
                        || resource.edgeId().filter(known -> !known.equals(id)).isEmpty());
    }

    /** Whether the object goes with a resource: only what is managed, is its own, and nobody else declares. */
    boolean isRemovedWith(IotResource resource) {
        return resource.hasFinalizer()
                && resource.wasThere()
                && resource.isManaged()
                && find(resource.kind(), resource.edgeName())
                        .filter(o -> !isOwn(resource, o))
                        .isEmpty()
                && written(resource.kind(), resource.edgeName()).stream().allMatch(resource::equals);
    }

    /** Whether a resource of any node pool has an address. */
    boolean isTaken(ResourceAddress address) {
        return addresses.contains(address);
    }

    Section<EdgeObjects> section(IotKind kind) {
        return inventory.section(EdgeObjects.section(kind));
    }

    boolean isComplete(IotKind kind) {
        return section(kind).state() == Section.State.COMPLETE;
    }

    boolean isUnavailable(IotKind kind) {
        return section(kind).state() == Section.State.UNAVAILABLE;
    }

    /** Why a kind's objects are not completely seen. */
    String reason(IotKind kind) {
        return Optional.ofNullable(section(kind).reason()).orElse("all of them were seen");
    }

    /** The objects that could be read, by name. */
    Map<String, Seen> objects(IotKind kind) {
        return of(seen, kind);
    }

    Optional<Seen> find(IotKind kind, String name) {
        return Optional.ofNullable(of(seen, kind).get(name));
    }

    /** Why an object that is there could not be read. */
    Optional<String> unreadable(IotKind kind, String name) {
        return Optional.ofNullable(of(unreadable, kind).get(name));
    }

    boolean isThere(IotKind kind, String name) {
        return find(kind, name).isPresent() || unreadable(kind, name).isPresent();
    }

    /** Whether the platform has a place for a field. */
    boolean carries(IotKind kind, String field) {
        return of(fields, kind).contains(field);
    }

    /** Names of the devices on the platform that use a service or a profile, in the order of their names. */
    List<String> users(IotKind kind, String name) {
        return of(users, kind).getOrDefault(name, List.of());
    }

    boolean isSuspect(IotKind kind) {
        return Boolean.TRUE.equals(suspect.get(kind));
    }

    /** Whether its object is missing in a way that is suspect, now or since an earlier look. */
    boolean isSuspect(IotResource resource) {
        return memory.absence(resource.address())
                .filter(a -> a.suspect() && a.looks() < settings.confirmations())
                .isPresent();
    }

    /** Whether it is certain that an object is gone: seen by a complete look, several times where that is suspect. */
    boolean isGone(IotResource resource) {
        return isComplete(resource.kind())
                && !isThere(resource.kind(), resource.edgeName())
                && (!wasKnown(resource)
                        || memory.absence(resource.address())
                                .filter(a -> !a.suspect() || a.looks() >= settings.confirmations())
                                .isPresent());
    }

    /** What a property shows, when it was asked for. */
    Optional<EdgeValue> value(String device, String property) {
        return Optional.ofNullable(values.get(new PropertyKey(device, property)));
    }

    /** The memory, with this look counted. */
    EdgeMemory memory() {
        return memory;
    }

    private static <V> V of(Map<IotKind, V> map, IotKind kind) {
        return java.util.Objects.requireNonNull(map.get(kind));
    }
}
