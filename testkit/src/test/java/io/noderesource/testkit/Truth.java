package io.noderesource.testkit;

import io.noderesource.base.ResourceAddress;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.topology.DeviceSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the model knows and the product can only observe: which content a run must leave alone, whose volume groups are,
 * which devices a declaration means. It shares no code with the product.
 */
final class Truth {

    static final String MARK = "noderesource/noderesource/edge-1";

    /** Leave to destroy what is on a device. */
    private record Leave(String digest, Instant expires) {}

    private final SimulatedNode node;
    private final IdentityHashMap<Content, Leave> leaves = new IdentityHashMap<>();
    private IdentityHashMap<Content, String> precious = new IdentityHashMap<>();
    private Map<String, Set<String>> members = new HashMap<>();
    private Map<String, Set<String>> tags = new HashMap<>();

    /** The volume groups that steps made, by UUID, with the name that each was made for. */
    private final Map<String, String> made = new HashMap<>();

    /** By which declared path a volume group got a device. */
    private final Map<String, Device> meantBy = new HashMap<>();

    private final Set<String> knownGroups = new HashSet<>();

    Truth(SimulatedNode node) {
        this.node = node;
        look();
    }

    /** Takes what is there now for what has to stay. */
    void look() {
        synchronized (node.guard()) {
            precious = new IdentityHashMap<>();
            for (Device device : node.machine().devices.values()) {
                if (!device.content.isBlank()) {
                    precious.put(device.content, device.content.digest());
                }
            }
            members = new HashMap<>();
            tags = new HashMap<>();
            node.machine().groups.forEach((uuid, group) -> {
                members.put(uuid, Set.copyOf(group.extents.keySet()));
                tags.put(uuid, Set.copyOf(group.tags));
                knownGroups.add(uuid);
            });
        }
    }

    /** A consent was given for what is on a device now. */
    void permit(Device device, Instant expires) {
        synchronized (node.guard()) {
            leaves.put(device.content, new Leave(device.content.digest(), expires));
            // Who gives a disk gives what lies on its partitions.
            node.machine()
                    .partitionsOf(device)
                    .forEach(p -> leaves.put(p.content, new Leave(p.content.digest(), expires)));
        }
    }

    /** The state directory is lost: nobody can know any more what a volume group was made for. */
    void ledgerIsLost() {
        made.clear();
        meantBy.clear();
    }

    void released(ResourceAddress address) {
        made.values().removeIf(address.name()::equals);
        meantBy.keySet().removeIf(k -> k.startsWith(address.name() + " "));
    }

    /** Tells what a run destroyed, removed or took that it must not have. */
    List<String> wrongs(Instant begun, Set<String> adopted, Set<String> releasedNames) {
        List<String> wrong = new ArrayList<>();
        synchronized (node.guard()) {
            precious.forEach((content, digest) -> {
                Leave leave = leaves.get(content);
                boolean given = leave != null && leave.digest().equals(digest) && begun.isBefore(leave.expires());
                boolean pvJoined = content.label() != null;
                if (!content.digest().equals(digest) && !given && !pvJoined) {
                    wrong.add("content was destroyed without leave");
                }
            });
            members.forEach((uuid, before) -> {
                Group group = node.machine().groups.get(uuid);
                if (group == null || !group.extents.keySet().containsAll(before)) {
                    wrong.add("a volume group or a PV of one was removed");
                    return;
                }
                Set<String> was = tags.getOrDefault(uuid, Set.of());
                if (was.contains(MARK) && !group.tags.contains(MARK) && !releasedNames.contains(group.name)) {
                    wrong.add("the mark of " + group.name + " was removed and nobody asked for it");
                }
                if (!was.contains(MARK) && group.tags.contains(MARK) && !adopted.contains(group.name)) {
                    wrong.add(group.name + " was adopted and nobody asked for it");
                }
                if (!was.contains(MARK)
                        && !adopted.contains(group.name)
                        && (!was.equals(group.tags) || !before.equals(group.extents.keySet()))) {
                    wrong.add(group.name + " was changed and is not ours");
                }
            });
            node.machine().groups.forEach((uuid, group) -> {
                if (!knownGroups.contains(uuid) && group.tags.contains(MARK)) {
                    made.put(uuid, group.name);
                }
            });
            Map<String, Integer> alive = new HashMap<>();
            made.forEach((uuid, name) -> {
                if (isAlive(uuid)) {
                    alive.merge(name, 1, Integer::sum);
                }
            });
            alive.forEach((name, count) -> {
                if (count > 1) {
                    wrong.add(name + " was made " + count + " times, while the first may come back");
                }
            });
        }
        look();
        return wrong;
    }

