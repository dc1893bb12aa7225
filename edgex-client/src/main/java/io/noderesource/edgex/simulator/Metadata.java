package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** core-metadata without profiles' inner parts, which {@link Profiles} answers. */
final class Metadata {
    private final World world;
    private final Shapes shapes;
    private final boolean napa;
    private final boolean palau;

    Metadata(World world, Shapes shapes) {
        this.world = world;
        this.shapes = shapes;
        this.napa = world.release.since(SimulatedRelease.NAPA);
        this.palau = world.release.since(SimulatedRelease.PALAU);
    }

    Routes routes() {
        Routes routes = new Routes()
                .onWaiting("POST", "/device", this::addDevices)
                .onWaiting("PATCH", "/device", this::patchDevices)
                .on("GET", "/device/all", this::allDevices)
                .on("GET", "/device/check/name/{name}", this::checkDevice)
                .on(
                        "GET",
                        "/device/name/{name}",
                        request -> one("device", world.devices, "name", request, shapes.device))
                .on("DELETE", "/device/name/{name}", this::deleteDevice)
                .on("GET", "/device/profile/name/{name}", request -> devicesBy("profileName", request))
                .on("GET", "/device/service/name/{name}", request -> devicesBy("serviceName", request))
                .on("POST", "/deviceservice", this::addServices)
                .on("PATCH", "/deviceservice", this::patchServices)
                .on(
                        "GET",
                        "/deviceservice/all",
                        request -> all("services", world.services, request, shapes.deviceService))
                .on(
                        "GET",
                        "/deviceservice/name/{name}",
                        request -> one("service", world.services, "name", request, shapes.deviceService))
                .on("DELETE", "/deviceservice/name/{name}", this::deleteService)
                .on("POST", "/provisionwatcher", this::addWatchers)
                .on("PATCH", "/provisionwatcher", this::patchWatchers)
                .on(
                        "GET",
                        "/provisionwatcher/all",
                        request -> all("provisionWatchers", world.watchers, request, shapes.provisionWatcher))
                .on(
                        "GET",
                        "/provisionwatcher/name/{name}",
                        request -> one("provisionWatcher", world.watchers, "name", request, shapes.provisionWatcher))
                .on("DELETE", "/provisionwatcher/name/{name}", this::deleteWatcher)
                .on("GET", "/provisionwatcher/profile/name/{name}", this::watchersByProfile)
                .on("GET", "/provisionwatcher/service/name/{name}", this::watchersByService);
        if (napa) {
            routes.on("GET", "/uom", this::unitsOfMeasure);
        }
        if (palau) {
            routes.on("GET", "/device/id/{id}", request -> one("device", world.devices, "id", request, shapes.device));
        }
        return new Profiles(world, shapes).addTo(routes);
    }

    // Devices

    private Reply addDevices(Request request) {
        boolean force = palau && request.asks("force");
        boolean validates = napa && !force && !(palau && request.asks("bypassValidation"));
        return Batch.add(world, request, "device", shapes.device, device -> {
            synchronized (world) {
                requireService(device);
            }
            if (validates) {
                validateByService(Trees.text(device, "serviceName"));
            }
            return Optional.of(addDevice(device, force));
        });
    }

    private String addDevice(ObjectNode device, boolean force) {
        ObjectNode added;
        boolean update;
        synchronized (world) {
            requireProfile(Trees.text(device, "profileName"));
            requireParent(device);
            String name = Trees.text(device, "name");
            Optional<ObjectNode> sameName = world.devices.byName(name);
            update = force && sameName.isPresent();
            if (!update) {
                requireNew(world.devices, "device", device);
            }
            added = stamped(device);
            sameName.ifPresent(before -> {
                added.set("id", before.get("id"));
                added.set("created", before.get("created"));
            });
            world.devices.put(added);
        }
        tellDevice(update ? "update" : "add", Trees.text(added, "serviceName"), added);
        return Trees.text(added, "id");
    }

    private Reply patchDevices(Request request) {
        boolean validates = napa && !(palau && request.asks("bypassValidation"));
        return Batch.patch(world, request, "device", shapes.device, patch -> {
            patchDevice(patch, validates);
            return Optional.empty();
        });
    }

