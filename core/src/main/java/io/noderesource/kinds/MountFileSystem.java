package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.FileSystemMount.Propagation;
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
 * Mounts a file system on its quota path, found by its UUID, and proves that project quotas are enforced on it. The
 * directory is made where there is none, and made immutable where its own file system can do that, so that nobody writes
 * into it while nothing is mounted. Where it is not mounted in the end, the directory is as mutable as it was.
 *
 * @param address the quota path
 * @param device the device that the file system lies on
 * @param fileSystem the type of the file system
 * @param uuid its UUID
 * @param options the options that the kernel is given
 * @param propagation how mounts below it are to spread; null for as the kernel has it
 * @param reason why
 */
public record MountFileSystem(
        ResourceAddress address,
        DeviceTarget device,
        QuotaPathSpec.FileSystemType fileSystem,
        String uuid,
        List<String> options,
        @Nullable Propagation propagation,
        String reason)
        implements Step {

    /** Its type. */
    public static final StepType<MountFileSystem> TYPE = new StepType<>("quotapath/mount", 1, MountFileSystem.class);

    public MountFileSystem {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(fileSystem, "fileSystem");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(reason, "reason");
        options = List.copyOf(options);
        QuotaPathSteps.checkPath(address);
        QuotaPathSteps.checkOptions(options);
    }

    @Override
    public Verb verb() {
        return Verb.MOUNT;
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public String summary() {
        return "mount " + fileSystem.word() + " of " + device + " on " + address.name();
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
        return List.of(
                new LvmConditions.DeviceIdle(device),
                new QuotaPathConditions.HasFileSystem(device, fileSystem.word(), uuid, null),
                new QuotaPathConditions.MountPointFree(address.name()));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new QuotaPathConditions.Enforced(device, uuid, address.name(), propagation));
    }
}
