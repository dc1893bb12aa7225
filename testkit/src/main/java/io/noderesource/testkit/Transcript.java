package io.noderesource.testkit;

import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.StepOutcome;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was planned, done and seen, as text that is the same on every node: ids, paths and the node's name are replaced by
 * what they stand for, sizes stay.
 */
final class Transcript {

    private final StringBuilder text = new StringBuilder();
    private final List<String> disks;
    private final String node;
    private final List<String[]> names = new ArrayList<>();

    Transcript(String node, List<String> disks, Inventory inventory) {
        this.node = node;
        this.disks = disks;
        BlockDevices block = inventory.seen(BlockDevices.SECTION).orElseThrow();
        for (int i = 0; i < disks.size(); i++) {
            BlockDevice device = block.at(disks.get(i)).orElseThrow();
            names.add(new String[] {device.path() + " (" + device.identity() + ", ", "<disk " + (i + 1) + "> ("});
            names.add(new String[] {device.path(), "<disk " + (i + 1) + ">"});
        }
    }

    /** Writes a name for a text from here on. */
    Transcript calling(String text, String name) {
        names.add(new String[] {text, name});
        return this;
    }

    /** Writes down the file systems that are mounted at a path, and what becomes of project quotas on them. */
    Transcript fileSystems(Inventory inventory, String path) {
        text.append("-- file systems\n");
        for (FileSystem f : inventory.seen(FileSystems.SECTION).orElseThrow().fileSystems()) {
            if (f.isMountedOn(path)) {
                text.append(normal(String.format(
                        "%s on %s label %s quotas %s %s%n",
                        f.type(),
                        path,
                        f.label(),
                        f.projectQuota(),
                        f.mounts().stream().map(m -> m.propagation().toString()).toList())));
            }
        }
        return this;
    }

    Transcript plan(Plan plan) {
        text.append("-- plan\n").append(normal(plan.render()));
        return this;
    }

    Transcript report(ApplyReport report) {
        text.append("-- report\n");
        for (StepOutcome outcome : report.outcomes()) {
            text.append(outcome.outcome().kind())
                    .append(' ')
                    .append(normal(outcome.planned().step().summary()))
                    .append('\n');
        }
        return this;
    }

    /** Writes down the volume groups whose name begins with the prefix, and all PVs on the contract's disks. */
    Transcript lvm(Inventory inventory, String prefix) {
        BlockDevices block = inventory.seen(BlockDevices.SECTION).orElseThrow();
        Lvm lvm = inventory.seen(Lvm.SECTION).orElseThrow();
        text.append("-- lvm\n");
        for (VolumeGroup g : lvm.volumeGroups()) {
            if (g.name().startsWith(prefix)) {
                text.append(String.format(
                        "VG %s extent %s size %s free %s pvs %d missing %d lvs %d %s tags %s%n",
                        g.name(),
                        g.extentSize(),
                        g.size(),
                        g.free(),
                        g.pvCount(),
                        g.missingPvCount(),
                        g.lvCount(),
                        g.access(),
                        normal(g.tags().toString())));
            }
        }
        for (int i = 0; i < disks.size(); i++) {
            BlockDevice device = block.at(disks.get(i)).orElseThrow();
            String disk = "<disk " + (i + 1) + ">";
            lvm.on(device.number()).ifPresent(pv -> text.append(pv(disk, pv)));
        }
        return this;
    }

    /** Writes down a region's namespaces and what is free of it; what of a namespace is for data differs from node to node. */
    Transcript pmem(Inventory inventory, String region) {
        Pmem pmem = inventory.seen(Pmem.SECTION).orElseThrow();
        text.append("-- namespaces\n");
        pmem.namespacesIn(region).stream()
                .map(n -> normal(String.format(
                        "%s of %s called %s%s%s%n",
                        n.mode(), n.size(), n.label(), n.enabled() ? "" : " disabled", memory(n))))
                .sorted()
                .forEach(text::append);
        pmem.region(region)
                .ifPresent(r ->
                        text.append(String.format("free %s, in one piece %s%n", r.available(), r.largestExtent())));
        return this;
    }

    private static String memory(PmemNamespace namespace) {
        return namespace.daxDevices().stream()
                .map(d -> {
                    DaxDevice.MemoryBlocks memory = d.memory();
                    return memory == null
                            ? ", no system memory"
                            : ", system memory, " + (memory.online() == memory.blocks() ? "all" : "not all")
                                    + " online";
                })
                .collect(Collectors.joining());
    }

    private static String pv(String disk, PhysicalVolume pv) {
        return String.format(
                "PV %s in %s size %s device %s data at %s free %s%s%s%n",
                disk,
                pv.volumeGroup(),
                pv.size(),
                pv.deviceSize(),
                pv.dataStart(),
                pv.free(),
                pv.missing() ? " missing" : "",
                pv.allocatable() ? "" : " not allocatable");
    }

    private String normal(String raw) {
        String result = raw;
        for (String[] name : names.stream()
                .sorted(Comparator.comparingInt((String[] n) -> n[0].length()).reversed())
                .toList()) {
            result = result.replace(name[0], name[1]);
        }
        // A UUID in LVM's form.
        return result.replaceAll("[0-9A-Za-z]{6}(-[0-9A-Za-z]{4}){5}-[0-9A-Za-z]{6}", "<uuid>")
                .replaceAll("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<uuid>")
                .replaceAll("\\bdax[0-9]+\\.[0-9]+", "<dax>")
                .replaceAll("\\bnr-[0-9a-z]{9}(-[0-9a-f]{8})?\\b", "<mark>")
                .replace("Plan for " + node + ":", "Plan for <node>:")
                .replace("/" + node + "]", "/<node>]");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
