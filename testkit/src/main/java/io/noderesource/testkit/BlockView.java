package io.noderesource.testkit;

import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.plan.Scope;
import java.util.List;

/** What the block layer of the simulated machine shows. */
final class BlockView {

    private BlockView() {}

    static BlockDevices of(Machine machine, Scope scope) {
        return new BlockDevices(
                machine.bootId,
                machine.attached().stream()
                        .map(d -> device(
                                machine,
                                d,
                                scope.probes(d.identity(machine.bootId))
                                        || (d.disk != null && scope.probes(d.disk.identity(machine.bootId)))))
                        .toList(),
                machine.mountTable());
    }

    static BlockDevice device(Machine machine, Device d, boolean probed) {
        BlockDevice.Builder builder = BlockDevice.builder(d.name, d.number, d.size)
                .type(d.type)
                .identity(d.identity(machine.bootId))
                .hardware(d.hardware)
                .links(d.links())
                .sectorSizes(d.logicalSectorSize(), 4096)
                .readOnly(d.readOnly || (d.disk != null && d.disk.readOnly))
                .removable(d.removable)
                .rotational(d.rotational)
                .zoned(d.zoned)
                .diskSequence(d.disk == null ? d.sequence : d.disk.sequence)
                .partition(d.partition())
                .partitions(machine.partitionsOf(d).stream().map(p -> p.name).toList())
                .holders(machine.holdersOf(d).stream()
                        .filter(h -> h.dmName != null)
                        .map(h -> h.name)
                        .toList())
                .slaves(
                        d.dmName == null
                                ? List.of()
                                : d.below.stream().map(b -> b.name).toList())
                .uses(machine.usesOf(d))
                .probe(probed ? probe(d) : Probe.unknown(Probe.State.SKIPPED, "not asked for"))
                .udev(udev(d));
        if (d.dmName != null && d.dmUuid != null) {
            builder.mapped(d.dmName, d.dmUuid);
        } else if (!d.below.isEmpty()) {
            builder.loopFile(d.below.get(0).path());
        }
        return builder.build();
    }

    private static Probe probe(Device d) {
        if (d.probe != Probe.State.DONE) {
            return Probe.unknown(
                    d.probe,
                    switch (d.probe) {
                        case TIMED_OUT -> "it did not answer by its deadline";
                        case SKIPPED -> "it was not read";
                        case FAILED, DONE -> "reading it failed: Input/output error";
                    });
        }
        return new Probe(
                Probe.State.DONE,
                null,
                d.hidden ? List.of() : d.content.signatures(),
                d.hidden || d.content.isBlank() ? Probe.Content.ZEROS : Probe.Content.DATA,
                d.content.digest());
    }

    private static UdevRecord udev(Device d) {
        return d.udev == UdevRecord.State.READY
                ? new UdevRecord(UdevRecord.State.READY, d.udevSignatures)
                : new UdevRecord(d.udev, List.of());
    }
}
