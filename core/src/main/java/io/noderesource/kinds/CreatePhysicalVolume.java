package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Lvm;
import io.noderesource.plan.Condition;
import io.noderesource.plan.DeviceClaimable;
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
 * Makes a blank device a physical volume of a known UUID ({@code pvcreate --uuid}), so that it is known again after a
 * crash.
 *
 * @param address the volume group that it is for
 * @param device the device
 * @param uuid the UUID it gets, in LVM's form
 * @param reason why
 */
public record CreatePhysicalVolume(ResourceAddress address, DeviceTarget device, String uuid, String reason)
        implements Step {

    /** Its type. */
    public static final StepType<CreatePhysicalVolume> TYPE =
            new StepType<>("lvm/create-pv", 1, CreatePhysicalVolume.class);

    public CreatePhysicalVolume {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Verb verb() {
        return Verb.CREATE;
    }

    @Override
    public Risk risk() {
        return Risk.FORMATS_BLANK;
    }

    @Override
    public String summary() {
        return "make PV on " + device;
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(device.identity()), Set.of(BlockDevices.SECTION, Lvm.SECTION));
    }

    @Override
    public List<DeviceTarget> writes() {
        return List.of(device);
    }

    @Override
    public List<Made> makes() {
        return List.of(new Made(device, uuid));
    }

    @Override
    public List<Condition> preconditions() {
        return List.of(new DeviceClaimable(device), new LvmConditions.NoPhysicalVolume(device));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new LvmConditions.HasPhysicalVolume(device, uuid, null));
    }
}
