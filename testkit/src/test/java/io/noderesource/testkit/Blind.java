package io.noderesource.testkit;

import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A backend that is not built in and sees nothing of its own; behind all others, it is asked when they have looked. */
class Blind implements Backend {

    private static final SectionType<Nothing> NOTHING = new SectionType<>("nothing", 1, Nothing.class);

    /** What it sees. */
    record Nothing() {}

    /** A node with it behind the backends that it has. */
    final Node behind(Node node) {
        List<Backend> all = new ArrayList<>(node.backends());
        all.add(this);
        return new ForwardingNode(node, all);
    }

    @Override
    public String id() {
        return "blind";
    }

    @Override
    public Set<SectionType<?>> sections() {
        return Set.of(NOTHING);
    }

    @Override
    public Set<StepType<?>> steps() {
        return Set.of();
    }

    @Override
    public List<Section<?>> observe(Observation request) {
        return request.scope().needs(NOTHING) ? List.of(Section.complete(NOTHING, new Nothing())) : List.of();
    }

    @Override
    public void perform(Step step, StepContext context) {}

    @Override
    public void close() {}
}
