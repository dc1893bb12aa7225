package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.FileSystems;
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
 * Releases a mounted file system: takes our mark off and leaves everything else, the mount too.
 *
 * @param address the quota path
 * @param device the device that the file system lies on
 * @param uuid its UUID
 * @param label the label it loses, our mark
 * @param reason why
 */
public record UnmarkFileSystem(ResourceAddress address, DeviceTarget device, String uuid, String label, String reason)
        implements Step {

    /** Its type. */
    public static final StepType<UnmarkFileSystem> TYPE = new StepType<>("quotapath/unmark", 1, UnmarkFileSystem.class);

    public UnmarkFileSystem {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(reason, "reason");
        QuotaPathSteps.checkPath(address);
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
        return "release the file system of " + device;
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(device.identity()), Set.of(BlockDevices.SECTION, FileSystems.SECTION))
                .with(Set.of(address.name()));
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
        return List.of(new QuotaPathConditions.MountedWithLabel(device, uuid, address.name(), label));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new QuotaPathConditions.MountedWithLabel(device, uuid, address.name(), null));
    }
}
