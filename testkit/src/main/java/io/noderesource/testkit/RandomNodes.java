package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.StepType;
import io.noderesource.topology.DeviceSelector;
import io.noderesource.topology.DeviceSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Random simulated nodes, declarations for them, and the hands of a random administrator. Stateless. */
public final class RandomNodes {

    /** The names of volume groups that are declared and made by hand. */
    public static final List<String> GROUPS = List.of("vg-a", "vg-b");

    private static final String RESERVED = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";

    private RandomNodes() {}

    /** A node with one to five disks, most of them blank. */
    public static SimulatedNode node(Chance chance) {
        SimulatedNode.Builder builder = SimulatedNode.builder("edge-1").seed(chance.number());
        int disks = chance.oneIn(4) ? chance.between(1, 5) : chance.between(1, 3);
        for (int i = 1; i <= disks; i++) {
            builder.disk(disk(chance, "NR-" + i));
        }
        SimulatedNode node = builder.build();
        if (chance.oneIn(8)) {
            String partition = node.partition(chance.oneOf(node.disks()), ByteSize.ofMebibytes(8));
            if (chance.oneIn(3)) {
                node.partitionType(partition, RESERVED);
            }
        }
        return node;
    }

    /** A disk of at most 31 MiB, of any sort. */
    public static SimulatedDisk disk(Chance chance, String serial) {
        ByteSize size = chance.oneIn(40) ? ByteSize.ofMebibytes(3) : chance.mebibytes(12, 31);
        SimulatedDisk disk = switch (chance.between(0, 9)) {
            case 0, 1, 2, 3, 4 -> SimulatedDisk.virtio(serial, size);
            case 5, 6 -> SimulatedDisk.scsi(serial, size);
            case 7, 8 -> SimulatedDisk.nvme(serial, size);
            default -> SimulatedDisk.anonymous(serial, size);
        };
        if (chance.oneIn(20)) {
            return disk.sectors(4096);
        }
        return chance.oneIn(40) ? disk.asZoned() : chance.oneIn(40) ? disk.asRemovable() : disk;
    }

    /** Volume groups that the node could have, each on other devices, by path, link or selector. */
    public static List<VolumeGroupSpec> declaration(Chance chance, SimulatedNode node) {
        List<String> disks = new ArrayList<>(chance.shuffled(node.disks()));
        List<VolumeGroupSpec> specs = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (String name : GROUPS.subList(0, chance.between(1, GROUPS.size()))) {
            int count = Math.min(disks.size(), chance.between(1, 3));
            List<String> mine = List.copyOf(disks.subList(0, count));
            disks.subList(0, count).clear();
            specs.add(VolumeGroupSpec.builder(name)
                    .from(source(chance, node, mine, name, named))
                    .build());
        }
        return specs;
    }

    private static DeviceSource source(
            Chance chance, SimulatedNode node, List<String> disks, String name, Set<String> named) {
        return switch (chance.between(0, 11)) {
            case 0 -> DeviceSource.select(DeviceSelector.serial("NR-" + chance.oneOf("*", "1", "2", "?")));
            case 1 ->
                chance.oneIn(8)
                        ? new DeviceSource.PmemRegions(List.of("region-" + name))
                        : new DeviceSource.LocalDisks(List.of());
            default -> DeviceSource.devices(paths(chance, node, disks, name, named));
        };
    }

    /** No path twice: a disk and its twin have links in common. */
    private static String[] paths(
            Chance chance, SimulatedNode node, List<String> disks, String name, Set<String> named) {
        List<String> paths = new ArrayList<>();
        for (String disk : disks) {
            List<String> links = node.device(disk).links();
            String path = links.isEmpty() || chance.oneIn(2) ? node.path(disk) : chance.oneOf(links);
            List<String> partitions = node.device(disk).partitions();
            String wanted = partitions.isEmpty() || chance.oneIn(4) ? path : "/dev/" + chance.oneOf(partitions);
            String once = named.contains(wanted) ? node.path(disk) : wanted;
            named.add(once);
            paths.add(once);
        }
        if (paths.isEmpty() || chance.oneIn(12)) {
            paths.add("/dev/absent-" + name);
        }
        if (name.equals(GROUPS.get(0)) && chance.oneIn(20)) {
            paths.add(node.path(Machine.SYSTEM_DISK + chance.oneOf("", "-part1")));
        }
        return paths.toArray(String[]::new);
    }

    /** A random fault for the next step of one of these types. */
    public static SimulatedFault fault(Chance chance, Collection<StepType<?>> types, Collection<StepFault> faults) {
        return new SimulatedFault(chance.oneOf(List.copyOf(faults)), chance.oneOf(List.copyOf(types)));
    }

