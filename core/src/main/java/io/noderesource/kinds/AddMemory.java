package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.Pmem;
import io.noderesource.plan.Condition;
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
 * Makes the memory of a devdax namespace the system's ({@code daxctl reconfigure-device -m system-ram}): all its blocks are brought
 * online, movable where the kernel allows it. What was written to the namespace is lost.
 *
 * @param address the resource
 * @param region its region
 * @param uuid the UUID in the labels of its namespace
 * @param name the name in these
 * @param reason why
 */
public record AddMemory(ResourceAddress address, RegionTarget region, String uuid, String name, String reason)
        implements Step {

    /** Its type. */
    public static final StepType<AddMemory> TYPE = new StepType<>("pmem/add-memory", 1, AddMemory.class);

    public AddMemory {
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
        return Risk.FORMATS_BLANK;
    }

    @Override
    public String summary() {
        return "give the system the memory of " + name + " in " + region;
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(), Set.of(Pmem.SECTION));
    }

    /** None: it is no block device. */
    @Override
    public List<DeviceTarget> writes() {
        return List.of();
    }

    /** The namespace, also where a step before it makes it or marks it. */
    @Override
    public List<DeviceTarget> claims() {
        return List.of(claimed(region, uuid));
    }

    /** By what a namespace is known that becomes memory. */
    static DeviceTarget claimed(RegionTarget region, String uuid) {
        return DeviceTarget.yetToBeMade(new DeviceIdentity(DeviceIdentity.Kind.WWN, "uuid." + uuid), region.name());
    }

    /** Blocks go online at a few thousand a minute. */
    @Override
    public Duration allowance() {
        return Duration.ofSeconds(region.size().bytes() >> 30);
    }

    @Override
    public List<Made> makes() {
        return List.of();
    }

    @Override
    public List<Condition> preconditions() {
        return List.of(
                new PmemConditions.RegionIs(region), new PmemConditions.NamespaceEnabled(region, uuid, name, true));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new PmemConditions.MemoryIs(region, uuid, name, true));
    }
}
