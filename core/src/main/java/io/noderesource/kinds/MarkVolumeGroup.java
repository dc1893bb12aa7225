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
import org.jspecify.annotations.Nullable;

/**
 * Adopts a volume group on request: gives it our tag in place of the one of another node ({@code vgchange --addtag
 * --deltag}).
 *
 * @param address the volume group
 * @param uuid its UUID
 * @param members UUIDs of its physical volumes
 * @param before the mark that it carries and loses; null when it carries none
 * @param mark the tag it gets
 * @param reason why
 */
public record MarkVolumeGroup(
        ResourceAddress address,
        String uuid,
        List<String> members,
        @Nullable String before,
        String mark,
        String reason) implements Step {

    /** Its type. */
    public static final StepType<MarkVolumeGroup> TYPE = new StepType<>("lvm/mark-vg", 1, MarkVolumeGroup.class);

    public MarkVolumeGroup {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(members, "members");
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(reason, "reason");
        members = members.stream().sorted().toList();
    }

    @Override
    public Verb verb() {
        return Verb.MARK;
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public String summary() {
        return "adopt volume group " + address.name();
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
        return List.of(new LvmConditions.VolumeGroupIs(uuid, address.name(), members, true, before));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new LvmConditions.VolumeGroupIs(uuid, address.name(), members, true, mark));
    }
}
