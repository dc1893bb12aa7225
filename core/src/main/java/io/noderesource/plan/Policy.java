package io.noderesource.plan;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a plan may do beyond what is always safe; immutable. */
public final class Policy {

    /** How many devices one run may claim unless told otherwise. */
    public static final int DEFAULT_MAX_DEVICES = 16;

    private static final Pattern OWNER = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
    private static final Policy DEFAULTS = builder().build();

    private final String owner;
    private final int maxDevices;
    private final List<Consent> consents;
    private final Set<ResourceAddress> adopt;
    private final Set<ResourceAddress> release;

    private Policy(Builder builder) {
        owner = builder.owner;
        maxDevices = builder.maxDevices;
        consents = List.copyOf(builder.consents);
        adopt = Set.copyOf(builder.adopt);
        release = Set.copyOf(builder.release);
    }

    /** Nothing beyond what is always safe. */
    public static Policy defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Whose mark the objects carry; {@code noderesource} unless told otherwise. */
    public String owner() {
        return owner;
    }

    /** How many devices one run may claim or wipe. */
    public int maxDevices() {
        return maxDevices;
    }

    /** Tells whether the resource is to be adopted. */
    public boolean adopts(ResourceAddress address) {
        return adopt.contains(address);
    }

    /** The resources to be adopted, in the order of their addresses. */
    public Set<ResourceAddress> adopt() {
        return new TreeSet<>(adopt);
    }

    /** The resources to be released, in the order of their addresses. */
    public Set<ResourceAddress> release() {
        return new TreeSet<>(release);
    }

    /** Finds a consent that names the hash and has not expired. */
    public Optional<Consent> consent(String hash, Instant now) {
        return consents.stream()
                .filter(c -> c.hash().equals(hash) && now.isBefore(c.expires()))
                .findFirst();
    }

    /** Builds a {@link Policy}; not thread-safe. */
    public static final class Builder {
        private String owner = "noderesource";
        private int maxDevices = DEFAULT_MAX_DEVICES;
        private List<Consent> consents = List.of();
        private Set<ResourceAddress> adopt = Set.of();
        private Set<ResourceAddress> release = Set.of();

        private Builder() {}

        /** Sets whose mark the objects carry: a DNS label or name of at most 63 characters. */
        public Builder owner(String owner) {
            this.owner = owner;
            return this;
        }

        /** Sets how many devices one run may claim or wipe. */
        public Builder maxDevices(int maxDevices) {
            this.maxDevices = maxDevices;
            return this;
        }

        /** Sets the consents. */
        public Builder consents(List<Consent> consents) {
            this.consents = consents;
            return this;
        }

        /** Sets the resources to be adopted. */
        public Builder adopt(Set<ResourceAddress> adopt) {
            this.adopt = adopt;
            return this;
        }

        /** Sets the resources to be released. */
        public Builder release(Set<ResourceAddress> release) {
            this.release = release;
            return this;
        }

        /**
         * Makes the policy.
         *
         * @throws NodeResourceException {@code input/bad-option} when a value cannot be
         */
        public Policy build() {
            if (!OWNER.matcher(owner).matches()) {
                throw new NodeResourceException(
                        StandardErrorCode.BAD_OPTION,
                        "owner '" + owner + "' is not a DNS name of at most 63 characters in lower case");
            }
            if (maxDevices < 0) {
                throw new NodeResourceException(
                        StandardErrorCode.BAD_OPTION, "the limit of devices must not be negative: " + maxDevices);
            }
            for (ResourceAddress address : adopt) {
                if (release.contains(address)) {
                    throw new NodeResourceException(
                            StandardErrorCode.BAD_OPTION, address + " cannot be adopted and released at once");
                }
            }
            return new Policy(this);
        }
    }
}
