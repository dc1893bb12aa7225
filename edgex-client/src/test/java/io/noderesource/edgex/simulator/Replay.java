package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends recorded requests to a simulator and says how its answers differ from the recorded ones. */
final class Replay {
    /** Fields whose values are those of one run or a wording, and never the same. */
    private static final Set<String> OF_ONE_RUN = Set.of(
            "id",
            "created",
            "modified",
            "origin",
            "timestamp",
            "message",
            "config",
            "metrics",
            "sent",
            "requestId",
            "notificationId",
            "binaryValue",
            "url",
            "uom");

    /** Lists in the order of random ids, or of a hash. */
    private static final Set<String> UNORDERED = Set.of(
            ".profiles",
            ".devices",
            ".subscriptions",
            ".deviceCoreCommands",
            ".coreCommands",
            ".intervals",
            ".actions");

    private final HttpClient http = HttpClient.newHttpClient();
    private final EdgexSimulator edgex;
    private final Map<String, String> idsHere = new HashMap<>();
    private String state = "";

    Replay(EdgexSimulator edgex) {
        this.edgex = edgex;
    }

    /** What device-virtual and support-scheduler had put there before the recording began. */
    void seed() {
        String version = edgex.release().apiVersion();
        boolean napa = edgex.release() == SimulatedRelease.NAPA;
        int devicePort = edgex.release() == SimulatedRelease.PALAU ? 39900 : napa ? 59900 : 49900;
        edgex.devices().stop("shore-service");
        send(
                SimulatedService.METADATA,
                "POST",
                "/deviceservice",
                "[{'apiVersion':'%s','service':{'name':'device-virtual','baseAddress':'http://127.0.0.1:%d','adminState':'UNLOCKED'}}]"
                        .formatted(version, devicePort));
        send(
                SimulatedService.SCHEDULER,
                "POST",
                "/interval",
                "[{'apiVersion':'%s','interval':{'name':'midnight','start':'20180101T000000','interval':'24h'}}]"
                        .formatted(version));
        send(
                SimulatedService.SCHEDULER,
                "POST",
                "/intervalaction",
                ("[{'apiVersion':'%s','action':{'name':'scrub-aged-events','intervalName':'midnight','adminState':'UNLOCKED',"
                                + "%s'address':{'type':'REST','host':'127.0.0.1','port':%d,'path':'/api/%s/event/age/604800000000000','httpMethod':'DELETE'}}}]")
                        .formatted(version, napa ? "'authMethod':'JWT'," : "", napa ? 59880 : 49880, version));
    }

