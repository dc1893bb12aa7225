package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.json.JsonLimits;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.HealthCheck;
import io.noderesource.edgex.model.KeyValue;
import io.noderesource.edgex.model.Registration;
import io.noderesource.edgex.model.RegistrationStatus;
import io.noderesource.edgex.recorded.RecordedService;
import io.noderesource.edgex.recorded.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Core-keeper, as 4.0.2 really answers, and as its documents say. */
class KeeperClientTest {
    private static final String KEY = "edgex/v4/core-data/Writable";

    @Test
    void readsValuesBelowAKey() {
        try (RawServer server = answering(
                        200,
                        "{\"apiVersion\":\"v3\",\"statusCode\":200,\"response\":["
                                + "{\"key\":\"edgex/v4/core-data/Writable/LogLevel\",\"created\":1655372722060444,"
                                + "\"modified\":1655372722060444,\"value\":\"INFO\"},"
                                + "{\"key\":\"edgex/v4/core-data/Writable/PersistData\",\"value\":true}]}");
                EdgexClient edgex = speaking(server)) {
            List<KeyValue> values = edgex.keeper().values(KEY).get();
            assertThat(values)
                    .extracting(KeyValue::value)
                    .containsExactly(java.util.Optional.of(Json.of("INFO")), java.util.Optional.of(Json.TRUE));
            assertThat(values.get(0).created()).hasValue(1655372722060444L);
            assertThat(server.asked().get(0).target())
                    .isEqualTo("/api/v3/kvs/key/edgex/v4/core-data/Writable?plaintext=true");
        }
    }

    @Test
    void putsAndDeletesKeys() {
        try (RawServer server = answering(
                        200, "{\"apiVersion\":\"v3\",\"statusCode\":200,\"response\":[\"" + KEY + "/LogLevel\"]}");
                EdgexClient edgex = speaking(server)) {
            KeeperClient keeper = edgex.keeper();
            List<String> one = List.of(KEY + "/LogLevel");
            assertThat(keeper.keys(KEY).get()).isEqualTo(one);
            assertThat(keeper.put(KEY + "/LogLevel", Json.of("DEBUG")).get()).isEqualTo(one);
            assertThat(keeper.putAll(KEY, Json.object().with("LogLevel", Json.of("DEBUG")))
                            .get())
                    .isEqualTo(one);
            assertThat(keeper.delete(KEY + "/LogLevel").get()).isEqualTo(one);
            assertThat(keeper.deleteAll(KEY).get()).isEqualTo(one);
            assertThat(server.asked())
                    .extracting(asked ->
                            asked.method() + " " + asked.target().replace("/api/v3/kvs/key/" + KEY, "") + asked.body())
                    .containsExactly(
                            "GET ?keyOnly=true",
                            "PUT /LogLevel{\"value\":\"DEBUG\"}",
                            "PUT ?flatten=true{\"value\":{\"LogLevel\":\"DEBUG\"}}",
                            "DELETE /LogLevel",
                            "DELETE ?prefixMatch=true");
        }
    }

    @Test
    void anAnswerThatIsNoKeyIsAnError() {
        try (RawServer server = answering(200, "{\"statusCode\":200,\"response\":[7]}");
                EdgexClient edgex = speaking(server)) {
            assertThat(catchThrowableOfType(
                                    EdgexException.class,
                                    () -> edgex.keeper().keys(KEY).get())
                            .kind())
                    .isEqualTo(ErrorKind.PROTOCOL);
        }
    }

    @Test
    void whatIsNoListIsNotAnEmptyOne() {
        try (RawServer server = answering(200, "{}");
                EdgexClient edgex = speaking(server)) {
            KeeperClient keeper = edgex.keeper();
            for (Call<?> call :
                    List.of(keeper.values(KEY), keeper.keys(KEY), keeper.registrations(), keeper.registrationsEver())) {
                assertThat(catchThrowableOfType(EdgexException.class, call::get).kind())
                        .isEqualTo(ErrorKind.PROTOCOL);
            }
        }
    }

    @Test
    void anEmptyPartOfAKeyIsRefused() {
        try (RawServer server = answering(200, "{}");
                EdgexClient edgex = speaking(server)) {
            assertThat(catchThrowableOfType(
                                    EdgexException.class,
                                    () -> edgex.keeper().deleteAll("").get())
                            .kind())
                    .isEqualTo(ErrorKind.INVALID);
            assertThat(server.asked()).isEmpty();
        }
    }

    /** Adding is answered by 201, changing and deleting by 204, all without a body. */
    @Test
    void registersWithEmptyAnswers() {
        Registration registration = Registration.builder(
                        "core-command",
                        "127.0.0.1",
                        59882,
                        HealthCheck.builder("http")
                                .path("/api/v3/ping")
                                .interval("10s")
                                .build())
                .build();
        try (RawServer server = answering(204, "");
                EdgexClient edgex = speaking(server)) {
            assertThat(edgex.keeper().register(registration).get()).isEqualTo(Done.DONE);
            assertThat(edgex.keeper().updateRegistration(registration).get()).isEqualTo(Done.DONE);
            assertThat(edgex.keeper().deregister("core-command").get()).isEqualTo(Done.DONE);
            assertThat(server.asked())
                    .extracting(asked -> asked.method() + " " + asked.target())
                    .containsExactly(
                            "POST /api/v3/registry",
                            "PUT /api/v3/registry",
                            "DELETE /api/v3/registry/serviceId/core-command");
            assertThat(Json.parse(server.asked().get(0).body()))
                    .isEqualTo(Json.parse("{\"apiVersion\":\"v3\",\"registration\":{\"serviceId\":\"core-command\","
                            + "\"host\":\"127.0.0.1\",\"port\":59882,\"healthCheck\":{\"type\":\"http\","
                            + "\"path\":\"/api/v3/ping\",\"interval\":\"10s\"}}}"));
        }
    }

