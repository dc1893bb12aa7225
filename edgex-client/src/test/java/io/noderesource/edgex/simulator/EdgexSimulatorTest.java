package io.noderesource.edgex.simulator;

import static io.noderesource.edgex.simulator.SimulatedService.COMMAND;
import static io.noderesource.edgex.simulator.SimulatedService.DATA;
import static io.noderesource.edgex.simulator.SimulatedService.KEEPER;
import static io.noderesource.edgex.simulator.SimulatedService.METADATA;
import static io.noderesource.edgex.simulator.SimulatedService.NOTIFICATIONS;
import static io.noderesource.edgex.simulator.SimulatedService.SCHEDULER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.noderesource.edgex.simulator.Plain.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real services do, each as a test: the simulator must do it too. */
class EdgexSimulatorTest {
    private static void with(SimulatedRelease release, Consumer<EdgexSimulator> test) {
        try (EdgexSimulator edgex = EdgexSimulator.builder()
                .release(release)
                .requestTimeout(Duration.ofMillis(300))
                .start()) {
            test.accept(edgex);
        }
    }

    private static void withNapa(Consumer<EdgexSimulator> test) {
        with(SimulatedRelease.NAPA, test);
    }

    // Envelope and status

    @ParameterizedTest
    @EnumSource
    void versionTellsTheRelease(SimulatedRelease release) {
        with(release, edgex -> {
            JsonNode version = new Plain(edgex).get(METADATA, "/version").json();
            assertThat(version.get("version").asText()).isEqualTo(release.version());
            assertThat(version.get("apiVersion").asText()).isEqualTo(release.apiVersion());
            assertThat(version.has("serviceName")).isEqualTo(release != SimulatedRelease.JAKARTA);
        });
    }

    @Test
    void version4StillServesApiV3() {
        with(SimulatedRelease.PALAU, edgex -> {
            HttpResponse<String> v4 = raw(edgex, METADATA, "/api/v4/version");
            assertThat(v4.statusCode()).isEqualTo(404);
            assertThat(raw(edgex, METADATA, "/api/v3/version").statusCode()).isEqualTo(200);
        });
    }

