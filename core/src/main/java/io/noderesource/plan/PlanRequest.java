package io.noderesource.plan;

import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.Inventory;
import io.noderesource.topology.ResourceSpec;
import java.util.List;

/**
 * Everything that a plan follows from.
 *
 * @param node the node
 * @param desired what is wanted on it
 * @param inventory what is there; its time is the plan's now
 * @param ledger what is remembered
 * @param policy what is allowed beyond the safe
 */
public record PlanRequest(
        NodeIdentity node, List<ResourceSpec> desired, Inventory inventory, Ledger ledger, Policy policy) {

    public PlanRequest {
        desired = List.copyOf(desired);
    }

    /** Tells whether an address is declared. */
    public boolean wants(ResourceAddress address) {
        return desired.stream().anyMatch(s -> s.address().equals(address));
    }
}
