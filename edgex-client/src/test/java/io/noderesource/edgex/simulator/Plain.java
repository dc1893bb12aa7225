package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Requests by hand to one simulator. Bodies are written with single quotes; {@code api} is filled in as apiVersion. */
final class Plain {
    /** An answer: its body as text and, where it is JSON, as a tree. */
    record Answer(int status, String contentType, String body) {
        JsonNode json() {
            return Trees.parse(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        }

        String message() {
            return Trees.text(json(), "message");
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final EdgexSimulator edgex;

    Plain(EdgexSimulator edgex) {
        this.edgex = edgex;
    }

    Answer get(SimulatedService service, String path) {
        return send(service, "GET", path, "");
    }

    Answer send(SimulatedService service, String method, String path, String body) {
        String api = edgex.release().apiVersion();
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(edgex.url(service) + "/api/" + api + path))
                            .method(
                                    method,
                                    HttpRequest.BodyPublishers.ofString(
                                            body.replace('\'', '"').replace("{api", "{\"apiVersion\":\"" + api + "\"")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** A device service "kiln", a profile "oven" and devices of it. */
    Plain withDevices(String... names) {
        String number = edgex.release() == SimulatedRelease.JAKARTA ? "'%s'" : "%s";
        send(
                SimulatedService.METADATA,
                "POST",
                "/deviceservice",
                "[{api,'service':{'name':'kiln','baseAddress':'http://localhost:1','adminState':'UNLOCKED'}}]");
        send(
                SimulatedService.METADATA,
                "POST",
                "/deviceprofile",
                ("[{api,'profile':{'name':'oven','deviceResources':["
                        + resource("Int8", "RW", "'defaultValue':'0'") + ","
                        + resource("Float32", "RW", "'defaultValue':'0'") + ","
                        + resource("Uint64", "RW", "") + ","
                        + resource("Int16Array", "RW", "") + ","
                        + resource("Int32", "RW", "'maximum':" + number.formatted("100")) + ","
                        + resource("Bool", "W", "'defaultValue':'false'") + "],"
                        + "'deviceCommands':[{'name':'Both','readWrite':'RW','isHidden':false,'resourceOperations':"
                        + "[{'deviceResource':'Int8','defaultValue':'5'},{'deviceResource':'Float32'}]}]}}]"));
        for (String name : names) {
            send(SimulatedService.METADATA, "POST", "/device", "[" + device(name, "") + "]");
        }
        return this;
    }

    private static String resource(String type, String access, String more) {
        return "{'name':'" + type + "','properties':{'valueType':'" + type + "','readWrite':'" + access + "'"
                + (more.isEmpty() ? "" : "," + more) + "}}";
    }

    static String device(String name, String more) {
        return "{api,'device':{'name':'" + name + "','serviceName':'kiln','profileName':'oven','adminState':'UNLOCKED',"
                + "'operatingState':'UP','protocols':{'bus':{'Unit':'1'}}" + (more.isEmpty() ? "" : "," + more) + "}}";
    }
}
