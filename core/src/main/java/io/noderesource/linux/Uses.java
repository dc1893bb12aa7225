package io.noderesource.linux;

import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Mount;
import io.noderesource.inventory.Partition;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds out in which ways devices are in use, from what was listed; pure.
 *
 * <p>A use of a disk holds for its partitions too, and a use of a partition for its disk, but never for the partition
 * beside it.
 */
final class Uses {

    private final Map<String, SysfsScan.Listed> devices;
    private final Facts facts;
    private final Map<DeviceNumber, String> byNumber = new HashMap<>();
    private final Map<String, String> byPath = new HashMap<>();
    private final Map<String, Set<DeviceUse>> uses = new TreeMap<>();

    /**
     * What is known beside the devices.
     *
     * @param mounts mounts, of this mount namespace first
     * @param swaps paths of swap devices
     * @param groups kernel names of the devices of each file system that has several (btrfs)
     * @param loopBackings block devices under loop devices, by the loop's kernel name
     * @param untold loop devices that did not tell what lies under them
     * @param systemPaths paths that the node cannot do without
     * @param resolve finds the number of a device node whose path is not one of a listed device
     */
    record Facts(
            List<Mount> mounts,
            List<String> swaps,
            Collection<Set<String>> groups,
            Map<String, DeviceNumber> loopBackings,
            Set<String> untold,
            List<String> systemPaths,
            Function<String, Optional<DeviceNumber>> resolve) {}

    private Uses(Map<String, SysfsScan.Listed> devices, Facts facts) {
        this.devices = devices;
        this.facts = facts;
        devices.values().forEach(listed -> {
            BlockDevice d = listed.device();
            byNumber.put(d.number(), d.name());
            byPath.put(d.path(), d.name());
            d.links().forEach(l -> byPath.put(l, d.name()));
        });
    }

    /** The uses by kernel name. */
    static Map<String, Set<DeviceUse>> of(Map<String, SysfsScan.Listed> devices, Facts facts) {
        Uses found = new Uses(devices, facts);
        found.mounted();
        found.swapped();
        found.held();
        found.backing();
        found.spread();
        found.system();
        return found.uses;
    }

    private void add(String name, DeviceUse.Kind kind, String by) {
        uses.computeIfAbsent(name, n -> new TreeSet<>()).add(new DeviceUse(kind, by));
    }

    private Optional<String> at(String path) {
        if (!path.startsWith("/dev/")) {
            return Optional.empty();
        }
        return Optional.ofNullable(byPath.get(path))
                .or(() -> facts.resolve().apply(path).map(byNumber::get));
    }

    /** The devices under a mount: by its number, by its source where the number is anonymous, and their group. */
    private Set<String> under(Mount mount) {
        Set<String> names = new TreeSet<>();
        String byItsNumber = byNumber.get(mount.number());
        if (byItsNumber != null) {
            names.add(byItsNumber);
        } else if (mount.number().major() == 0) {
            at(mount.source()).ifPresent(names::add);
        }
        for (Set<String> group : facts.groups()) {
            if (group.stream().anyMatch(names::contains)) {
                names.addAll(group);
            }
        }
        names.retainAll(devices.keySet());
        return names;
    }

    private void mounted() {
        for (Mount mount : facts.mounts()) {
            under(mount).forEach(name -> add(name, DeviceUse.Kind.MOUNTED, mount.target()));
        }
    }

    private void swapped() {
        facts.swaps().forEach(path -> at(path).ifPresent(name -> add(name, DeviceUse.Kind.SWAP, path)));
    }

    private void held() {
        devices.forEach((name, listed) -> {
            BlockDevice device = listed.device();
            for (String holder : device.holders()) {
                add(name, DeviceUse.Kind.HELD, holder);
                SysfsScan.Listed above = devices.get(holder);
                if (above != null && above.device().type() == DeviceType.RAID) {
                    add(name, DeviceUse.Kind.RAID_MEMBER, holder);
                }
                if (above != null && above.device().type() == DeviceType.MULTIPATH) {
                    add(name, DeviceUse.Kind.MULTIPATH_MEMBER, holder);
                }
            }
            Optional<String> content = listed.entry().property("ID_FS_TYPE");
            if (content.filter("linux_raid_member"::equals).isPresent()) {
                add(name, DeviceUse.Kind.RAID_MEMBER, "");
            }
            if (listed.entry().isSet("DM_MULTIPATH_DEVICE_PATH")
                    || content.filter("mpath_member"::equals).isPresent()) {
                add(name, DeviceUse.Kind.MULTIPATH_MEMBER, "");
            }
            if (listed.suspended()) {
                add(name, DeviceUse.Kind.SUSPENDED, "");
            }
            String volume = listed.volume();
            if (volume != null) {
                add(name, DeviceUse.Kind.VOLUME, volume);
            }
        });
    }

    private void backing() {
        facts.loopBackings().forEach((loop, number) -> {
            String name = byNumber.get(number);
            if (name != null) {
                add(name, DeviceUse.Kind.LOOP_BACKING, loop);
            }
        });
        facts.untold().forEach(this::backingByPath);
    }

    /** Without the kernel's own word its path has to do; one that leads to no device here may mean any of them. */
    private void backingByPath(String loop) {
        SysfsScan.Listed listed = devices.get(loop);
        String file = listed == null ? null : listed.device().loopFile();
        if (file == null || !file.startsWith("/dev/")) {
            return;
        }
        Collection<String> names = at(file).<Collection<String>>map(Set::of).orElse(devices.keySet());
        names.stream().filter(name -> !name.equals(loop)).forEach(name -> add(name, DeviceUse.Kind.LOOP_BACKING, loop));
    }

    private void spread() {
        Map<String, Set<DeviceUse>> own = new TreeMap<>();
        uses.forEach((name, set) -> own.put(name, Set.copyOf(set)));
        devices.forEach((name, listed) -> {
            Partition partition = listed.device().partition();
            if (partition != null) {
                own.getOrDefault(name, Set.of()).forEach(u -> add(partition.disk(), u.kind(), u.by()));
                own.getOrDefault(partition.disk(), Set.of()).forEach(u -> add(name, u.kind(), u.by()));
            }
        });
    }

    private void system() {
        for (String path : facts.systemPaths()) {
            Set<String> seen = new HashSet<>();
            Deque<String> next = new ArrayDeque<>();
            MountTable.holding(facts.mounts(), path).ifPresent(m -> next.addAll(under(m)));
            while (!next.isEmpty()) {
                String name = next.remove();
                SysfsScan.Listed listed = devices.get(name);
                if (listed == null || !seen.add(name)) {
                    continue;
                }
                add(name, DeviceUse.Kind.SYSTEM, path);
                next.addAll(below(listed.device()));
            }
        }
    }

    /** The devices that a device rests on. */
    private Set<String> below(BlockDevice device) {
        Set<String> names = new TreeSet<>(device.slaves());
        Partition partition = device.partition();
        if (partition != null) {
            names.add(partition.disk());
        }
        DeviceNumber backing = facts.loopBackings().get(device.name());
        String file = device.loopFile();
        if (backing != null) {
            Optional.ofNullable(byNumber.get(backing)).ifPresent(names::add);
        } else if (file != null) {
            MountTable.holding(facts.mounts(), file).ifPresent(m -> names.addAll(under(m)));
        }
        return names;
    }
}
