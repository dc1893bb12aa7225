package io.noderesource.devices.resource;

import io.noderesource.base.ResourceAddress;
import io.noderesource.edgex.json.Json;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Keeps resources in memory only. Thread-safe. */
public final class MemoryStore implements ResourceStore {

    private final Map<ResourceAddress, IotResource> kept = new TreeMap<>();
    private final StoreRules rules;
    private Json.@Nullable Obj memory;

    /** An empty store with the time of the system. */
    public MemoryStore() {
        this(Clock.systemUTC());
    }

    /** An empty store. */
    public MemoryStore(Clock clock) {
        AtomicLong last = new AtomicLong();
        this.rules = new StoreRules(clock, () -> Long.toString(last.incrementAndGet()));
    }

    @Override
    public synchronized List<IotResource> list() {
        return List.copyOf(kept.values());
    }

    @Override
    public synchronized Optional<IotResource> find(ResourceAddress address) {
        return Optional.ofNullable(kept.get(address));
    }

    @Override
    public synchronized IotResource create(IotResource resource) {
        return keep(rules.created(kept.get(resource.address()), resource));
    }

    @Override
    public synchronized IotResource update(IotResource resource) {
        return keep(rules.updated(kept.get(resource.address()), resource));
    }

    @Override
    public synchronized IotResource updateStatus(IotResource resource) {
        return keep(rules.withStatus(kept.get(resource.address()), resource));
    }

    @Override
    public synchronized void delete(ResourceAddress address) {
        keep(rules.deleted(kept.get(address), address));
    }

    @Override
    public synchronized void deleteSeen(IotResource resource) {
        keep(rules.deletedSeen(kept.get(resource.address()), resource));
    }

    @Override
    public synchronized Optional<Json.Obj> recall() {
        return Optional.ofNullable(memory);
    }

    @Override
    public synchronized void remember(Json.Obj what) {
        memory = what;
    }

    private IotResource keep(IotResource resource) {
        if (StoreRules.isGone(resource)) {
            kept.remove(resource.address());
        } else {
            kept.put(resource.address(), resource);
        }
        return resource;
    }
}
