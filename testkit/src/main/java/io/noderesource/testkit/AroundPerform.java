package io.noderesource.testkit;

import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A backend with something that happens right before and right after it performs a step: what a test needs of timing.
 *
 * @param backend does everything
 * @param before happens when all is checked and locked and nothing is done
 * @param after happens when the step is done and nobody knows yet; not when it failed
 */
public record AroundPerform(Backend backend, Consumer<Step> before, Consumer<Step> after) implements Backend {

    public AroundPerform {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }

    /** A provider whose backend is one of these. */
    public static BackendProvider of(BackendProvider provider, Consumer<Step> before, Consumer<Step> after) {
        return new BackendProvider() {
            @Override
            public String id() {
                return provider.id();
            }

            @Override
            public Availability availability(BackendContext context) {
                return provider.availability(context);
            }

            @Override
            public Backend open(BackendContext context) {
                return new AroundPerform(provider.open(context), before, after);
            }
        };
    }

    /** A node whose own backends are such ones. */
    public static Node of(Node node, Consumer<Step> before, Consumer<Step> after) {
        List<Backend> backends = node.backends().stream()
                .<Backend>map(b -> new AroundPerform(b, before, after))
                .toList();
        return new ForwardingNode(node, backends) {
            @Override
            public void close() {
                node.close();
            }
        };
    }

    @Override
    public String id() {
        return backend.id();
    }

    @Override
    public Set<SectionType<?>> sections() {
        return backend.sections();
    }

    @Override
    public Set<StepType<?>> steps() {
        return backend.steps();
    }

    @Override
    public List<Section<?>> observe(Observation request) {
        return backend.observe(request);
    }

    @Override
    public Optional<Stamp> stamp(Inventory last) {
        return backend.stamp(last);
    }

    @Override
    public void perform(Step step, StepContext context) {
        before.accept(step);
        backend.perform(step, context);
        after.accept(step);
    }

    @Override
    public boolean isUnderWay(Step step) {
        return backend.isUnderWay(step);
    }

    @Override
    public void flush(Step step, StepContext context) {
        backend.flush(step, context);
    }

    @Override
    public void close() {
        backend.close();
    }
}
