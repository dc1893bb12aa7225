package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import java.util.Map;

/** The operations that every service has. Thread-safe. */
public final class ServiceOperations {
    private final Service service;

    ServiceOperations(Service service) {
        this.service = service;
    }

    /** Whether the service answers at all; the one operation that needs no token. */
    public Call<Done> ping() {
        return service.done(spoken -> Request.get("ping"));
    }

    /** Asks for the version, also when the dialect is known, and uses what it says from now on. */
    public Call<ServiceVersion> version() {
        return service.call(service::askVersion);
    }

    /** The service's configuration, in the service's own form. */
    public Call<Json> config() {
        return service.object(
                spoken -> Request.get("config"), answer -> answer.get("config").orElse(Json.NULL));
    }

    /** The service's counters, in the service's own form; only 2.x has them. */
    public Call<Json> metrics() {
        return service.object(
                spoken -> {
                    if (spoken != Dialect.V2) {
                        throw service.unsupported(spoken, "metrics over HTTP");
                    }
                    return Request.get("metrics");
                },
                answer -> answer.get("metrics").orElse(Json.NULL));
    }

    /**
     * Puts a secret into the service's own secret store. Of the services of 2.x only support-notifications has one.
     *
     * @param name of the secret; 2.x calls it a path
     * @param entries keys and what is to be kept secret
     */
    public Call<Done> addSecret(String name, Map<String, String> entries) {
        return service.done(spoken -> {
            if (!service.name().equals(EdgexService.NOTIFICATIONS.key())) {
                service.require(spoken, Dialect.V3, "secrets of this service");
            }
            Json.Obj secret = Json.object()
                    .with("apiVersion", Json.of(spoken.apiVersion()))
                    .with(spoken == Dialect.V2 ? "path" : "secretName", Json.of(name))
                    .with(
                            "secretData",
                            Json.array(entries.entrySet().stream()
                                    .map(entry -> Json.object()
                                            .with("key", Json.of(entry.getKey()))
                                            .with("value", Json.of(entry.getValue())))
                                    .toList()));
            return Request.post("secret").sending(secret);
        });
    }
}
