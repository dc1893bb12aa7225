package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemVolumeLabel;
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
 * Enables a namespace that is not ours ({@code ndctl enable-namespace}), as its adoption was asked for, or was cut off in the moment in
 * which it was disabled. It shows only then what it is and holds, and nothing of that changes.
 *
 * @param address the resource that may take it
 * @param region its region
 * @param uuid the UUID in its labels
 * @param label the name in its labels; null when it has none
 * @param reason why
 */
public record ShowNamespace(
        ResourceAddress address,
        RegionTarget region,
        String uuid,
        @Nullable String label,
        String reason) implements Step {

    /** Its type. */
    public static final StepType<ShowNamespace> TYPE = new StepType<>("pmem/show-namespace", 1, ShowNamespace.class);

    public ShowNamespace {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(reason, "reason");
        PmemMark.check(uuid);
        if (label != null && PmemVolumeLabel.parse(label).isPresent()) {
            throw new IllegalArgumentException("the namespace " + label + " is a volume of a CSI driver");
        }
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
        return "enable the namespace " + (label == null ? uuid : "'" + label + "'") + " in " + region
                + ", which is not ours";
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
                new PmemConditions.RegionIs(region), new PmemConditions.NamespaceEnabled(region, uuid, label, false));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new PmemConditions.NamespaceEnabled(region, uuid, label, true));
    }
}
