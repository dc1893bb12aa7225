package io.noderesource.plan;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a kind has to say about one resource; immutable. */
public final class ResourcePlan {

    private final ResourceAddress address;
    private final Map<Step, List<Step>> steps;
    private final Set<ResourceAddress> follows;
    private final List<Drift> drifts;
    private final List<Refusal> refusals;
    private final List<Notice> notices;
    private final @Nullable LedgerEntry remembered;

    private ResourcePlan(Builder builder) {
        address = builder.address;
        steps = new LinkedHashMap<>(builder.steps);
        follows = Set.copyOf(builder.follows);
        drifts = List.copyOf(builder.drifts);
        refusals = List.copyOf(builder.refusals);
        notices = List.copyOf(builder.notices);
        remembered = builder.remembered;
    }

    /** Starts the plan of a resource. */
    public static Builder builder(ResourceAddress address) {
        return new Builder(address);
    }

    public ResourceAddress address() {
        return address;
    }

    /** The steps in the order in which they are done, each with those that must be done before it. */
    public Map<Step, List<Step>> steps() {
        return new LinkedHashMap<>(steps);
    }

    /** The resources all of whose steps must be done before the first step of this one. */
    public Set<ResourceAddress> follows() {
        return follows;
    }

    public List<Drift> drifts() {
        return drifts;
    }

    public List<Refusal> refusals() {
        return refusals;
    }

    public List<Notice> notices() {
        return notices;
    }

    /** What the ledger is to remember, when the resource is seen to be ours. */
    public Optional<LedgerEntry> remembered() {
        return Optional.ofNullable(remembered);
    }

    /** Returns the plan with its steps refused for one reason. */
    ResourcePlan refused(ErrorCode code, String subject, List<String> facts, String remedy) {
        Builder builder = new Builder(address);
        builder.drifts.addAll(drifts);
        builder.refusals.addAll(refusals);
        builder.notices.addAll(notices);
        builder.remembered = remembered;
        return builder.refuse(new Refusal(address, code, subject, facts, remedy, null))
                .build();
    }

    /** Builds a {@link ResourcePlan}; not thread-safe. */
    public static final class Builder {
        private final ResourceAddress address;
        private final Map<Step, List<Step>> steps = new LinkedHashMap<>();
        private final Set<ResourceAddress> follows = new HashSet<>();
        private final List<Drift> drifts = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();
        private final List<Notice> notices = new ArrayList<>();
        private @Nullable LedgerEntry remembered;

        private Builder(ResourceAddress address) {
            this.address = address;
        }

        /** Adds a step behind all others. */
        public Builder step(Step step, List<Step> requires) {
            steps.put(step, List.copyOf(requires));
            return this;
        }

        /**
         * Says that whatever is done for another resource must be done before anything is done for this one. Resources that
         * follow each other in a circle keep the order of their addresses there.
         */
        public Builder follow(ResourceAddress other) {
            follows.add(other);
            return this;
        }

        public Builder drift(ErrorCode code, String subject, String fact) {
            drifts.add(new Drift(address, code, subject, fact));
            return this;
        }

        public Builder refuse(Refusal refusal) {
            refusals.add(refusal);
            return this;
        }

        /** Adds a refusal with the code's own remedy, which no consent can lift. */
        public Builder refuse(ErrorCode code, String subject, String fact) {
            return refuse(new Refusal(address, code, subject, List.of(fact), code.remedy(), null));
        }

        public Builder notice(ErrorCode code, String subject, String fact) {
            notices.add(new Notice(address, code, subject, fact));
            return this;
        }

        /** Says what the ledger is to remember. */
        public Builder remember(LedgerEntry entry) {
            remembered = entry;
            return this;
        }

        public ResourcePlan build() {
            return new ResourcePlan(this);
        }
    }
}
