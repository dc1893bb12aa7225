package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
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
 * Takes the memory of a namespace back from the system ({@code daxctl reconfigure-device -m devdax}): its blocks go offline first, which
 * the kernel refuses while something that cannot be moved is in one.
 *
 * @param address the resource
 * @param region its region
 * @param uuid the UUID in the labels of its namespace
 * @param name the name in these
 * @param reason why
 */
public record TakeMemoryBack(ResourceAddress address, RegionTarget region, String uuid, String name, String reason)
        implements Step {

    /** Its type. */
    public static final StepType<TakeMemoryBack> TYPE =
            new StepType<>("pmem/take-memory-back", 1, TakeMemoryBack.class);

    public TakeMemoryBack {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
        PmemMark.check(name, uuid);
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
        return "take back from the system the memory of " + name + " in " + region;
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

    /** The kernel moves what lies in it elsewhere, a GiB a second where memory is slow. */
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
        return List.of(new PmemConditions.MemoryIs(region, uuid, name, false));
    }
}
