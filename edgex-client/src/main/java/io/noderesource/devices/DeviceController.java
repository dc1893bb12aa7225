package io.noderesource.devices;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Cancellation;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.EdgeMemory;
import io.noderesource.devices.plan.EdgePlanner;
import io.noderesource.devices.plan.PoolPicture;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.plan.WayBack;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.platform.EdgeValues;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.devices.resource.ResourceStore;
import io.noderesource.edgex.json.Json;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Plan;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the objects of an edge platform as the resources of one node pool declare them, and the resources told of what is there.
 *
 * <p>A pass looks at resources and platform, plans, carries the plan out, and writes statuses and mirrors. Thread-safe; one pass
 * runs at a time. Of one node pool there must be one controller: what two of them did would be right, but done twice.
 */
public final class DeviceController {

    private static final Logger LOG = System.getLogger(DeviceController.class.getName());

    /** What is left after it is the next pass's. */
    private static final Duration LONGEST_APPLY = Duration.ofMinutes(30);

    private static final int MOST_PASSES = 10;

    private final EdgePlatform platform;
    private final ResourceStore store;
    private final PoolSettings settings;
    private final Clock clock;
    private final Duration limit;
    private @Nullable EdgeMemory memory;
    private Json.@Nullable Obj remembered;

    private DeviceController(Builder builder) {
        platform = builder.platform;
        store = builder.store;
        settings = builder.settings;
        clock = builder.clock;
        limit = builder.limit;
    }

    /** Starts a controller; whoever gives platform and store closes them. */
    public static Builder builder(EdgePlatform platform, ResourceStore store, PoolSettings settings) {
        return new Builder(platform, store, settings);
    }

    /**
     * Plans, and changes nothing: neither on the platform nor in the store.
     *
     * @throws NodeResourceException when the resources could not be read
     */
    public synchronized Plan plan() {
        return planner(store.list()).plan();
    }

    /**
     * Plans, and draws the node pool as it stands; changes nothing, as {@link #plan()}.
     *
     * @throws NodeResourceException when the resources could not be read
     */
    public synchronized PoolLook look() {
        EdgePlanner planner = planner(store.list());
        Plan plan = planner.plan();
        return new PoolLook(plan, PoolPicture.of(planner, plan));
    }

    /**
     * What the platform shows, with the values of the desired properties.
     *
     * @throws NodeResourceException when the resources could not be read
     */
    public synchronized Inventory observe() {
        return inventory(store.list());
    }

    /** One pass that nobody listens to. */
    public Pass pass() {
        return pass(ApplyListener.NONE, new Cancellation());
    }

    /**
     * One pass.
     *
     * @param listener hears of each step
     * @param cancellation ends it between steps
     * @throws NodeResourceException when the resources could not be read; what fails on the platform is in the report
     */
    public synchronized Pass pass(ApplyListener listener, Cancellation cancellation) {
        List<String> problems = new ArrayList<>();
        List<IotResource> resources = store.list();
        List<IotResource> unmarked =
                WayBack.finalizers(EdgePlanner.of(settings, resources, nothing(), EdgeMemory.EMPTY));
        if (!unmarked.isEmpty()) {
            // Whoever deletes a resource from now on waits until its object is gone.
            unmarked.forEach(r -> attempt(r.address().toString(), () -> store.update(r), problems));
            resources = store.list();
        }
        EdgePlanner planner = planner(resources);
        Plan plan = planner.plan();
        ApplyReport report = PlanApplier.to(platform)
                .apply(
                        plan,
                        ApplyOptions.builder()
                                .listener(listener)
                                .cancellation(cancellation)
                                .stepLimit(limit)
                                .build(),
                        LONGEST_APPLY);
        WayBack back = WayBack.of(planner, plan, report, clock.instant());
        memory = back.memory();
        remember(back.memory(), problems);
        return new Pass(plan, report, back, new Writing(problems).write(back), problems);
    }

    /** What was remembered by the last pass, or by an earlier process. */
    private EdgeMemory memory() {
        EdgeMemory known = memory;
        if (known == null) {
            remembered = store.recall().orElse(null);
            known = remembered == null ? EdgeMemory.EMPTY : EdgeMemory.of(remembered);
            memory = known;
        }
        return known;
    }

    private void remember(EdgeMemory now, List<String> problems) {
        Json.Obj json = now.json();
        if (!json.equals(remembered)
                && attempt("what is missing at the platform", () -> store.remember(json), problems)) {
            remembered = json;
        }
    }

    /** Writes what goes back to the resources. */
    private final class Writing {
        private final Map<ResourceAddress, IotResource> written = new HashMap<>();
        private final List<String> problems;
        private int count;

        Writing(List<String> problems) {
            this.problems = problems;
        }

