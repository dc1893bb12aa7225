package io.noderesource;

import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Stamp;
import io.noderesource.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says cheaply that there is nothing to do, so that the node need not be looked at: for whoever plans again and again.
 *
 * <pre>{@code
 * if (!gate.holds(topology, policy)) {
 *   node.apply(gate.plan(topology, policy));
 * }
 * }</pre>
 *
 * <p>It holds only while all of this is so; any doubt means a whole observation:
 *
 * <ul>
 *   <li>the last plan had no step and no refusal, and every section that it was made from was complete;
 *   <li>it was made for this topology and this policy (the same objects), and the node has the labels that it had;
 *   <li>the ledger and the stamps of all backends ({@link Backend#stamp}) are what they were both before and after the
 *       observation that the plan was made from - so what changed during it is not missed;
 *   <li>that was less than {@link #longest()} ago by the node's clock.
 * </ul>
 *
 * <p>What stamps do not watch is seen by the whole observation at the latest that comes then. Thread-safe.
 */
public final class Gate {

    /** Five minutes: the longest pause that {@link Reconciler} makes anyhow, so nothing goes unseen for longer than before. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private final NodeResources node;
    private final Duration longest;
    private @Nullable Inventory last;
    private @Nullable Quiet quiet;

    /** What was so when there was nothing to do. */
    private record Quiet(Topology topology, Policy policy, Facts facts, Instant since) {}

    /** What has to stay for a plan to stay. */
    private record Facts(NodeIdentity identity, Stamp ledger, List<Stamp> stamps) {}

    Gate(NodeResources node, Duration longest) {
        this.node = node;
        this.longest = longest;
    }

    /** After how long the node is looked at anyway. */
    public Duration longest() {
        return longest;
    }

    /** Tells whether planning now would find nothing to do, as the last time; changes nothing, and never throws. */
    public synchronized boolean holds(Topology topology, Policy policy) {
        Quiet then = quiet;
        Inventory seen = last;
        if (then == null || seen == null || then.topology != topology || then.policy != policy) {
            return false;
        }
        Instant now = node.clock().instant();
        return !now.isBefore(then.since)
                && now.isBefore(then.since.plus(longest))
                && facts(seen).filter(then.facts::equals).isPresent();
    }

    /**
     * Observes the node and plans, as {@link NodeResources#plan(Topology, Policy)} does, and remembers when there was
     * nothing to do.
     */
    public synchronized Plan plan(Topology topology, Policy policy) {
        quiet = null;
        Instant since = node.clock().instant();
        Inventory previous = last;
        Optional<Facts> before = previous == null ? Optional.empty() : facts(previous);
        Inventory now = node.observe(topology);
        last = now;
        Plan plan = node.plan(topology, policy, now);
        if (before.isPresent() && isQuiet(plan, now) && facts(now).equals(before)) {
            quiet = new Quiet(topology, policy, before.get(), since);
        }
        return plan;
    }

    private static boolean isQuiet(Plan plan, Inventory now) {
        return plan.isEmpty()
                && plan.refusals().isEmpty()
                && now.sections().stream().allMatch(s -> s.state() == Section.State.COMPLETE);
    }

    private Optional<Facts> facts(Inventory seen) {
        NodeIdentity identity;
        try {
            identity = node.identity();
        } catch (NodeResourceException e) {
            // Planning will fail by it, and say so.
            return Optional.empty();
        }
        return node.state()
                .stamp()
                .flatMap(ledger -> node.stamps().take(seen).map(stamps -> new Facts(identity, ledger, stamps)));
    }
}
