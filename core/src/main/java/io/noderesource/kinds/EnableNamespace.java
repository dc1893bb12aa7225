package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Pmem;
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
 * Enables a namespace that was made for a resource ({@code ndctl enable-namespace}). What is on it shows only then, so what is to be
 * done with it is a matter of the next plan.
 *
 * @param address the resource that it is for
 * @param region its region
 * @param uuid the UUID in its labels
 * @param name the name in its labels
 * @param reason why
 */
public record EnableNamespace(ResourceAddress address, RegionTarget region, String uuid, String name, String reason)
        implements Step {

    /** Its type. */
    public static final StepType<EnableNamespace> TYPE =
            new StepType<>("pmem/enable-namespace", 1, EnableNamespace.class);

    public EnableNamespace {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
        PmemMark.check(name, uuid);
    }

    @Override
    public Verb verb() {
        return Verb.ENABLE;
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public String summary() {
        return "enable the namespace " + name + " in " + region;
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(), Set.of(BlockDevices.SECTION, Pmem.SECTION));
    }

    /** None: there is no device before it is done. */
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
                new PmemConditions.RegionIs(region), new PmemConditions.NamespaceEnabled(region, uuid, name, false));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new PmemConditions.NamespaceEnabled(region, uuid, name, true));
    }
}
