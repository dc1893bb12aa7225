package io.noderesource.backend.lvm.internal;

import io.noderesource.backend.lvm.internal.engine.Call;
import io.noderesource.backend.lvm.internal.engine.Deadline;
import io.noderesource.backend.lvm.internal.engine.ExcludedDevice;
import io.noderesource.backend.lvm.internal.engine.HostFiles;
import io.noderesource.backend.lvm.internal.engine.LvmEngine;
import io.noderesource.backend.lvm.internal.engine.LvmReport;
import io.noderesource.backend.lvm.internal.engine.UnansweredDevices;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.GrowPhysicalVolume;
import io.noderesource.kinds.MarkVolumeGroup;
import io.noderesource.kinds.UnmarkVolumeGroup;
import io.noderesource.linux.DeviceCaches;
import io.noderesource.linux.ExclusiveDevice;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Sees and changes LVM's volume groups.
 *
 * <p>LVM is let near the devices only after the block layer has looked at them: without its section this one is
 * unavailable, and devices that did not answer are kept from LVM. Thread-safe; LVM commands run one after another.
 */
final class LvmBackend implements Backend {

    static final String ID = "lvm";

    private final LvmEngine engine;
    private final Consumer<Collection<String>> flush;
    private final HostFiles host = HostFiles.here();
    private final UnansweredDevices unanswered = new UnansweredDevices();

    LvmBackend(LvmEngine engine) {
        this(engine, DeviceCaches::flush);
    }

