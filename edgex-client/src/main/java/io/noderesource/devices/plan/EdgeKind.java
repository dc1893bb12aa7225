package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.plan.Claims;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.ResourceKind;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.StepType;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.ResourceSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A kind of resources of an edge platform, as core's planner knows kinds; made for one pass, with what each resource got. */
final class EdgeKind implements ResourceKind {

    /** The steps of all three kinds. */
    static final Set<StepType<?>> STEPS =
            Set.of(AddObject.TYPE, ChangeObject.TYPE, RemoveObject.TYPE, SetProperty.TYPE);

    private final IotKind kind;
    private final Map<ResourceAddress, ResourcePlan> plans;

    EdgeKind(IotKind kind, Map<ResourceAddress, ResourcePlan> plans) {
        this.kind = kind;
        this.plans = plans;
    }

    @Override
    public String id() {
        return kind.id();
    }

    @Override
    public Set<StepType<?>> steps() {
        return STEPS;
    }

    /** They are declared as Kubernetes resources, which {@link io.noderesource.devices.resource.Manifests} reads. */
    @Override
    public Optional<ResourceSpec> read(DocumentNode rule, Consumer<Diagnostic> diagnostics) {
        diagnostics.accept(new Diagnostic(
                Diagnostic.Severity.ERROR,
                StandardErrorCode.UNKNOWN_KIND,
                rule.position(),
                rule.path(),
                "a " + kind.kubernetesKind() + " is not declared in a topology",
                "write it as a resource of its own"));
        return Optional.empty();
    }

    @Override
    public Set<String> claims(ResourceSpec spec, PlanRequest request) {
        return Set.of();
    }

    @Override
    public ResourcePlan plan(ResourceSpec spec, PlanRequest request, Claims claims) {
        return plans.getOrDefault(
                spec.address(), ResourcePlan.builder(spec.address()).build());
    }

    /** Nothing on the platform says whose an object is: a resource is released by deleting it as a mirror. */
    @Override
    public ResourcePlan release(ResourceAddress address, PlanRequest request) {
        return ResourcePlan.builder(address)
                .refuse(
                        DevicesErrorCode.BAD_RESOURCE,
                        address.toString(),
                        "objects of a platform carry no mark that could be taken off; set managed to false")
                .build();
    }
}
