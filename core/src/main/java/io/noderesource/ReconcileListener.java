package io.noderesource;

import io.noderesource.apply.ApplyReport;
import io.noderesource.base.NodeResourceException;
import io.noderesource.plan.Plan;
import io.noderesource.topology.Diagnostic;
import java.util.List;

/** Hears what a {@link Reconciler} does; called on its thread. */
public interface ReconcileListener {

    /** Hears nothing. */
    ReconcileListener NONE = new ReconcileListener() {};

    /** A new declaration is in force; there may be warnings. */
    default void accepted(List<Diagnostic> diagnostics) {}

    /**
     * A declaration is bad and not in force.
     *
     * @param diagnostics every mistake in it
     * @param lastGoodInForce whether an earlier one stays in force; else nothing is done
     */
    default void rejected(List<Diagnostic> diagnostics, LastGood lastGoodInForce) {}

    /** Whether there is an earlier declaration that stays in force. */
    enum LastGood {
        IN_FORCE,
        NONE
    }

    /** A pass ended before the node was looked at: nothing has changed since there was nothing to do. */
    default void unchanged() {}

    /** A plan was made, whether there is anything to do or not. */
    default void planned(Plan plan) {}

    /** A plan was carried out. */
    default void applied(ApplyReport report) {}

    /** A pass could not be finished; the next one comes later. */
    default void failed(NodeResourceException failure) {}
}
