package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.noderesource.base.ByteSize;
import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.model.OperatingState;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.Fault;
import io.noderesource.edgex.simulator.FaultRule;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.testkit.SimulatedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code nrm devices} over a simulated EdgeX. */
class DevicesTest {
    private static final String PROFILE = """
        {"name":"pumps","deviceResources":[
          {"name":"Level","isHidden":false,"properties":{"valueType":"Int16","readWrite":"RW","units":"l",
           "minimum":"-5","maximum":"600","defaultValue":"300"}},
          {"name":"Pressure","isHidden":false,"properties":{"valueType":"Float32","readWrite":"RW"}},
          {"name":"Valve","isHidden":false,"properties":{"valueType":"Bool","readWrite":"W"}}],
         "deviceCommands":[
          {"name":"Fill","isHidden":false,"readWrite":"RW","resourceOperations":[
           {"deviceResource":"Level"},{"deviceResource":"Pressure","defaultValue":"1.5"}]}]}
        """;

    @TempDir
    private Path directory;

    private EdgexSimulator edgex = EdgexSimulator.builder().start();

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("DISK-A", ByteSize.ofGibibytes(1))
            .build();

    @AfterEach
    void close() {
        edgex.close();
    }

    private void use(SimulatedRelease release) {
        edgex.close();
        edgex = EdgexSimulator.builder().release(release).start();
    }

    private void fill(String... names) {
        try (EdgexClient client = client()) {
            client.metadata()
                    .addServices(List.of(DeviceService.builder("pump-service", "http://127.0.0.1:59900")
                            .adminState(AdminState.UNLOCKED)
                            .build()))
                    .get()
                    .orThrow();
            client.metadata()
                    .addProfiles(List.of(DeviceProfile.of(Json.asObject(Json.parse(PROFILE)))))
                    .get()
                    .orThrow();
            for (String name : names) {
                client.metadata()
                        .addDevice(Device.builder(name, "pump-service")
                                .profileName("pumps")
                                .adminState(AdminState.UNLOCKED)
                                .operatingState(OperatingState.UP)
                                .labels(List.of(name.equals("pump-1") ? "north" : "south"))
                                .protocols(Map.of("modbus", Map.of("Address", Json.of("10.0.0.7"))))
                                .build())
                        .get();
            }
        }
    }

    private EdgexClient client() {
        return EdgexClient.builder().gateway(edgex.gatewayUrl()).build();
    }

    private Terminal run(int status, String... words) {
        Terminal terminal = new Terminal(node, directory);
        String[] line = new String[words.length + 3];
        line[0] = "devices";
        System.arraycopy(words, 0, line, 1, words.length);
        line[words.length + 1] = "--edgex";
        line[words.length + 2] = edgex.gatewayUrl().toString();
        assertThat(terminal.exactly(line))
                .as("%s%n%s", terminal.out(), terminal.err())
                .isEqualTo(status);
        return terminal;
    }

    @ParameterizedTest
    @EnumSource(SimulatedRelease.class)
    void listsDevices(SimulatedRelease release) {
        use(release);
        assertThat(run(0, "list").out()).isEqualTo("No devices.\n");
        fill("pump-2", "pump-1");
        assertThat(run(0, "list").out()).isEqualTo("""
            NAME    PROFILE  SERVICE       ADMIN     STATE  LABELS
            pump-1  pumps    pump-service  UNLOCKED  UP     north
            pump-2  pumps    pump-service  UNLOCKED  UP     south
            """);
        assertThat(run(0, "list", "--label", "south").out()).contains("pump-2").doesNotContain("pump-1");
    }

    @Test
    void listsAsJson() throws IOException {
        fill("pump-1");
        JsonNode devices = new ObjectMapper().readTree(run(0, "list", "--json").out());
        assertThat(devices).hasSize(1);
        assertThat(devices.get(0).get("protocols").get("modbus").get("Address").asText())
                .isEqualTo("10.0.0.7");
    }

    @ParameterizedTest
    @EnumSource(SimulatedRelease.class)
    void describesADeviceAndItsCommands(SimulatedRelease release) {
        use(release);
        fill("pump-1");
        String said = run(0, "describe", "pump-1").out();
        assertThat(said)
                .startsWith("Name:            pump-1\n")
                .contains("Profile:         pumps\n", "Protocol:        modbus (Address=10.0.0.7)\n")
                .endsWith("""

                    COMMAND   ACCESS    TAKES OR GIVES
                    Fill      get, set  Level: Int16, at least -5, at most 600
                                        Pressure: Float32
                    Level     get, set  Level: Int16, at least -5, at most 600
                    Pressure  get, set  Pressure: Float32
                    Valve     set       Valve: Bool
                    """);
    }

