package io.noderesource.testkit;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.MemoryKind;
import io.noderesource.kinds.QuotaPathKind;
import io.noderesource.kinds.VolumeGroupKind;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.LedgerEntry;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.Verb;
import io.noderesource.plan.Violation;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.StepContext;
import io.noderesource.topology.ResourceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans and applies on a simulated node without a state directory: thousands of runs a second. */
final class StepDriver {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    final SimulatedNode node;
    final Planner planner = Planner.of(List.of(new VolumeGroupKind(), new QuotaPathKind(), new MemoryKind()));
    Ledger ledger;

    /** A step that was not done, and why. */
    record Failure(Step step, ErrorCode code, String message) {}

    StepDriver(SimulatedNode node) {
        this.node = node;
        this.ledger = Ledger.empty("salt of " + node.identity().name());
    }

    /** Plans and applies, and insists that all of it works. */
    void make(ResourceSpec... desired) {
        List<Failure> failures = apply(plan(desired));
        if (!failures.isEmpty()) {
            throw new IllegalStateException("not made: " + failures);
        }
    }

    Plan plan(ResourceSpec... desired) {
        return plan(Policy.defaults(), desired);
    }

    Plan plan(Policy policy, ResourceSpec... desired) {
        Inventory seen = observe(Scope.NODE.with(planner.directories(List.of(desired))));
        return planner.plan(new PlanRequest(node.identity(), List.of(desired), seen, ledger, policy));
    }

    /** Applies what can be applied, and tells what went wrong. */
    List<Failure> apply(Plan plan) {
        for (LedgerEntry entry : plan.remembered()) {
            ledger = ledger.merged(entry, plan.forgotten());
        }
        List<Failure> failures = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (PlannedStep planned : plan.steps()) {
            if (done.containsAll(planned.requires())) {
                Optional<Failure> failure = run(planned.step());
                failure.ifPresent(failures::add);
                if (failure.isEmpty()) {
                    done.add(planned.id());
                }
            }
        }
        for (ResourceAddress address : plan.released()) {
            ledger = ledger.without(address);
        }
        return failures;
    }

    @SuppressWarnings("try") // the lock is there to be held
    private Optional<Failure> run(Step step) {
        List<Node.Lock> locks = new ArrayList<>();
        try (Node.Lock ignored = node.lock(LIMIT)) {
            ledger = step.verb() == Verb.UNMARK ? ledger : ledger.withMade(step);
            for (DeviceTarget target : step.writes()) {
                for (BlockDevice device :
                        node.observe().seen(BlockDevices.SECTION).orElseThrow().known(target.identity())) {
                    locks.add(node.claim(device));
                }
            }
            Inventory now = observe(step.scope());
            if (step.postconditions().stream().noneMatch(c -> c.check(now).isPresent())) {
                ledger = ledger.withDone(step);
                return Optional.empty();
            }
            Optional<Violation> stale = step.preconditions().stream()
                    .flatMap(c -> c.check(now).stream())
                    .findFirst();
            if (stale.isPresent()) {
                return stale.map(v -> new Failure(step, v.code(), v.toString()));
            }
            backend(step).perform(step, new StepContext(now, LIMIT, message -> {}));
            Inventory after = observe(step.scope());
            Optional<Violation> missing = step.postconditions().stream()
                    .flatMap(c -> c.check(after).stream())
                    .findFirst();
            ledger = missing.isPresent() ? ledger : ledger.withDone(step);
            return missing.map(v -> new Failure(step, StandardErrorCode.POSTCONDITION, v.toString()));
        } catch (NodeResourceException e) {
            return Optional.of(new Failure(step, e.code(), String.valueOf(e.getMessage())));
        } finally {
            locks.forEach(Node.Lock::close);
        }
    }

    private Backend backend(Step step) {
        return node.backends().stream()
                .filter(b -> b.steps().stream().anyMatch(t -> t.step().isInstance(step)))
                .findFirst()
                .orElseThrow();
    }

    Inventory observe(Scope scope) {
        Inventory seen = Inventory.of(node.identity().name(), node.clock().instant(), List.of());
        for (Backend backend : node.backends()) {
            for (Section<?> section : backend.observe(new Observation(scope, seen, LIMIT))) {
                seen = seen.with(section);
            }
        }
        return seen;
    }
}
