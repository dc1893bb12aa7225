package io.noderesource.devices.resource;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.edgex.json.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What becomes of a resource by each request, as an API server has it for a kind with a status subresource. */
final class StoreRules {

    /** What the store gives and callers cannot change. */
    private static final List<String> GIVEN =
            List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation");

    private final Clock clock;
    private final Supplier<String> versions;

    /**
     * Rules.
     *
     * @param clock gives the times of creation and deletion
     * @param versions gives versions, each only once in a store's life
     */
    StoreRules(Clock clock, Supplier<String> versions) {
        this.clock = clock;
        this.versions = versions;
    }

    /** What is to be kept from now on. */
    IotResource created(@Nullable IotResource kept, IotResource given) {
        if (kept != null) {
            throw refusal(
                    DevicesErrorCode.EXISTS, given.address(), "is there already; update it, or name it otherwise");
        }
        if (given.resourceVersion().isPresent()) {
            throw refusal(
                    DevicesErrorCode.BAD_RESOURCE,
                    given.address(),
                    "has a resourceVersion and cannot be created; create it without one");
        }
        IotResource created = without(given, "deletionTimestamp", "deletionGracePeriodSeconds")
                .withMetadata("namespace", Json.of(given.namespace()))
                .withMetadata("uid", Json.of(UUID.randomUUID().toString()))
                .withMetadata("creationTimestamp", now())
                .withMetadata("generation", Json.of(1));
        return versioned(IotResource.of(created.json().without("status")));
    }

    /** What is to be kept from now on; {@code kept} itself when nothing changes. See {@link #isGone}. */
    IotResource updated(@Nullable IotResource kept, IotResource given) {
        IotResource current = current(kept, given);
        if (given.group() != current.group()) {
            throw refusal(
                    DevicesErrorCode.BAD_RESOURCE,
                    given.address(),
                    "is kept as one of " + current.group().apiVersion() + "; keep its apiVersion");
        }
        Set<String> added = new HashSet<>(given.finalizers());
        current.finalizers().forEach(added::remove);
        if (current.isDeleting() && !added.isEmpty()) {
            throw refusal(
                    DevicesErrorCode.BAD_RESOURCE,
                    given.address(),
                    "is being deleted and can get no finalizer; leave " + added + " out");
        }
        IotResource updated = given;
        for (String field : GIVEN) {
            updated = copied(field, current, updated);
        }
        Json.Obj json = updated.json().without("status");
        json = current.json().get("status").isPresent() ? json.with("status", current.status()) : json;
        updated = IotResource.of(json).withMetadata("namespace", Json.of(given.namespace()));
        if (!essence(updated).equals(essence(current))) {
            updated = nextGeneration(updated);
        }
        return updated.equals(current) ? current : versioned(updated);
    }

    /** What is to be kept from now on; {@code kept} itself when nothing changes. */
    IotResource withStatus(@Nullable IotResource kept, IotResource given) {
        IotResource current = current(kept, given);
        IotResource updated = given.json().get("status").isPresent()
                ? current.withStatus(given.status())
                : IotResource.of(current.json().without("status"));
        return updated.equals(current) ? current : versioned(updated);
    }

    /** What is to be kept from now on; {@code kept} itself when it is being deleted already. See {@link #isGone}. */
    IotResource deleted(@Nullable IotResource kept, ResourceAddress address) {
        if (kept == null) {
            throw missing(address);
        }
        return kept.isDeleting()
                ? kept
                : versioned(nextGeneration(kept.withMetadata("deletionTimestamp", now())
                        .withMetadata("deletionGracePeriodSeconds", Json.of(0))));
    }

    /** As {@link #deleted}, of the version that is given only. */
    IotResource deletedSeen(@Nullable IotResource kept, IotResource given) {
        return deleted(current(kept, given), given.address());
    }

    /** Whether nothing keeps it any more. */
    static boolean isGone(IotResource resource) {
        return resource.isDeleting() && resource.finalizers().isEmpty();
    }

    /** Returns it in another version. */
    IotResource versioned(IotResource resource) {
        return resource.withMetadata("resourceVersion", Json.of(versions.get()));
    }

    static IotResource nextGeneration(IotResource resource) {
        return resource.withMetadata("generation", Json.of(resource.generation().orElse(0L) + 1));
    }

    /** Takes a field of the metadata over, or its absence. */
    static IotResource copied(String field, IotResource from, IotResource to) {
        Json.Obj metadata = from.json().object("metadata").orElse(Json.object());
        return metadata.get(field).map(v -> to.withMetadata(field, v)).orElseGet(() -> without(to, field));
    }

    static IotResource without(IotResource resource, String... fields) {
        Json.Obj metadata = resource.json().object("metadata").orElse(Json.object());
        for (String field : fields) {
            metadata = metadata.without(field);
        }
        return IotResource.of(resource.json().with("metadata", metadata));
    }

    /** All that counts as a change of what is wanted. */
    static Json.Obj essence(IotResource resource) {
        return resource.json().without("metadata").without("status").without("apiVersion");
    }

    static NodeResourceException missing(ResourceAddress address) {
        return refusal(DevicesErrorCode.NOT_FOUND, address, "is not there; nothing is left to be done with it");
    }

    static NodeResourceException refusal(ErrorCode code, ResourceAddress address, String why) {
        return new NodeResourceException(code, address + " " + why);
    }

    private static IotResource current(@Nullable IotResource kept, IotResource given) {
        if (kept == null) {
            throw missing(given.address());
        }
        if (!given.resourceVersion().equals(kept.resourceVersion())) {
            throw refusal(
                    DevicesErrorCode.CONFLICT,
                    given.address(),
                    "is not of the version that is kept: someone changed it; read it again and decide anew");
        }
        return kept;
    }

    private Json now() {
        return Json.of(Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
