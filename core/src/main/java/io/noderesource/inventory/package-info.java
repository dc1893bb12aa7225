/**
 * What a node has, as facts: one immutable {@link io.noderesource.inventory.Inventory} of typed sections.
 *
 * <p>Everything here is a record of what was seen, without an opinion of what should be. An inventory turns into JSON
 * and back without loss, so that one that somebody sends is a fixture that can be replayed.
 */
@NullMarked
package io.noderesource.inventory;

import org.jspecify.annotations.NullMarked;
