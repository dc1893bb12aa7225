package io.noderesource;

import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Cancellation;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.limit.Limits;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.NodeTopology;
import io.noderesource.topology.Topology;
import io.noderesource.topology.TopologyDocument;
import io.noderesource.topology.TopologySource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a node at its declared state: follows the declaration, plans and applies, again and again.
 *
 * <p>A bad declaration never comes into force: the last good one stays, also over a restart and without a network. Used
 * by one thread; {@link Cancellation#cancel()} from any other stops it between two steps.
 */
public final class Reconciler {

    private static final Logger LOG = System.getLogger(Reconciler.class.getName());

    private static final String LAST_GOOD = "last-good";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final NodeResources node;
    private final TopologySource source;
    private final Policy policy;
    private final ApplyOptions options;
    private final ReconcileListener listener;
    private final Duration interval;
    private final Gate gate;

    private @Nullable String seen;
    private @Nullable Topology inForce;
    private boolean started;

    private Reconciler(Builder builder) {
        node = builder.node;
        source = builder.source;
        policy = builder.policy;
        options = builder.options;
        listener = builder.listener;
        interval = builder.interval;
        gate = node.gate(builder.wholePassEvery);
    }

    /** Starts a reconciler of a node by a declaration. */
    public static Builder builder(NodeResources node, TopologySource source) {
        return new Builder(node, source);
    }

    /**
     * Runs until it is cancelled through the apply options' {@link Cancellation}, or its thread is interrupted, which
     * stays so. A pass that fails or leaves something undone is followed by a longer pause, up to five minutes; a changed
     * declaration ends any pause. A defect of a plug-in or of the listener ends a pass, not the run.
     */
    public void run() {
        Duration pause = interval;
        while (!options.cancellation().isCancelled() && !Thread.currentThread().isInterrupted()) {
            boolean well = pass();
            pause = well ? interval : longer(pause);
            waitForChange(pause);
        }
    }

    /**
     * Makes one pass; it ends early when the {@link Gate} says that there is nothing to do.
     *
     * @return whether everything that is declared and not refused is done
     */
    public boolean pass() {
        try {
            follow();
            Topology topology = inForce;
            if (topology == null) {
                return false;
            }
            if (gate.holds(topology, policy)) {
                listener.unchanged();
                return true;
            }
            Plan plan = gate.plan(topology, policy);
            listener.planned(plan);
            ApplyReport report = node.apply(plan, options);
            if (!plan.isEmpty()) {
                listener.applied(report);
            }
            return report.succeeded();
        } catch (NodeResourceException e) {
            failed(e);
            return false;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "defect in a pass", e);
            failed(new NodeResourceException(
                    StandardErrorCode.INTERNAL, "cannot finish this pass: " + e + "; the next one comes later", e));
            return false;
        }
    }

    private void failed(NodeResourceException failure) {
        try {
            listener.failed(failure);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a reconcile listener failed", e);
        }
    }

    /** Takes the declaration into force when it has changed and is good. */
    private void follow() {
        if (!started) {
            started = true;
            inForce = restored().orElse(null);
        }
        TopologySource now = source.snapshot();
        String fingerprint = now.fingerprint().orElse("");
        if (fingerprint.equals(seen)) {
            return;
        }
        TopologyDocument document = node.read(now);
        List<Diagnostic> diagnostics = new ArrayList<>(document.diagnostics());
        boolean good = document.isGood();
        if (good) {
            NodeTopology here = document.topology().forNode(node.identity());
            diagnostics.addAll(here.diagnostics());
            good = here.diagnostics().stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        }
        if (good) {
            now.save().ifPresent(text -> node.state().keep(LAST_GOOD, text));
            inForce = document.topology();
            listener.accepted(diagnostics);
        } else {
            listener.rejected(
                    diagnostics,
                    inForce == null ? ReconcileListener.LastGood.NONE : ReconcileListener.LastGood.IN_FORCE);
        }
        seen = fingerprint;
    }

    private Optional<Topology> restored() {
        return node.state()
                .kept(LAST_GOOD)
                .flatMap(TopologySource::restore)
                .map(node::read)
                .filter(TopologyDocument::isGood)
                .map(TopologyDocument::topology);
    }

    private void waitForChange(Duration pause) {
        Duration left = pause;
        while (!left.isNegative() && !left.isZero()) {
            Duration part = left.compareTo(LOOK) < 0 ? left : LOOK;
            if (options.cancellation().await(part)
                    || !source.fingerprint().orElse("").equals(seen)) {
                return;
            }
            left = left.minus(part);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** Builds a {@link Reconciler}; not thread-safe. */
    public static final class Builder {
        private final NodeResources node;
        private final TopologySource source;
        private Policy policy = Policy.defaults();
        private ApplyOptions options = ApplyOptions.defaults();
        private ReconcileListener listener = ReconcileListener.NONE;
        private Duration interval = Duration.ofSeconds(20);
        private Duration wholePassEvery = Gate.LONGEST;

        private Builder(NodeResources node, TopologySource source) {
            this.node = node;
            this.source = source;
        }

        /** Sets the policy of every plan. */
        public Builder policy(Policy policy) {
            this.policy = policy;
            return this;
        }

        /** Sets how plans are applied, and what cancels the run. */
        public Builder options(ApplyOptions options) {
            this.options = options;
            return this;
        }

        /** Sets who hears what is done. */
        public Builder listener(ReconcileListener listener) {
            this.listener = listener;
            return this;
        }

        /** Sets the pause between two passes, a day at most; 20 seconds unless told, as the ancestor has it. */
        public Builder interval(Duration interval) {
            this.interval = interval;
            return this;
        }

        /**
         * Sets after how long the node is looked at although nothing seems to have changed: {@link Gate#LONGEST} unless
         * told, zero for each pass.
         */
        public Builder wholePassEvery(Duration wholePassEvery) {
            this.wholePassEvery = wholePassEvery;
            return this;
        }

        /**
         * Makes the reconciler.
         *
         * @throws io.noderesource.base.NodeResourceException {@code input/bad-option} when an interval is negative or longer than a day, or
         *     that between two passes is zero
         */
        public Reconciler build() {
            Limits.positive("the pause between two passes", interval);
            Limits.orNone("the time between two whole passes", wholePassEvery);
            return new Reconciler(this);
        }
    }
}
