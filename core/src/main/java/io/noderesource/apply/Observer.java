package io.noderesource.apply;

import io.noderesource.inventory.Inventory;
import io.noderesource.plan.Scope;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the backends in their order and puts one inventory together; thread-safe. */
public final class Observer {

    private final String node;
    private final Clock clock;
    private final List<Backend> backends;

    /**
     * An observer.
     *
     * @param node the node's name
     * @param clock gives the inventory its time
     * @param backends who to ask; one that comes later sees what those before it saw
     */
    public Observer(String node, Clock clock, List<Backend> backends) {
        this.node = node;
        this.clock = clock;
        this.backends = List.copyOf(backends);
    }

    /**
     * Observes; a backend that does not answer in time or fails makes its sections unavailable, and no more.
     *
     * @param scope how much to look at
     * @param limit how long each backend may take
     */
    public Inventory observe(Scope scope, Duration limit) {
        @Nullable ObserveEvent event = Recorder.isThere() ? new ObserveEvent() : null;
        if (event != null) {
            event.begin();
        }
        List<Backend> left = backends.stream()
                .filter(backend -> backend.sections().stream().anyMatch(scope::needs))
                .toList();
        Inventory inventory = Inventory.of(node, clock.instant(), List.of());
        while (!left.isEmpty()) {
            Look look = new Look(left, new Observation(scope, inventory, limit));
            Look.Seen seen = look.seen();
            inventory = seen.inventory();
            left = left.subList(seen.asked(), left.size());
        }
        if (event != null) {
            event.whole = scope.whole();
            event.commit();
        }
        return inventory;
    }
}
