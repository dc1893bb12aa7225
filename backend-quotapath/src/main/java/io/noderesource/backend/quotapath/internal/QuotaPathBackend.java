package io.noderesource.backend.quotapath.internal;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.kinds.GrowFileSystem;
import io.noderesource.kinds.MakeFileSystem;
import io.noderesource.kinds.MarkFileSystem;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.UnmarkFileSystem;
import io.noderesource.linux.DeviceCaches;
import io.noderesource.linux.Workers;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sees and changes the file systems that quota paths lie on. Thread-safe; it has no state.
 *
 * <p>The block layer looks at devices first, each with a deadline: one that did not answer is not opened here.
 */
final class QuotaPathBackend implements Backend {

    static final String ID = "quotapath";

    private final Programs programs;
    private final KernelConfig kernel;
    private final Maker maker;
    private final Duration deadline;
    private final Workers workers = new Workers();

    /**
     * A backend.
     *
     * @param programs where programs are looked for
     * @param kernel what the kernel was built with
     * @param deadline how long one look at one device or directory may take
     */
    QuotaPathBackend(Programs programs, KernelConfig kernel, Duration deadline) {
        this.programs = programs;
        this.kernel = kernel;
        this.deadline = deadline;
        this.maker = new Maker(programs);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<SectionType<?>> sections() {
        return Set.of(FileSystems.SECTION);
    }

    @Override
    public Set<StepType<?>> steps() {
        return Set.of(
                MakeFileSystem.TYPE,
                MountFileSystem.TYPE,
                GrowFileSystem.TYPE,
                MarkFileSystem.TYPE,
                UnmarkFileSystem.TYPE);
    }

    @Override
    public List<Section<?>> observe(Observation request) {
        if (!request.scope().needs(FileSystems.SECTION)) {
            return List.of();
        }
        Section<BlockDevices> block = request.soFar().section(BlockDevices.SECTION);
        BlockDevices devices = block.facts();
        if (devices == null) {
            return List.of(Section.unavailable(
                    FileSystems.SECTION,
                    "file systems were not looked at, as it is not known which devices answer: " + block.reason()));
        }
        // Two rounds of calls, each of which may take its time.
        Calls calls = new Calls.OnWorkers(
                workers, deadline, request.limit().multipliedBy(9).dividedBy(20));
        return List.of(new FileSystemLook(programs, kernel, calls)
                .look(devices, request.scope().directories()));
    }

    /**
     * What a look at the same file systems and directories shows. That there are others now, events and the list of mounts
     * tell, which the block layer's stamp holds; what the node could make matters to no plan that has nothing to do.
     */
    @Override
    public Optional<Stamp> stamp(Inventory last) {
        Optional<FileSystems> before = last.seen(FileSystems.SECTION);
        Optional<BlockDevices> block = last.seen(BlockDevices.SECTION);
        if (before.isEmpty() || block.isEmpty()) {
            return Optional.empty();
        }
        Set<String> directories =
                before.get().directories().stream().map(Directory::path).collect(Collectors.toSet());
        if (before.get().fileSystems().isEmpty() && directories.isEmpty()) {
            return Optional.of(Stamp.builder().add("").build());
        }
        Section<FileSystems> now =
                new FileSystemLook(programs, kernel, new Calls.Here()).lookAtFileSystems(block.get(), directories);
        return now.state() == Section.State.COMPLETE
                ? Optional.of(Stamp.builder().add(String.valueOf(now.facts())).build())
                : Optional.empty();
    }

    @Override
    public void perform(Step step, StepContext context) {
        String what = "cannot " + step.summary();
        if (steps().stream().noneMatch(type -> type.step().isInstance(step))) {
            throw unknown(step);
        }
        if (step.postconditions().stream().anyMatch(c -> c.check(context.now()).isPresent())) {
            Path path = Path.of(step.address().name());
            if (step instanceof MakeFileSystem make) {
                maker.make(make, device(make.device(), context), context.limit());
            } else if (step instanceof MountFileSystem mount) {
                Mounter.mount(mount, device(mount.device(), context), context.progress());
            } else if (step instanceof GrowFileSystem grow) {
                BlockDevice device = device(grow.device(), context);
                // xfs_growfs is told the directory, and resize2fs grows a mounted file system only there.
                Mounter.requireSeenAt(path, device, what);
                maker.grow(grow, device.path(), context.limit());
            } else if (step instanceof MarkFileSystem mark) {
                Mounter.label(path, device(mark.device(), context), mark.label(), what);
            } else if (step instanceof UnmarkFileSystem unmark) {
                Mounter.label(path, device(unmark.device(), context), "", what);
            } else {
                throw unknown(step);
            }
        }
        flush(step, context);
    }

    @Override
    public void flush(Step step, StepContext context) {
        DeviceCaches.flush(step.writes().stream()
                .map(target -> device(target, context).path())
                .toList());
    }

    private static NodeResourceException unknown(Step step) {
        return new NodeResourceException(
                StandardErrorCode.NO_BACKEND, "the quota path backend has no way to '" + step.summary() + "'");
    }

    /** Where a device is now; the path in the step is only where it was. */
    private static BlockDevice device(DeviceTarget target, StepContext context) {
        List<BlockDevice> found = context.now()
                .seen(BlockDevices.SECTION)
                .map(block -> block.known(target.identity()))
                .orElse(List.of());
        if (found.size() != 1) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_CHANGED,
                    target + " is there " + found.size() + " times, not once; make a new plan");
        }
        return found.get(0);
    }

    @Override
    public void close() {}
}
