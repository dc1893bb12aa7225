package io.noderesource.testkit;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.GrowPhysicalVolume;
import io.noderesource.kinds.MarkVolumeGroup;
import io.noderesource.kinds.UnmarkVolumeGroup;
import io.noderesource.plan.Made;
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
import org.jspecify.annotations.Nullable;

/** LVM on a simulated node. */
final class SimulatedLvm implements Backend {

    private static final String STUCK = "a call into LVM hangs and may hold its lock";

    private final SimulatedNode node;

    SimulatedLvm(SimulatedNode node) {
        this.node = node;
    }

    @Override
    public String id() {
        return "simulated-lvm";
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
        synchronized (node.guard()) {
            node.looked();
            return List.of(
                    node.work().isLvmStuck()
                            ? Section.unavailable(Lvm.SECTION, STUCK)
                            : node.sight().section(Lvm.SECTION, node.sight().lvmReport()));
        }
    }

    @Override
    public Optional<Stamp> stamp(Inventory last) {
        synchronized (node.guard()) {
            return node.work().isLvmStuck()
                    ? Optional.empty()
                    : node.sight().stamp(Lvm.SECTION, node.sight().lvmReport());
        }
    }

    @Override
    public void perform(Step step, StepContext context) {
        synchronized (node.guard()) {
            if (node.work().isLvmStuck()) {
                throw new NodeResourceException(
                        StandardErrorCode.DEADLINE, "cannot " + step.summary() + ": " + STUCK + "; try again later");
            }
        }
        if (step instanceof CreatePhysicalVolume create) {
            node.work().run(CreatePhysicalVolume.TYPE, () -> written(step, context), () -> create(create, context));
        } else if (step instanceof CreateVolumeGroup create) {
            node.work().run(CreateVolumeGroup.TYPE, () -> written(step, context), () -> create(create, context));
        } else if (step instanceof ExtendVolumeGroup extend) {
            node.work().run(ExtendVolumeGroup.TYPE, () -> written(step, context), () -> extend(extend, context));
        } else if (step instanceof GrowPhysicalVolume grow) {
            node.work().run(GrowPhysicalVolume.TYPE, () -> written(step, context), () -> grow(grow, context));
        } else if (step instanceof MarkVolumeGroup mark) {
            node.work()
                    .run(
                            MarkVolumeGroup.TYPE,
                            () -> members(mark.uuid()),
                            () -> retag(MarkVolumeGroup.TYPE, mark.address(), mark.uuid(), mark.mark(), mark.before()));
        } else if (step instanceof UnmarkVolumeGroup unmark) {
            node.work()
                    .run(
                            UnmarkVolumeGroup.TYPE,
                            () -> members(unmark.uuid()),
                            () -> retag(UnmarkVolumeGroup.TYPE, unmark.address(), unmark.uuid(), null, unmark.mark()));
        } else {
            throw SimulatedBlock.unknown(step);
        }
    }

    private List<Device> written(Step step, StepContext context) {
        return step.writes().stream()
                .map(target -> SimulatedBlock.meant(node, target, context))
                .toList();
    }

    private List<Device> members(String uuid) {
        Group group = node.machine().groups.get(uuid);
        return group == null
                ? List.of()
                : group.extents.keySet().stream()
                        .flatMap(pv -> node.sight().lvm().carrying(pv).stream())
                        .toList();
    }

    private void create(CreatePhysicalVolume step, StepContext context) {
        Device device = SimulatedBlock.meant(node, step.device(), context);
        Content.Label label = device.content.label();
        if (label == null || !label.uuid().equals(step.uuid())) {
            node.log().lvm(CreatePhysicalVolume.TYPE.id()).pvcreate(device, step.uuid());
        }
    }

    private void create(CreateVolumeGroup step, StepContext context) {
        List<Device> devices = devices(step.volumes(), context);
        List<Group> named = node.sight().lvm().named(step.address().name());
        boolean isThere = named.size() == 1
                && named.get(0).tags.contains(step.mark())
                && named.get(0).extents.size() == step.volumes().size()
                && step.volumes().stream().allMatch(v -> named.get(0).extents.containsKey(v.id()));
        if (!isThere) {
            node.log().lvm(CreateVolumeGroup.TYPE.id()).vgcreate(step.address().name(), devices, List.of(step.mark()));
        }
    }

    private void extend(ExtendVolumeGroup step, StepContext context) {
        Group group = group(step.address(), step.uuid());
        List<Device> fresh = new ArrayList<>();
        List<Device> devices = devices(step.volumes(), context);
        for (int i = 0; i < devices.size(); i++) {
            if (!group.extents.containsKey(step.volumes().get(i).id())) {
                fresh.add(devices.get(i));
            }
        }
        if (!fresh.isEmpty()) {
            node.log().lvm(ExtendVolumeGroup.TYPE.id()).vgextend(group, fresh);
        }
    }

    private void grow(GrowPhysicalVolume step, StepContext context) {
        Device device = SimulatedBlock.meant(node, step.device(), context);
        Content.Label label = device.content.label();
        if (label == null || !label.uuid().equals(step.uuid()) || !step.group().equals(label.group())) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_CHANGED,
                    "cannot grow the PV on " + step.device() + ": another one is there; plan again");
        }
        node.log().lvm(GrowPhysicalVolume.TYPE.id()).pvresize(device);
    }

    private void retag(
            StepType<?> type, ResourceAddress address, String uuid, @Nullable String add, @Nullable String remove) {
        Group group = group(address, uuid);
        boolean isThere = (add == null || group.tags.contains(add)) && (remove == null || !group.tags.contains(remove));
        if (!isThere) {
            node.log()
                    .lvm(type.id())
                    .vgchange(
                            group,
                            add == null ? List.of() : List.of(add),
                            remove == null ? List.of() : List.of(remove));
        }
    }

    private List<Device> devices(List<Made> volumes, StepContext context) {
        List<Device> devices = new ArrayList<>();
        for (Made volume : volumes) {
            Device device = SimulatedBlock.meant(node, volume.device(), context);
            Content.Label label = device.content.label();
            if (label == null || !label.uuid().equals(volume.id())) {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_CHANGED,
                        volume.device() + " is not the PV " + volume.id() + "; plan again");
            }
            devices.add(device);
        }
        return devices;
    }

    private Group group(ResourceAddress address, String uuid) {
        return node.sight().lvm().visible().stream()
                .filter(g -> g.uuid.equals(uuid) && g.name.equals(address.name()))
                .findFirst()
                .orElseThrow(() -> new NodeResourceException(
                        StandardErrorCode.STALE,
                        "there is no volume group " + address.name() + " with uuid " + uuid + "; plan again"));
    }

    @Override
    public void close() {}
}
