package io.noderesource.devices.plan;

import io.noderesource.plan.Condition;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import java.util.List;

/**
 * A change of an edge platform.
 *
 * <p>It writes to no device of the node, and leaves nothing that only a ledger could find again: the platform finds its objects
 * by name. So it needs none of core's locks and conditions; the platform itself refuses a name that is taken, and what becomes
 * stale between plan and change is seen by the platform's answer.
 */
public sealed interface EdgeStep extends Step permits AddObject, ChangeObject, RemoveObject, SetProperty {

    /** The object's name on the platform. */
    String name();

    @Override
    default Risk risk() {
        return Risk.SAFE;
    }

    @Override
    default Scope scope() {
        return Scope.of(java.util.Set.of(), java.util.Set.of());
    }

    @Override
    default List<DeviceTarget> writes() {
        return List.of();
    }

    @Override
    default List<Made> makes() {
        return List.of();
    }

    @Override
    default List<Condition> preconditions() {
        return List.of();
    }

    @Override
    default List<Condition> postconditions() {
        return List.of();
    }
}