    @Test
    void describesAsJson() throws IOException {
        fill("pump-1");
        JsonNode both = new ObjectMapper()
                .readTree(run(0, "describe", "pump-1", "--json").out());
        assertThat(both.get("device").get("name").asText()).isEqualTo("pump-1");
        assertThat(both.get("profile").get("deviceResources")).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(SimulatedRelease.class)
    void readsValues(SimulatedRelease release) throws IOException {
        use(release);
        fill("pump-1");
        edgex.devices().set("pump-1", "Level", "-5");
        edgex.devices().set("pump-1", "Pressure", "40.9");
        assertThat(run(0, "get", "pump-1", "Level", "Pressure").out())
                .containsPattern("(?m)^Level     -5     [l-]      Int16    \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z$")
                .containsPattern("(?m)^Pressure  40\\.9   -      Float32  \\d{4}-");
        JsonNode events = new ObjectMapper()
                .readTree(run(0, "get", "pump-1", "Fill", "--json").out());
        assertThat(events.get(0).get("readings")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(SimulatedRelease.class)
    void setsAndTellsWhatIsThere(SimulatedRelease release) {
        use(release);
        fill("pump-1");
        assertThat(run(0, "set", "pump-1", "Level=42").out()).isEqualTo("""
            RESOURCE  SET  READ  RESULT
            Level     42   42    set
            """);
        assertThat(edgex.devices().value("pump-1", "Level")).isEqualTo("42");
        assertThat(run(0, "set", "pump-1", "Fill", "Level=7", "Pressure=40.9").out())
                .isEqualTo("""
                    RESOURCE  SET   READ  RESULT
                    Level     7     7     set
                    Pressure  40.9  40.9  set
                    """);
        assertThat(run(0, "set", "pump-1", "Valve=true").out()).contains("taken; not to be read [edgex/");
    }

    @Test
    void setsDefaultsOnlyWhenAsked() {
        fill("pump-1");
        assertThat(run(3, "set", "pump-1", "Fill", "Level=7").err())
                .contains("'Pressure' of command 'Fill' has no value");
        assertThat(run(0, "set", "pump-1", "Fill", "Level=7", "--default", "Pressure")
                        .out())
                .contains("Level     7");
        assertThat(edgex.devices().value("pump-1", "Pressure")).isEqualTo("1.500000e+00");
    }

    /** EdgeX would answer 200 to the first and write 300. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Fill Levle=5 Pressure=1", "Levle=5", "Level=601", "Level=1.5", "Level=", "Nothing Level=5"})
    void whatIsWrongIsRefusedAndNothingIsSet(String words) {
        fill("pump-1");
        edgex.devices().set("pump-1", "Level", "42");
        String[] line = ("set pump-1 " + words).split(" ", -1);
        assertThat(run(3, line).err()).startsWith("refused [edgex/invalid]: ");
        assertThat(edgex.devices().value("pump-1", "Level")).isEqualTo("42");
    }

    @Test
    void aLockedDeviceIsRefused() {
        fill("pump-1");
        try (EdgexClient client = client()) {
            client.metadata()
                    .updateDevice(DeviceUpdate.builder()
                            .name("pump-1")
                            .adminState(AdminState.LOCKED)
                            .build())
                    .get();
        }
        assertThat(run(3, "set", "pump-1", "Level=5").err()).startsWith("refused [edgex/locked]: ");
        assertThat(run(3, "get", "pump-1", "Level").err())
                .startsWith("refused [edgex/locked]: ")
                .contains("pump-1");
    }

    @Test
    void whatIsNotThereIsAnError() {
        fill("pump-1");
        assertThat(run(1, "get", "pump-9", "Level").err()).startsWith("error [edgex/not-found]: ");
        assertThat(run(1, "describe", "pump-9").err()).startsWith("error [edgex/not-found]: ");
        edgex.faults().add(FaultRule.always(Fault.internalError()).path("/device/all"));
        assertThat(run(1, "list").err()).startsWith("error [edgex/server]: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "devices list",
                "devices list --edgex edge-1",
                "devices list --edgex ftp://edge-1",
                "devices list --edgex http://user@edge-1:1",
                "devices get pump-1 --edgex http://edge-1",
                "devices set pump-1 --edgex http://edge-1",
                "devices set pump-1 Level --edgex http://edge-1/x",
                "devices set pump-1 Level=1 Pressure=2 --edgex http://edge-1/x",
                "devices list --edgex http://edge-1 --token-file /nowhere"
            })
    void wrongLinesAreErrorsBeforeAnythingIsAsked(String line) {
        Terminal terminal = new Terminal(node, directory);
        assertThat(terminal.exactly(line.split(" ", -1))).isEqualTo(1);
        assertThat(terminal.err()).startsWith("error [").doesNotContain("internal");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void theTokenComesFromItsFileAndIsNotShown() {
        edgex.close();
        edgex = EdgexSimulator.builder().token("s3cret").start();
        Terminal writer = new Terminal(node, directory);
        String good = writer.file("token", "s3cret");
        String bad = writer.file("old", "stale-t0ken");
        assertThat(run(0, "list", "--token-file", good).out()).isEqualTo("No devices.\n");
        assertThat(run(1, "list").err()).startsWith("error [edgex/unauthorized]: ");
        assertThat(run(1, "list", "--token-file", bad).err())
                .startsWith("error [edgex/unauthorized]: ")
                .doesNotContain("stale");
    }

    @Test
    void namesDoNotSpeakToTheTerminal() {
        fill("pump\u001b[2J\n一/2");
        assertThat(run(0, "list").out()).contains("pump?[2J?一/2").doesNotContain("\u001b");
    }
}
