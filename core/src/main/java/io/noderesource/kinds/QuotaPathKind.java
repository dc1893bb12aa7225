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
import io.noderesource.topology.RuleReader;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The kind {@code quotapath}: directories on which a file system with project quotas is mounted. */
public final class QuotaPathKind implements ResourceKind {

    private static final Set<StepType<?>> STEPS = Set.of(
            InitializeLabels.TYPE,
            CreateNamespace.TYPE,
            EnableNamespace.TYPE,
            MarkNamespace.TYPE,
            ShowNamespace.TYPE,
            MakeFileSystem.TYPE,
            MountFileSystem.TYPE,
            GrowFileSystem.TYPE,
            MarkFileSystem.TYPE,
            UnmarkFileSystem.TYPE,
            WipeDevice.TYPE);

    private static final RuleReader RULES = new QuotaPathRules();

    /** The kind; it has no state. */
    public QuotaPathKind() {}

    @Override
    public String id() {
        return QuotaPathSpec.KIND;
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
    public Set<String> directories(ResourceSpec spec) {
        return Set.of(((QuotaPathSpec) spec).path());
    }

    @Override
    public Set<String> claims(ResourceSpec spec, PlanRequest request) {
        return new QuotaPathPlanner((QuotaPathSpec) spec, request, Claims.NONE).claims();
    }

    @Override
    public ResourcePlan plan(ResourceSpec spec, PlanRequest request, Claims claims) {
        return new QuotaPathPlanner((QuotaPathSpec) spec, request, claims).plan();
    }

    @Override
    public ResourcePlan release(ResourceAddress address, PlanRequest request) {
        return QuotaPathRelease.plan(address, request);
    }
}
