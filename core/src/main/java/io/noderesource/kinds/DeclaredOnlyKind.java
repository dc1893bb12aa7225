package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.plan.Claims;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.ResourceKind;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.StepType;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.RuleReader;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A kind whose rules are read and checked, and that a plan reports as not carried out.
 *
 * <p>It has no state.
 */
public final class DeclaredOnlyKind implements ResourceKind {

    private final RuleReader rules;
    private final String what;

    private DeclaredOnlyKind(RuleReader rules, String what) {
        this.rules = rules;
        this.what = what;
    }

    /** Persistent memory as system memory. */
    public static ResourceKind memory() {
        return new DeclaredOnlyKind(new MemoryRules(), "regions that serve as memory");
    }

    @Override
    public String id() {
        return rules.id();
    }

    @Override
    public Optional<ResourceSpec> read(DocumentNode rule, Consumer<Diagnostic> diagnostics) {
        return rules.read(rule, diagnostics);
    }

    @Override
    public Set<StepType<?>> steps() {
        return Set.of();
    }

    /** None: nothing that it names is a block device. */
    @Override
    public Set<String> claims(ResourceSpec spec, PlanRequest request) {
        return Set.of();
    }

    @Override
    public ResourcePlan plan(ResourceSpec spec, PlanRequest request, Claims claims) {
        return notCarriedOut(spec.address());
    }

    @Override
    public ResourcePlan release(ResourceAddress address, PlanRequest request) {
        return notCarriedOut(address);
    }

    private ResourcePlan notCarriedOut(ResourceAddress address) {
        return ResourcePlan.builder(address)
                .refuse(
                        StandardErrorCode.KIND_NOT_CARRIED_OUT,
                        address.toString(),
                        what + " are not carried out by this version")
                .build();
    }
}