        /** How much was written, but for what may be something else at each look. */
        int write(WayBack back) {
            back.updates().forEach(r -> count += one(r, () -> update(r)));
            back.statuses().forEach(r -> {
                int done = one(r, () -> status(r));
                count += back.values().contains(r.address()) ? 0 : done;
            });
            back.deletions().forEach(r -> count += one(r, () -> store.deleteSeen(r)));
            back.creations().forEach(r -> count += one(r, () -> store.create(r)));
            return count;
        }

        private int one(IotResource resource, Runnable write) {
            return attempt(resource.address().toString(), write, problems) ? 1 : 0;
        }

        /** A finalizer goes also when somebody has changed the resource meanwhile: its object is gone. */
        private void update(IotResource resource) {
            try {
                written.put(resource.address(), store.update(resource));
            } catch (NodeResourceException e) {
                IotResource now = changed(resource, e);
                if (!resource.isDeleting() || resource.hasFinalizer() || !now.isDeleting()) {
                    throw e;
                }
                store.update(now.withoutFinalizer());
            }
        }

        /** What was seen and made holds also when somebody has changed the resource meanwhile: whose an object is must not be lost. */
        private void status(IotResource resource) {
            try {
                store.updateStatus(
                        written.getOrDefault(resource.address(), resource).withStatus(resource.status()));
            } catch (NodeResourceException e) {
                store.updateStatus(changed(resource, e).withStatus(resource.status()));
            }
        }

        /** The resource as it is by now, when that is why it could not be written. */
        private IotResource changed(IotResource resource, NodeResourceException failure) {
            return Optional.of(resource.address())
                    .filter(a -> failure.code() == DevicesErrorCode.CONFLICT)
                    .flatMap(store::find)
                    .filter(now -> now.uid().equals(resource.uid()))
                    .orElseThrow(() -> failure);
        }
    }

    /**
     * Passes until nothing changes any more, or ten times: what is set three times and does not stay, and what fails anew each
     * time, ends before that.
     *
     * @param listener hears of each step
     * @param cancellation ends it between steps
     * @return the passes, in their order; when the last one still {@linkplain Pass#changed() changed} something, it did not come
     *     to an end
     * @throws NodeResourceException when the resources could not be read
     */
    public List<Pass> converge(ApplyListener listener, Cancellation cancellation) {
        List<Pass> passes = new ArrayList<>();
        boolean again = true;
        while (again) {
            Pass pass = pass(listener, cancellation);
            passes.add(pass);
            again = pass.changed() && passes.size() < MOST_PASSES && !cancellation.isCancelled();
        }
        return List.copyOf(passes);
    }

    /**
     * Passes until nothing is left to do, and on from then on: when the platform tells of changes, and after each period.
     *
     * @param period the longest time between two passes; at least a second
     * @param listener hears of each step
     * @param after told of each pass, and of what kept one from being made; on the loop's own thread
     * @return closed to end it; the pass under way ends first
     */
    public DeviceLoop watch(Duration period, ApplyListener listener, Consumer<DeviceLoop.Turn> after) {
        return DeviceLoop.start(this, platform, period, listener, after);
    }

    private EdgePlanner planner(List<IotResource> resources) {
        return EdgePlanner.of(settings, resources, inventory(resources), memory());
    }

    private Inventory inventory(List<IotResource> resources) {
        Inventory inventory = Inventory.of(
                settings.nodePool(), clock.instant(), platform.observe(EnumSet.allOf(IotKind.class), limit));
        Set<PropertyKey> keys =
                EdgePlanner.of(settings, resources, inventory, memory()).propertiesToRead();
        return keys.isEmpty()
                ? inventory
                : inventory.with(Section.complete(EdgeValues.SECTION, platform.values(keys, limit)));
    }

    private Inventory nothing() {
        return Inventory.of(settings.nodePool(), clock.instant(), List.of());
    }

    /** What one resource fails at keeps no other from being written. */
    private static boolean attempt(String address, Runnable write, List<String> problems) {
        try {
            write.run();
            return true;
        } catch (NodeResourceException e) {
            problems.add(address + ": " + e.getMessage() + " [" + e.code().id() + "]");
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the store failed at " + address, e);
            problems.add(address + ": " + e + " [" + DevicesErrorCode.STORE.id() + "]");
        }
        return false;
    }

    /** Builds a {@link DeviceController}; not thread-safe. */
    public static final class Builder {
        private final EdgePlatform platform;
        private final ResourceStore store;
        private final PoolSettings settings;
        private Clock clock = Clock.systemUTC();
        private Duration limit = Duration.ofMinutes(2);

        private Builder(EdgePlatform platform, ResourceStore store, PoolSettings settings) {
            this.platform = Objects.requireNonNull(platform, "platform");
            this.store = Objects.requireNonNull(store, "store");
            this.settings = Objects.requireNonNull(settings, "settings");
        }

        /** Sets the clock. */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** Sets how long one look, and one group of steps, may take; two minutes. */
        public Builder limit(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("a limit must be positive, not " + value);
            }
            limit = value;
            return this;
        }

        public DeviceController build() {
            return new DeviceController(this);
        }
    }
}
