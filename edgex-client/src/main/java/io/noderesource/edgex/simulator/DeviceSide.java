package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The device services behind core-command: they hold a value per device and resource. The world's lock guards it. */
final class DeviceSide {
    /** What core-command says when nobody listens at the device service's address. */
    static final String UNREACHABLE = "failed to send a http request";

    private record Resource(String device, String name) {}

    private final World world;
    private final Map<Resource, String> values = new HashMap<>();

    DeviceSide(World world) {
        this.world = world;
    }

    /** What a GET of the command answers: an event with a reading for each resource. */
    ObjectNode read(String deviceName, String commandName, boolean byPattern) {
        synchronized (world) {
            ObjectNode device = reachable(deviceName);
            ObjectNode profile = profile(device);
            Optional<JsonNode> command = Profiles.part(profile, "deviceCommands", commandName);
            if (command.isPresent()) {
                if (Trees.text(command.get(), "readWrite").equals("W")) {
                    throw new Problem(405, "DeviceCommand " + commandName + " is marked as write-only");
                }
                return event(device, profile, commandName, operated(profile, command.get()));
            }
            List<JsonNode> resources = byPattern ? matching(profile, commandName) : named(profile, commandName);
            List<JsonNode> readable = resources.stream()
                    .filter(resource -> !access(resource).equals("W"))
                    .toList();
            if (readable.isEmpty()) {
                throw new Problem(405, "DeviceResource " + commandName + " is marked as write-only");
            }
            return event(device, profile, commandName, readable);
        }
    }

    /**
     * Does a PUT of the command. A parameter that is not among those given is written with its default: a wrong name is no
     * error. The result is the event of what was written, empty where it cannot be read.
     */
    Optional<ObjectNode> write(String deviceName, String commandName, ObjectNode parameters) {
        synchronized (world) {
            ObjectNode device = reachable(deviceName);
            ObjectNode profile = profile(device);
            Optional<JsonNode> command = Profiles.part(profile, "deviceCommands", commandName);
            Map<JsonNode, String> written = new LinkedHashMap<>();
            String access;
            if (command.isPresent()) {
                access = Trees.text(command.get(), "readWrite");
                requireWritable("DeviceCommand", commandName, access);
                for (JsonNode operation : command.get().path("resourceOperations")) {
                    JsonNode resource = named(profile, Trees.text(operation, "deviceResource"))
                            .get(0);
                    String text = parameter(parameters, resource, Trees.text(operation, "defaultValue"));
                    written.put(resource, checked(resource, unmapped(operation, text)));
                }
            } else {
                JsonNode resource = named(profile, commandName).get(0);
                access = access(resource);
                requireWritable("DeviceResource", commandName, access);
                written.put(resource, checked(resource, parameter(parameters, resource, "")));
            }
            written.forEach(
                    (resource, text) -> values.put(new Resource(deviceName, Trees.text(resource, "name")), text));
            return access.equals("W")
                    ? Optional.empty()
                    : Optional.of(event(device, profile, commandName, List.copyOf(written.keySet())));
        }
    }

    /** Sets what the device shows, as if the thing itself had changed. */
    void set(String deviceName, String resourceName, String text) {
        synchronized (world) {
            JsonNode resource = resource(deviceName, resourceName);
            String type = type(resource);
            String shown = type.equals("Binary") || type.startsWith("Object")
                    ? text
                    : ValueTexts.written(world.release, type, text);
            values.put(new Resource(deviceName, resourceName), shown);
        }
    }

    String get(String deviceName, String resourceName) {
        synchronized (world) {
            return value(deviceName, resource(deviceName, resourceName));
        }
    }

    String serviceOf(String deviceName) {
        synchronized (world) {
            return Trees.text(Metadata.byName(world.devices, "device", deviceName), "serviceName");
        }
    }

    void forgetAll() {
        synchronized (world) {
            values.clear();
        }
    }

