package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Device profiles in core-metadata, with their resources and commands. */
final class Profiles {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");

    private final World world;
    private final Shapes shapes;

    Profiles(World world, Shapes shapes) {
        this.world = world;
        this.shapes = shapes;
    }

    Routes addTo(Routes routes) {
        routes.on("POST", "/deviceprofile", this::add)
                .on("PUT", "/deviceprofile", this::replace)
                .on("GET", "/deviceprofile/all", this::all)
                .on("POST", "/deviceprofile/uploadfile", this::addFile)
                .on("PUT", "/deviceprofile/uploadfile", this::replaceFile)
                .on("GET", "/deviceprofile/manufacturer/{manufacturer}", request -> by(request, "manufacturer"))
                .on(
                        "GET",
                        "/deviceprofile/manufacturer/{manufacturer}/model/{model}",
                        request -> by(request, "manufacturer", "model"))
                .on("GET", "/deviceprofile/model/{model}", request -> by(request, "model"))
                .on("GET", "/deviceprofile/name/{name}", this::one)
                .on("DELETE", "/deviceprofile/name/{name}", this::delete)
                .on("GET", "/deviceresource/profile/{profile}/resource/{part}", this::resource);
        if (world.release.since(SimulatedRelease.NAPA)) {
            // These came with 2.2 and 2.3.
            routes.on("PATCH", "/deviceprofile/basicinfo", this::patchBasicInfo);
            parts(routes, "resource", "deviceResources", shapes.deviceResource, shapes.deviceResourcePatch);
            parts(routes, "deviceCommand", "deviceCommands", shapes.deviceCommand, shapes.deviceCommandPatch);
        }
        if (world.release.since(SimulatedRelease.PALAU)) {
            routes.on("GET", "/deviceprofile/basicinfo/all", this::allBasicInfos)
                    .on("PATCH", "/deviceprofile/name/{name}/tags", this::patchTags);
        }
        return routes;
    }

    private void parts(Routes routes, String key, String list, Shape shape, Shape patch) {
        routes.on("POST", "/deviceprofile/" + key, request -> addPart(request, key, list, shape))
                .on("PATCH", "/deviceprofile/" + key, request -> patchPart(request, key, list, patch))
                .on("DELETE", "/deviceprofile/name/{name}/" + key + "/{part}", request -> deletePart(request, list));
    }

    private Reply add(Request request) {
        return Batch.run(
                world,
                request,
                "profile",
                shapes.deviceProfile,
                item -> complaints(item.content()),
                201,
                item -> Optional.of(add(item.content())));
    }

    /** Additions to a profile and patches of its parts are allowed all the same. */
    private void refuseIfStrict() {
        if (world.strictProfileChanges) {
            throw new Problem(423, "profile change is not allowed when StrictDeviceProfileChanges config is enabled");
        }
    }

    private Reply replace(Request request) {
        refuseIfStrict();
        return Batch.run(
                world, request, "profile", shapes.deviceProfile, item -> complaints(item.content()), 200, item -> {
                    replace(item.content());
                    return Optional.empty();
                });
    }

    private String add(ObjectNode profile) {
        ObjectNode added;
        synchronized (world) {
            Metadata.requireNew(world.profiles, "device profile", profile);
            added = Metadata.stamped(world, normal(profile));
            world.profiles.put(added);
        }
        world.bus.systemEvent("deviceprofile", "add", "core-metadata", Trees.text(added, "name"), render(added));
        return Trees.text(added, "id");
    }

    private void replace(ObjectNode profile) {
        change(() -> {
            ObjectNode before = Metadata.named(world.profiles, "device profile", profile);
            ObjectNode after = normal(profile);
            after.set("id", before.get("id"));
            after.set("created", before.get("created"));
            return after;
        });
    }

    /** What a change of a profile makes of it, under the lock of the world. */
    @FunctionalInterface
    private interface Change {
        ObjectNode made();
    }

    /** Stores the changed profile and tells core-metadata's listeners, then each device service that uses it. */
    private void change(Change change) {
        ObjectNode told;
        Set<String> owners = new LinkedHashSet<>(List.of("core-metadata"));
        synchronized (world) {
            ObjectNode after = change.made();
            told = render(after);
            after.put("modified", world.ticks.millis());
            world.profiles.put(after);
            world.devices.where("profileName", Trees.text(after, "name")).stream()
                    .map(device -> Trees.text(device, "serviceName"))
                    .forEach(owners::add);
        }
        owners.forEach(
                owner -> world.bus.systemEvent("deviceprofile", "update", owner, Trees.text(told, "name"), told));
    }

    private List<String> complaints(ObjectNode profile) {
        List<String> all = new ArrayList<>(shapes.deviceProfile.complaints(profile));
        if (all.isEmpty()) {
            all.addAll(inconsistencies(profile));
        }
        return all;
    }

