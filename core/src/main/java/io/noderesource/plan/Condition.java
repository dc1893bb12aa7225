package io.noderesource.plan;

import io.noderesource.inventory.Inventory;
import java.util.Optional;

/**
 * A fact about the node that can be checked on an inventory: pure, total, and never satisfied by what was not seen.
 *
 * <p>Implementations are records.
 */
public interface Condition {

    /** What is to hold, for people, without a full stop. */
    String describe();

    /**
     * Checks it.
     *
     * @param now an inventory that covers at least the step's scope
     * @return empty when it holds; else why it does not
     */
    Optional<Violation> check(Inventory now);
}
