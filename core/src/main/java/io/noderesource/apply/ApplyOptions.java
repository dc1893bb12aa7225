package io.noderesource.apply;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.limit.Limits;
import io.noderesource.plan.Policy;
import java.time.Duration;

/** How a plan is applied; immutable. */
public final class ApplyOptions {

    private final ApplyListener listener;
    private final Cancellation cancellation;
    private final Duration stepLimit;
    private final Duration lockLimit;
    private final int maxDevices;

    private ApplyOptions(Builder builder) {
        listener = builder.listener;
        cancellation = builder.cancellation;
        stepLimit = Limits.positive("the limit of a step", builder.stepLimit);
        lockLimit = Limits.orNone("the limit of waiting for the lock", builder.lockLimit);
        maxDevices = builder.maxDevices;
    }

    /** No listener, a minute for each step, half a minute for the node's lock, and a cancellation of its own. */
    public static ApplyOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Who hears what is done. */
    public ApplyListener listener() {
        return listener;
    }

    /** Asks the run to stop. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** How long one step may take, and each look at the node before and after it. */
    public Duration stepLimit() {
        return stepLimit;
    }

    /** How long to wait for the node's lock, in all of a run. */
    public Duration lockLimit() {
        return lockLimit;
    }

    /** How many devices the run may claim or wipe; a plan that was saved is held to it too. */
    public int maxDevices() {
        return maxDevices;
    }

    /** Builds {@link ApplyOptions}; not thread-safe. */
    public static final class Builder {
        private ApplyListener listener = ApplyListener.NONE;
        private Cancellation cancellation = new Cancellation();
        private Duration stepLimit = Duration.ofMinutes(1);
        private Duration lockLimit = Duration.ofSeconds(30);
        private int maxDevices = Policy.DEFAULT_MAX_DEVICES;

        private Builder() {}

        public Builder listener(ApplyListener listener) {
            this.listener = listener;
            return this;
        }

        public Builder cancellation(Cancellation cancellation) {
            this.cancellation = cancellation;
            return this;
        }

        public Builder stepLimit(Duration stepLimit) {
            this.stepLimit = stepLimit;
            return this;
        }

        public Builder lockLimit(Duration lockLimit) {
            this.lockLimit = lockLimit;
            return this;
        }

        public Builder maxDevices(int maxDevices) {
            this.maxDevices = maxDevices;
            return this;
        }

        /**
         * Makes the options.
         *
         * @throws NodeResourceException {@code input/bad-option} when a limit is negative or longer than a day, or that of a
         *     step is zero
         */
        public ApplyOptions build() {
            if (maxDevices < 0) {
                throw new NodeResourceException(
                        StandardErrorCode.BAD_OPTION, "the limit of devices must not be negative: " + maxDevices);
            }
            return new ApplyOptions(this);
        }
    }
}