    @Test
    void readsRegistrations() {
        String registration =
                "{\"created\":1657870358212,\"serviceId\":\"core-command\",\"status\":\"UP\",\"host\":\"h\",\"port\":1}";
        try (RawServer server = answering(
                        200,
                        "{\"statusCode\":200,\"totalCount\":1,\"registration\":" + registration + ",\"registrations\":["
                                + registration + "]}");
                EdgexClient edgex = speaking(server)) {
            assertThat(edgex.keeper().registration("core-command").get().status())
                    .contains(RegistrationStatus.UP);
            assertThat(edgex.keeper().registrations().get()).hasSize(1);
            assertThat(edgex.keeper().registrationsEver().get()).hasSize(1);
            assertThat(server.asked().get(2).target()).isEqualTo("/api/v3/registry/all?deregistered=true");
        }
    }

    @Test
    void aServiceThatIsNotRegisteredIsAbsent() {
        try (RawServer server = answering(404, "{\"apiVersion\":\"v3\",\"statusCode\":404,\"message\":\"none\"}");
                EdgexClient edgex = speaking(server)) {
            assertThat(edgex.keeper().findRegistration("core-command").get()).isEmpty();
        }
    }

    @Test
    void keepsValuesAsARealKeeperDoes() {
        try (RecordedService service = core(
                        "put-value",
                        "put-tree",
                        "put-object",
                        "get-value-plain",
                        "get-tree",
                        "get-keys",
                        "get-value-absent",
                        "delete-value",
                        "delete-prefix",
                        "delete-value-absent");
                EdgexClient edgex = client(service)) {
            KeeperClient keeper = edgex.keeper();
            String light = "brewery/hall/2/light";
            assertThat(keeper.put(light, Json.of("on")).get()).containsExactly(light);
            assertThat(keeper.putAll("brewery/hall/3", Json.object().with("light", Json.of("off")))
                            .get())
                    .contains("brewery/hall/3/heat/target");
            assertThat(keeper.put("brewery/hall/4", Json.object()).get()).containsExactly("brewery/hall/4");
            assertThat(keeper.values(light).get()).singleElement().satisfies(value -> {
                assertThat(value.key()).isEqualTo(light);
                assertThat(value.value()).contains(Json.of("on"));
            });
            assertThat(keeper.values("brewery/hall").get()).hasSizeGreaterThan(4);
            assertThat(keeper.keys("brewery").get()).hasSize(6).contains(light);
            assertThat(kind(keeper.values("nothing"))).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(keeper.delete(light).get()).containsExactly(light);
            assertThat(keeper.deleteAll("brewery").get()).hasSize(5);
            assertThat(kind(keeper.delete(light))).isEqualTo(ErrorKind.NOT_FOUND);
        }
    }

    @Test
    void registersAtARealKeeper() {
        try (RecordedService service = core(
                        "register",
                        "register-again",
                        "update-registration",
                        "update-registration-absent",
                        "get-registration",
                        "get-registration-absent",
                        "all-registrations",
                        "deregister",
                        "deregister-absent",
                        "all-registrations-deregistered");
                EdgexClient edgex = client(service)) {
            KeeperClient keeper = edgex.keeper();
            Registration bell = Registration.of(Json.asObject(Json.parse(
                            Recording.named("v4.0.2", "core-keeper", "register").requestBody(), JsonLimits.DEFAULT))
                    .object("registration")
                    .orElseThrow());
            assertThat(keeper.register(bell).get()).isEqualTo(Done.DONE);
            assertThat(kind(keeper.register(bell))).isEqualTo(ErrorKind.CONFLICT);
            assertThat(keeper.updateRegistration(bell).get()).isEqualTo(Done.DONE);
            assertThat(kind(keeper.updateRegistration(bell))).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(keeper.registration("bell-service").get().healthCheck())
                    .hasValueSatisfying(check -> assertThat(check.interval()).isEqualTo("20s"));
            assertThat(keeper.findRegistration("no-such-service").get()).isEmpty();
            assertThat(keeper.registrations().get())
                    .extracting(Registration::serviceId)
                    .containsExactly("bell-service");
            assertThat(keeper.deregister("bell-service").get()).isEqualTo(Done.DONE);
            assertThat(kind(keeper.deregister("no-such-service"))).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(keeper.registrationsEver().get()).isEmpty();
        }
    }

    private static RecordedService core(String... recordings) {
        return new RecordedService("v4.0.2", "core-keeper").answering(recordings);
    }

    private static EdgexClient client(RecordedService service) {
        return Clients.of(EdgexService.KEEPER, service);
    }

    private static ErrorKind kind(Call<?> call) {
        return catchThrowableOfType(EdgexException.class, call::get).kind();
    }

    private static RawServer answering(int status, String json) {
        return new RawServer((asked, out) -> RawServer.json(out, status, json));
    }

    private static EdgexClient speaking(RawServer server) {
        return Clients.speaking(Dialect.V4, EdgexService.KEEPER, server);
    }
}