    private void patchDevice(ObjectNode patch, boolean validates) {
        ObjectNode before;
        ObjectNode after;
        synchronized (world) {
            if (patch.has("serviceName")) {
                requireService(patch);
            }
            before = named(world.devices, "device", patch);
            after = shapes.device.patched(before, patch);
        }
        if (validates) {
            validateByService(Trees.text(after, "serviceName"));
        }
        // What is told is the device before it is written: its modified is the former one.
        ObjectNode told = shapes.device.render(after);
        synchronized (world) {
            requireProfile(Trees.text(after, "profileName"));
            requireParent(after);
            if (world.devices.byId(Trees.text(before, "id")).isEmpty()) {
                throw absent("device", "name", Trees.text(before, "name"));
            }
            after.put("modified", world.ticks.millis());
            world.devices.put(after);
        }
        String former = Trees.text(before, "serviceName");
        if (!former.equals(Trees.text(after, "serviceName"))) {
            world.bus.systemEvent("device", "update", former, Trees.text(told, "profileName"), told);
        }
        world.bus.systemEvent(
                "device", "update", Trees.text(after, "serviceName"), Trees.text(told, "profileName"), told);
    }

    private Reply deleteDevice(Request request) {
        ObjectNode device;
        synchronized (world) {
            device = byName(world.devices, "device", request.parameter("name"));
            if (palau && world.devices.has("parent", Trees.text(device, "name"))) {
                throw Problem.conflict(
                        "fail to delete the device " + Trees.text(device, "name") + " when it has children");
            }
            world.devices.remove(device);
        }
        tellDevice("delete", Trees.text(device, "serviceName"), device);
        return Reply.json(200, world.envelope(200));
    }

    private void tellDevice(String action, String owner, ObjectNode device) {
        world.bus.systemEvent("device", action, owner, Trees.text(device, "profileName"), shapes.device.render(device));
    }

    private Reply checkDevice(Request request) {
        synchronized (world) {
            int status = world.devices.byName(request.parameter("name")).isPresent() ? 200 : 404;
            return Reply.json(status, world.envelope(status));
        }
    }

    private Reply allDevices(Request request) {
        synchronized (world) {
            List<ObjectNode> rows = labelled(request, world.devices.all());
            if (palau && request.query("descendantsOf").isPresent()) {
                Set<String> descendants = descendants(
                        request.query("descendantsOf").orElseThrow(),
                        request.query("maxLevels").map(Integer::parseInt).orElse(0));
                rows = rows.stream()
                        .filter(row -> descendants.contains(Trees.text(row, "name")))
                        .toList();
            }
            return Paging.page(world, request, "devices", rows, shapes.device::render);
        }
    }

