package io.noderesource.testkit;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystem.ProjectQuota;
import io.noderesource.inventory.FileSystemMount;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.inventory.Signature;
import io.noderesource.kinds.GrowFileSystem;
import io.noderesource.kinds.MakeFileSystem;
import io.noderesource.kinds.MarkFileSystem;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.UnmarkFileSystem;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The file systems of a simulated node that can count projects. */
final class SimulatedFileSystems implements Backend {

    private static final Set<String> TYPES = Set.of("ext4", "xfs");

    private final SimulatedNode node;

    SimulatedFileSystems(SimulatedNode node) {
        this.node = node;
    }

    @Override
    public String id() {
        return "simulated-file-systems";
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
        synchronized (node.guard()) {
            node.looked();
            return List.of(node.sight().section(FileSystems.SECTION, look(request.scope())));
        }
    }

    @Override
    public Optional<Stamp> stamp(Inventory last) {
        Set<String> directories = last.seen(FileSystems.SECTION).stream()
                .flatMap(f -> f.directories().stream())
                .map(Directory::path)
                .collect(Collectors.toSet());
        synchronized (node.guard()) {
            return node.sight().stamp(FileSystems.SECTION, look(Scope.NODE.with(directories)));
        }
    }

    private FileSystems look(Scope scope) {
        Machine machine = node.machine();
        List<FileSystem> found = new ArrayList<>();
        for (Device device : machine.attached()) {
            boolean probed = scope.probes(device.identity(machine.bootId))
                    || (device.disk != null && scope.probes(device.disk.identity(machine.bootId)));
            look(machine, device, probed).ifPresent(found::add);
        }
        List<Directory> directories = scope.directories().stream()
                .map(path -> machine.mounts.containsKey(path)
                        ? new Directory(path, Directory.State.NOT_EMPTY, false)
                        : machine.directories.getOrDefault(path, new Directory(path, Directory.State.ABSENT, false)))
                .toList();
        return new FileSystems(found, directories, List.copyOf(machine.support.values()));
    }

    private static Optional<FileSystem> look(Machine machine, Device device, boolean probed) {
        List<String> targets = machine.mounts.entrySet().stream()
                .filter(m -> m.getValue() == device)
                .map(m -> m.getKey())
                .toList();
        Signature signature = device.content.signatures().stream()
                .filter(s -> TYPES.contains(s.type()))
                .findFirst()
                .orElse(null);
        boolean seen = probed && device.probe == Probe.State.DONE && !device.hidden;
        if (signature == null || (!seen && targets.isEmpty())) {
            return Optional.empty();
        }
        Content.Superblock superblock = device.content.superblock();
        boolean counts = signature.type().equals("xfs") || (superblock != null && superblock.countsProjects());
        return Optional.of(new FileSystem(
                device.number,
                signature.type(),
                signature.uuid(),
                signature.label(),
                superblock == null ? device.size : superblock.size(),
                !counts
                        ? ProjectQuota.UNSUPPORTED
                        : targets.isEmpty()
                                ? ProjectQuota.OFF
                                : machine.mounting(targets.get(0)).quota(),
                targets.stream()
                        .map(t -> new FileSystemMount(
                                t,
                                "/",
                                machine.mounting(t).options(),
                                machine.mounting(t).propagation()))
                        .toList()));
    }

    @Override
    public void perform(Step step, StepContext context) {
        if (step instanceof MakeFileSystem make) {
            run(MakeFileSystem.TYPE, make.device(), context, device -> make(make, device));
        } else if (step instanceof MountFileSystem mount) {
            run(MountFileSystem.TYPE, mount.device(), context, device -> mount(mount, device));
        } else if (step instanceof GrowFileSystem grow) {
            run(GrowFileSystem.TYPE, grow.device(), context, device -> grow(grow, device));
        } else if (step instanceof MarkFileSystem mark) {
            run(
                    MarkFileSystem.TYPE,
                    mark.device(),
                    context,
                    device -> label(MarkFileSystem.TYPE, device, mark.uuid(), mark.label()));
        } else if (step instanceof UnmarkFileSystem unmark) {
            run(
                    UnmarkFileSystem.TYPE,
                    unmark.device(),
                    context,
                    device -> label(UnmarkFileSystem.TYPE, device, unmark.uuid(), null));
        } else {
            throw SimulatedBlock.unknown(step);
        }
    }

    private interface Work {
        void on(Device device);
    }

    private void run(StepType<?> type, DeviceTarget target, StepContext context, Work work) {
        node.work()
                .run(
                        type,
                        () -> List.of(SimulatedBlock.meant(node, target, context)),
                        () -> work.on(SimulatedBlock.meant(node, target, context)));
    }

    private static @Nullable Signature fileSystem(Device device, String uuid) {
        return device.content.others().stream()
                .filter(s -> uuid.equals(s.uuid()))
                .findFirst()
                .orElse(null);
    }

    private void make(MakeFileSystem step, Device device) {
        if (fileSystem(device, step.uuid()) != null) {
            return;
        }
        if (!device.content.others().isEmpty() || !node.machine().usesOf(device).isEmpty()) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_CHANGED,
                    "cannot " + step.summary() + ": the device carries or does something else by now; plan again");
        }
        node.log().mkfs(MakeFileSystem.TYPE.id(), device);
        device.content.add(new Signature(
                step.fileSystem().word(),
                Signature.Usage.FILESYSTEM,
                step.uuid(),
                step.label(),
                step.fileSystem().word().equals("xfs") ? 0 : 1080));
        device.content.superblock(new Content.Superblock(device.size, true));
        device.content.fill();
    }

    private void mount(MountFileSystem step, Device device) {
        Machine machine = node.machine();
        String path = step.address().name();
        if (machine.mounts.get(path) == device) {
            return;
        }
        if (fileSystem(device, step.uuid()) == null || machine.mounts.containsKey(path)) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_CHANGED,
                    "cannot " + step.summary()
                            + ": its file system is not there any more, or another is mounted; plan again");
        }
        node.log().mount(MountFileSystem.TYPE.id(), device);
        List<String> options = new ArrayList<>(List.of("rw"));
        options.addAll(step.options());
        Propagation propagation = step.propagation();
        machine.directories.put(path, new Directory(path, Directory.State.EMPTY, true));
        machine.mount(
                path,
                device,
                new Machine.Mounting(
                        options, propagation == null ? Propagation.PRIVATE : propagation, ProjectQuota.ENFORCED));
        device.settle();
    }

    private void grow(GrowFileSystem step, Device device) {
        if (fileSystem(device, step.uuid()) == null) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_CHANGED,
                    "cannot " + step.summary() + ": another file system is there; plan again");
        }
        node.log().change(GrowFileSystem.TYPE.id(), device);
        device.content.superblock(new Content.Superblock(device.size, true));
    }

    private void label(StepType<?> type, Device device, String uuid, @Nullable String label) {
        Signature there = fileSystem(device, uuid);
        if (there == null) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_CHANGED, "another file system is there; plan again");
        }
        if (!java.util.Objects.equals(there.label(), label)) {
            node.log().change(type.id(), device);
            device.content.relabel(label);
            device.settle();
        }
    }

    @Override
    public void close() {}
}
