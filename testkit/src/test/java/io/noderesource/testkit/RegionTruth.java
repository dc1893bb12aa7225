package io.noderesource.testkit;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.PmemNamespace.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the model knows of persistent memory and the product can only observe: which namespaces steps made, and what was there
 * before a run. It shares no code with the product.
 */
final class RegionTruth {

    private static final String UNFINISHED = ".new";

    /** What a namespace is known by, and how it is laid out. */
    private record Shape(
            long offset,
            long size,
            Mode mode,
            @Nullable String uuid,
            @Nullable String layoutUuid,
            @Nullable String label) {
        static Shape of(Namespace n) {
            return new Shape(n.offset, n.size, n.mode, n.uuid, n.layoutUuid, n.label);
        }
    }

    /** What there was of a namespace. */
    private record Before(
            Shape shape,
            boolean enabled,
            Namespace.@Nullable SystemMemory memory,
            String digest,
            Set<String> holds,
            boolean blank) {
        static Before of(Namespace n) {
            return new Before(Shape.of(n), n.enabled, n.memory, n.content.digest(), contents(n), n.content.isBlank());
        }
    }

    private final SimulatedNode node;
    private IdentityHashMap<Namespace, Before> before = new IdentityHashMap<>();
    private Map<String, Set<String>> members = new HashMap<>();
    private String bootId = "";
    private final Map<ResourceAddress, Set<Nvdimm>> meantBefore = new HashMap<>();

    RegionTruth(SimulatedNode node) {
        this.node = node;
        look();
    }

    /** File systems and PVs, each by its UUID; what a PV is part of may change. */
    private static Set<String> contents(Namespace namespace) {
        return namespace.content.signatures().stream()
                .map(s -> s.type() + " " + s.uuid())
                .collect(Collectors.toSet());
    }

    private List<Namespace> namespaces() {
        return node.machine().modules.stream()
                .flatMap(m -> m.namespaces.stream())
                .toList();
    }

    /** Takes what is there now for what has to stay. */
    void look() {
        synchronized (node.guard()) {
            before = new IdentityHashMap<>();
            namespaces().forEach(n -> before.put(n, Before.of(n)));
            members = new HashMap<>();
            node.machine().groups.forEach((uuid, group) -> members.put(uuid, Set.copyOf(group.extents.keySet())));
            bootId = node.machine().bootId;
        }
    }

    /** Tells what a run removed, changed or made that it must not have. */
    List<String> wrongs() {
        List<String> wrong = new ArrayList<>();
        synchronized (node.guard()) {
            before.forEach((namespace, was) -> {
                if (!namespace.module.namespaces.contains(namespace)) {
                    // Labels take the place of the device that all of a module without labels is.
                    if (namespace.uuid != null || !was.blank()) {
                        wrong.add("namespace " + namespace + " was removed");
                    }
                } else if (node.log().isMadeByStep(namespace)) {
                    ours(namespace, was, wrong);
                } else {
                    theirs(namespace, was, wrong);
                }
            });
            members.forEach((uuid, were) -> {
                Group group = node.machine().groups.get(uuid);
                if (group == null || !group.extents.keySet().containsAll(were)) {
                    wrong.add("a volume group or a PV of one was removed");
                }
            });
            doubles(wrong);
        }
        look();
        return wrong;
    }

    private static void ours(Namespace namespace, Before was, List<String> wrong) {
        String label = was.shape().label();
        // One that is raw and blank may be one that was cut off before it got its layout.
        boolean whole =
                label != null && !label.endsWith(UNFINISHED) && !(was.shape().mode() == Mode.RAW && was.blank());
        Shape is = Shape.of(namespace);
        if (whole && !is.equals(was.shape())) {
            wrong.add("namespace " + namespace + " of ours was " + was.shape() + " and is " + is);
        }
        if (was.enabled() && !namespace.enabled) {
            wrong.add("namespace " + namespace + " of ours was disabled");
        }
        if (!contents(namespace).containsAll(was.holds())) {
            wrong.add("namespace " + namespace + " of ours lost what it held: " + was.holds());
        }
    }

    /** A boot takes memory away and enables what is disabled. */
    private void theirs(Namespace namespace, Before was, List<String> wrong) {
        Before is = Before.of(namespace);
        boolean booted = !bootId.equals(node.machine().bootId);
        boolean same = is.shape().equals(was.shape())
                && is.digest().equals(was.digest())
                && (booted || (is.enabled() == was.enabled() && Objects.equals(is.memory(), was.memory())));
        if (!same) {
            wrong.add("namespace " + namespace + " of somebody's was " + was + " and is " + is);
        }
    }

    private void doubles(List<String> wrong) {
        Map<String, Integer> made = new TreeMap<>();
        for (Namespace each : namespaces()) {
            if (node.log().isMadeByStep(each)) {
                String name = String.valueOf(each.label).replace(UNFINISHED, "");
                made.merge(name + " in " + each.module, 1, Integer::sum);
            }
        }
        made.forEach((what, count) -> {
            if (count > 1) {
                wrong.add("a namespace was made " + count + " times: " + what);
            }
        });
    }

    /**
     * The serial numbers of the modules that a resource means: those whose regions have these names now, and those that had them
     * when something was made there, as a boot gives other names.
     */
    Set<String> meant(ResourceAddress address, Set<String> regions) {
        synchronized (node.guard()) {
            Set<Nvdimm> meant = meantBefore.computeIfAbsent(address, a -> new HashSet<>());
            meant.removeIf(m -> m.namespaces.stream().noneMatch(node.log()::isMadeByStep));
            node.machine().modules.stream()
                    .filter(m -> regions.contains(m.region()))
                    .forEach(meant::add);
            return meant.stream().map(m -> m.key).collect(Collectors.toSet());
        }
    }

    /** Tells whether all of some namespace of a region is the system's memory. */
    boolean isMemory(String region) {
        synchronized (node.guard()) {
            return node.machine().modules.stream()
                    .filter(m -> m.region().equals(region))
                    .flatMap(m -> m.namespaces.stream())
                    .anyMatch(n -> n.memory != null && n.memory.online() == n.memoryBlocks());
        }
    }

    /** What the node holds, ids aside. */
    String state() {
        synchronized (node.guard()) {
            return namespaces().stream()
                    .map(n -> n.module + " " + n.offset + " " + n.size + " " + n.mode + " " + n.label + " " + n.enabled
                            + " " + n.memory + " " + n.content.digest())
                    .sorted()
                    .collect(Collectors.joining(
                            "\n", "", "\n" + node.machine().mounts.keySet()));
        }
    }
}
