package io.noderesource.apply;

import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.plan.Scope;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

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
        ObserveEvent event = new ObserveEvent();
        event.begin();
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
        event.whole = scope.whole();
        event.commit();
        return inventory;
    }

    /** Asks one backend; what it fails with is the reason why its sections are unavailable. */
    static List<Section<?>> ask(Backend backend, Observation request) {
        try {
            return backend.observe(request);
        } catch (NodeResourceException e) {
            return unavailable(backend, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            return unavailable(backend, "defect in the backend '" + backend.id() + "': " + e);
        }
    }

    static List<Section<?>> unavailable(Backend backend, String reason) {
        return backend.sections().stream().<Section<?>>map(t -> none(t, reason)).toList();
    }

    private static <T> Section<T> none(SectionType<T> type, String reason) {
        return Section.unavailable(type, reason);
    }
}
