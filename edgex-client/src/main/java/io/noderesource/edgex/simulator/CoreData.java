package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** core-data: the events that were pushed, and their readings. */
final class CoreData {
    private static final Comparator<ObjectNode> LATEST_FIRST = Comparator.comparingLong(
                    (ObjectNode node) -> node.path("origin").asLong())
            .reversed();

    private final World world;
    private final Shapes shapes;
    private final boolean palau;

    CoreData(World world, Shapes shapes) {
        this.world = world;
        this.shapes = shapes;
        this.palau = world.release.since(SimulatedRelease.PALAU);
    }

    Routes routes() {
        Routes routes = new Routes();
        routes.on(
                "POST",
                world.release.since(SimulatedRelease.NAPA)
                        ? "/event/{service}/{profile}/{device}/{source}"
                        : "/event/{profile}/{device}/{source}",
                this::add);
        routes.on("GET", "/event/all", request -> events(request, event -> true))
                .on("GET", "/event/count", request -> count(world.events::all, event -> true))
                .on(
                        "GET",
                        "/event/count/device/name/{name}",
                        request -> count(world.events::all, ofDevice(request, "name")))
                .on("GET", "/event/device/name/{name}", request -> events(request, ofDevice(request, "name")))
                .on("GET", "/event/id/{id}", this::one)
                .on("GET", "/event/start/{start}/end/{end}", request -> events(request, between(request)))
                .on("DELETE", "/event/id/{id}", this::delete)
                .on("DELETE", "/event/device/name/{name}", request -> deleteLater(ofDevice(request, "name")))
                .on("DELETE", "/event/age/{age}", this::deleteOld)
                .on("GET", "/reading/all", request -> readings(request, reading -> true))
                .on("GET", "/reading/count", request -> count(this::allReadings, reading -> true))
                .on(
                        "GET",
                        "/reading/count/device/name/{name}",
                        request -> count(this::allReadings, ofDevice(request, "name")))
                .on("GET", "/reading/start/{start}/end/{end}", request -> readings(request, between(request)))
                .on("GET", "/reading/device/name/{name}", request -> readings(request, ofDevice(request, "name")))
                .on("GET", "/reading/resourceName/{resource}", request -> readings(request, ofResource(request)))
                .on(
                        "GET",
                        "/reading/resourceName/{resource}/start/{start}/end/{end}",
                        request -> readings(request, ofResource(request).and(between(request))))
                .on(
                        "GET",
                        "/reading/device/name/{name}/start/{start}/end/{end}",
                        request -> readings(
                                request,
                                ofDevice(request, "name").and(between(request)).and(ofResources(request))))
                .on(
                        "GET",
                        "/reading/device/name/{name}/resourceName/{resource}",
                        request -> readings(request, ofDevice(request, "name").and(ofResource(request))))
                .on(
                        "GET",
                        "/reading/device/name/{name}/resourceName/{resource}/start/{start}/end/{end}",
                        request -> readings(
                                request,
                                ofDevice(request, "name")
                                        .and(ofResource(request))
                                        .and(between(request))));
        return routes;
    }

    /** An event as it comes over the bus from a device service. */
    void push(String service, ObjectNode event) {
        ObjectNode kept = event.deepCopy();
        if (palau) {
            kept.put("origin", asDouble(kept.path("origin").asLong()));
            for (JsonNode reading : kept.path("readings")) {
                ((ObjectNode) reading)
                        .put("origin", asDouble(reading.path("origin").asLong()));
            }
        }
        synchronized (world) {
            world.events.put(kept);
        }
        world.bus.event(service, event);
    }

    /** 4.x reads what comes over the bus as a double: the shortest decimal that gives the same one is what remains. */
    private static long asDouble(long nanos) {
        double rounded = nanos;
        for (int digits = 15; digits < 18; digits++) {
            BigDecimal shorter = new BigDecimal(nanos).round(new MathContext(digits));
            if (shorter.doubleValue() == rounded) {
                return shorter.longValueExact();
            }
        }
        return nanos;
    }

