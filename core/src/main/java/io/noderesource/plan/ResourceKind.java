package io.noderesource.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.RuleReader;
import java.util.Set;

/**
 * Knows <em>what</em>: how a kind of resource is declared, which devices it claims, and which steps lead from what is
 * there to what is wanted.
 *
 * <p>All methods are pure, total and deterministic: the same arguments give the same answer, and nothing they are given
 * makes them throw.
 */
public interface ResourceKind extends RuleReader {

    /** The types of the steps that it plans. */
    Set<StepType<?>> steps();

    /** Kernel names of the devices that a resource of this kind has or wants. */
    Set<String> claims(ResourceSpec spec, PlanRequest request);

    /** Directories that have to be looked at before a resource of this kind is planned, such as its mount point. */
    default Set<String> directories(ResourceSpec spec) {
        return Set.of();
    }

    /**
     * Plans one declared resource.
     *
     * @param spec a spec that this kind has read or that was built for it
     * @param request everything else
     * @param claims who wants which device, over all kinds
     */
    ResourcePlan plan(ResourceSpec spec, PlanRequest request, Claims claims);

    /**
     * Plans the release of a resource: what is ours is marked as nobody's, and left alone.
     *
     * @param address the address, declared or not
     * @param request everything else
     */
    ResourcePlan release(ResourceAddress address, PlanRequest request);
}
