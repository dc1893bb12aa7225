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
import java.util.stream.Collectors;

/**
 * Adds physical volumes that are ours and in no volume group to a volume group that is ours ({@code vgextend}).
 *
 * @param address the volume group
 * @param uuid its UUID
 * @param members UUIDs of the physical volumes that it has when the plan is made
 * @param volumes the physical volumes to add
 * @param mark the tag it carries
 * @param reason why
 */
public record ExtendVolumeGroup(
        ResourceAddress address, String uuid, List<String> members, List<Made> volumes, String mark, String reason)
        implements Step {

    /** Its type. */
    public static final StepType<ExtendVolumeGroup> TYPE = new StepType<>("lvm/extend-vg", 1, ExtendVolumeGroup.class);

    public ExtendVolumeGroup {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(members, "members");
        Objects.requireNonNull(volumes, "volumes");
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(reason, "reason");
        members = members.stream().sorted().toList();
        volumes = List.copyOf(volumes);
    }

    @Override
    public Verb verb() {
        return Verb.EXTEND;
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public String summary() {
        return "extend volume group " + address.name() + " by "
                + volumes.stream().map(v -> v.device().path()).collect(Collectors.joining(", "));
    }

    @Override
    public Scope scope() {
        return Scope.of(LvmSteps.identities(writes()), Set.of(BlockDevices.SECTION, Lvm.SECTION));
    }

    @Override
    public List<DeviceTarget> writes() {
        return volumes.stream().map(Made::device).toList();
    }

    @Override
    public List<Made> makes() {
        return List.of();
    }

    @Override
    public List<Condition> preconditions() {
        return LvmSteps.all(
                List.of(new LvmConditions.VolumeGroupIs(uuid, address.name(), members, true, mark)),
                LvmSteps.orphans(volumes));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new LvmConditions.VolumeGroupIs(
                uuid, address.name(), LvmSteps.both(members, LvmSteps.ids(volumes)), true, mark));
    }
}
