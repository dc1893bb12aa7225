package io.noderesource.devices.resource;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * Where resources are kept, with the manners of the Kubernetes API: an API server, or a directory.
 *
 * <p>Thread-safe. A resource is one of its address: kind, namespace and name, whatever its group. Each change gives it another
 * {@code resourceVersion}; a change is made only of the version that the caller has seen. All methods throw
 * {@link NodeResourceException} with {@code devices/store} when the store cannot be read or written; whether a change was
 * made is then to be looked up.
 */
public interface ResourceStore {

    /** All that are kept, in the order of their addresses. */
    List<IotResource> list();

    /** One of them; empty when there is none. */
    default Optional<IotResource> find(ResourceAddress address) {
        return list().stream().filter(r -> r.address().equals(address)).findFirst();
    }

    /**
     * Keeps a new one. Its status is ignored, and what the store gives is given: uid, times, version and generation.
     *
     * @return it as it is kept
     * @throws NodeResourceException {@code devices/exists} when there is one of this address; {@code devices/bad-resource} when
     *     it has a {@code resourceVersion}
     */
    IotResource create(IotResource resource);

    /**
     * Replaces metadata and spec of one; its status is ignored. The generation goes up when the spec changes. One that is being
     * deleted is gone with its last finalizer.
     *
     * @return it as it is kept, or was last
     * @throws NodeResourceException {@code devices/not-found} when there is none; {@code devices/conflict} when it is not of the
     *     version that is kept; {@code devices/bad-resource} when it is of another group, or adds a finalizer to one that is
     *     being deleted
     */
    IotResource update(IotResource resource);

    /**
     * Replaces the status of one, and nothing else.
     *
     * @return it as it is kept
     * @throws NodeResourceException {@code devices/not-found} when there is none; {@code devices/conflict} when it is not of the
     *     version that is kept
     */
    IotResource updateStatus(IotResource resource);

    /**
     * Deletes one: at once when nothing keeps it, else when its last finalizer is gone.
     *
     * @throws NodeResourceException {@code devices/not-found} when there is none
     */
    void delete(ResourceAddress address);

    /**
     * Deletes one as {@link #delete} does, when it is still as the caller has seen it.
     *
     * @throws NodeResourceException {@code devices/not-found} when there is none; {@code devices/conflict} when it is not of the
     *     version that is kept
     */
    void deleteSeen(IotResource resource);

    /**
     * What {@link #remember} was given last, also by an earlier process; empty when nothing is known of it, which makes a
     * controller that asks more careful.
     */
    default Optional<Json.Obj> recall() {
        return Optional.empty();
    }

    /** Keeps what a controller wants to know in its next life, in the place of what was kept before; a few lines. */
    default void remember(Json.Obj memory) {}
}
