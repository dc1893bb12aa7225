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
import org.jspecify.annotations.Nullable;

/**
 * Adopts a mounted file system on request: gives it our mark in place of the label that it has.
 *
 * @param address the quota path
 * @param device the device that the file system lies on
 * @param uuid its UUID
 * @param before the label that it loses; null when it has none
 * @param label the label it gets, our mark
 * @param reason why
 */
public record MarkFileSystem(
        ResourceAddress address,
        DeviceTarget device,
        String uuid,
        @Nullable String before,
        String label,
        String reason) implements Step {

    /** Its type. */
    public static final StepType<MarkFileSystem> TYPE = new StepType<>("quotapath/mark", 1, MarkFileSystem.class);

    public MarkFileSystem {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(reason, "reason");
        QuotaPathSteps.checkPath(address);
        QuotaPathSteps.checkLabel(label);
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
        return "adopt the file system of " + device + (before == null ? "" : ", whose label is " + before);
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
    public String objectUuid() {
        return uuid;
    }

    @Override
    public List<Condition> preconditions() {
        return List.of(new QuotaPathConditions.MountedWithLabel(device, uuid, address.name(), before));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new QuotaPathConditions.MountedWithLabel(device, uuid, address.name(), label));
    }
}
