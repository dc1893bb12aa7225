package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.UdevRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Says what is wrong with a write that a step is about to make, from the model itself: it sees the truth, where the
 * planner sees observations, and shares no code with it.
 */
final class WriteJudge {

    private static final Set<DeviceType> NEVER =
            Set.of(DeviceType.LOGICAL_VOLUME, DeviceType.LOOP, DeviceType.ROM, DeviceType.RAM);

    private static final Set<String> RESERVED_PARTITIONS =
            Set.of("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "21686148-6449-6e6f-744e-656564454649");

    /** What the name of a namespace ends in that is being made. */
    static final String UNFINISHED = ".new";

    /** How much of a name says whose it is, and how much on which node besides. */
    private static final int OWNER = "nr-oooo".length();

    private static final int NODE = "nr-oooonnnnn-".length();

    private WriteJudge() {}

    /** Judges the making of a PV on a device that no consent was given for. */
    static List<String> format(Machine machine, Device device) {
        List<String> wrong = use(machine, device);
        if (!device.content.signatures().isEmpty()) {
            wrong.add("it carried " + device.content.signatures());
        } else if (!device.content.isBlank()) {
            wrong.add("it held data without a signature");
        }
        if (!machine.partitionsOf(device).isEmpty()) {
            wrong.add("it had partitions");
        }
        if (device.probe != Probe.State.DONE) {
            wrong.add("it could not be read");
        }
        if (device.udev != UdevRecord.State.READY) {
            wrong.add("udev had no record of it");
        } else if (!device.udevSignatures.isEmpty()) {
            wrong.add("udev said that it carried " + device.udevSignatures);
        }
        return wrong;
    }

    /** Judges a write to a device apart from what it holds. */
    static List<String> use(Machine machine, Device device) {
        List<String> wrong = new ArrayList<>();
        for (DeviceUse use : machine.usesOf(device)) {
            wrong.add("it was in use: " + use.kind().name().toLowerCase(Locale.ROOT) + " " + use.by());
        }
        if (NEVER.contains(device.type)) {
            wrong.add("it is a " + device.type.name().toLowerCase(Locale.ROOT));
        }
        if (device.zoned) {
            wrong.add("it is zoned");
        }
        if (device.readOnly) {
            wrong.add("it is read-only");
        }
        String partitionType = device.partitionType;
        if (partitionType != null && RESERVED_PARTITIONS.contains(partitionType)) {
            wrong.add("its partition is reserved");
        }
        long twins = machine.attached().stream()
                .filter(d -> d.identity(machine.bootId).equals(device.identity(machine.bootId)))
                .count();
        if (twins > 1) {
            wrong.add("another device has its identity");
        }
        return wrong;
    }

    /** Judges the clearing of a namespace: its name must say that it is being made as the one of that name. */
    static List<String> unfinished(Namespace namespace, String name) {
        boolean unfinished = (name + UNFINISHED).equals(namespace.label);
        boolean withoutLayout =
                name.equals(namespace.label) && namespace.mode == PmemNamespace.Mode.RAW && namespace.content.isBlank();
        if (unfinished && !namespace.content.signatures().isEmpty()) {
            return List.of("somebody has put " + namespace.content.signatures() + " on namespace " + namespace);
        }
        return name.startsWith("nr-") && (unfinished || withoutLayout)
                ? List.of()
                : List.of("namespace " + namespace + " is not being made by us, its name is " + namespace.label);
    }

    /** Judges the renaming of a namespace: it must not be a volume, another owner's, or another resource's of this node. */
    static List<String> adoptable(Namespace namespace, String name) {
        String label = namespace.label == null ? "" : namespace.label;
        boolean marked = label.startsWith("nr-");
        boolean ofOthers = marked && !label.startsWith(name.substring(0, OWNER));
        boolean ofThisNode = marked && label.startsWith(name.substring(0, NODE));
        boolean volume = label.startsWith("nrv-");
        return name.startsWith("nr-") && !ofOthers && !ofThisNode && !volume
                ? List.of()
                : List.of("namespace " + namespace + " is not to be adopted, its name is " + label);
    }

    /** Judges the growing of a PV: one that somebody made smaller than its device stays so until that grows. */
    static List<String> growth(Device device, Group group) {
        ByteSize least = group.madeSmaller.get(
                Objects.requireNonNull(device.content.label()).uuid());
        return least == null || device.size.compareTo(least) > 0
                ? List.of()
                : List.of("somebody made its PV smaller, and it has not grown since");
    }

    /** Judges a change of a volume group: it must carry the mark of this node. */
    static List<String> ownership(Group group, String node) {
        return group.tags.stream().anyMatch(t -> t.startsWith("noderesource/") && t.endsWith("/" + node))
                ? List.of()
                : List.of("volume group " + group.name + " is not ours, its tags are " + group.tags);
    }
}
