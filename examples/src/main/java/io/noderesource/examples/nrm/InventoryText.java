package io.noderesource.examples.nrm;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystemMount;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.LogicalVolume;
import io.noderesource.inventory.LvAttributes;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.inventory.VolumeGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** An inventory as tables of at most 100 columns. */
final class InventoryText {

    private static final String MARK = "noderesource/";
    private static final String NONE = "-";

    private InventoryText() {}

    static String render(Inventory inventory) {
        StringBuilder out = new StringBuilder();
        out.append("Node ")
                .append(inventory.node())
                .append(" at ")
                .append(inventory.observedAt())
                .append("\n");
        for (Section<?> section : inventory.sections()) {
            if (section.state() != Section.State.COMPLETE) {
                TextTable.wrap(
                                section.type().id() + " is "
                                        + section.state().name().toLowerCase(Locale.ROOT) + ": " + section.reason(),
                                96)
                        .forEach(l -> out.append("! ").append(l).append('\n'));
            }
        }
        Optional<Lvm> lvm = inventory.seen(Lvm.SECTION);
        inventory.seen(BlockDevices.SECTION).ifPresent(block -> out.append('\n').append(disks(block, lvm)));
        lvm.ifPresent(l -> out.append(groups(l, inventory.node())).append(volumes(l)));
        out.append(quotaPaths(inventory));
        inventory.seen(Pmem.SECTION).map(PmemText::render).ifPresent(out::append);
        return out.toString();
    }

    /** The file systems on which use is counted by project; nothing where there is none. */
    private static String quotaPaths(Inventory inventory) {
        TextTable table =
                new TextTable(List.of("QUOTA PATH", "SIZE", "ON", "TYPE", "LIMITS"), List.of(36, 10, 18, 6, 14));
        boolean any = false;
        for (FileSystem file : inventory.seen(FileSystems.SECTION).stream()
                .flatMap(all -> all.fileSystems().stream())
                .toList()) {
            boolean enforced = file.projectQuota() == FileSystem.ProjectQuota.ENFORCED;
            if (!enforced && file.projectQuota() != FileSystem.ProjectQuota.ACCOUNTED) {
                continue;
            }
            any = true;
            table.row(
                    file.mounts().stream().map(FileSystemMount::target).collect(Collectors.joining(" ")),
                    String.valueOf(file.size()),
                    inventory
                            .seen(BlockDevices.SECTION)
                            .flatMap(b -> b.numbered(file.device()))
                            .map(BlockDevice::path)
                            .orElse(NONE),
                    file.type(),
                    enforced ? "enforced" : "not enforced");
        }
        return any ? "\n" + table.render() : "";
    }

    private static String disks(BlockDevices block, Optional<Lvm> lvm) {
        TextTable table =
                new TextTable(List.of("DISK", "SIZE", "KNOWN BY", "ON IT", "IN USE"), List.of(18, 10, 28, 22, 18));
        for (BlockDevice device : block.devices()) {
            if (device.size().equals(ByteSize.ZERO)) {
                continue; // a loop device or a drive without a medium
            }
            table.row(
                    device.path(),
                    device.size().toString(),
                    device.identity().toString(),
                    content(device, lvm),
                    use(device));
        }
        return table.render();
    }

