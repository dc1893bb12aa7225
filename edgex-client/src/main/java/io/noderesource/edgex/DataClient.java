package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Reply;
import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.Reading;
import io.noderesource.edgex.value.EpochNanos;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Core-data: keeps events and their readings. Thread-safe.
 *
 * <p>New events come while a listing is read, and stand at its start; then a {@link Listing#snapshot()} fails after some
 * attempts. A listing between two times that are over stands still. What is newest gives {@link Listing#page}.
 */
public final class DataClient {
    private static final int PAGE = 100;

    private final Service service;

    DataClient(Service service) {
        this.service = service;
    }

    /** What this service has in common with all others. */
    public ServiceOperations operations() {
        return new ServiceOperations(service);
    }

    /**
     * Adds an event, as a device service does.
     *
     * @param serviceName the device service that it comes from; 2.x does not ask for it
     * @param event with its own id: to 2.x and 3.x a second one with the same id is a failure of kind {@code CONFLICT}, so that adding
     *     can be repeated when it is not known what became of it; 4.x takes it once more, so look with {@link #findEvent} first
     * @return the id
     */
    public Call<String> addEvent(String serviceName, Event event) {
        return service.send(
                spoken -> {
                    String version = spoken.apiVersion();
                    Request request = spoken == Dialect.V2
                            ? Request.post("event", event.profileName(), event.deviceName(), event.sourceName())
                            : Request.post(
                                    "event", serviceName, event.profileName(), event.deviceName(), event.sourceName());
                    return request.sending(Json.object()
                            .with("apiVersion", Json.of(version))
                            .with("event", event.json().with("apiVersion", Json.of(version))));
                },
                (spoken, reply) ->
                        reply.object().text("id").orElseThrow(() -> reply.protocol("answered without an 'id'")));
    }

    /** An event. */
    public Call<Event> event(String id) {
        return service.member(spoken -> Request.get("event", "id", id), "event", Event::of);
    }

    /** An event, if there is such a one. */
    public Call<Optional<Event>> findEvent(String id) {
        return event(id).optional();
    }

    /** All events, the newest first. */
    public Listing<Event> events() {
        return events(spoken -> Request.get("event", "all"));
    }

    /** All events of a device, the newest first. */
    public Listing<Event> eventsOf(String device) {
        return events(spoken -> Request.get("event", "device", "name", device));
    }

    /** All events between two times, both included, the newest first. */
    public Listing<Event> eventsBetween(Instant start, Instant end) {
        return events(spoken -> Request.get("event", "start", nanos(start), "end", nanos(end)));
    }

    /** How many events there are. */
    public Call<Long> eventCount() {
        return count(Request.get("event", "count"));
    }

    /** How many events of a device there are. */
    public Call<Long> eventCountOf(String device) {
        return count(Request.get("event", "count", "device", "name", device));
    }

    /** Deletes an event and its readings. */
    public Call<Done> deleteEvent(String id) {
        return service.done(spoken -> Request.delete("event", "id", id));
    }

    /** Has all events of a device deleted; the service answers before it is done. */
    public Call<Done> deleteEventsOf(String device) {
        return service.done(spoken -> Request.delete("event", "device", "name", device));
    }

    /** Has all events that are older than that deleted; the service answers before it is done. */
    public Call<Done> deleteEventsOlderThan(Duration age) {
        return service.done(spoken -> Request.delete("event", "age", Long.toString(age.toNanos())));
    }

    /** Readings, the newest first. */
    public Listing<Reading> readings(ReadingQuery query) {
        return new Listing<>(service, spoken -> query.request(spoken, service), "readings", Reading::of, PAGE);
    }

    /** How many readings there are. */
    public Call<Long> readingCount() {
        return count(Request.get("reading", "count"));
    }

    /** How many readings of a device there are. */
    public Call<Long> readingCountOf(String device) {
        return count(Request.get("reading", "count", "device", "name", device));
    }

    private Listing<Event> events(Function<Dialect, Request> request) {
        return new Listing<>(service, request, "events", Event::of, PAGE);
    }

    private Call<Long> count(Request request) {
        return service.send(spoken -> request, (spoken, reply) -> count(reply));
    }

    /** 4.x says {@code count}, all before it {@code Count}. */
    private static long count(Reply reply) {
        Json.Obj answer = reply.object();
        return answer.whole("count")
                .or(() -> answer.whole("Count"))
                .orElseThrow(() -> reply.protocol("answered without a 'count'"));
    }

    static String nanos(Instant time) {
        return Long.toString(EpochNanos.of(time));
    }
}
