package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.plan.Claims;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.ResourceKind;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.StepType;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.ResourceSpec;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The kind {@code volumegroup}: LVM volume groups on block devices. */
public final class VolumeGroupKind implements ResourceKind {

    /** The kind's id. */
    public static final String ID = "volumegroup";

    private static final Set<StepType<?>> STEPS = Set.of(
            InitializeLabels.TYPE,
            CreateNamespace.TYPE,
            EnableNamespace.TYPE,
            MarkNamespace.TYPE,
            ShowNamespace.TYPE,
            CreatePhysicalVolume.TYPE,
            CreateVolumeGroup.TYPE,
            ExtendVolumeGroup.TYPE,
            GrowPhysicalVolume.TYPE,
            MarkVolumeGroup.TYPE,
            UnmarkVolumeGroup.TYPE,
            WipeDevice.TYPE);

    private static final VolumeGroupRules RULES = new VolumeGroupRules();

    /** The kind; it has no state. */
    public VolumeGroupKind() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<ResourceSpec> read(DocumentNode rule, Consumer<Diagnostic> diagnostics) {
        return RULES.read(rule, diagnostics);
    }

    @Override
    public Set<StepType<?>> steps() {
        return STEPS;
    }

    @Override
    public Set<String> claims(ResourceSpec spec, PlanRequest request) {
        return new VolumeGroupPlanner((VolumeGroupSpec) spec, request, Claims.NONE).claims();
    }

    @Override
    public ResourcePlan plan(ResourceSpec spec, PlanRequest request, Claims claims) {
        return new VolumeGroupPlanner((VolumeGroupSpec) spec, request, claims).plan();
    }

    @Override
    public ResourcePlan release(ResourceAddress address, PlanRequest request) {
        return VolumeGroupRelease.plan(address, request);
    }
}