    private void send(SimulatedService service, String method, String path, String body) {
        send(
                service,
                "/api/" + edgex.release().apiVersion() + path,
                method,
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    /** Brings about what was done to the real services before an exchange. */
    void arrange(String wanted, String file) {
        if (wanted.equals(state)) {
            return;
        }
        edgex.faults().clear();
        edgex.maxResultCount(1024);
        edgex.world().strictProfileChanges = false;
        edgex.world().strictProfileDeletes = false;
        edgex.devices().start("device-virtual");
        state = wanted;
        switch (wanted) {
            case "" -> {}
            case "Redis stopped by SIGSTOP", "PostgreSQL stopped by SIGSTOP" -> {
                edgex.faults().add(FaultRule.always(Fault.meanwhile(() -> {})).path("/ping"));
                edgex.faults().add(FaultRule.always(Fault.timeout()));
            }
            case "Redis ended", "PostgreSQL ended" -> edgex.faults().add(FaultRule.always(Fault.internalError()));
            case "Redis restarted without its data" -> edgex.restartEmpty();
            case "MaxResultCount 3" -> edgex.maxResultCount(3);
            case "StrictDeviceProfileChanges" -> edgex.world().strictProfileChanges = true;
            case "StrictDeviceProfileDeletes" -> edgex.world().strictProfileDeletes = true;
            case "device service ended" -> edgex.devices().stop("device-virtual");
            case "device service stopped by SIGSTOP" -> edgex.faults().add(FaultRule.always(Fault.timeout()));
            case "adminState LOCKED" -> patch("'adminState':'LOCKED'");
            case "operatingState DOWN" -> patch("'adminState':'UNLOCKED','operatingState':'DOWN'");
            case "operatingState UNKNOWN" -> patch("'adminState':'UNLOCKED','operatingState':'UNKNOWN'");
            default -> throw new IllegalStateException(file + ": no way to bring about: " + wanted);
        }
    }

    private void patch(String fields) {
        send(
                SimulatedService.METADATA,
                "PATCH",
                "/device",
                "[{'apiVersion':'v3','device':{'name':'kettle-north',%s}}]".formatted(fields));
    }

    HttpResponse<byte[]> send(Recording recording) {
        SimulatedService service = Arrays.stream(SimulatedService.values())
                .filter(one -> one.serviceName().equals(recording.service()))
                .findFirst()
                .orElseThrow();
        byte[] body = Trees.parse(recording.body()).isPresent()
                ? here(new String(recording.body(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)
                : recording.body();
        Map<String, String> headers = recording.headers().properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> header.getValue().asText()));
        return send(service, here(recording.path()), recording.method(), body, headers);
    }

    /** The text with the ids that this simulator gave to the same objects. */
    private String here(String text) {
        String result = text;
        for (Map.Entry<String, String> id : idsHere.entrySet()) {
            result = result.replace(id.getKey(), id.getValue());
        }
        return result;
    }

    private HttpResponse<byte[]> send(
            SimulatedService service, String path, String method, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(edgex.url(service) + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new IllegalStateException(method + " " + path, failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    void compare(Recording recording, HttpResponse<byte[]> answer, List<String> all) {
        String where = recording.service() + "/" + recording.file();
        byte[] realBody = recording.answer().body();
        if (recording.answer().status() != answer.statusCode()) {
            all.add(where + ": status " + recording.answer().status() + ", here " + answer.statusCode() + ": "
                    + text(realBody) + " | " + text(answer.body()));
            return;
        }
        Optional<JsonNode> real = Trees.parse(realBody);
        Optional<JsonNode> here = Trees.parse(answer.body());
        if (real.isPresent() && here.isPresent()) {
            compare(where, "", real.get(), here.get(), all);
        } else if (!text(realBody).strip().equals(text(answer.body()).strip())) {
            all.add(where + ": " + text(realBody) + " | " + text(answer.body()));
        }
    }

    private static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() < 300 ? text : text.substring(0, 300) + "...";
    }

    private void compare(String where, String path, JsonNode real, JsonNode here, List<String> all) {
        if (real.isObject() && here.isObject()) {
            compareObjects(where, path, real, here, all);
        } else if (real.isArray() && here.isArray()) {
            if (real.size() != here.size()) {
                all.add(where + ": " + path + " has " + real.size() + ", here " + here.size());
                return;
            }
            JsonNode ours = path.equals(".readings") ? byResource(here) : here;
            JsonNode theirs = path.equals(".readings") ? byResource(real) : real;
            for (int i = 0; i < real.size(); i++) {
                compare(where, path + "[" + i + "]", theirs.get(i), partner(path, theirs.get(i), i, ours), all);
            }
        } else if (!real.equals(here) && !(real.isNumber() && here.isNumber() && real.asDouble() == here.asDouble())) {
            all.add(where + ": " + path + " is " + real + ", here " + here);
        }
    }

    /** What comes in no order is compared by name. */
    private static JsonNode partner(String path, JsonNode real, int index, JsonNode here) {
        String name = path.endsWith(".deviceCoreCommands") ? "deviceName" : "name";
        if (UNORDERED.stream().noneMatch(path::endsWith)) {
            return here.get(index);
        }
        return Trees.elements(here)
                .filter(one -> Trees.text(one, name).equals(Trees.text(real, name)))
                .findFirst()
                .orElse(here.get(index));
    }

    /** The readings of one event have one origin, and no order among themselves in a list. */
    private static JsonNode byResource(JsonNode readings) {
        List<JsonNode> sorted = new ArrayList<>();
        readings.forEach(sorted::add);
        sorted.sort(Comparator.comparingLong(
                        (JsonNode reading) -> -reading.path("origin").asLong())
                .thenComparing(reading -> Trees.text(reading, "resourceName")));
        return Metadata.copy(sorted);
    }

    private void compareObjects(String where, String path, JsonNode real, JsonNode here, List<String> all) {
        for (Map.Entry<String, JsonNode> field : real.properties()) {
            String name = field.getKey();
            if (!here.has(name)) {
                all.add(where + ": " + path + "." + name + " is missing: " + field.getValue());
            } else if (OF_ONE_RUN.contains(name)) {
                if (name.equals("id")) {
                    idsHere.put(field.getValue().asText(), here.get(name).asText());
                }
            } else {
                compare(where, path + "." + name, field.getValue(), here.get(name), all);
            }
        }
        here.properties().stream()
                .filter(field -> !real.has(field.getKey()))
                .forEach(field ->
                        all.add(where + ": " + path + "." + field.getKey() + " is only here: " + field.getValue()));
    }
}