    @ParameterizedTest
    @EnumSource
    void batchIsAnsweredBy207WithAnItemForEachInOrder(SimulatedRelease release) {
        with(release, edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            Answer answer = plain.send(
                    METADATA,
                    "POST",
                    "/device",
                    "[" + Plain.device("b", "") + "," + Plain.device("a", "") + ","
                            + Plain.device("c", "").replace("kiln", "nosvc") + "]");
            assertThat(answer.status()).isEqualTo(207);
            assertThat(statuses(answer)).containsExactly(201, 409, release == SimulatedRelease.JAKARTA ? 404 : 400);
            assertThat(answer.json().get(0).get("id").asText()).hasSize(36);
            assertThat(answer.json().get(2).get("message").asText()).contains("nosvc");
        });
    }

    @ParameterizedTest
    @EnumSource
    void emptyArrayIsAnsweredByNull(SimulatedRelease release) {
        with(release, edgex -> {
            Answer answer = new Plain(edgex).send(METADATA, "POST", "/device", "[]");
            assertThat(answer.status()).isEqualTo(207);
            assertThat(answer.body()).isEqualTo("null");
        });
    }

    @ParameterizedTest
    @EnumSource
    void oneInvalidItemFailsTheWholeBatch(SimulatedRelease release) {
        with(release, edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            Answer answer = plain.send(
                    METADATA,
                    "POST",
                    "/device",
                    "[" + Plain.device("good", "") + ","
                            + Plain.device("bad", "").replace("UNLOCKED", "AJAR") + "]");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().isObject()).isTrue();
            assertThat(plain.get(METADATA, "/device/name/good").status()).isEqualTo(404);
        });
    }

    @Test
    void objectInsteadOfArrayIs500From3And400Before() {
        String bare = "{api,'service':{'name':'x'}}";
        withNapa(edgex -> assertThat(new Plain(edgex)
                        .send(METADATA, "PATCH", "/deviceservice", bare)
                        .status())
                .isEqualTo(500));
        with(
                SimulatedRelease.JAKARTA,
                edgex -> assertThat(new Plain(edgex)
                                .send(METADATA, "PATCH", "/deviceservice", bare)
                                .status())
                        .isEqualTo(400));
    }

    @Test
    void requestIdComesBack() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            String id = "6f0e1c1a-3b52-4f5e-9a40-000000000001";
            Answer right = plain.send(
                    METADATA,
                    "POST",
                    "/device",
                    "[" + Plain.device("a", "").replace("{api", "{api,'requestId':'" + id + "'") + "]");
            assertThat(right.json().get(0).get("requestId").asText()).isEqualTo(id);
        });
    }

    @Test
    void notFoundDoesNotSayNotFound() {
        withNapa(edgex -> {
            Answer answer = new Plain(edgex).get(METADATA, "/device/name/x");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().get("statusCode").asInt()).isEqualTo(404);
            assertThat(answer.message()).doesNotContain("not found");
        });
    }

    @Test
    void namesWithSlashesBlanksAndChineseAreFoundFrom3OnAndRefusedBefore() {
        String name = "bad name/水";
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices(name);
            assertThat(plain.get(METADATA, "/device/name/bad%20name%2F%E6%B0%B4")
                            .status())
                    .isEqualTo(200);
        });
        with(SimulatedRelease.JAKARTA, edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            assertThat(plain.send(METADATA, "POST", "/device", "[" + Plain.device(name, "") + "]")
                            .status())
                    .isEqualTo(400);
        });
    }

    // Paging

    @Test
    void limitMinusOneMeansMaxResultCountAndNotAll() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a", "b", "c", "d", "e", "f", "g");
            edgex.maxResultCount(3);
            JsonNode page = plain.get(METADATA, "/device/all?limit=-1").json();
            assertThat(page.get("devices")).hasSize(3);
            assertThat(page.get("totalCount").asInt()).isEqualTo(7);
            assertThat(plain.get(METADATA, "/device/all?limit=4").status()).isEqualTo(400);
        });
    }

    @Test
    void limitIsTwentyByDefaultAndNoughtCounts() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex)
                    .withDevices(IntStream.range(0, 25).mapToObj(i -> "d" + i).toArray(String[]::new));
            assertThat(plain.get(METADATA, "/device/all").json().get("devices")).hasSize(20);
            JsonNode none = plain.get(METADATA, "/device/all?limit=0").json();
            assertThat(none.get("devices")).isEmpty();
            assertThat(none.get("totalCount").asInt()).isEqualTo(25);
        });
    }

    @Test
    void offsetPastTheEndIs416AndTheEndItselfOnlyBefore3() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            assertThat(plain.get(METADATA, "/device/all?offset=2").status()).isEqualTo(416);
            assertThat(plain.get(METADATA, "/device/all?offset=1").status()).isEqualTo(200);
        });
        with(
                SimulatedRelease.JAKARTA,
                edgex -> assertThat(new Plain(edgex)
                                .withDevices("a")
                                .get(METADATA, "/device/all?offset=1")
                                .status())
                        .isEqualTo(416));
    }

    @Test
    void labelsMustAllMatch() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            plain.send(
                    METADATA,
                    "POST",
                    "/device",
                    "[" + Plain.device("a", "'labels':['x','y']") + "," + Plain.device("b", "'labels':['x']") + "]");
            assertThat(plain.get(METADATA, "/device/all?labels=x,y").json().get("devices"))
                    .hasSize(1);
        });
    }

    // Patches

    @Test
    void patchLeavesNullAloneAndClearsByEmptyValues() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            plain.send(
                    METADATA,
                    "POST",
                    "/device",
                    "[" + Plain.device("a", "'labels':['x'],'description':'d','location':{'hall':2},'tags':{'t':1}")
                            + "]");
            patch(plain, "'name':'a','labels':null,'description':null,'location':null");
            JsonNode same = device(plain, "a");
            assertThat(same.get("labels")).hasSize(1);
            assertThat(same.get("location").get("hall").asInt()).isEqualTo(2);
            patch(plain, "'name':'a','labels':[],'description':'','location':'','tags':{}");
            JsonNode cleared = device(plain, "a");
            assertThat(cleared.has("labels") || cleared.has("description") || cleared.has("tags"))
                    .isFalse();
            assertThat(cleared.get("location").asText("none")).isEmpty();
        });
    }

    @Test
    void patchReplacesTheWholeMapOfProtocolsAndRefusesAnEmptyOneBefore4() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            patch(plain, "'name':'a','protocols':{'other':{'Port':300,'deep':{'x':[1]}}}");
            assertThat(device(plain, "a").get("protocols").fieldNames())
                    .toIterable()
                    .containsExactly("other");
            assertThat(device(plain, "a").at("/protocols/other/Port").isInt()).isTrue();
            assertThat(patch(plain, "'name':'a','protocols':{}").status()).isEqualTo(400);
        });
        with(SimulatedRelease.PALAU, edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            assertThat(statuses(patch(plain, "'name':'a','protocols':{}"))).containsExactly(200);
        });
    }

    @Test
    void patchWithIdAndAnotherNameIsAnItemOf400() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            Answer answer = patch(plain, "'id':'" + device(plain, "a").get("id").asText() + "','name':'b'");
            assertThat(answer.status()).isEqualTo(207);
            assertThat(statuses(answer)).containsExactly(400);
        });
    }

    @Test
    void patchWithoutIdentityFailsTheWholeBatch() {
        withNapa(edgex -> assertThat(patch(new Plain(edgex).withDevices("a"), "'description':'x'")
                        .status())
                .isEqualTo(400));
    }

    @Test
    void unknownFieldsAreDropped() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            assertThat(statuses(patch(plain, "'name':'a','colour':'red'"))).containsExactly(200);
            assertThat(device(plain, "a").has("colour")).isFalse();
        });
    }

    @Test
    void intervalOfAutoEventMustBeADurationAndDaysCameWith4() {
        for (SimulatedRelease release : SimulatedRelease.values()) {
            with(release, edgex -> {
                Plain plain = new Plain(edgex).withDevices("a");
                assertThat(autoEvent(plain, "30").status()).isEqualTo(400);
                assertThat(autoEvent(plain, "1m30s").status()).isEqualTo(207);
                assertThat(autoEvent(plain, "2d").status()).isEqualTo(release == SimulatedRelease.PALAU ? 207 : 400);
            });
        }
    }

    private static Answer autoEvent(Plain plain, String interval) {
        return patch(
                plain,
                "'name':'a','autoEvents':[{'interval':'" + interval + "','sourceName':'NoSuch','onChange':false}]");
    }

    @Test
    void protocolValuesAreOnlyTextBefore3() {
        String port = Plain.device("p", "").replace("'Unit':'1'", "'Unit':1");
        with(
                SimulatedRelease.JAKARTA,
                edgex -> assertThat(new Plain(edgex)
                                .withDevices()
                                .send(METADATA, "POST", "/device", "[" + port + "]")
                                .status())
                        .isEqualTo(400));
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            plain.send(METADATA, "POST", "/device", "[" + port + "]");
            assertThat(device(plain, "p").at("/protocols/bus/Unit").isInt()).isTrue();
        });
    }

    @Test
    void limitsOfResourcesAreTextBefore3AndNumbersFromThenOn() {
        String profile = "[{api,'profile':{'name':'q','deviceResources':[{'name':'R','properties':"
                + "{'valueType':'Int8','readWrite':'R','minimum':%s}}]}}]";
        with(SimulatedRelease.JAKARTA, edgex -> {
            Plain plain = new Plain(edgex);
            assertThat(plain.send(METADATA, "POST", "/deviceprofile", profile.formatted("1"))
                            .status())
                    .isEqualTo(400);
            assertThat(plain.send(METADATA, "POST", "/deviceprofile", profile.formatted("'1'"))
                            .status())
                    .isEqualTo(207);
        });
        withNapa(edgex -> {
            Plain plain = new Plain(edgex);
            assertThat(plain.send(METADATA, "POST", "/deviceprofile", profile.formatted("1"))
                            .status())
                    .isEqualTo(207);
            assertThat(plain.send(METADATA, "POST", "/deviceprofile", profile.formatted("'1'"))
                            .status())
                    .isEqualTo(400);
        });
    }

    // The device service behind core-metadata

    @Test
    void deviceServiceThatIsDownMakesPostHangAndEndInHtmlAndNothingIsCreated() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            edgex.devices().stop("kiln");
            Answer answer = plain.send(METADATA, "POST", "/device", "[" + Plain.device("late", "") + "]");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.contentType()).startsWith("text/html");
            assertThat(answer.body()).contains("Timeout");
            assertThat(plain.get(METADATA, "/device/name/late").status()).isEqualTo(404);
        });
    }

    @Test
    void deviceServiceIsNotAskedBefore3NorWhereVersion4IsToldNotTo() {
        with(SimulatedRelease.JAKARTA, edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            edgex.devices().stop("kiln");
            assertThat(statuses(plain.send(METADATA, "POST", "/device", "[" + Plain.device("a", "") + "]")))
                    .containsExactly(201);
        });
        with(SimulatedRelease.PALAU, edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            edgex.devices().stop("kiln");
            assertThat(statuses(plain.send(
                            METADATA, "POST", "/device?bypassValidation=true", "[" + Plain.device("a", "") + "]")))
                    .containsExactly(201);
            assertThat(statuses(plain.send(
                            METADATA,
                            "POST",
                            "/device?force=true",
                            "[" + Plain.device("a", "'description':'again'") + "]")))
                    .containsExactly(201);
            assertThat(device(plain, "a").get("description").asText()).isEqualTo("again");
        });
    }

    // Deletes and conflicts

    @Test
    void deleteOfWhatIsInUseIs409() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            assertThat(plain.send(METADATA, "DELETE", "/deviceprofile/name/oven", "")
                            .status())
                    .isEqualTo(409);
            assertThat(plain.send(METADATA, "DELETE", "/deviceservice/name/kiln", "")
                            .status())
                    .isEqualTo(409);
            assertThat(plain.send(METADATA, "DELETE", "/device/name/a", "").status())
                    .isEqualTo(200);
            assertThat(plain.send(METADATA, "DELETE", "/deviceprofile/name/oven", "")
                            .status())
                    .isEqualTo(200);
            assertThat(plain.send(METADATA, "DELETE", "/deviceservice/name/kiln", "")
                            .status())
                    .isEqualTo(200);
        });
    }

    @Test
    void parentsAreKeptAndFoundByVersion4() {
        with(SimulatedRelease.PALAU, edgex -> {
            Plain plain = new Plain(edgex).withDevices("root");
            plain.send(METADATA, "POST", "/device", "[" + Plain.device("leaf", "'parent':'root'") + "]");
            assertThat(plain.send(METADATA, "DELETE", "/device/name/root", "").status())
                    .isEqualTo(409);
            assertThat(plain.get(METADATA, "/device/all?descendantsOf=root")
                            .json()
                            .get("devices"))
                    .hasSize(1);
        });
    }

    @Test
    void strictProfileChangesAre423() {
        try (EdgexSimulator edgex =
                EdgexSimulator.builder().strictProfileChanges().start()) {
            Plain plain = new Plain(edgex).withDevices("a");
            assertThat(plain.send(
                                    METADATA,
                                    "PUT",
                                    "/deviceprofile",
                                    "[{api,'profile':{'name':'oven','deviceResources':[]}}]")
                            .status())
                    .isEqualTo(423);
        }
    }

    @Test
    void putOfAProfileReplacesItWhole() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            Answer answer = plain.send(
                    METADATA, "PUT", "/deviceprofile", "[{api,'profile':{'name':'oven','deviceResources':[]}}]");
            assertThat(statuses(answer)).containsExactly(200);
            assertThat(plain.get(METADATA, "/deviceprofile/name/oven").json().at("/profile/deviceResources"))
                    .isEmpty();
        });
    }

    // Commands

    @Test
    void wrongParameterNameWritesTheDefault() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            put(plain, "Int8", "{'Int8':'42'}");
            assertThat(edgex.devices().value("a", "Int8")).isEqualTo("42");
            assertThat(put(plain, "Int8", "{'Wrong':'4'}").status()).isEqualTo(200);
            assertThat(edgex.devices().value("a", "Int8")).isEqualTo("0");
            put(plain, "Int8", "{'Int8':'42'}");
            assertThat(put(plain, "Both", "{'Both':'42'}").status()).isEqualTo(200);
            assertThat(edgex.devices().value("a", "Int8")).isEqualTo("5");
        });
    }

    @Test
    void floatsComeBackInExponentForm() {
        withNapa(edgex -> assertThat(written(edgex, "Float32", "40.9")).isEqualTo("4.090000e+01"));
        with(
                SimulatedRelease.PALAU,
                edgex -> assertThat(written(edgex, "Float32", "40.9")).isEqualTo("4.09e+01"));
    }

    @Test
    void arraysComeBackWithBlanksAndUint64PastLong() {
        withNapa(edgex -> {
            assertThat(written(edgex, "Int16Array", "[3,84,-21]")).isEqualTo("[3, 84, -21]");
            assertThat(written(edgex, "Uint64", "18446744073709551615")).isEqualTo("18446744073709551615");
        });
    }

    private static String written(EdgexSimulator edgex, String resource, String value) {
        Plain plain = new Plain(edgex).withDevices("a");
        put(plain, resource, "{'" + resource + "':'" + value + "'}");
        return plain.get(COMMAND, "/device/name/a/" + resource)
                .json()
                .at("/event/readings/0/value")
                .asText();
    }

    @Test
    void jsonNumbersFromAMillionOnAreNotUnderstood() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            assertThat(put(plain, "Uint64", "{'Uint64':999999}").status()).isEqualTo(200);
            Answer answer = put(plain, "Uint64", "{'Uint64':1000000}");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.message()).contains("1e+06");
        });
    }

    @Test
    void valueBeyondItsTypeIs500AndBeyondItsMaximum400() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            assertThat(put(plain, "Int8", "{'Int8':'300'}").status()).isEqualTo(500);
            assertThat(put(plain, "Int32", "{'Int32':'101'}").status()).isEqualTo(400);
        });
    }

    @Test
    void lockedAndDownAre423AndUnknownIsAllowed() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            patch(plain, "'name':'a','operatingState':'UNKNOWN'");
            assertThat(plain.get(COMMAND, "/device/name/a/Int8").status()).isEqualTo(200);
            patch(plain, "'name':'a','operatingState':'DOWN'");
            assertThat(put(plain, "Int8", "{'Int8':'1'}").status()).isEqualTo(423);
            patch(plain, "'name':'a','operatingState':'UP','adminState':'LOCKED'");
            Answer locked = plain.get(COMMAND, "/device/name/a/Int8");
            assertThat(locked.status()).isEqualTo(423);
            assertThat(locked.message()).startsWith("request failed, status code: 423, err: {\"apiVersion\"");
        });
    }

    @Test
    void returnEventFalseIsAnEmptyBodyAndFlagsAreYesAndNoBefore3() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            Answer answer = plain.get(COMMAND, "/device/name/a/Int8?ds-returnevent=false");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(plain.get(COMMAND, "/device/name/a/Int8?ds-returnevent=no")
                            .status())
                    .isEqualTo(400);
        });
        with(SimulatedRelease.JAKARTA, edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            assertThat(plain.get(COMMAND, "/device/name/a/Int8?ds-returnevent=no")
                            .body())
                    .isEmpty();
            assertThat(plain.get(COMMAND, "/device/name/a/Int8?ds-returnevent=false")
                            .status())
                    .isEqualTo(400);
        });
    }

    @Test
    void coreCommandsTellAnUrlOfTheirOwn() {
        withNapa(edgex -> {
            JsonNode commands = new Plain(edgex)
                    .withDevices("a b")
                    .get(COMMAND, "/device/name/a%20b")
                    .json();
            JsonNode first = commands.at("/deviceCoreCommand/coreCommands/0");
            assertThat(first.get("url").asText()).isEqualTo("http://localhost:59882");
            assertThat(first.get("path").asText()).startsWith("/api/v3/device/name/a b/");
        });
    }

    // core-data

    @Test
    void countIsCapitalUpTo3() {
        withNapa(edgex -> assertThat(
                        new Plain(edgex).get(DATA, "/event/count").json().has("Count"))
                .isTrue());
        with(
                SimulatedRelease.PALAU,
                edgex -> assertThat(new Plain(edgex)
                                .get(DATA, "/event/count")
                                .json()
                                .has("count"))
                        .isTrue());
    }

    @Test
    void whatIsPushedIsKeptWithItsNanoseconds() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            long origin = plain.get(COMMAND, "/device/name/a/Int8?ds-pushevent=true")
                    .json()
                    .at("/event/origin")
                    .asLong();
            assertThat((long) (double) origin).isNotEqualTo(origin);
            assertThat(plain.get(DATA, "/event/all")
                            .json()
                            .at("/events/0/origin")
                            .asLong())
                    .isEqualTo(origin);
        });
    }

    // The bus

    @Test
    void updateTellsTheFormerModified() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            long before = device(plain, "a").get("modified").asLong();
            List<BusMessage> heard = new ArrayList<>();
            edgex.subscribe(heard::add);
            patch(plain, "'name':'a','description':'x'");
            assertThat(heard).hasSize(1);
            assertThat(heard.get(0).topic()).isEqualTo("edgex/system-events/core-metadata/device/update/kiln/oven");
            JsonNode details = payload(heard.get(0)).get("details");
            assertThat(details.get("description").asText()).isEqualTo("x");
            assertThat(details.get("modified").asLong())
                    .isEqualTo(before)
                    .isLessThan(device(plain, "a").get("modified").asLong());
        });
    }

    @Test
    void addedDeviceServiceIsToldWithoutId() {
        withNapa(edgex -> {
            List<BusMessage> heard = new ArrayList<>();
            edgex.subscribe(heard::add);
            new Plain(edgex).withDevices();
            JsonNode service = payload(heard.get(0)).get("details");
            assertThat(heard.get(0).topic()).isEqualTo("edgex/system-events/core-metadata/deviceservice/add/kiln");
            assertThat(service.has("id") || service.has("created")).isFalse();
        });
    }

    @Test
    void changedProfileIsToldToEachDeviceServiceToo() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            List<BusMessage> heard = new ArrayList<>();
            edgex.subscribe(heard::add);
            plain.send(
                    METADATA, "PATCH", "/deviceprofile/basicinfo", "[{api,'basicinfo':{'name':'oven','model':'x'}}]");
            assertThat(heard)
                    .extracting(BusMessage::topic)
                    .containsExactly(
                            "edgex/system-events/core-metadata/deviceprofile/update/core-metadata/oven",
                            "edgex/system-events/core-metadata/deviceprofile/update/kiln/oven");
        });
    }

    @Test
    void deviceThatMovesIsToldToItsFormerServiceToo() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            plain.send(
                    METADATA,
                    "POST",
                    "/deviceservice",
                    "[{api,'service':{'name':'new','baseAddress':'http://localhost:2','adminState':'UNLOCKED'}}]");
            List<BusMessage> heard = new ArrayList<>();
            edgex.subscribe(heard::add);
            patch(plain, "'name':'a','serviceName':'new'");
            assertThat(heard)
                    .extracting(BusMessage::topic)
                    .containsExactly(
                            "edgex/system-events/core-metadata/device/update/kiln/oven",
                            "edgex/system-events/core-metadata/device/update/new/oven");
        });
    }

    @Test
    void payloadIsPlainJsonFrom4On() {
        with(SimulatedRelease.PALAU, edgex -> {
            List<BusMessage> heard = new ArrayList<>();
            edgex.subscribe(heard::add);
            new Plain(edgex).withDevices();
            JsonNode envelope = Trees.parse(heard.get(0).bytes()).orElseThrow();
            assertThat(envelope.get("payload").isObject()).isTrue();
        });
    }

    @Test
    void busFaultsDuplicateReorderAndLose() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            List<BusMessage> heard = new ArrayList<>();
            edgex.subscribe(heard::add);
            edgex.faults().bus(BusFault.DUPLICATE);
            edgex.devices().send("a", "Int8");
            assertThat(heard).hasSize(2);
            heard.clear();
            edgex.faults().bus(BusFault.LOSE);
            edgex.devices().send("a", "Int8");
            assertThat(heard).isEmpty();
            edgex.faults().bus(BusFault.REORDER);
            patch(plain, "'name':'a','description':'1'");
            edgex.devices().send("a", "Int8");
            patch(plain, "'name':'a','description':'2'");
            edgex.faults().clear();
            assertThat(heard)
                    .extracting(message -> message.topic().split("/", -1)[1])
                    .containsExactly("events", "system-events", "system-events");
        });
    }

    // Secure mode and the gateway

    @Test
    void secureModeWantsTheTokenForAllButPing() {
        try (EdgexSimulator edgex = EdgexSimulator.builder().token("secret").start()) {
            Plain plain = new Plain(edgex);
            assertThat(plain.get(METADATA, "/ping").status()).isEqualTo(200);
            Answer answer = plain.get(METADATA, "/version");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).contains("Unauthorized").doesNotContain("statusCode");
        }
    }

    @Test
    void gatewayHasAllServicesBelowTheirNames() {
        withNapa(edgex -> {
            HttpResponse<String> answer = get(edgex.gatewayUrl() + "/core-command/api/v3/version");
            assertThat(answer.body()).contains("core-command");
        });
    }

    // Faults

    @Test
    void faultsMeetTheRequestsTheyAreFor() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            edgex.faults()
                    .add(FaultRule.once(Fault.internalError())
                            .service(METADATA)
                            .method("GET")
                            .path("/device/all")
                            .after(1));
            assertThat(plain.get(METADATA, "/device/all").status()).isEqualTo(200);
            assertThat(plain.get(METADATA, "/device/name/a").status()).isEqualTo(200);
            assertThat(plain.get(METADATA, "/device/all").status()).isEqualTo(500);
            assertThat(plain.get(METADATA, "/device/all").status()).isEqualTo(200);
        });
    }

    @Test
    void lostAnswerIsOfARequestThatWasCarriedOut() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            edgex.faults().add(FaultRule.once(Fault.answerLost()).method("POST"));
            assertThatThrownBy(() -> plain.send(METADATA, "POST", "/device", "[" + Plain.device("a", "") + "]"))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(plain.get(METADATA, "/device/name/a").status()).isEqualTo(200);
            edgex.faults().add(FaultRule.once(Fault.requestLost()).method("POST"));
            assertThatThrownBy(() -> plain.send(METADATA, "POST", "/device", "[" + Plain.device("b", "") + "]"))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(plain.get(METADATA, "/device/name/b").status()).isEqualTo(404);
        });
    }

    @Test
    void truncatedBodyEndsInTheMiddle() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a");
            edgex.faults().add(FaultRule.once(Fault.truncated()));
            assertThatThrownBy(() -> plain.get(METADATA, "/device/all")).isInstanceOf(UncheckedIOException.class);
        });
    }

    @Test
    void emptyRestartInTheMiddleOfAListing() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices("a", "b");
            edgex.faults()
                    .add(FaultRule.once(Fault.meanwhile(edgex::restartEmpty))
                            .path("/device/all")
                            .after(1));
            assertThat(plain.get(METADATA, "/device/all?limit=1")
                            .json()
                            .get("totalCount")
                            .asInt())
                    .isEqualTo(2);
            JsonNode second =
                    plain.get(METADATA, "/device/all?offset=0&limit=1").json();
            assertThat(second.get("totalCount").asInt()).isZero();
        });
    }

    @Test
    void logCountsRequestsAndBytes() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex).withDevices();
            edgex.requests().clear();
            Answer answer = plain.get(METADATA, "/device/all?limit=5");
            assertThat(edgex.requests().count()).isEqualTo(1);
            RecordedRequest request = edgex.requests().all().get(0);
            assertThat(request.path()).isEqualTo("/device/all");
            assertThat(request.query()).isEqualTo("limit=5");
            assertThat(edgex.requests().responseBytes())
                    .isEqualTo(answer.body().getBytes(StandardCharsets.UTF_8).length);
        });
    }

    @Test
    void idsAndTimesAreTheSameInEachRun() {
        List<String> bodies = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            withNapa(edgex -> bodies.add(new Plain(edgex)
                    .withDevices("a")
                    .get(METADATA, "/device/name/a")
                    .body()));
        }
        assertThat(bodies.get(0)).isEqualTo(bodies.get(1));
    }

    // The other services

    @Test
    void notificationReachesASubscriptionWithItsCategoryAndAllItsLabels() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex);
            plain.send(
                    NOTIFICATIONS,
                    "POST",
                    "/subscription",
                    "[{api,'subscription':{'name':'s','receiver':'r','categories':['heat'],'labels':['x'],'adminState':'UNLOCKED',"
                            + "'channels':[{'type':'REST','host':'h','port':1,'httpMethod':'POST'}]}}]");
            plain.send(
                    NOTIFICATIONS,
                    "POST",
                    "/notification",
                    "[{api,'notification':{'category':'heat','labels':['x'],'content':'c','sender':'s','severity':'NORMAL'}},"
                            + "{api,'notification':{'category':'heat','labels':['y'],'content':'c','sender':'s','severity':'NORMAL'}}]");
            assertThat(plain.get(NOTIFICATIONS, "/transmission/all")
                            .json()
                            .get("totalCount")
                            .asInt())
                    .isEqualTo(1);
        });
    }

    @Test
    void schedulerHasIntervalsBefore4AndJobsFromThenOn() {
        withNapa(edgex -> {
            Plain plain = new Plain(edgex);
            assertThat(plain.get(SCHEDULER, "/interval/all").status()).isEqualTo(200);
            assertThat(plain.get(SCHEDULER, "/job/all").status()).isEqualTo(404);
        });
        with(SimulatedRelease.PALAU, edgex -> {
            Plain plain = new Plain(edgex);
            assertThat(plain.get(SCHEDULER, "/interval/all").status()).isEqualTo(404);
            plain.send(
                    SCHEDULER,
                    "POST",
                    "/job",
                    "[{api,'scheduleJob':{'name':'j','definition':{'type':'INTERVAL','interval':'10m'},"
                            + "'actions':[{'type':'REST','address':'http://h','method':'GET'}]}}]");
            assertThat(plain.send(SCHEDULER, "POST", "/job/trigger/name/j", "").status())
                    .isEqualTo(202);
            assertThat(plain.get(SCHEDULER, "/scheduleactionrecord/latest/job/name/j")
                            .json()
                            .get("scheduleActionRecords"))
                    .hasSize(1);
        });
    }

    @Test
    void keeperHoldsKeysInBase64AndOnlyVersion4HasIt() {
        with(SimulatedRelease.PALAU, edgex -> {
            Plain plain = new Plain(edgex);
            plain.send(KEEPER, "PUT", "/kvs/key/a/b?flatten=true", "{'value':{'x':'INFO','y':{'z':5}}}");
            JsonNode all = plain.get(KEEPER, "/kvs/key/a").json().get("response");
            assertThat(all).hasSize(2);
            assertThat(new String(
                            Base64.getDecoder().decode(all.get(0).get("value").asText()), StandardCharsets.UTF_8))
                    .isEqualTo("INFO");
            assertThat(plain.send(KEEPER, "DELETE", "/kvs/key/a", "").status()).isEqualTo(409);
            assertThat(plain.send(KEEPER, "DELETE", "/kvs/key/a?prefixMatch=true", "")
                            .status())
                    .isEqualTo(200);
        });
        withNapa(edgex -> assertThatThrownBy(() -> edgex.url(KEEPER)).isInstanceOf(IllegalArgumentException.class));
    }

    // What the tests share

    private static Answer patch(Plain plain, String fields) {
        return plain.send(METADATA, "PATCH", "/device", "[{api,'device':{" + fields + "}}]");
    }

    private static Answer put(Plain plain, String command, String body) {
        return plain.send(COMMAND, "PUT", "/device/name/a/" + command, body);
    }

    private static JsonNode device(Plain plain, String name) {
        return plain.get(METADATA, "/device/name/" + name).json().get("device");
    }

    private static List<Integer> statuses(Answer answer) {
        return Trees.elements(answer.json())
                .map(item -> item.get("statusCode").asInt())
                .toList();
    }

    private static JsonNode payload(BusMessage message) {
        JsonNode envelope = Trees.parse(message.bytes()).orElseThrow();
        return Trees.parse(Base64.getDecoder().decode(envelope.get("payload").asText()))
                .orElseThrow();
    }

    private static HttpResponse<String> raw(EdgexSimulator edgex, SimulatedService service, String path) {
        return get(edgex.url(service) + path);
    }

    private static HttpResponse<String> get(String url) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
