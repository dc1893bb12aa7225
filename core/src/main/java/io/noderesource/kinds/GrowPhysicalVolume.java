package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Lvm;
import io.noderesource.plan.Condition;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.plan.Verb;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Grows a physical volume to its device, which has grown ({@code pvresize}).
 *
 * @param address the volume group
 * @param group the volume group's UUID
 * @param mark the tag it carries
 * @param device the device, with the size it has now
 * @param uuid the physical volume's UUID
 * @param size the size that it has: one that somebody makes smaller before the step is left so
 * @param least the size it has at least afterwards
 * @param reason why
 */
public record GrowPhysicalVolume(
        ResourceAddress address,
        String group,
        String mark,
        DeviceTarget device,
        String uuid,
        ByteSize size,
        ByteSize least,
        String reason)
        implements Step {

    /** Its type. */
    public static final StepType<GrowPhysicalVolume> TYPE = new StepType<>("lvm/grow-pv", 2, GrowPhysicalVolume.class);

    public GrowPhysicalVolume {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(least, "least");
        Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Verb verb() {
        return Verb.GROW;
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public String summary() {
        return "grow PV on " + device;
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(), Set.of(BlockDevices.SECTION, Lvm.SECTION));
    }

    @Override
    public List<DeviceTarget> writes() {
        return List.of(device);
    }

    @Override
    public List<Made> makes() {
        return List.of();
    }

    @Override
    public List<Condition> preconditions() {
        return List.of(
                new LvmConditions.HasPhysicalVolume(device, uuid, group),
                new LvmConditions.PhysicalVolumeAtLeast(uuid, size),
                new LvmConditions.VolumeGroupIs(group, address.name(), List.of(uuid), false, mark));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new LvmConditions.PhysicalVolumeAtLeast(uuid, least));
    }
}
