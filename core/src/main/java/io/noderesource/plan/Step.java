package io.noderesource.plan;

import io.noderesource.base.ResourceAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of the node, as data: what a plan shows, a journal keeps and a backend performs.
 *
 * <p>Implementations are public records in an exported package, made of what {@link StepType} allows. Everything that
 * a step says follows from its components alone.
 */
public interface Step {

    /** The resource that it belongs to. */
    ResourceAddress address();

    /** What it does. */
    Verb verb();

    /** What it can cost. */
    Risk risk();

    /** What it does to what, one line for people, such as {@code create PV on /dev/vdb (serial A, 10 GiB)}. */
    String summary();

    /** Why it is needed, one sentence for people without a full stop. */
    String reason();

    /** How much of the node its conditions have to see. */
    Scope scope();

    /** The devices that it writes to: each is locked from the check to the end. */
    List<DeviceTarget> writes();

    /**
     * The devices, or what is known like one, that it takes for its resource: {@link Policy#maxDevices} counts them, each once, over all
     * steps of a plan that are not {@link Risk#SAFE}.
     */
    default List<DeviceTarget> claims() {
        return writes();
    }

    /** What it makes that carries an id; the ledger keeps it. */
    List<Made> makes();

    /**
     * The UUID of the object behind its resource, such as a quota path's file system, that the node is known to have once it is done; the
     * ledger keeps it. Null where none is known before.
     */
    default @Nullable String objectUuid() {
        return null;
    }

    /** How much longer than a usual step it may take. */
    default Duration allowance() {
        return Duration.ZERO;
    }

    /** What must hold right before it is performed. */
    List<Condition> preconditions();

    /** What must hold after it; when this holds beforehand, there is nothing to do. */
    List<Condition> postconditions();
}
