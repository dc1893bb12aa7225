package io.noderesource.devices;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.Cancellation;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.devices.resource.MemoryStore;
import io.noderesource.edgex.json.Json;
import io.noderesource.plan.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A node pool for tests: resources in memory, a platform in memory, a controller, and a clock that stands. */
final class PoolWorld {

    final MemoryStore store = new MemoryStore();
    final PlatformInMemory platform = new PlatformInMemory();
    private final PoolSettings settings;
    private DeviceController controller;
    private Instant now = Instant.parse("2026-11-29T10:00:00Z");

    PoolWorld() {
        this(PoolSettings.builder(Crds.POOL).build());
    }

    PoolWorld(PoolSettings settings) {
        this.settings = settings;
        controller = make();
    }

    private DeviceController make() {
        return DeviceController.builder(platform, store, settings)
                .clock(new Clock() {
                    @Override
                    public Instant instant() {
                        return now;
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                })
                .build();
    }

    /** The controller's process ends, and another one begins: what only it remembered is lost. */
    void restart() {
        controller = make();
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    PoolWorld declare(IotResource... resources) {
        return declare(List.of(resources));
    }

    PoolWorld declare(List<IotResource> resources) {
        for (IotResource resource : resources) {
            store.create(resource);
            if (!resource.status().members().isEmpty()) {
                // The API server takes a status only by itself.
                store.updateStatus(get(resource.address()).withStatus(resource.status()));
            }
        }
        return this;
    }

    /** Changes the spec of a resource, as a user does. */
    void change(IotResource resource) {
        store.update(get(resource.address()).withSpec(resource.spec()));
    }

    Pass pass() {
        return controller.pass();
    }

    Plan plan() {
        return controller.plan();
    }

    PoolLook look() {
        return controller.look();
    }

    List<Pass> converge(ApplyListener listener, Cancellation cancellation) {
        return controller.converge(listener, cancellation);
    }

    /** Passes until nothing changes any more. */
    Pass converge() {
        Pass last = pass();
        for (int i = 0; last.changed(); i++) {
            if (i == 10) {
                throw new AssertionError(
                        "no end after " + i + " passes:\n" + last.plan().render() + last.wayBack());
            }
            last = pass();
        }
        return last;
    }

    IotResource get(ResourceAddress address) {
        return find(address).orElseThrow(() -> new AssertionError("no " + address));
    }

    Optional<IotResource> find(ResourceAddress address) {
        return store.list().stream().filter(r -> r.address().equals(address)).findFirst();
    }

    /** What the platform has of a name. */
    Json.Obj edge(IotKind kind, String name) {
        Json.Obj content = platform.objects(kind).get(name);
        if (content == null) {
            throw new AssertionError("the platform has no " + kind.id() + " " + name);
        }
        return content;
    }

    boolean isThere(IotKind kind, String name) {
        return platform.objects(kind).containsKey(name);
    }

    /** A condition of a resource: {@code True Present: message}. */
    String condition(ResourceAddress address, String type) {
        return get(address).status().array("conditions").stream()
                .map(c -> (Json.Obj) c)
                .filter(c -> c.text("type").orElse("").equals(type))
                .map(c -> c.text("status").orElse("") + " " + c.text("reason").orElse("") + ": "
                        + c.text("message").orElse(""))
                .findFirst()
                .orElse("no condition " + type);
    }
}
