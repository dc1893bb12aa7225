package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A request that carries an array of objects: validated as a whole, done one by one, answered by 207. */
final class Batch {
    /** Does one item; its result is the id of what was made, empty for a change. */
    @FunctionalInterface
    interface Work {
        Optional<String> on(ObjectNode item);
    }

    /** One element of the array: what wraps the object, and the object as the service reads it. */
    record Item(ObjectNode envelope, ObjectNode content) {}

    private Batch() {}

    /** New objects under {@code key}; each that is made gets 201 and its id. */
    static Reply add(World world, Request request, String key, Shape shape, Work work) {
        return run(
                world,
                request,
                key,
                shape,
                item -> shape.complaints(item.content()),
                201,
                item -> work.on(item.content()));
    }

    /** Changes under {@code key} that name their object by id or name. */
    static Reply patch(World world, Request request, String key, Shape shape, Work work) {
        return run(
                world,
                request,
                key,
                shape,
                item -> shape.complaintsOfPatch(item.content()),
                200,
                item -> work.on(item.content()));
    }

    static Reply run(
            World world,
            Request request,
            String key,
            Shape shape,
            Function<Item, List<String>> complaints,
            int done,
            Function<Item, Optional<String>> work) {
        List<Item> items = read(world, request, key, shape, complaints);
        if (items.isEmpty()) {
            return Reply.text(207, "application/json", "null");
        }
        ArrayNode results = Trees.array();
        for (Item item : items) {
            results.add(result(world, item, done, work));
        }
        return Reply.json(207, results);
    }

    private static List<Item> read(
            World world, Request request, String key, Shape shape, Function<Item, List<String>> complaints) {
        // From 3.0 on what is no JSON array is a server error, before it was the client's.
        int unreadable = world.release.since(SimulatedRelease.NAPA) ? 500 : 400;
        JsonNode tree =
                request.json().orElseThrow(() -> new Problem(unreadable, "json decoding failed: the body is no JSON"));
        if (!tree.isArray() && !tree.isNull()) {
            throw new Problem(unreadable, "json: cannot unmarshal object into Go value of type []requests." + key);
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode envelope : tree) {
            if (!envelope.isObject()) {
                throw Problem.invalid("Failed to unmarshal request body as JSON.");
            }
            if (Trees.text(envelope, "apiVersion").isEmpty()) {
                throw Problem.invalid("BaseRequest.Versionable.ApiVersion field is required");
            }
            String requestId = Trees.text(envelope, "requestId");
            if (!requestId.isEmpty() && !Check.isUuid(requestId)) {
                throw Problem.invalid("BaseRequest.RequestId field needs a uuid");
            }
            ObjectNode content = shape.decode(content(envelope, key));
            Item item = new Item((ObjectNode) envelope, content);
            List<String> wrong = complaints.apply(item);
            if (!wrong.isEmpty()) {
                throw Problem.invalid(String.join("; ", wrong));
            }
            items.add(item);
        }
        return items;
    }

    /** The object under the key; in which case its letters are does not matter to the services. */
    private static JsonNode content(JsonNode envelope, String key) {
        return envelope.properties().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(key))
                .map(Map.Entry::getValue)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(Trees.object());
    }

    private static ObjectNode result(World world, Item item, int done, Function<Item, Optional<String>> work) {
        ObjectNode result = Trees.object().put("apiVersion", world.release.apiVersion());
        if (item.envelope().hasNonNull("requestId")) {
            result.set("requestId", item.envelope().get("requestId"));
        }
        try {
            Optional<String> id = work.apply(item);
            result.put("statusCode", done);
            id.ifPresent(made -> result.put("id", made));
        } catch (Problem problem) {
            result.put("message", problem.text()).put("statusCode", problem.status());
        }
        return result;
    }
}