    private ObjectNode reachable(String deviceName) {
        ObjectNode device = Metadata.byName(world.devices, "device", deviceName);
        ObjectNode service = Metadata.byName(world.services, "device service", Trees.text(device, "serviceName"));
        if (world.isDown(Trees.text(service, "name"))) {
            throw new Problem(world.release.since(SimulatedRelease.NAPA) ? 503 : 500, UNREACHABLE);
        }
        if (world.release == SimulatedRelease.NAPA && deviceName.contains("/")) {
            // core-command knows such a device, its request to the device service loses what follows the slash.
            throw Problem.notFound("device " + deviceName.substring(0, deviceName.indexOf('/')) + " not found");
        }
        if (Trees.text(service, "adminState").equals("LOCKED")) {
            throw new Problem(423, "service locked");
        }
        if (Trees.text(device, "adminState").equals("LOCKED")) {
            throw new Problem(423, "device " + deviceName + " locked");
        }
        if (Trees.text(device, "operatingState").equals("DOWN")) {
            throw new Problem(423, "device " + deviceName + " OperatingState is DOWN");
        }
        return device;
    }

    private ObjectNode profile(ObjectNode device) {
        return Metadata.byName(world.profiles, "device profile", Trees.text(device, "profileName"));
    }

    private JsonNode resource(String deviceName, String resourceName) {
        ObjectNode profile = profile(Metadata.byName(world.devices, "device", deviceName));
        return named(profile, resourceName).get(0);
    }

    private static List<JsonNode> named(ObjectNode profile, String name) {
        return List.of(Profiles.part(profile, "deviceResources", name)
                .orElseThrow(() -> Problem.notFound("DeviceResource " + name + " not found")));
    }

    private static List<JsonNode> matching(ObjectNode profile, String name) {
        List<JsonNode> found;
        try {
            Pattern pattern = Pattern.compile(name);
            found = Trees.elements(profile.path("deviceResources"))
                    .filter(resource -> Trees.text(resource, "name").equals(name)
                            || pattern.matcher(Trees.text(resource, "name")).matches())
                    .toList();
        } catch (PatternSyntaxException noPattern) {
            throw Problem.invalid("failed to CompilePOSIX resource name");
        }
        if (found.isEmpty()) {
            throw Problem.notFound("Regex DeviceResource " + name + " not found");
        }
        return found;
    }

    private static List<JsonNode> operated(ObjectNode profile, JsonNode command) {
        List<JsonNode> resources = new ArrayList<>();
        for (JsonNode operation : command.path("resourceOperations")) {
            resources.addAll(named(profile, Trees.text(operation, "deviceResource")));
        }
        return resources;
    }

    private static String access(JsonNode resource) {
        return Trees.text(resource.path("properties"), "readWrite");
    }

    private static String type(JsonNode resource) {
        return Trees.text(resource.path("properties"), "valueType");
    }

    private static void requireWritable(String kind, String name, String access) {
        if (access.equals("R")) {
            throw new Problem(405, kind + " " + name + " is marked as read-only");
        }
    }

    private static String parameter(ObjectNode parameters, JsonNode resource, String operationDefault) {
        String name = Trees.text(resource, "name");
        if (parameters.has(name)) {
            JsonNode given = parameters.get(name);
            return type(resource).startsWith("Object") ? given.toString() : GoText.of(given);
        }
        String fallback =
                operationDefault.isEmpty() ? Trees.text(resource.path("properties"), "defaultValue") : operationDefault;
        if (fallback.isEmpty()) {
            throw new Problem(
                    500, "DeviceResource " + name + " not found in request body and no default value defined");
        }
        return fallback;
    }

    /** For a write the mapping is read backwards. */
    private static String unmapped(JsonNode operation, String text) {
        for (Map.Entry<String, JsonNode> mapping : operation.path("mappings").properties()) {
            if (mapping.getValue().asText().equals(text)) {
                return mapping.getKey();
            }
        }
        return text;
    }

