package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemBus;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.MapLocation;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import java.util.List;

/** What libndctl shows of the persistent memory of the simulated machine. */
final class PmemView {

    private static final String BUS = "ndbus0";
    private static final String PROVIDER = "ACPI.NFIT";
    private static final ByteSize PAGE_ALIGNMENT = ByteSize.ofMebibytes(2);

    private PmemView() {}

    static Pmem of(Machine machine) {
        return new Pmem(
                machine.modules.isEmpty() ? List.of() : List.of(new PmemBus(BUS, PROVIDER)),
                machine.modules.stream().map(PmemView::dimm).toList(),
                machine.modules.stream().map(PmemView::region).toList(),
                machine.modules.stream()
                        .flatMap(m -> m.namespaces.stream())
                        .map(PmemView::namespace)
                        .toList(),
                ByteSize.ofBytes(Namespace.MEMORY_BLOCK));
    }

    private static PmemDimm dimm(Nvdimm module) {
        return new PmemDimm(
                module.name(),
                BUS,
                module.key,
                module.slot + 1L,
                module.slot,
                true,
                module.enabled,
                module.locked,
                module.locked ? PmemDimm.Security.LOCKED : PmemDimm.Security.UNSUPPORTED,
                module.labelled,
                module.labelled ? Math.max(0, module.labels - module.namespaces.size()) : module.labels,
                PmemDimm.Health.OK,
                List.of());
    }

    private static PmemRegion region(Nvdimm module) {
        return new PmemRegion(
                module.region(),
                BUS,
                List.of(module.name()),
                -1,
                module.size,
                ByteSize.ofBytes(module.available()),
                ByteSize.ofBytes(module.largestExtent()),
                module.labelled ? ByteSize.ofBytes(module.hidden) : ByteSize.ZERO,
                ByteSize.ofBytes(Nvdimm.ALIGNMENT),
                1,
                module.labelled,
                module.enabled,
                module.readOnly,
                module.seed(),
                PmemRegion.Persistence.MEMORY_CONTROLLER);
    }

    private static PmemNamespace namespace(Namespace of) {
        boolean maps = of.mode == Mode.FSDAX || of.mode == Mode.DEVDAX;
        ByteSize usable = of.enabled ? of.usable() : ByteSize.ZERO;
        Device device = of.device;
        return new PmemNamespace(
                of.name(),
                of.module.region(),
                of.uuid,
                of.layoutUuid,
                of.label,
                of.mode,
                ByteSize.ofBytes(of.offset),
                ByteSize.ofBytes(of.size),
                usable,
                of.mode == Mode.DEVDAX ? 0 : of.mode == Mode.SECTOR ? 4096 : 512,
                maps ? PAGE_ALIGNMENT : ByteSize.ZERO,
                maps ? MapLocation.DEVICE : MapLocation.NONE,
                of.enabled,
                device == null ? null : device.path(),
                of.mode == Mode.DEVDAX && of.enabled ? List.of(dax(of)) : List.of());
    }

    private static DaxDevice dax(Namespace of) {
        Namespace.SystemMemory memory = of.memory;
        return new DaxDevice(
                "dax" + of.module.number + "." + of.id,
                memory == null ? DaxDevice.Mode.DEVDAX : DaxDevice.Mode.SYSTEM_RAM,
                of.usable(),
                PAGE_ALIGNMENT,
                -1,
                memory == null
                        ? null
                        : new DaxDevice.MemoryBlocks(
                                ByteSize.ofBytes(Namespace.MEMORY_BLOCK),
                                of.memoryBlocks(),
                                memory.online(),
                                memory.movable()));
    }
}
