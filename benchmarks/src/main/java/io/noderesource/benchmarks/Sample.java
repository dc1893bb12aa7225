package io.noderesource.benchmarks;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import io.noderesource.topology.NodeTopology;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import io.noderesource.topology.TopologyReader;
import io.noderesource.topology.TopologySource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A node with so many disks, and a document with as many rules: a volume group on each disk.
 *
 * @param size how many
 */
record Sample(int size) {

    private static final NodeIdentity NODE = new NodeIdentity("edge-1", Map.of("role", "db"));
    private static final TopologyReader READER = TopologyReader.of(List.copyOf(NodeResources.builtInKinds()));
    private static final Planner PLANNER = Planner.of(NodeResources.builtInKinds());
    private static final int RULES = 5000;
    private static final ByteSize DISK = ByteSize.ofGibibytes(100);

    /** The rules, in as many documents as it takes: one of 1 MiB and 100,000 values is the largest there is. */
    List<String> documents() {
        List<String> documents = new ArrayList<>();
        for (int from = 0; from < size; from += RULES) {
            StringBuilder text = new StringBuilder("volumegroup:\n");
            for (int i = from; i < Math.min(size, from + RULES); i++) {
                text.append("- {name: vg-").append(i).append(", key: role, operator: In, value: db, ");
                text.append("topology: {type: device, devices: [")
                        .append(path(i))
                        .append("]}}\n");
            }
            documents.add(text.toString());
        }
        return documents;
    }

    private static String path(int i) {
        return "/dev/vd" + i;
    }

    Topology read(List<String> documents) {
        List<ResourceSpec> rules = new ArrayList<>();
        for (String document : documents) {
            rules.addAll(READER.read(TopologySource.text("sample", document))
                    .orElseThrow()
                    .rules());
        }
        return Topology.of(rules);
    }

    /** A node whose disks are blank: each rule leads to two steps. */
    Inventory blank() {
        return inventory(List.of(), List.of());
    }

    /** A node on which everything is as declared. */
    Inventory done() {
        List<PhysicalVolume> volumes = new ArrayList<>();
        List<VolumeGroup> groups = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ByteSize usable = ByteSize.ofMebibytes(100 * 1024 - 4);
            groups.add(new VolumeGroup(
                    uuid("g", i),
                    "vg-" + i,
                    2,
                    ByteSize.ofMebibytes(4),
                    usable,
                    usable,
                    1,
                    0,
                    0,
                    VolumeGroup.Access.WRITABLE,
                    null,
                    null,
                    List.of("noderesource/noderesource/edge-1")));
            volumes.add(new PhysicalVolume(
                    uuid("p", i),
                    number(i),
                    path(i),
                    "vg-" + i,
                    uuid("g", i),
                    usable,
                    DISK,
                    ByteSize.ofMebibytes(1),
                    usable,
                    false,
                    false,
                    true,
                    List.of()));
        }
        return inventory(volumes, groups);
    }

    private static String uuid(String kind, int i) {
        String digits = String.format("%s%031d", kind, i);
        return digits.replaceFirst("(.{6})(.{4})(.{4})(.{4})(.{4})(.{4})(.{6})", "$1-$2-$3-$4-$5-$6-$7");
    }

    private static DeviceNumber number(int i) {
        return new DeviceNumber(254, 16 * i);
    }

    private Inventory inventory(List<PhysicalVolume> volumes, List<VolumeGroup> groups) {
        List<BlockDevice> devices = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<Signature> found = volumes.isEmpty()
                    ? List.of()
                    : List.of(new Signature(Signature.LVM_PV, Signature.Usage.RAID, uuid("p", i), null, 536));
            devices.add(BlockDevice.builder("vd" + i, number(i), DISK)
                    .type(DeviceType.DISK)
                    .identity(new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "NR-DISK-" + i))
                    .links(List.of("/dev/disk/by-id/virtio-NR-DISK-" + i))
                    .diskSequence(i + 1L)
                    .probe(
                            found.isEmpty()
                                    ? Probe.blank("00")
                                    : new Probe(Probe.State.DONE, null, found, Probe.Content.DATA, "01"))
                    .udev(new UdevRecord(UdevRecord.State.READY, found))
                    .build());
        }
        return Inventory.of(
                NODE.name(),
                Instant.EPOCH,
                List.of(
                        Section.complete(BlockDevices.SECTION, new BlockDevices("boot", devices, List.of())),
                        Section.complete(Lvm.SECTION, new Lvm("sample", volumes, groups, List.of()))));
    }

    /** What is remembered of a node on which everything is as declared. */
    Ledger ledger(Topology topology) {
        return new Ledger(
                "salt", 1, plan(topology, done(), Ledger.empty("salt")).remembered());
    }

    Plan plan(Topology topology, Inventory inventory, Ledger ledger) {
        NodeTopology wanted = topology.forNode(NODE);
        if (!wanted.diagnostics().isEmpty()) {
            throw new IllegalStateException(wanted.diagnostics().toString());
        }
        Policy policy = Policy.builder().maxDevices(size).build();
        return PLANNER.plan(new PlanRequest(NODE, wanted.resources(), inventory, ledger, policy));
    }
}
