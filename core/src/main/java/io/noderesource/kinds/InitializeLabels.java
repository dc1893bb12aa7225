package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Pmem;
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
 * Gives the modules of a region labels, so that namespaces can be made in it (ndctl-init-labels(1)). Without labels the region is one
 * block device, on which people keep file systems: it has to be blank and idle, and is gone afterwards.
 *
 * @param address the resource that the region is for
 * @param region the region
 * @param device its block device
 * @param reason why
 */
public record InitializeLabels(ResourceAddress address, RegionTarget region, DeviceTarget device, String reason)
        implements Step {

    /** Its type. */
    public static final StepType<InitializeLabels> TYPE =
            new StepType<>("pmem/initialize-labels", 1, InitializeLabels.class);

    public InitializeLabels {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(device, "device");
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
        return "initialize the labels of " + region;
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(device.identity()), Set.of(BlockDevices.SECTION, Pmem.SECTION));
    }

    /** None that stays: the backend holds the device's lock itself until it is gone. */
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
        return List.of(
                new PmemConditions.RegionIs(region),
                new PmemConditions.Unlabelled(region, device),
                new DeviceClaimable(device));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new PmemConditions.Labelled(region));
    }
}
