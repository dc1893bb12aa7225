package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Reply;
import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.KeyValue;
import io.noderesource.edgex.model.Registration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Core-keeper: the configuration and the registry of EdgeX, from 4.0 on. Thread-safe.
 *
 * <p>Keys are paths such as {@code edgex/v4/core-data/Writable/LogLevel}.
 */
public final class KeeperClient {
    private final Service service;

    KeeperClient(Service service) {
        this.service = service;
    }

    /** What this service has in common with all others. */
    public ServiceOperations operations() {
        return new ServiceOperations(service);
    }

    /** The values of a key and of all keys below it. */
    public Call<List<KeyValue>> values(String key) {
        return list(() -> onKey(Request::get, key).with("plaintext", "true"), item -> KeyValue.of(Json.asObject(item)));
    }

    /** A key and all keys below it, without their values. */
    public Call<List<String>> keys(String key) {
        return keys(() -> onKey(Request::get, key).with("keyOnly", "true"));
    }

    /**
     * Puts one value.
     *
     * @return the key
     */
    public Call<List<String>> put(String key, Json value) {
        return keys(() -> onKey(Request::put, key).sending(Json.object().with("value", value)));
    }

    /**
     * Puts a value for each member of an object, and of the objects in it, below a key.
     *
     * @return the keys
     */
    public Call<List<String>> putAll(String key, Json.Obj values) {
        return keys(() -> onKey(Request::put, key)
                .with("flatten", "true")
                .sending(Json.object().with("value", values)));
    }

    /**
     * Deletes one key. Fails with the kind {@code CONFLICT} when there are keys below it.
     *
     * @return the key
     */
    public Call<List<String>> delete(String key) {
        return keys(() -> onKey(Request::delete, key));
    }

    /**
     * Deletes a key and all keys below it.
     *
     * @return the keys
     */
    public Call<List<String>> deleteAll(String prefix) {
        return keys(() -> onKey(Request::delete, prefix).with("prefixMatch", "true"));
    }

    /** Registers a service. */
    public Call<Done> register(Registration registration) {
        return service.done(known(() -> Request.post("registry").sending(body(registration))));
    }

    /** Changes the registration of a service. */
    public Call<Done> updateRegistration(Registration registration) {
        return service.done(known(() -> Request.put("registry").sending(body(registration))));
    }

    /** The registration of a service. */
    public Call<Registration> registration(String serviceId) {
        return service.member(
                known(() -> Request.get("registry", "serviceId", serviceId)), "registration", Registration::of);
    }

    /** The registration of a service, if it is registered. */
    public Call<Optional<Registration>> findRegistration(String serviceId) {
        return registration(serviceId).optional();
    }

    /** Takes a service out of the registry. */
    public Call<Done> deregister(String serviceId) {
        return service.done(known(() -> Request.delete("registry", "serviceId", serviceId)));
    }

    /** All registered services. */
    public Call<List<Registration>> registrations() {
        return registrations(Request.get("registry", "all"));
    }

    /** All services that are registered or once were. */
    public Call<List<Registration>> registrationsEver() {
        return registrations(Request.get("registry", "all").with("deregistered", "true"));
    }

    private Call<List<Registration>> registrations(Request request) {
        return service.send(
                known(() -> request),
                (spoken, reply) -> Service.objects(reply, "registrations").stream()
                        .map(Registration::of)
                        .toList());
    }

    private Call<List<String>> keys(Supplier<Request> request) {
        return service.send(
                known(request),
                (spoken, reply) -> response(reply).stream()
                        .map(item -> item instanceof Json.Text key ? key.value() : unexpected(reply))
                        .toList());
    }

    private <T> Call<List<T>> list(Supplier<Request> request, Function<Json, T> read) {
        return service.send(
                known(request),
                (spoken, reply) -> response(reply).stream().map(read).toList());
    }

    private static List<Json> response(Reply reply) {
        return Service.items(reply, "response");
    }

    private static String unexpected(Reply reply) {
        throw reply.protocol("answered a key that is no text");
    }

    /** The slashes of a key are those of the path. */
    private static Request onKey(Function<String[], Request> method, String key) {
        return method.apply(Stream.concat(Stream.of("kvs", "key"), Stream.of(key.split("/", -1)))
                .toArray(String[]::new));
    }

    private Function<Dialect, Request> known(Supplier<Request> request) {
        return spoken -> {
            service.require(spoken, Dialect.V4, "keeper");
            return request.get();
        };
    }

    private static Json body(Registration registration) {
        return Json.object()
                .with("apiVersion", Json.of(Dialect.V4.apiVersion()))
                .with("registration", registration.json());
    }
}
