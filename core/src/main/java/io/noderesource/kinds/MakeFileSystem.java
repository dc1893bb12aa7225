package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.FileSystems;
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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a file system with project quotas on a blank device ({@code mkfs.ext4}, {@code mkfs.xfs}), of a known UUID and with
 * our mark as its label, so that it is known again after a crash.
 *
 * @param address the quota path that it is for
 * @param device the device
 * @param fileSystem the type of the file system
 * @param uuid the UUID it gets
 * @param label the label it gets, our mark
 * @param reason why
 */
public record MakeFileSystem(
        ResourceAddress address,
        DeviceTarget device,
        QuotaPathSpec.FileSystemType fileSystem,
        String uuid,
        String label,
        String reason)
        implements Step {

    /** Its type. */
    public static final StepType<MakeFileSystem> TYPE =
            new StepType<>("quotapath/make-file-system", 1, MakeFileSystem.class);

    public MakeFileSystem {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(fileSystem, "fileSystem");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(reason, "reason");
        QuotaPathSteps.checkPath(address);
        QuotaPathSteps.checkUuid(uuid);
        QuotaPathSteps.checkLabel(label);
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
        return "make " + fileSystem.word() + " on " + device;
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(device.identity()), Set.of(BlockDevices.SECTION, FileSystems.SECTION, Lvm.SECTION))
                .with(Set.of(address.name()));
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
    public String objectUuid() {
        return uuid;
    }

    /** The tables of a large file system: a second for each 4 GiB. */
    @Override
    public Duration allowance() {
        return Duration.ofSeconds(device.sizeOrZero().bytes() >> 32);
    }

    @Override
    public List<Condition> preconditions() {
        return List.of(
                new DeviceClaimable(device),
                new QuotaPathConditions.NotShownAsPhysicalVolume(device),
                new QuotaPathConditions.CanBeMade(fileSystem.word()),
                new QuotaPathConditions.MountPointFree(address.name()));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new QuotaPathConditions.HasFileSystem(device, fileSystem.word(), uuid, label));
    }
}