    /**
     * An administrator does something to the node, or something happens to it. What cannot be done on the node as it is, is
     * not done; he respects the locks of devices.
     */
    public static void hand(Chance chance, SimulatedNode node) {
        List<String> disks = node.disks().stream()
                .filter(d -> !node.isLocked(d) && !node.isHidden(d))
                .toList();
        if (disks.isEmpty()) {
            return;
        }
        String disk = chance.oneOf(disks);
        String other = chance.oneOf(disks);
        List<String> groups = new ArrayList<>(GROUPS);
        groups.addAll(node.groups());
        String group = chance.oneOf(groups);
        try {
            chance.oneOf(hands(chance, disk, other, group)).accept(node);
        } catch (NodeResourceException | IllegalArgumentException e) {
            // LVM refuses, or there is no such volume group: his hand changes nothing.
            return;
        }
    }

    private static List<Consumer<SimulatedNode>> hands(Chance chance, String disk, String other, String group) {
        String mark = "noderesource/" + chance.oneOf("noderesource/edge-1", "noderesource/edge-2", "else/edge-1");
        return List.of(
                n -> n.dirty(disk, chance.oneOf("ext4", "xfs", "crypto_LUKS", "swap", "dos", "linux_raid_member")),
                n -> n.randomContent(disk),
                n -> n.blank(disk),
                n -> n.partition(disk, ByteSize.ofMebibytes(8)),
                n -> n.partitionType(n.partition(disk, ByteSize.ofMebibytes(8)), RESERVED),
                n -> n.mount(disk, "/srv"),
                n -> n.mount(n.partition(disk, ByteSize.ofMebibytes(8)), "/srv"),
                n -> n.unmount("/srv"),
                n -> n.swapOn(disk),
                n -> n.use(disk, chance.oneOf(DeviceUse.Kind.values()), "somebody"),
                n -> n.endUses(disk),
                n -> n.readOnly(disk),
                n -> n.loopOn(disk),
                n -> n.pull(disk),
                n -> plugBack(n, "NR-" + chance.between(1, 5)),
                n -> n.plug(disk(chance, "NR-NEW-" + n.disks().size())),
                n -> n.resize(disk, chance.mebibytes(12, 31)),
                n -> n.resize(disk, ByteSize.ofMebibytes(31)),
                n -> n.resize(disk, ByteSize.ofMebibytes(12)),
                n -> n.copy(disk, "NR-COPY-" + n.disks().size()),
                n -> n.duplicateWwn(disk, other),
                n -> twin(n, disk),
                n -> joinPaths(n, disk, other),
                n -> n.rename(disk, n.device(other).name()),
                n -> hide(n, disk),
                n -> n.probeEnds(disk, chance.oneOf(Probe.State.values())),
                n -> n.udev(disk, chance.oneOf(UdevRecord.State.values())),
                n -> n.udevSays(disk, chance.oneOf("ext4", "xfs")),
                SimulatedNode::udevDown,
                SimulatedNode::udevUp,
                n -> n.pvcreate(disk),
                n -> n.vgcreate(group, disk),
                n -> {
                    n.vgcreate(group, disk);
                    n.tag(group, mark);
                },
                n -> n.vgcreate(group, disk, other),
                n -> n.vgcreate("vg-other", disk),
                n -> n.vgextend(group, disk),
                n -> n.pvresize(disk, ByteSize.ofMebibytes(8)),
                n -> n.vgremove(group),
                n -> n.vgrename(group, "vg-other"),
                n -> n.vgrename("vg-other", group),
                n -> n.vgexport(group),
                n -> n.vgexport(chance.oneOf(n.groups())),
                n -> n.systemId(group, "another-host"),
                n -> n.tag(group, mark),
                n -> n.untag(group, "noderesource/noderesource/edge-1"),
                n -> n.lvcreate(group, "lv-" + disk, ByteSize.ofMebibytes(4)));
    }

    private static void plugBack(SimulatedNode node, String disk) {
        if (!node.disks().contains(disk)) {
            node.plug(disk);
        }
    }

    /** One disk over two paths, without multipath. */
    private static void twin(SimulatedNode node, String disk) {
        String twin = "NR-TWIN-" + node.disks().size();
        node.copy(disk, twin);
        node.duplicateWwn(disk, twin);
    }

    private static void joinPaths(SimulatedNode node, String disk, String other) {
        if (!disk.equals(other)) {
            node.multipath("mp-" + disk, disk, other);
        }
    }

    private static void hide(SimulatedNode node, String disk) {
        if (node.device(disk).probe().isBlank()) {
            node.hideFromBlkid(disk);
        }
    }
}
