package io.noderesource.spi;

import io.noderesource.inventory.Inventory;
import io.noderesource.plan.Scope;
import java.time.Duration;

/**
 * A request to look at the node.
 *
 * @param scope how much of it
 * @param soFar what backends before this one have seen in the same observation; the block layer comes first
 * @param limit how long it may take; what did not answer by then makes its section partial or unavailable
 */
public record Observation(Scope scope, Inventory soFar, Duration limit) {}