    private Set<String> descendants(String root, int levels) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> level = new ArrayDeque<>(List.of(root));
        for (int depth = 1; !level.isEmpty() && (levels == 0 || depth <= levels); depth++) {
            Deque<String> next = new ArrayDeque<>();
            for (String parent : level) {
                world.devices.where("parent", parent).stream()
                        .map(child -> Trees.text(child, "name"))
                        .filter(found::add)
                        .forEach(next::add);
            }
            level = next;
        }
        return found;
    }

    private Reply devicesBy(String field, Request request) {
        synchronized (world) {
            List<ObjectNode> rows = world.devices.where(field, request.parameter("name"));
            return Paging.page(world, request, "devices", rows, shapes.device::render);
        }
    }

    private void requireService(ObjectNode owned) {
        String name = Trees.text(owned, "serviceName");
        if (world.services.byName(name).isEmpty()) {
            throw new Problem(napa ? 400 : 404, "device service '" + name + "' does not exists");
        }
    }

    private void requireProfile(String name) {
        if (palau && name.isEmpty()) {
            return;
        }
        if (world.profiles.byName(name).isEmpty()) {
            throw Problem.notFound("device profile '" + name + "' does not exists");
        }
    }

    private void requireParent(ObjectNode device) {
        String parent = Trees.text(device, "parent");
        if (parent.isEmpty()) {
            return;
        }
        if (parent.equals(Trees.text(device, "name"))) {
            throw Problem.invalid("a device cannot be its own parent");
        }
        if (world.devices.byName(parent).isEmpty()) {
            throw Problem.notFound("parent device '" + parent + "' does not exists");
        }
    }

    /** Asks the device service over the bus. While nobody answers the request hangs: the front answers it by 503. */
    private void validateByService(String service) {
        if (!world.awaitDeviceService(service, world.requestTimeout.multipliedBy(2))) {
            throw new Problem(503, "Error sending request to topic 'edgex/" + service + "/validate/device'");
        }
    }

    // Device services

    private Reply addServices(Request request) {
        return Batch.add(world, request, "service", shapes.deviceService, service -> {
            ObjectNode added;
            synchronized (world) {
                requireNew(world.services, "device service", service);
                added = stamped(service);
                world.services.put(added);
            }
            // What is told is the request's object: it has neither id nor created.
            tellService("add", service);
            return Optional.of(Trees.text(added, "id"));
        });
    }

    private Reply patchServices(Request request) {
        return Batch.patch(world, request, "service", shapes.deviceService, patch -> {
            ObjectNode told;
            synchronized (world) {
                ObjectNode before = named(world.services, "device service", patch);
                ObjectNode after = shapes.deviceService.patched(before, patch);
                told = shapes.deviceService.render(after);
                after.put("modified", world.ticks.millis());
                world.services.put(after);
            }
            tellService("update", told);
            return Optional.empty();
        });
    }

    private Reply deleteService(Request request) {
        ObjectNode service;
        synchronized (world) {
            service = byName(world.services, "device service", request.parameter("name"));
            String name = Trees.text(service, "name");
            if (world.devices.has("serviceName", name)) {
                throw Problem.conflict("fail to delete the device service with name " + name);
            }
            if (world.watchers.has("serviceName", name)) {
                throw Problem.conflict("fail to delete the device service with name " + name);
            }
            world.services.remove(service);
        }
        tellService("delete", service);
        return Reply.json(200, world.envelope(200));
    }

    private void tellService(String action, ObjectNode service) {
        world.bus.systemEvent(
                "deviceservice", action, Trees.text(service, "name"), "", shapes.deviceService.render(service));
    }

    // Provision watchers

    private Reply addWatchers(Request request) {
        return Batch.add(world, request, "provisionwatcher", shapes.provisionWatcher, watcher -> {
            ObjectNode added;
            synchronized (world) {
                if (!napa) {
                    // From 3.0 on nobody asks whether the device service is there.
                    requireService(watcher);
                }
                requireNew(world.watchers, "provision watcher", watcher);
                requireWatchersProfile(watcher);
                added = stamped(watcher);
                world.watchers.put(added);
            }
            tellWatcher("add", added);
            return Optional.of(Trees.text(added, "id"));
        });
    }

    private Reply patchWatchers(Request request) {
        return Batch.patch(world, request, "provisionwatcher", shapes.provisionWatcher, patch -> {
            ObjectNode told;
            synchronized (world) {
                ObjectNode before = named(world.watchers, "provision watcher", patch);
                ObjectNode after = shapes.provisionWatcher.patched(before, patch);
                requireWatchersProfile(after);
                told = shapes.provisionWatcher.render(after);
                after.put("modified", world.ticks.millis());
                world.watchers.put(after);
            }
            tellWatcher("update", told);
            return Optional.empty();
        });
    }

    private void requireWatchersProfile(ObjectNode watcher) {
        String profile = profileOf(watcher);
        if (!profile.isEmpty() && world.profiles.byName(profile).isEmpty()) {
            throw Problem.notFound("device profile '" + profile + "' does not exists");
        }
    }

    /** Where a watcher names its profile: up to 2.x itself, from 3.0 on in what it discovers. */
    private String profileOf(ObjectNode watcher) {
        return napa ? Trees.text(watcher.path("discoveredDevice"), "profileName") : Trees.text(watcher, "profileName");
    }

    private Reply deleteWatcher(Request request) {
        ObjectNode watcher;
        synchronized (world) {
            watcher = byName(world.watchers, "provision watcher", request.parameter("name"));
            world.watchers.remove(watcher);
        }
        tellWatcher("delete", watcher);
        return Reply.json(200, world.envelope(200));
    }

    private void tellWatcher(String action, ObjectNode watcher) {
        world.bus.systemEvent(
                "provisionwatcher",
                action,
                Trees.text(watcher, "serviceName"),
                profileOf(watcher),
                shapes.provisionWatcher.render(watcher));
    }

    private Reply watchersByProfile(Request request) {
        synchronized (world) {
            List<ObjectNode> rows = world.watchers.all().stream()
                    .filter(watcher -> profileOf(watcher).equals(request.parameter("name")))
                    .toList();
            return Paging.page(world, request, "provisionWatchers", rows, shapes.provisionWatcher::render);
        }
    }

    private Reply watchersByService(Request request) {
        synchronized (world) {
            List<ObjectNode> rows = world.watchers.where("serviceName", request.parameter("name"));
            return Paging.page(world, request, "provisionWatchers", rows, shapes.provisionWatcher::render);
        }
    }

    private Reply unitsOfMeasure(Request request) {
        ObjectNode answer = world.envelope(200);
        ObjectNode units = answer.putObject("uom").put("source", "simulator").putObject("units");
        units.putObject("temperature")
                .put("source", "simulator")
                .putArray("values")
                .add("C")
                .add("F")
                .add("K");
        return Reply.json(200, answer);
    }

    // What the kinds share

    private Reply one(String key, Table table, String by, Request request, Shape shape) {
        synchronized (world) {
            String wanted = request.parameter(by);
            ObjectNode found = (by.equals("id") ? table.byId(wanted) : table.byName(wanted))
                    .orElseThrow(() -> absent(key, by, wanted));
            ObjectNode answer = world.envelope(200);
            answer.set(key, shape.render(found));
            return Reply.json(200, answer);
        }
    }

    private Reply all(String key, Table table, Request request, Shape shape) {
        synchronized (world) {
            return Paging.page(world, request, key, labelled(request, table.all()), shape::render);
        }
    }

    /** The rows that carry all the labels of the query. */
    static List<ObjectNode> labelled(Request request, List<ObjectNode> rows) {
        List<String> wanted = request.query("labels")
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
        if (wanted.isEmpty()) {
            return rows;
        }
        return rows.stream()
                .filter(row -> Trees.elements(row.path("labels"))
                        .map(JsonNode::asText)
                        .toList()
                        .containsAll(wanted))
                .toList();
    }

    /** With the id, created and modified of a new object. */
    private ObjectNode stamped(ObjectNode object) {
        return stamped(world, object);
    }

    static ObjectNode stamped(World world, ObjectNode object) {
        ObjectNode added = object.deepCopy();
        if (Trees.text(added, "id").isEmpty()) {
            added.put("id", world.ids.next());
        }
        long now = world.ticks.millis();
        if (added.path("created").asLong() == 0) {
            added.put("created", now);
        }
        return added.put("modified", now);
    }

    static void requireNew(Table table, String kind, ObjectNode object) {
        String id = Trees.text(object, "id");
        if (!id.isEmpty() && table.byId(id).isPresent()) {
            throw Problem.conflict(kind + " id " + id + " already exists");
        }
        String name = Trees.text(object, "name");
        if (!name.isEmpty() && table.byName(name).isPresent()) {
            throw Problem.conflict(kind + " name " + name + " already exists");
        }
    }

    /** The object that a patch names: by its id where that is given, else by its name. */
    static ObjectNode named(Table table, String kind, ObjectNode patch) {
        String id = Trees.text(patch, "id");
        ObjectNode found = id.isEmpty()
                ? byName(table, kind, Trees.text(patch, "name"))
                : table.byId(id).orElseThrow(() -> absent(kind, "id", id));
        if (patch.has("name") && !Trees.text(patch, "name").equals(Trees.text(found, "name"))) {
            throw Problem.invalid(kind + " name '" + Trees.text(patch, "name") + "' not match the exsting '"
                    + Trees.text(found, "name") + "' ");
        }
        return found;
    }

    static ObjectNode byName(Table table, String kind, String name) {
        return table.byName(name).orElseThrow(() -> absent(kind, "name", name));
    }

    /** The services' own words: a 404 does not say "not found". */
    static Problem absent(String kind, String by, String value) {
        return Problem.notFound("fail to query " + kind + " by " + by + " " + value);
    }

    static ArrayNode copy(List<JsonNode> nodes) {
        ArrayNode all = Trees.array();
        new ArrayList<>(nodes).forEach(all::add);
        return all;
    }
}
