package io.noderesource.devices.plan;

import io.noderesource.plan.Policy;
import java.time.Duration;
import java.util.Objects;

/** What a plan for a node pool may do, and how careful it is; immutable. */
public final class PoolSettings {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final String nodePool;
    private final String namespace;
    private final Policy policy;
    private final Missing missing;
    private final EdgeBorn edgeBorn;
    private final OperatingStates operatingStates;
    private final int suspectPercent;
    private final int confirmations;
    private final Duration lookPause;
    private final int tries;
    private final Duration tryPause;

    /** What is done when the object of a managed resource has vanished from the platform. */
    public enum Missing {
        /** It is made again. */
        MAKE_AGAIN,
        /** It is told of, and nothing is done. */
        TELL
    }

    /** What is done with objects that no resource declares. */
    public enum EdgeBorn {
        /** Each gets a resource that mirrors it. */
        MIRROR,
        /** Nothing. */
        IGNORE
    }

    /** Who says whether a device works. */
    public enum OperatingStates {
        /** The declaration, where it does. */
        DECLARED,
        /** The device service alone: what is declared is told of as a difference. */
        OBSERVED
    }

    private PoolSettings(Builder builder) {
        nodePool = builder.nodePool;
        namespace = builder.namespace;
        policy = builder.policy;
        missing = builder.missing;
        edgeBorn = builder.edgeBorn;
        operatingStates = builder.operatingStates;
        suspectPercent = builder.suspectPercent;
        confirmations = builder.confirmations;
        lookPause = builder.lookPause;
        tries = builder.tries;
        tryPause = builder.tryPause;
    }

    /**
     * Starts the settings of a node pool.
     *
     * @param nodePool its name; only resources whose {@code spec.nodePool} says so are looked at
     */
    public static Builder builder(String nodePool) {
        return new Builder(nodePool);
    }

    /** The node pool. */
    public String nodePool() {
        return nodePool;
    }

    /** The namespace of mirrors; {@code default} unless told otherwise. */
    public String namespace() {
        return namespace;
    }

    /** What may be adopted; core's policy. */
    public Policy policy() {
        return policy;
    }

    public Missing missing() {
        return missing;
    }

    public EdgeBorn edgeBorn() {
        return edgeBorn;
    }

    public OperatingStates operatingStates() {
        return operatingStates;
    }

    /** From how many percent of the known objects of a kind on their absence is suspect; 30. */
    public int suspectPercent() {
        return suspectPercent;
    }

    /** In how many looks in a row an absence must be seen to be believed where it is suspect; 3. */
    public int confirmations() {
        return confirmations;
    }

    /** How long after a look that counted the next one counts, so that passes that follow each other are one look; 10 seconds. */
    public Duration lookPause() {
        return lookPause;
    }

    /** How often fields or a property are written at once that keep showing something else; 3. */
    public int tries() {
        return tries;
    }

    /** The pause after that before they are written again, which doubles up to an hour; one minute. */
    public Duration tryPause() {
        return tryPause;
    }

    /** Builds {@link PoolSettings}; not thread-safe. */
    public static final class Builder {
        private final String nodePool;
        private String namespace = "default";
        private Policy policy = Policy.defaults();
        private Missing missing = Missing.MAKE_AGAIN;
        private EdgeBorn edgeBorn = EdgeBorn.MIRROR;
        private OperatingStates operatingStates = OperatingStates.DECLARED;
        private int suspectPercent = 30;
        private int confirmations = 3;
        private Duration lookPause = Duration.ofSeconds(10);
        private int tries = 3;
        private Duration tryPause = Duration.ofMinutes(1);

        private Builder(String nodePool) {
            if (nodePool.isEmpty()) {
                throw new IllegalArgumentException("a node pool needs a name: resources without one belong to nobody");
            }
            this.nodePool = nodePool;
        }

        /** Sets the namespace of mirrors. */
        public Builder namespace(String value) {
            namespace = Objects.requireNonNull(value, "namespace");
            return this;
        }

        /** Sets what may be adopted. */
        public Builder policy(Policy value) {
            policy = Objects.requireNonNull(value, "policy");
            return this;
        }

        /** Sets what is done about vanished objects of managed resources. */
        public Builder missing(Missing value) {
            missing = Objects.requireNonNull(value, "missing");
            return this;
        }

        /** Sets what is done with objects that no resource declares. */
        public Builder edgeBorn(EdgeBorn value) {
            edgeBorn = Objects.requireNonNull(value, "edgeBorn");
            return this;
        }

        /** Sets who says whether a device works. */
        public Builder operatingStates(OperatingStates value) {
            operatingStates = Objects.requireNonNull(value, "operatingStates");
            return this;
        }

        /** Sets from how many percent on an absence is suspect, 1 to 100. */
        public Builder suspectPercent(int value) {
            suspectPercent = within(value, 1, 100, "suspectPercent");
            return this;
        }

        /** Sets how often a suspect absence must be seen, 2 to 1000. */
        public Builder confirmations(int value) {
            confirmations = within(value, 2, 1000, "confirmations");
            return this;
        }

        /** Sets how long after a look that counted the next one counts; zero counts each. */
        public Builder lookPause(Duration value) {
            if (value.isNegative() || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a pause must be from zero to a day, not " + value);
            }
            lookPause = value;
            return this;
        }

        /** Sets how often something is written at once, 1 to 1000. */
        public Builder tries(int value) {
            tries = within(value, 1, 1000, "tries");
            return this;
        }

        /** Sets the pause before it is written again. */
        public Builder tryPause(Duration value) {
            if (value.isNegative() || value.isZero() || value.compareTo(Brake.LONGEST_PAUSE) > 0) {
                throw new IllegalArgumentException(
                        "a pause must be longer than nothing, and an hour at most, not " + value);
            }
            tryPause = value;
            return this;
        }

        public PoolSettings build() {
            return new PoolSettings(this);
        }

        private static int within(int value, int least, int greatest, String what) {
            if (value < least || value > greatest) {
                throw new IllegalArgumentException(
                        what + " must be from " + least + " to " + greatest + ", not " + value);
            }
            return value;
        }
    }
}