    private static String content(BlockDevice device, Optional<Lvm> lvm) {
        Probe probe = device.probe();
        if (probe.state() != Probe.State.DONE) {
            return "unknown: " + probe.reason();
        }
        List<String> found = new ArrayList<>();
        for (Signature signature : probe.signatures()) {
            found.add(
                    signature.type().equals(Signature.LVM_PV)
                            ? physicalVolume(device, lvm)
                            : signature.usage() == Signature.Usage.PARTITION_TABLE
                                    ? signature.type() + " partition table"
                                    : label(signature));
        }
        if (found.isEmpty()) {
            found.add(
                    switch (probe.content()) {
                        case ZEROS -> "blank";
                        case DATA -> "data without a signature";
                        case UNKNOWN -> "no signature";
                    });
        }
        if (device.udev().state() != UdevRecord.State.READY) {
            found.add("(udev: "
                    + device.udev().state().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
        }
        return String.join(" ", found);
    }

    private static String label(Signature signature) {
        return signature.label() == null ? signature.type() : signature.type() + " \"" + signature.label() + "\"";
    }

    private static String physicalVolume(BlockDevice device, Optional<Lvm> lvm) {
        String group = lvm.flatMap(l -> l.on(device.number()))
                .map(PhysicalVolume::volumeGroup)
                .orElse(null);
        return group == null ? "PV" : "PV of " + group;
    }

    private static String use(BlockDevice device) {
        List<String> uses = new ArrayList<>();
        if (device.readOnly()) {
            uses.add("read-only");
        }
        for (DeviceUse use : device.uses()) {
            uses.add(
                    switch (use.kind()) {
                        case MOUNTED -> "mounted on " + use.by();
                        case SWAP -> "swap";
                        case HELD -> "under " + use.by();
                        case LOOP_BACKING -> "behind " + use.by();
                        case MULTIPATH_MEMBER -> "multipath path";
                        case RAID_MEMBER -> "RAID member";
                        case SYSTEM -> "system";
                        case EXCLUSIVELY_OPEN -> "open exclusively";
                        case SUSPENDED -> "suspended";
                        case VOLUME -> "volume " + use.by();
                    });
        }
        if (!device.partitions().isEmpty()) {
            uses.add(
                    device.partitions().size() == 1
                            ? "1 partition"
                            : device.partitions().size() + " partitions");
        }
        return uses.isEmpty() ? NONE : uses.stream().distinct().collect(Collectors.joining(", "));
    }

    private static String groups(Lvm lvm, String node) {
        if (lvm.volumeGroups().isEmpty()) {
            return "\nNo volume groups.\n";
        }
        TextTable table = new TextTable(
                List.of("VOLUME GROUP", "SIZE", "FREE", "ON", "OWNER", "STATE"), List.of(20, 10, 10, 20, 16, 12));
        for (VolumeGroup group : lvm.volumeGroups()) {
            table.row(
                    group.name(),
                    group.size().toString(),
                    group.free().toString(),
                    lvm.volumesOf(group).stream()
                            .map(p -> String.valueOf(p.path()))
                            .sorted()
                            .collect(Collectors.joining(" ")),
                    owner(group, node),
                    state(group));
        }
        return "\n" + table.render();
    }

    /** Whose mark it carries; the node is named only when it is another one. */
    private static String owner(VolumeGroup group, String node) {
        return group.tags().stream()
                .filter(t -> t.startsWith(MARK))
                .map(t -> t.substring(MARK.length()).replace('/', ' '))
                .map(t -> t.endsWith(" " + node) ? t.substring(0, t.length() - node.length() - 1) : t)
                .collect(Collectors.collectingAndThen(Collectors.joining(", "), t -> t.isEmpty() ? NONE : t));
    }

    private static String state(VolumeGroup group) {
        List<String> state = new ArrayList<>();
        if (group.missingPvCount() > 0) {
            state.add(group.missingPvCount() + " PV missing");
        }
        if (group.access() != VolumeGroup.Access.WRITABLE) {
            state.add(group.access().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return state.isEmpty() ? "ok" : String.join(", ", state);
    }

    private static String volumes(Lvm lvm) {
        if (lvm.logicalVolumes().isEmpty()) {
            return "";
        }
        TextTable table = new TextTable(
                List.of("LOGICAL VOLUME", "SIZE", "TYPE", "STATE", "HEALTH", "FULL"), List.of(34, 10, 14, 12, 16, 8));
        for (LogicalVolume volume : lvm.logicalVolumes()) {
            LvAttributes attributes = volume.attributes();
            table.row(
                    volume.volumeGroup() + "/" + volume.name(),
                    volume.size().toString(),
                    volume.segmentType(),
                    attributes.state().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                            + (attributes.open() ? ", open" : ""),
                    volume.health().isEmpty() ? "ok" : volume.health(),
                    volume.dataPercent() == null ? NONE : Math.round(volume.dataPercent()) + " %");
        }
        return "\n" + table.render();
    }
}