    /**
     * A backend.
     *
     * @param engine does LVM's part
     * @param flush brings to their media what devices have in their caches
     */
    LvmBackend(LvmEngine engine, Consumer<Collection<String>> flush) {
        this.engine = engine;
        this.flush = flush;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<SectionType<?>> sections() {
        return Set.of(Lvm.SECTION);
    }

    @Override
    public Set<StepType<?>> steps() {
        return Set.of(
                CreatePhysicalVolume.TYPE,
                CreateVolumeGroup.TYPE,
                ExtendVolumeGroup.TYPE,
                GrowPhysicalVolume.TYPE,
                MarkVolumeGroup.TYPE,
                UnmarkVolumeGroup.TYPE);
    }

    @Override
    public List<Section<?>> observe(Observation request) {
        if (!request.scope().needs(Lvm.SECTION)) {
            return List.of();
        }
        Section<BlockDevices> block = request.soFar().section(BlockDevices.SECTION);
        BlockDevices devices = block.facts();
        if (devices == null) {
            return List.of(Section.unavailable(
                    Lvm.SECTION, "LVM was not asked, as it is not known which devices answer: " + block.reason()));
        }
        List<ExcludedDevice> excluded = unanswered.update(devices);
        try {
            return List.of(look(new Call(Deadline.in(request.limit()), excluded)));
        } catch (NodeResourceException e) {
            return List.of(Section.unavailable(
                    Lvm.SECTION, e.getMessage() + " [" + e.code().id() + "]"));
        }
    }

    private Section<Lvm> look(Call call) {
        String version = engine.version(call);
        LvmReport report = engine.report(call);
        Lvm facts = new Lvm(version, report.physicalVolumes(), report.volumeGroups(), report.logicalVolumes());
        List<String> gaps = new ArrayList<>();
        if (!call.excluded().isEmpty()) {
            gaps.add("left out of LVM's view: "
                    + String.join(
                            ", ",
                            call.excluded().stream()
                                    .map(ExcludedDevice::toString)
                                    .toList()));
        }
        String trouble = report.trouble();
        if (trouble != null) {
            gaps.add(trouble);
        }
        return gaps.isEmpty()
                ? Section.complete(Lvm.SECTION, facts)
                : Section.partial(Lvm.SECTION, facts, String.join("; ", gaps));
    }

    /**
     * The heads of the metadata on each PV that was seen, read by ourselves; and LVM's settings. A device that becomes a
     * PV of a volume group that was there changes the heads of the others.
     */
    @Override
    public Optional<Stamp> stamp(Inventory last) {
        Optional<Lvm> lvm = last.seen(Lvm.SECTION);
        if (lvm.isEmpty()) {
            return Optional.empty();
        }
        List<Path> paths = new ArrayList<>();
        for (PhysicalVolume pv : lvm.get().physicalVolumes()) {
            String path = pv.path();
            if (path == null) {
                return Optional.empty();
            }
            paths.add(Path.of(path));
        }
        Stamp.Builder stamp = Stamp.builder();
        try {
            host.settings().forEach(stamp::add);
            MetadataHeads.read(paths, stamp);
            return Optional.of(stamp.build());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void perform(Step step, StepContext context) {
        if (steps().stream().noneMatch(type -> type.step().isInstance(step))) {
            throw new NodeResourceException(
                    StandardErrorCode.NO_BACKEND, "the LVM backend has no way to '" + step.summary() + "'");
        }
        if (!isDone(step, context.now())) {
            BlockDevices devices = devices(step, context);
            perform(step, new Call(Deadline.in(context.limit()), unanswered.update(devices)), devices);
        }
        flush(step, context);
    }

    @Override
    public void flush(Step step, StepContext context) {
        flush.accept(written(step, context.now(), devices(step, context)));
    }

    private static BlockDevices devices(Step step, StepContext context) {
        return context.now()
                .seen(BlockDevices.SECTION)
                .orElseThrow(() -> new NodeResourceException(
                        StandardErrorCode.SECTION_UNAVAILABLE,
                        "LVM is not started for '" + step.summary() + "': the block layer was not observed"));
    }

    private void perform(Step step, Call call, BlockDevices devices) {
        if (step instanceof CreatePhysicalVolume s) {
            BlockDevice device = device(s.device(), devices);
            engine.createPhysicalVolume(
                    call, device.path(), s.uuid(), () -> ExclusiveDevice.requireBlank(device, "cannot " + s.summary()));
        } else if (step instanceof CreateVolumeGroup s) {
            engine.createVolumeGroup(call, s.address().name(), paths(s.volumes(), devices), List.of(s.mark()));
        } else if (step instanceof ExtendVolumeGroup s) {
            engine.extendVolumeGroup(call, s.address().name(), paths(s.volumes(), devices));
        } else if (step instanceof GrowPhysicalVolume s) {
            engine.growPhysicalVolume(call, path(s.device(), devices));
        } else if (step instanceof MarkVolumeGroup s) {
            String before = s.before();
            engine.changeTags(
                    call, s.address().name(), List.of(s.mark()), before == null ? List.of() : List.of(before));
        } else if (step instanceof UnmarkVolumeGroup s) {
            engine.changeTags(call, s.address().name(), List.of(), List.of(s.mark()));
        } else {
            throw new NodeResourceException(
                    StandardErrorCode.NO_BACKEND, "the LVM backend has no way to '" + step.summary() + "'");
        }
    }

    /** Where the step may have written: LVM keeps the metadata of a volume group on each of its PVs. */
    private static Set<String> written(Step step, Inventory now, BlockDevices devices) {
        Set<String> paths = new TreeSet<>();
        step.writes().forEach(target -> paths.add(path(target, devices)));
        now.seen(Lvm.SECTION)
                .ifPresent(lvm -> lvm.named(step.address().name())
                        .forEach(group -> lvm.volumesOf(group).stream()
                                .flatMap(pv -> Optional.ofNullable(pv.path()).stream())
                                .forEach(paths::add)));
        return paths;
    }

    /** A PV stays done when it has become part of a volume group since. */
    private static boolean isDone(Step step, Inventory now) {
        if (step instanceof CreatePhysicalVolume create
                && now.seen(Lvm.SECTION).stream()
                        .flatMap(lvm -> lvm.physicalVolumes().stream())
                        .anyMatch(pv -> pv.uuid().equals(create.uuid()))) {
            return true;
        }
        return step.postconditions().stream().allMatch(c -> c.check(now).isEmpty());
    }

    private static List<String> paths(List<Made> volumes, BlockDevices devices) {
        return volumes.stream().map(v -> path(v.device(), devices)).toList();
    }

    /** Where a device is now; the path in the step is only where it was. */
    private static String path(DeviceTarget target, BlockDevices devices) {
        return device(target, devices).path();
    }

    private static BlockDevice device(DeviceTarget target, BlockDevices devices) {
        List<BlockDevice> found = devices.known(target.identity());
        if (found.size() != 1) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_CHANGED,
                    target + " is there " + found.size() + " times, not once; make a new plan");
        }
        return found.get(0);
    }

    /** Does nothing: LVM's library stays loaded, and its thread ends by itself when it is idle. */
    @Override
    public void close() {}
}