    /** What is wrong with a profile whose parts are right each by itself. */
    private static List<String> inconsistencies(ObjectNode profile) {
        List<String> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode resource : profile.path("deviceResources")) {
            String name = Trees.text(resource, "name");
            if (resource.path("properties").path("valueType").asText().equalsIgnoreCase("Binary")
                    && Trees.text(resource.path("properties"), "readWrite").contains("W")) {
                all.add("write permission not support Binary value type for resource '" + name + "'");
            }
            if (!seen.add(name)) {
                all.add("device resource " + name + " is duplicated");
            }
        }
        seen.clear();
        for (JsonNode command : profile.path("deviceCommands")) {
            if (!seen.add(Trees.text(command, "name"))) {
                all.add("device command " + Trees.text(command, "name") + " is duplicated");
            }
            for (JsonNode operation : command.path("resourceOperations")) {
                inconsistency(profile, command, Trees.text(operation, "deviceResource"))
                        .ifPresent(all::add);
            }
        }
        return all.isEmpty() ? all : List.of(all.get(0));
    }

    private static Optional<String> inconsistency(ObjectNode profile, JsonNode command, String resourceName) {
        Optional<JsonNode> resource = part(profile, "deviceResources", resourceName);
        if (resource.isEmpty()) {
            return Optional.of("device command's resource " + resourceName + " doesn't match any device resource");
        }
        String allowed = Trees.text(resource.get().path("properties"), "readWrite");
        String wanted = Trees.text(command, "readWrite");
        return allowed.length() == 2 || allowed.equals(wanted)
                ? Optional.empty()
                : Optional.of(
                        "device command's ReadWrite permission '" + wanted + "' doesn't align the device resource");
    }

    static Optional<JsonNode> part(JsonNode profile, String list, String name) {
        return Trees.elements(profile.path(list))
                .filter(part -> Trees.text(part, "name").equals(name))
                .findFirst();
    }

    /** With value types in the services' own spelling. */
    private ObjectNode normal(ObjectNode profile) {
        ObjectNode copy = profile.deepCopy();
        for (JsonNode resource : copy.path("deviceResources")) {
            if (resource.get("properties") instanceof ObjectNode properties) {
                ValueTexts.canonicalType(world.release, Trees.text(properties, "valueType"))
                        .ifPresent(type -> properties.put("valueType", type));
            }
        }
        return copy;
    }

    private ObjectNode render(ObjectNode profile) {
        return shapes.deviceProfile.render(profile);
    }

    private Reply all(Request request) {
        synchronized (world) {
            List<ObjectNode> rows = Metadata.labelled(request, world.profiles.all());
            return Paging.page(world, request, "profiles", rows, this::render);
        }
    }

    private Reply allBasicInfos(Request request) {
        synchronized (world) {
            List<ObjectNode> rows = Metadata.labelled(request, world.profiles.all());
            return Paging.page(world, request, "profiles", rows, shapes.basicInfo::render);
        }
    }

    private Reply by(Request request, String... fields) {
        synchronized (world) {
            List<ObjectNode> rows = world.profiles.all();
            for (String field : fields) {
                rows = rows.stream()
                        .filter(row -> Trees.text(row, field).equals(request.parameter(field)))
                        .toList();
            }
            return Paging.page(world, request, "profiles", rows, this::render);
        }
    }

    private Reply one(Request request) {
        synchronized (world) {
            ObjectNode answer = world.envelope(200);
            answer.set("profile", render(profile(request.parameter("name"))));
            return Reply.json(200, answer);
        }
    }

    private Reply resource(Request request) {
        synchronized (world) {
            ObjectNode profile = profile(request.parameter("profile"));
            String name = request.parameter("part");
            JsonNode resource = part(profile, "deviceResources", name)
                    .orElseThrow(() -> Problem.notFound("resource " + name + " not exists"));
            ObjectNode answer = world.envelope(200);
            answer.set("resource", shapes.deviceResource.render((ObjectNode) resource));
            return Reply.json(200, answer);
        }
    }

    private ObjectNode profile(String name) {
        return Metadata.byName(world.profiles, "device profile", name);
    }

    private Reply delete(Request request) {
        if (world.strictProfileDeletes) {
            throw new Problem(423, "profile deletion is not allowed when StrictDeviceProfileDeletes config is enabled");
        }
        ObjectNode profile;
        synchronized (world) {
            profile = profile(request.parameter("name"));
            String name = Trees.text(profile, "name");
            boolean watched = world.watchers.has("profileName", name)
                    || world.watchers.all().stream()
                            .anyMatch(watcher -> Trees.text(watcher.path("discoveredDevice"), "profileName")
                                    .equals(name));
            if (watched || world.devices.has("profileName", name)) {
                throw Problem.conflict("fail to delete the device profile with name " + name);
            }
            world.profiles.remove(profile);
        }
        world.bus.systemEvent("deviceprofile", "delete", "core-metadata", Trees.text(profile, "name"), render(profile));
        return Reply.json(200, world.envelope(200));
    }

    private Reply patchBasicInfo(Request request) {
        return Batch.patch(world, request, "basicinfo", shapes.basicInfo, patch -> {
            change(() -> {
                ObjectNode before = Metadata.named(world.profiles, "device profile", patch);
                return shapes.basicInfo.patched(before, patch);
            });
            return Optional.empty();
        });
    }

    /** A request names the profile beside the part: {@code {"profileName":..., "resource":{...}}}. */
    private Reply addPart(Request request, String key, String list, Shape shape) {
        return Batch.run(world, request, key, shape, item -> complaints(shape, item), 201, item -> {
            change(() -> {
                ObjectNode after = profile(profileName(item)).deepCopy();
                list(after, list).add(item.content());
                requireConsistent(after);
                return normal(after);
            });
            return Optional.empty();
        });
    }

    private Reply patchPart(Request request, String key, String list, Shape shape) {
        return Batch.run(world, request, key, shape, item -> complaints(shape, item), 200, item -> {
            change(() -> {
                ObjectNode after = profile(profileName(item)).deepCopy();
                ObjectNode part = (ObjectNode) part(after, list, Trees.text(item.content(), "name"))
                        .orElseThrow(() -> Problem.notFound("device resource or command not found"));
                part.setAll(item.content());
                return after;
            });
            return Optional.empty();
        });
    }

    private static List<String> complaints(Shape shape, Batch.Item item) {
        return profileName(item).isBlank()
                ? List.of("ProfileName field is required")
                : shape.complaints(item.content());
    }

    private static String profileName(Batch.Item item) {
        return Trees.text(item.envelope(), "profileName");
    }

    private Reply deletePart(Request request, String list) {
        refuseIfStrict();
        change(() -> {
            ObjectNode after = profile(request.parameter("name")).deepCopy();
            if (world.devices.has("profileName", Trees.text(after, "name"))) {
                throw Problem.conflict("fail to update the device profile when associated device exists");
            }
            List<JsonNode> left = Trees.elements(list(after, list))
                    .filter(part -> !Trees.text(part, "name").equals(request.parameter("part")))
                    .toList();
            if (left.size() == list(after, list).size()) {
                throw Problem.notFound("device resource or command not found");
            }
            after.set(list, Metadata.copy(left));
            requireConsistent(after);
            return after;
        });
        return Reply.json(200, world.envelope(200));
    }

    private static ArrayNode list(ObjectNode profile, String list) {
        return profile.get(list) instanceof ArrayNode parts ? parts : profile.putArray(list);
    }

    private static void requireConsistent(ObjectNode profile) {
        List<String> wrong = inconsistencies(profile);
        if (!wrong.isEmpty()) {
            throw Problem.invalid(wrong.get(0));
        }
    }

    private Reply patchTags(Request request) {
        JsonNode body = request.json().filter(JsonNode::isObject).orElseThrow(() -> Problem.invalid("no JSON object"));
        change(() -> {
            ObjectNode after = profile(request.parameter("name")).deepCopy();
            for (String list : List.of("deviceResources", "deviceCommands")) {
                for (JsonNode update : body.path(list)) {
                    ObjectNode part = (ObjectNode) part(after, list, Trees.text(update, "name"))
                            .orElseThrow(() -> Problem.notFound(Trees.text(update, "name") + " not found"));
                    ObjectNode tags = part.get("tags") instanceof ObjectNode old ? old : part.putObject("tags");
                    if (update.get("tags") instanceof ObjectNode more) {
                        tags.setAll(more);
                    }
                }
            }
            return after;
        });
        return Reply.json(200, world.envelope(200));
    }

    private Reply addFile(Request request) {
        String id = add(file(request));
        return Reply.json(201, world.envelope(201).put("id", id));
    }

    private Reply replaceFile(Request request) {
        refuseIfStrict();
        replace(file(request));
        return Reply.json(200, world.envelope(200));
    }

    /** The profile in a multipart body. A real service reads YAML; this one only the JSON that YAML contains. */
    private ObjectNode file(Request request) {
        Matcher boundary = BOUNDARY.matcher(request.contentType());
        if (!boundary.find()) {
            throw Problem.invalid("missing yaml file: no multipart boundary");
        }
        String body = new String(request.body(), StandardCharsets.UTF_8);
        for (String part : body.split(Pattern.quote("--" + boundary.group(1)), -1)) {
            int blank = part.indexOf("\r\n\r\n");
            if (blank > 0 && part.substring(0, blank).contains("name=\"file\"")) {
                JsonNode tree = Trees.parse(part.substring(blank + 4).strip().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() -> Problem.invalid("the simulator reads only JSON in an uploaded file"));
                ObjectNode profile = shapes.deviceProfile.decode(tree);
                List<String> wrong = complaints(profile);
                if (!wrong.isEmpty()) {
                    throw Problem.invalid(String.join("; ", wrong));
                }
                return profile;
            }
        }
        throw Problem.invalid("missing yaml file");
    }
}
