package io.noderesource.kinds;

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
 * Releases a volume group on request: takes our tag off and leaves everything else ({@code vgchange --deltag}).
 *
 * @param address the volume group
 * @param uuid its UUID
 * @param mark the tag it loses
 * @param reason why
 */
public record UnmarkVolumeGroup(ResourceAddress address, String uuid, String mark, String reason) implements Step {

    /** Its type. */
    public static final StepType<UnmarkVolumeGroup> TYPE = new StepType<>("lvm/unmark-vg", 1, UnmarkVolumeGroup.class);

    public UnmarkVolumeGroup {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Verb verb() {
        return Verb.UNMARK;
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public String summary() {
        return "release volume group " + address.name();
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(), Set.of(BlockDevices.SECTION, Lvm.SECTION));
    }

    @Override
    public List<DeviceTarget> writes() {
        return List.of();
    }

    @Override
    public List<Made> makes() {
        return List.of();
    }

    @Override
    public List<Condition> preconditions() {
        return List.of(new LvmConditions.VolumeGroupIs(uuid, address.name(), List.of(), false, mark));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new LvmConditions.VolumeGroupIs(uuid, address.name(), List.of(), false, null));
    }
}
