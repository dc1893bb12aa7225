package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
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
 * Grows a mounted file system to its device, which has grown ({@code resize2fs}, {@code xfs_growfs}).
 *
 * @param address the quota path
 * @param device the device, with the size it has now
 * @param fileSystem the type of the file system
 * @param uuid its UUID
 * @param least the size it has at least afterwards
 * @param reason why
 */
public record GrowFileSystem(
        ResourceAddress address,
        DeviceTarget device,
        QuotaPathSpec.FileSystemType fileSystem,
        String uuid,
        ByteSize least,
        String reason)
        implements Step {

    /** Its type. */
    public static final StepType<GrowFileSystem> TYPE = new StepType<>("quotapath/grow", 1, GrowFileSystem.class);

    public GrowFileSystem {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(fileSystem, "fileSystem");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(least, "least");
        Objects.requireNonNull(reason, "reason");
        QuotaPathSteps.checkPath(address);
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
        return "grow " + fileSystem.word() + " on " + device;
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
        return List.of(
                new QuotaPathConditions.CanBeGrown(fileSystem.word()),
                new QuotaPathConditions.Enforced(device, uuid, address.name(), null));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new QuotaPathConditions.FileSystemAtLeast(device, uuid, least));
    }
}
