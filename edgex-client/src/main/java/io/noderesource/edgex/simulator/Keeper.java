package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** core-keeper of 4.x: configuration keys and the registry of services. */
final class Keeper {
    private static final List<String> HEALTH = List.of("interval", "path", "type");

    private final World world;

    Keeper(World world) {
        this.world = world;
    }

    Routes routes() {
        return new Routes()
                .on("GET", "/kvs/key/{key...}", this::get)
                .on("PUT", "/kvs/key/{key...}", this::put)
                .on("DELETE", "/kvs/key/{key...}", this::delete)
                .on("POST", "/registry", this::register)
                .on("PUT", "/registry", this::update)
                .on("GET", "/registry/all", this::registrations)
                .on("GET", "/registry/serviceId/{id}", this::registration)
                .on("DELETE", "/registry/serviceId/{id}", this::deregister);
    }

    private Reply get(Request request) {
        String key = request.parameter("key");
        synchronized (world) {
            List<ObjectNode> rows = below(key);
            world.keys.byId(key).ifPresent(row -> rows.add(0, row));
            if (rows.isEmpty()) {
                throw Problem.notFound("no key starting with '" + key + "' found");
            }
            ArrayNode response = Trees.array();
            for (ObjectNode row : rows) {
                if (request.asks("keyOnly")) {
                    response.add(row.get("id"));
                } else {
                    response.add(shown(row, request.asks("plaintext")));
                }
            }
            ObjectNode answer = world.envelope(200);
            answer.set("response", response);
            return Reply.json(200, answer);
        }
    }

    private static ObjectNode shown(ObjectNode row, boolean plain) {
        String text = Trees.text(row, "text");
        ObjectNode shown = Trees.object();
        shown.set("key", row.get("id"));
        shown.set("created", row.get("created"));
        shown.set("modified", row.get("modified"));
        return shown.put(
                "value", plain ? text : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<ObjectNode> below(String key) {
        return new ArrayList<>(world.keys.all().stream()
                .filter(row -> Trees.text(row, "id").startsWith(key + "/"))
                .toList());
    }

    private Reply put(Request request) {
        JsonNode body = request.json().filter(JsonNode::isObject).orElseThrow(() -> Problem.invalid("no JSON object"));
        if (!body.hasNonNull("value")) {
            throw Problem.invalid("the value field is undefined");
        }
        List<String> written = new ArrayList<>();
        synchronized (world) {
            write(request.parameter("key"), body.get("value"), request.asks("flatten"), written);
        }
        return keys(written);
    }

    private void write(String key, JsonNode value, boolean flatten, List<String> written) {
        if (flatten && value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (!field.getValue().isObject() || !field.getValue().isEmpty()) {
                    write(key + "/" + field.getKey(), field.getValue(), true, written);
                }
            }
            return;
        }
        long now = world.ticks.millis();
        ObjectNode row = Trees.object()
                .put("id", key)
                .put("text", value.isContainerNode() ? value.toString() : value.asText())
                .put("modified", now);
        row.put(
                "created",
                world.keys.byId(key).map(old -> old.path("created").asLong()).orElse(now));
        world.keys.put(row);
        written.add(key);
    }

    /** Without the flag a key is deleted though those below it are there; that is answered as a conflict all the same. */
    private Reply delete(Request request) {
        String key = request.parameter("key");
        List<String> deleted = new ArrayList<>();
        synchronized (world) {
            List<ObjectNode> below = below(key);
            Optional<ObjectNode> own = world.keys.byId(key);
            own.ifPresent(row -> {
                world.keys.remove(row);
                deleted.add(key);
            });
            if (below.isEmpty() && own.isEmpty()) {
                throw Problem.notFound("key '" + key + "' not found");
            }
            if (!below.isEmpty() && !request.asks("prefixMatch")) {
                throw Problem.conflict("keys having the same prefix " + key + " exist and cannot be deleted");
            }
            below.forEach(row -> {
                world.keys.remove(row);
                deleted.add(Trees.text(row, "id"));
            });
        }
        return keys(deleted);
    }

    private Reply keys(List<String> keys) {
        ObjectNode answer = world.envelope(200);
        ArrayNode response = answer.putArray("response");
        keys.forEach(response::add);
        return Reply.json(200, answer);
    }

    private Reply register(Request request) {
        ObjectNode registration = read(request);
        synchronized (world) {
            if (world.registrations.byId(Trees.text(registration, "id")).isPresent()) {
                throw Problem.conflict("registration already exists");
            }
            long now = world.ticks.millis();
            world.registrations.put(registration.put("created", now).put("modified", now));
        }
        return Reply.json(201, world.envelope(201));
    }

    private Reply update(Request request) {
        ObjectNode registration = read(request);
        synchronized (world) {
            ObjectNode before = registration(Trees.text(registration, "id"));
            registration.set("created", before.get("created"));
            world.registrations.put(registration.put("modified", world.ticks.millis()));
        }
        return Reply.empty(204);
    }

    private ObjectNode read(Request request) {
        JsonNode given = request.json()
                .filter(JsonNode::isObject)
                .orElseThrow(() -> Problem.invalid("no JSON object"))
                .path("registration");
        JsonNode health = given.has("healthCheck") ? given.get("healthCheck") : given.path("HealthCheck");
        if (Trees.text(given, "serviceId").isEmpty()
                || Trees.text(given, "host").isEmpty()
                || given.path("port").asInt() == 0
                || HEALTH.stream().anyMatch(field -> Trees.text(health, field).isEmpty())) {
            throw Problem.invalid("invalid Registration.");
        }
        String status = Trees.text(given, "status");
        ObjectNode row = Trees.object()
                .put("id", Trees.text(given, "serviceId"))
                .put("status", status.isEmpty() ? "UNKNOWN" : status)
                .put("host", Trees.text(given, "host"))
                .put("port", given.path("port").asInt());
        row.set("health", health);
        return row;
    }

    private Reply registrations(Request request) {
        synchronized (world) {
            ArrayNode all = Trees.array();
            world.registrations.all().stream()
                    .filter(row -> request.asks("deregistered")
                            || !Trees.text(row, "status").equals("HALT"))
                    .map(Keeper::shown)
                    .forEach(all::add);
            ObjectNode answer = world.envelope(200).put("totalCount", all.size());
            answer.set("registrations", all);
            return Reply.json(200, answer);
        }
    }

    private Reply registration(Request request) {
        synchronized (world) {
            ObjectNode answer = world.envelope(200);
            answer.set("registration", shown(registration(request.parameter("id"))));
            return Reply.json(200, answer);
        }
    }

    /** The service writes the check of the service's health with a capital, though its description has it small. */
    private static ObjectNode shown(ObjectNode row) {
        ObjectNode shown = Trees.object();
        shown.set("created", row.get("created"));
        shown.set("modified", row.get("modified"));
        shown.set("serviceId", row.get("id"));
        shown.set("status", row.get("status"));
        shown.set("host", row.get("host"));
        shown.set("port", row.get("port"));
        shown.set("HealthCheck", row.get("health"));
        return shown;
    }

    private ObjectNode registration(String id) {
        return world.registrations.byId(id).orElseThrow(() -> Problem.notFound("registration not found by serviceId"));
    }

    private Reply deregister(Request request) {
        synchronized (world) {
            world.registrations.remove(registration(request.parameter("id")));
        }
        return Reply.empty(204);
    }
}