    private String checked(JsonNode resource, String text) {
        String type = type(resource);
        String written = ValueTexts.written(world.release, type, text);
        JsonNode properties = resource.path("properties");
        if (!type.equals("Bool") && !type.equals("String") && !type.endsWith("Array") && !type.startsWith("Object")) {
            double value = Double.parseDouble(written);
            if (properties.hasNonNull("maximum")
                    && value > properties.get("maximum").asDouble(Double.MAX_VALUE)) {
                throw Problem.invalid("failed to transform set parameter");
            }
            if (properties.hasNonNull("minimum")
                    && value < properties.get("minimum").asDouble(-Double.MAX_VALUE)) {
                throw Problem.invalid("failed to transform set parameter");
            }
        }
        return written;
    }

    private String value(String deviceName, JsonNode resource) {
        String value = values.get(new Resource(deviceName, Trees.text(resource, "name")));
        return value == null ? ValueTexts.initial(world.release, type(resource)) : value;
    }

    private ObjectNode event(ObjectNode device, ObjectNode profile, String source, List<JsonNode> resources) {
        long origin = world.ticks.nanos();
        ObjectNode event = Trees.object()
                .put("apiVersion", world.release.apiVersion())
                .put("id", world.ids.next())
                .put("deviceName", Trees.text(device, "name"))
                .put("profileName", Trees.text(profile, "name"))
                .put("sourceName", source)
                .put("origin", origin);
        ArrayNode readings = event.putArray("readings");
        resources.forEach(resource -> readings.add(mapped(profile, reading(device, profile, resource, origin))));
        ObjectNode tags = Trees.object();
        Profiles.part(profile, "deviceCommands", source)
                .filter(this::tagged)
                .ifPresent(command -> tags.setAll((ObjectNode) command.get("tags")));
        if (tagged(device)) {
            tags.setAll((ObjectNode) device.get("tags"));
        }
        if (!tags.isEmpty()) {
            event.set("tags", tags);
        }
        return event;
    }

    private ObjectNode reading(ObjectNode device, ObjectNode profile, JsonNode resource, long origin) {
        String name = Trees.text(resource, "name");
        String type = type(resource);
        ObjectNode reading = Trees.object()
                .put("id", world.ids.next())
                .put("origin", origin)
                .put("deviceName", Trees.text(device, "name"))
                .put("resourceName", name)
                .put("profileName", Trees.text(profile, "name"))
                .put("valueType", type);
        String units = Trees.text(resource.path("properties"), "units");
        if (!units.isEmpty() && world.release.since(SimulatedRelease.NAPA)) {
            reading.put("units", units);
        }
        if (tagged(resource)) {
            reading.set("tags", resource.get("tags"));
        }
        String value = value(Trees.text(device, "name"), resource);
        if (type.equals("Binary")) {
            reading.put("binaryValue", value).put("mediaType", mediaType(resource));
        } else if (type.startsWith("Object")) {
            reading.set(
                    "objectValue",
                    Trees.parse(value.getBytes(StandardCharsets.UTF_8)).orElse(Trees.object()));
        } else {
            reading.put("value", value);
        }
        return reading;
    }

    /** From 3.0 on the tags of a device and a command go with the events, those of a resource with its readings. */
    private boolean tagged(JsonNode node) {
        return world.release.since(SimulatedRelease.NAPA) && !node.path("tags").isEmpty();
    }

    /**
     * What a command maps is a string. The mapping counts for the resource wherever it is read; where several commands have
     * one, the real services take any.
     */
    private static ObjectNode mapped(ObjectNode profile, ObjectNode reading) {
        String value = Trees.text(reading, "value");
        for (JsonNode command : profile.path("deviceCommands")) {
            for (JsonNode operation : command.path("resourceOperations")) {
                JsonNode mappings = operation.path("mappings");
                if (Trees.text(operation, "deviceResource").equals(Trees.text(reading, "resourceName"))
                        && mappings.has(value)) {
                    return reading.put("valueType", "String").put("value", Trees.text(mappings, value));
                }
            }
        }
        return reading;
    }

    private static String mediaType(JsonNode resource) {
        String given = Trees.text(resource.path("properties"), "mediaType");
        return given.isEmpty() ? "application/octet-stream" : given;
    }
}
