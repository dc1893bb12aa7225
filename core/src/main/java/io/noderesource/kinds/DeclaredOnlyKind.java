package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.plan.Claims;
import io.noderesource.plan.DeviceChoice;
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
import java.util.stream.Collectors;

/**
 * A kind whose rules are read and checked, whose devices are kept for it, and that a plan reports as not carried out.
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

    /** Quota paths. */
    public static ResourceKind quotaPath() {
        return new DeclaredOnlyKind(new QuotaPathRules(), "quota paths");
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

    /** The devices that it names; none of them may be taken for something else meanwhile. */
    @Override
    public Set<String> claims(ResourceSpec spec, PlanRequest request) {
        BlockDevices block = request.inventory().seen(BlockDevices.SECTION).orElse(null);
        if (block == null || !(spec instanceof QuotaPathSpec path)) {
            return Set.of();
        }
        return DeviceChoice.of(path.source(), block, device -> false).all().stream()
                .map(BlockDevice::name)
                .collect(Collectors.toUnmodifiableSet());
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