    private Reply add(Request request) {
        JsonNode body = body(request)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new Problem(
                        world.release.since(SimulatedRelease.NAPA) ? 500 : 400, "event json decoding failed"));
        if (Trees.text(body, "apiVersion").isEmpty()) {
            throw Problem.invalid("BaseRequest.Versionable.ApiVersion field is required");
        }
        ObjectNode event = shapes.event.decode(body.path("event").isObject() ? body.path("event") : Trees.object());
        List<String> wrong = shapes.event.complaints(event);
        if (!wrong.isEmpty()) {
            throw Problem.invalid(String.join("; ", wrong));
        }
        for (String part : List.of("profile", "device", "source")) {
            if (!Trees.text(event, part + "Name").equals(request.parameter(part))) {
                throw Problem.invalid("event's " + part + "Name " + Trees.text(event, part + "Name") + " mismatches "
                        + request.parameter(part));
            }
        }
        for (JsonNode reading : event.path("readings")) {
            requireValue(reading);
            if (world.release.since(SimulatedRelease.NAPA) && !reading.has("value")) {
                ((ObjectNode) reading).put("value", "");
            }
            if (Trees.text(reading, "id").isEmpty()) {
                ((ObjectNode) reading).put("id", world.ids.next());
            }
        }
        synchronized (world) {
            if (world.events.byId(Trees.text(event, "id")).isPresent()) {
                if (!palau) {
                    throw Problem.conflict("Event Id " + Trees.text(event, "id") + " already exists");
                }
                // 4.x keeps it a second time.
                event.put("key", world.ids.next());
            }
            world.events.put(event);
        }
        String service = world.release.since(SimulatedRelease.NAPA) ? request.parameter("service") : "core-data";
        world.bus.event(service, shapes.event.render(event));
        ObjectNode answer = world.envelope(201);
        if (body.hasNonNull("requestId")) {
            answer.set("requestId", body.get("requestId"));
        }
        return Reply.json(201, answer.put("id", Trees.text(event, "id")));
    }

    private static Optional<JsonNode> body(Request request) {
        return request.contentType().startsWith("application/cbor") ? CborTrees.parse(request.body()) : request.json();
    }

    /** From 3.0 on a value must fit its type. */
    private void requireValue(JsonNode reading) {
        String type = ValueTexts.canonicalType(world.release, Trees.text(reading, "valueType"))
                .orElse("");
        if (!world.release.since(SimulatedRelease.NAPA)
                || type.equals("Binary")
                || type.startsWith("Object")
                || !reading.path("value").isTextual()) {
            return;
        }
        try {
            ValueTexts.written(world.release, type, Trees.text(reading, "value"));
        } catch (Problem unfit) {
            throw Problem.invalid("The value does not match the " + type + " valueType");
        }
    }

    private Reply events(Request request, Predicate<ObjectNode> wanted) {
        synchronized (world) {
            List<ObjectNode> rows = world.events.all().stream()
                    .filter(wanted)
                    .sorted(LATEST_FIRST)
                    .toList();
            return Paging.page(world, request, "events", rows, shapes.event::render);
        }
    }

    private Reply readings(Request request, Predicate<ObjectNode> wanted) {
        synchronized (world) {
            List<ObjectNode> rows = allReadings().stream().filter(wanted).toList();
            return Paging.page(world, request, "readings", rows, ObjectNode::deepCopy);
        }
    }

    private List<ObjectNode> allReadings() {
        synchronized (world) {
            List<ObjectNode> all = new ArrayList<>();
            for (ObjectNode event : world.events.all()) {
                shapes.event.render(event).path("readings").forEach(reading -> all.add((ObjectNode) reading));
            }
            all.sort(LATEST_FIRST);
            return all;
        }
    }

    private Reply count(Supplier<List<ObjectNode>> rows, Predicate<ObjectNode> wanted) {
        long count;
        synchronized (world) {
            count = rows.get().stream().filter(wanted).count();
        }
        // Up to 3.x the field begins with a capital.
        String field = world.release.since(SimulatedRelease.PALAU) ? "count" : "Count";
        return Reply.json(200, world.envelope(200).put(field, count));
    }

    private Reply one(Request request) {
        synchronized (world) {
            ObjectNode answer = world.envelope(200);
            answer.set("event", shapes.event.render(event(request)));
            return Reply.json(200, answer);
        }
    }

    private Reply delete(Request request) {
        synchronized (world) {
            world.events.remove(event(request));
        }
        return Reply.json(200, world.envelope(200));
    }

    private ObjectNode event(Request request) {
        String id = request.parameter("id");
        if (!Check.isUuid(id)) {
            throw Problem.invalid("fail to parse id as an UUID");
        }
        return world.events
                .byId(id)
                .orElseThrow(() -> Problem.notFound(
                        "fail to query object event, because id: " + id + " doesn't exist in the database"));
    }

    private Reply deleteOld(Request request) {
        long before = world.ticks.nanos() - request.number("age");
        return deleteLater(event -> event.path("origin").asLong() <= before);
    }

    private Reply deleteLater(Predicate<ObjectNode> condition) {
        synchronized (world) {
            world.events.removeIf(condition);
        }
        return Reply.json(202, world.envelope(202));
    }

    private static Predicate<ObjectNode> ofDevice(Request request, String parameter) {
        String name = request.parameter(parameter);
        return node -> Trees.text(node, "deviceName").equals(name);
    }

    private static Predicate<ObjectNode> ofResource(Request request) {
        String name = request.parameter("resource");
        return node -> Trees.text(node, "resourceName").equals(name);
    }

    /** A body may name several resources; an empty one names all. */
    private static Predicate<ObjectNode> ofResources(Request request) {
        Set<String> names = request.json()
                .map(body -> Trees.elements(body.path("resourceNames"))
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
        return node -> names.isEmpty() || names.contains(Trees.text(node, "resourceName"));
    }

    private static Predicate<ObjectNode> between(Request request) {
        long start = request.number("start");
        long end = request.number("end");
        if (end < start) {
            throw Problem.invalid("end's value " + end + " is not allowed to be greater than start's value " + start);
        }
        return node ->
                node.path("origin").asLong() >= start && node.path("origin").asLong() <= end;
    }
}