    private boolean isAlive(String uuid) {
        Group group = node.machine().groups.get(uuid);
        return group != null
                && node.machine().devices.values().stream()
                        .anyMatch(d -> d.content.label() != null
                                && uuid.equals(d.content.label().group()));
    }

    /** The devices that a declaration means now; a kernel name means what it meant when the volume group was made. */
    Set<String> meant(List<VolumeGroupSpec> declared) {
        Set<String> meant = new HashSet<>();
        synchronized (node.guard()) {
            for (VolumeGroupSpec spec : declared) {
                if (spec.source() instanceof DeviceSource.Devices devices
                        && devices.select().isEmpty()) {
                    for (String path : devices.paths()) {
                        node.machine().attached().stream()
                                .filter(d -> d.path().equals(path) || d.links().contains(path))
                                .forEach(d -> {
                                    Device before = meantBy.get(spec.name() + " " + path);
                                    if (before == null || before == d || !isMember(before, spec.name())) {
                                        meant.add(d.key);
                                    }
                                });
                    }
                } else {
                    node.machine().attached().stream()
                            .filter(d -> !d.key.startsWith(Machine.SYSTEM_DISK))
                            .forEach(d -> meant.add(d.key));
                }
            }
        }
        return meant;
    }

    private boolean isMember(Device device, String group) {
        Content.Label label = device.content.label();
        Group of = label == null || label.group() == null
                ? null
                : node.machine().groups.get(label.group());
        return of != null && of.name.equals(group) && made.containsKey(of.uuid);
    }

    /** What each kernel name means now. */
    Map<String, Device> names() {
        synchronized (node.guard()) {
            return node.machine().attached().stream()
                    .collect(Collectors.toMap(Device::path, d -> d, (one, two) -> one));
        }
    }

    /**
     * Writes down what kernel names mean, once a volume group that was made here has the device.
     *
     * @param names what they meant when it was planned: a machine may boot with others before a run is at its end
     */
    void remember(List<VolumeGroupSpec> declared, Map<String, Device> names) {
        synchronized (node.guard()) {
            for (VolumeGroupSpec spec : declared) {
                if (spec.source() instanceof DeviceSource.Devices devices) {
                    for (String path : devices.paths()) {
                        Device device = names.get(path);
                        if (device != null && isMember(device, spec.name())) {
                            meantBy.putIfAbsent(spec.name() + " " + path, device);
                        }
                    }
                }
            }
        }
    }

    /** What the node holds, ids aside: the same for two runs that came to the same end. */
    String state() {
        synchronized (node.guard()) {
            Map<String, String> lines = new TreeMap<>();
            node.machine().devices.values().forEach(d -> {
                Content.Label label = d.content.label();
                Group group = label == null || label.group() == null
                        ? null
                        : node.machine().groups.get(label.group());
                lines.put(
                        d.key,
                        d.content.others().toString()
                                + d.content.isBlank()
                                + (label == null
                                        ? ""
                                        : group == null
                                                ? " orphan"
                                                : " in " + group.name + group.tags + group.extents.get(label.uuid())));
            });
            return lines.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
        }
    }
}
