package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** core-command: what can be read and written of which device, and the way to the device services. */
final class Command {
    /** What the service holds for its own address, whatever address the client uses. */
    private static final String OWN_URL = "http://localhost:59882";

    private final World world;
    private final DeviceSide devices;
    private final CoreData data;
    private final String yes;
    private final String no;
    private int answers;

    Command(World world, DeviceSide devices, CoreData data) {
        this.world = world;
        this.devices = devices;
        this.data = data;
        boolean napa = world.release.since(SimulatedRelease.NAPA);
        this.yes = napa ? "true" : "yes";
        this.no = napa ? "false" : "no";
    }

    Routes routes() {
        return new Routes()
                .on("GET", "/device/all", this::all)
                .on("GET", "/device/name/{name}", this::one)
                .on("GET", "/device/name/{name}/{command}", this::get)
                .on("PUT", "/device/name/{name}/{command}", this::set);
    }

    private Reply all(Request request) {
        synchronized (world) {
            return Paging.pageOf(world, request, "deviceCoreCommands", world.devices.all(), this::coreCommandsOfAll);
        }
    }

    private Reply one(Request request) {
        return relayed(() -> {
            synchronized (world) {
                ObjectNode device = Metadata.byName(world.devices, "device", request.parameter("name"));
                ObjectNode answer = world.envelope(200);
                answer.set("deviceCoreCommand", coreCommands(device));
                return Reply.json(200, answer);
            }
        });
    }

    private Reply get(Request request) {
        boolean push = flag(request, "ds-pushevent", no);
        boolean returnEvent = flag(request, "ds-returnevent", yes);
        boolean byPattern = world.release.since(SimulatedRelease.NAPA)
                && !request.query("ds-regexcmd").filter("false"::equals).isPresent();
        return relayed(() -> {
            String device = request.parameter("name");
            ObjectNode event = devices.read(device, request.parameter("command"), byPattern);
            if (push) {
                data.push(devices.serviceOf(device), event);
            }
            if (!returnEvent) {
                return Reply.empty(200);
            }
            if (world.release == SimulatedRelease.NAPA && isBinary(event)) {
                // 3.1 takes the device service's CBOR apart and cannot put it together as JSON.
                return Reply.text(
                        500,
                        "application/json; charset=UTF-8",
                        "{\"message\":\"json: unsupported type: map[interface {}]interface {}\"}\n");
            }
            ObjectNode answer = world.envelope(200);
            answer.set("event", event);
            return Reply.json(200, answer);
        });
    }

    private static boolean isBinary(ObjectNode event) {
        return Trees.elements(event.path("readings"))
                .anyMatch(reading -> Trees.text(reading, "valueType").equals("Binary"));
    }

    private Reply set(Request request) {
        JsonNode body = request.json()
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new Problem(
                        world.release.since(SimulatedRelease.NAPA) ? 400 : 500, "failed to parse request body"));
        return relayed(() -> {
            String device = request.parameter("name");
            // From 3.0 on what was written is published as if it had been read.
            devices.write(device, request.parameter("command"), (ObjectNode) body)
                    .filter(event -> world.release.since(SimulatedRelease.NAPA))
                    .ifPresent(event -> data.push(devices.serviceOf(device), event));
            return Reply.json(200, world.envelope(200));
        });
    }

    private boolean flag(Request request, String name, String otherwise) {
        String value = request.query(name).orElse(otherwise);
        if (!value.equals(yes) && !value.equals(no)) {
            throw Problem.invalid("invalid query parameter, " + value + " has to be " + yes + " or " + no);
        }
        return value.equals(yes);
    }

    /** Another service's error comes nested in the message, with its status kept. */
    private Reply relayed(Supplier<Reply> call) {
        try {
            return call.get();
        } catch (Problem problem) {
            if (problem.text().equals(DeviceSide.UNREACHABLE)) {
                throw problem;
            }
            throw new Problem(
                    problem.status(),
                    "request failed, status code: " + problem.status() + ", err: "
                            + new String(Trees.bytes(world.error(problem)), StandardCharsets.UTF_8));
        }
    }

    /** A device without a profile is counted, and left out. */
    private Optional<ObjectNode> coreCommandsOfAll(ObjectNode device) {
        return Trees.text(device, "profileName").isEmpty() ? Optional.empty() : Optional.of(coreCommands(device));
    }

    private ObjectNode coreCommands(ObjectNode device) {
        ObjectNode commands = Trees.object()
                .put("deviceName", Trees.text(device, "name"))
                .put("profileName", Trees.text(device, "profileName"));
        String profileName = Trees.text(device, "profileName");
        if (profileName.isEmpty()) {
            commands.putNull("coreCommands");
            return commands;
        }
        ObjectNode profile = Metadata.byName(world.profiles, "device profile", profileName);
        Map<String, ObjectNode> byName = new TreeMap<>();
        for (JsonNode command : profile.path("deviceCommands")) {
            if (!command.path("isHidden").asBoolean()) {
                List<JsonNode> resources = new ArrayList<>();
                for (JsonNode operation : command.path("resourceOperations")) {
                    Profiles.part(profile, "deviceResources", Trees.text(operation, "deviceResource"))
                            .ifPresent(resources::add);
                }
                byName.put(
                        Trees.text(command, "name"),
                        coreCommand(device, command, Trees.text(command, "readWrite"), resources));
            }
        }
        for (JsonNode resource : profile.path("deviceResources")) {
            if (!resource.path("isHidden").asBoolean()) {
                String access = Trees.text(resource.path("properties"), "readWrite");
                byName.putIfAbsent(
                        Trees.text(resource, "name"), coreCommand(device, resource, access, List.of(resource)));
            }
        }
        ArrayNode all = commands.putArray("coreCommands");
        // The services write them as they come out of a hash: in another order each time.
        List<ObjectNode> shuffled = new ArrayList<>(byName.values());
        Collections.rotate(shuffled, answers++);
        shuffled.forEach(all::add);
        return commands;
    }

    private ObjectNode coreCommand(ObjectNode device, JsonNode part, String access, List<JsonNode> resources) {
        String name = Trees.text(part, "name");
        ObjectNode command = Trees.object().put("name", name);
        if (access.contains("R")) {
            command.put("get", true);
        }
        if (access.contains("W")) {
            command.put("set", true);
        }
        // The names stand in the path as they are, not encoded.
        command.put(
                        "path",
                        "/api/" + world.release.apiVersion() + "/device/name/" + Trees.text(device, "name") + "/"
                                + name)
                .put("url", OWN_URL);
        ArrayNode parameters = command.putArray("parameters");
        for (JsonNode resource : resources) {
            parameters
                    .addObject()
                    .put("resourceName", Trees.text(resource, "name"))
                    .put("valueType", Trees.text(resource.path("properties"), "valueType"));
        }
        return command;
    }
}
