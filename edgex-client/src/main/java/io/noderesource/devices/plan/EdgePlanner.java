package io.noderesource.devices.plan;

import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.inventory.Inventory;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.SourcePosition;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the resources of a node pool and what its platform shows into a {@link Plan}: pure and deterministic.
 *
 * <p>What it never does: remove anything when the platform was not seen completely, or when so much is missing that its store
 * may have been lost; write what is equal; write a field that is not declared; write a property under a name that the device
 * does not know.
 */
public final class EdgePlanner {

    private final EdgeView view;

    private EdgePlanner(EdgeView view) {
        this.view = view;
    }

    /**
     * Looks at resources and platform side by side.
     *
     * @param settings what may be done
     * @param resources all resources; those of other node pools are passed over
     * @param inventory what the platform shows
     * @param memory what was remembered after the last pass
     */
    public static EdgePlanner of(
            PoolSettings settings, Collection<IotResource> resources, Inventory inventory, EdgeMemory memory) {
        return new EdgePlanner(EdgeView.of(settings, resources, inventory, memory));
    }

    /** The properties to be read before the plan is made. */
    public Set<PropertyKey> propertiesToRead() {
        return new PropertyPlanner(view).toRead();
    }

    /** Makes the plan. */
    public Plan plan() {
        Map<ResourceAddress, ResourcePlan> plans = ObjectPlanner.plan(view);
        List<EdgeKind> kinds = Arrays.stream(IotKind.values())
                .map(kind -> new EdgeKind(kind, plans))
                .toList();
        List<ResourceSpec> desired = view.resources().values().stream()
                .<ResourceSpec>map(r -> new DeclaredObject(r, SourcePosition.CODE))
                .toList();
        return Planner.of(kinds)
                .plan(new PlanRequest(
                        new NodeIdentity(view.settings().nodePool(), Map.of()),
                        desired,
                        view.inventory(),
                        Ledger.empty(""),
                        view.settings().policy()));
    }

    EdgeView view() {
        return view;
    }
}
