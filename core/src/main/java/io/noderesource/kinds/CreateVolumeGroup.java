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
 * Makes a volume group of physical volumes that are ours and in no volume group ({@code vgcreate --addtag}).
 *
 * @param address the volume group
 * @param volumes the physical volumes
 * @param mark the tag it gets
 * @param reason why
 */
public record CreateVolumeGroup(ResourceAddress address, List<Made> volumes, String mark, String reason)
        implements Step {

    /** Its type. */
    public static final StepType<CreateVolumeGroup> TYPE = new StepType<>("lvm/create-vg", 1, CreateVolumeGroup.class);

    public CreateVolumeGroup {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(volumes, "volumes");
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(reason, "reason");
        volumes = List.copyOf(volumes);
    }

    @Override
    public Verb verb() {
        return Verb.CREATE;
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public String summary() {
        return "make volume group " + address.name() + " of "
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
        return LvmSteps.all(List.of(new LvmConditions.NameFree(address.name())), LvmSteps.orphans(volumes));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new LvmConditions.VolumeGroupIs(null, address.name(), LvmSteps.ids(volumes), true, mark));
    }
}
