package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.noderesource.base.ByteSize;
import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.Fault;
import io.noderesource.edgex.simulator.FaultRule;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.testkit.SimulatedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code nrm devices plan}, {@code apply} and {@code watch} over a simulated EdgeX, mostly with the manifests in examples. */
@Timeout(180)
class DeclaredDevicesTest {

    private static final Path SAMPLES = Path.of("devices");

    @TempDir
    private Path directory;

    /** What the state directory is called; under another name nothing is known. */
    private String known = "known";

    private EdgexSimulator edgex = EdgexSimulator.builder().start();

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("DISK-A", ByteSize.ofGibibytes(1))
            .build();

    @BeforeEach
    void copySamples() throws IOException {
        Files.createDirectory(manifests());
        try (Stream<Path> files = Files.list(SAMPLES)) {
            for (Path file : files.toList()) {
                Files.copy(file, manifests().resolve(file.getFileName()));
            }
        }
    }

    @AfterEach
    void close() {
        edgex.close();
    }

    private void use(SimulatedRelease release) {
        edgex.close();
        edgex = EdgexSimulator.builder().release(release).start();
    }

    private Path manifests() {
        return directory.resolve("manifests");
    }

    private Path state() {
        return directory.resolve(known);
    }

    private String[] line(String command, String... options) {
        List<String> line = new ArrayList<>(List.of(
                "devices",
                command,
                "--edgex",
                edgex.gatewayUrl().toString(),
                "--manifests",
                manifests().toString(),
                "--state-dir",
                state().toString()));
        line.addAll(List.of(options));
        return line.toArray(String[]::new);
    }

    private Terminal run(int status, String command, String... options) {
        Terminal terminal = new Terminal(node, directory);
        assertThat(terminal.exactly(line(command, options)))
                .as(() -> terminal.out() + "\n" + terminal.err())
                .isEqualTo(status);
        return terminal;
    }

    /** What was said, without what is of this run: the address, and how long each took. */
    private String plain(String said) {
        return said.replace(edgex.gatewayUrl().toString(), "http://edge").replaceAll("\\(\\d+ ms\\)", "(n ms)");
    }

    private EdgexClient client() {
        return EdgexClient.builder().gateway(edgex.gatewayUrl()).build();
    }

    private Optional<Device> device(String name) {
        try (EdgexClient client = client()) {
            return client.metadata().findDevice(name).get();
        }
    }

    private void lock(String name) {
        try (EdgexClient client = client()) {
            client.metadata()
                    .updateDevice(DeviceUpdate.builder()
                            .name(name)
                            .adminState(AdminState.LOCKED)
                            .build())
                    .get();
        }
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = manifests().resolve(file);
        String before = Files.readString(path);
        assertThat(before).contains(from);
        Path next = Files.writeString(directory.resolve("next"), before.replace(from, to));
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private long writes() {
        return edgex.requests().all().stream()
                .filter(request -> !request.method().equals("GET"))
                .count();
    }

    // ---- plan and apply
    // ----------------------------------------------------------------------------------------------

    @Test
    void planShowsWhatIsToBeDoneAndHowThePoolStandsAndChangesNothing() {
        assertThat(plain(run(2, "plan").out())).isEqualTo("""
            device/default/pump-1
              + 3. add device 'pump-1'
                  because it is declared and not there
            device/default/pump-2
              + 4. add device 'pump-2'
                  because it is declared and not there
            device/default/pump-3
              + 5. add device 'pump-3'
                  because it is declared and not there
            deviceprofile/default/pumps
              + 2. add deviceprofile 'pumps'
                  because it is declared and not there
            deviceservice/default/pump-service
              + 1. add deviceservice 'pump-service'
                  because it is declared and not there
            Plan for hangzhou: 5 steps. Planning changed nothing.

            Node pool hangzhou on EdgeX 3.1.1 at http://edge/core-metadata

            SERVICE, DEVICES  PROFILE  ADMIN  OPERATING  SYNCED  MANAGED  DIFFERS
            pump-service      -        -      -          False   False    to be added
            ├─ pump-1         pumps    -      -          False   False    to be added
            ├─ pump-2         pumps    -      -          False   False    to be added
            └─ pump-3         pumps    -      -          False   False    to be added

            PROFILE  DEVICES  SYNCED  MANAGED  DIFFERS
            pumps    3        False   False    to be added

            0 of 1 services, 0 of 1 profiles, 0 of 3 devices are there; 0 of 5 managed are as declared.
            """);
        assertThat(writes()).isZero();
        assertThat(state()).doesNotExist();
    }

    @Test
    void applyTellsWhatItDoesAndThenThereIsNothingLeft() {
        Terminal applied = run(0, "apply");
        assertThat(applied.err()).isEqualTo("""
            [1/5] add deviceservice 'pump-service' ...
            [2/5] add deviceprofile 'pumps' ...
            [3/5] add device 'pump-1' ...
            [4/5] add device 'pump-2' ...
            [5/5] add device 'pump-3' ...
            [1/1] set 'Level' of device 'pump-2' to {"Level":"42"} (it shows -7) ...
            """);
        String pool = """
            Node pool hangzhou on EdgeX 3.1.1 at http://edge/core-metadata

            SERVICE, DEVICES  PROFILE  ADMIN     OPERATING  SYNCED  MANAGED  DIFFERS
            pump-service      -        UNLOCKED  -          True    True     -
            ├─ pump-1         pumps    UNLOCKED  UP         True    True     -
            ├─ pump-2         pumps    UNLOCKED  UP         True    True     -
            └─ pump-3         pumps    LOCKED    UP         True    True     -

            PROFILE  DEVICES  SYNCED  MANAGED  DIFFERS
            pumps    3        True    True     -

            1 of 1 services, 1 of 1 profiles, 3 of 3 devices are there; 5 of 5 managed are as declared.
            """;
        assertThat(plain(applied.out())).contains("""
                    ok      5. add device 'pump-3' (n ms)
                    5 of 5 steps done.

                    device/default/pump-2
                      ~ 1. set 'Level' of device 'pump-2' to {"Level":"42"} (it shows -7)
                          because it does not show what is desired
                    Plan for hangzhou: 1 step. Planning changed nothing.

                    ok      1. set 'Level' of device 'pump-2' to {"Level":"42"} (it shows -7) (n ms)
                    1 of 1 step done.
                    """).endsWith("\n\n" + pool);
        assertThat(edgex.devices().value("pump-2", "Level")).isEqualTo("42");

        long before = writes();
        assertThat(plain(run(0, "apply").out())).isEqualTo(pool);
        assertThat(plain(run(0, "plan").out()))
                .isEqualTo("Plan for hangzhou: nothing to do. Planning changed nothing.\n\n" + pool);
        assertThat(writes()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(SimulatedRelease.class)
    void whatDiffersIsShownAndPutRight(SimulatedRelease release) {
        use(release);
        run(0, "apply");
        lock("pump-1");
        edgex.devices().set("pump-2", "Level", "7");
        assertThat(run(2, "plan").out())
                .containsPattern("├─ pump-1 +pumps +LOCKED +UP +True +False +adminState \"LOCKED\" -> \"UNLOCKED\"\n")
                .containsPattern("├─ pump-2 +pumps +UNLOCKED +UP +True +False +Level 7 -> \\{\"Level\":\"42\"}\n")
                .contains("3 of 5 managed are as declared.");
        run(0, "apply");
        assertThat(device("pump-1").flatMap(Device::adminState)).hasValue(AdminState.UNLOCKED);
        assertThat(device("pump-3").flatMap(Device::adminState)).hasValue(AdminState.LOCKED);
        assertThat(edgex.devices().value("pump-2", "Level")).isEqualTo("42");
    }

    @Test
    void printsJson() throws IOException {
        JsonNode plan = new ObjectMapper().readTree(run(2, "plan", "--json").out());
        assertThat(plan.get("steps")).hasSize(5);
        Terminal applied = run(0, "apply", "--json");
        JsonNode all = new ObjectMapper().readTree(applied.out());
        assertThat(all.get("asDeclared").asBoolean()).isTrue();
        assertThat(all.get("passes").get(0).get("plan").get("steps")).hasSize(5);
        assertThat(all.get("passes").get(0).get("report").get("steps")).hasSize(5);
        assertThat(applied.err()).contains("[5/5] add device 'pump-3' ...");
    }

    @Test
    void manyStepsAreToldOfInGroups() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            many.append("---\n{apiVersion: iot.openyurt.io/v1alpha1, kind: Device, metadata: {name: tank-")
                    .append(i)
                    .append("},\n spec: {nodePool: hangzhou, managed: true, serviceName: pump-service,"
                            + " profileName: pumps, notify: false, protocols: {modbus-tcp: {Address: 10.0.0.9}}}}\n");
        }
        Files.writeString(manifests().resolve("tanks.yaml"), many);
        Terminal applied = run(0, "apply");
        assertThat(applied.err()).isEqualTo("""
            [1/125] 0 % create deviceservice ...
            [2/125] 1 % create deviceprofile ...
            [125/125] 100 % create device ...
            [1/1] set 'Level' of device 'pump-2' to {"Level":"42"} (it shows -7) ...
            """);
        assertThat(applied.out())
                .startsWith("""
                      + create device: 123
                      + create deviceprofile: 1
                      + create deviceservice: 1
                    Plan for hangzhou: 125 steps, 0 refused.

                    125 of 125 steps done.
                    """)
                .contains("└─ and 103 more\n", "123 of 123 devices are there; 125 of 125 managed are as declared.");
    }

    // ---- refusals and failures
    // ---------------------------------------------------------------------------------------

    @Test
    void everyMistakeIsToldWithItsPlaceAndNothingIsTouched() throws IOException {
        change("1-service.yaml", "kind: DeviceService", "kind: Deviceservice");
        change("3-pumps.yaml", "managed: true\n  serviceName", "managed: sure\n  serviceName");
        for (String command : List.of("plan", "apply")) {
            Terminal told = run(1, command);
            assertThat(told.err().lines())
                    .hasSize(5)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith(manifests() + "/1-service.yaml:3:7: ")
                            .contains("did you mean 'DeviceService'? ["))
                    .filteredOn(line -> line.contains("3-pumps.yaml:"))
                    .hasSize(3);
            assertThat(told.err()).endsWith("the declaration is not good; nothing was planned or changed\n");
            assertThat(told.out()).isEmpty();
        }
        assertThat(edgex.requests().all()).isEmpty();
        assertThat(state()).doesNotExist();
    }

    @Test
    void whatIsThereAndDiffersIsRefusedUntilItIsAdopted() {
        run(0, "apply");
        lock("pump-1");
        known = "other";
        Terminal refused = run(3, "apply");
        assertThat(refused.out())
                .contains("x refused: pump-1", "[devices/not-adopted]")
                .containsPattern("├─ pump-1 +pumps +LOCKED +UP +True +False +refused: adminState \"LOCKED\"");
        assertThat(run(3, "plan").out()).contains("1 refused");
        run(0, "apply", "--adopt", "Device/default/pump-1");
        assertThat(device("pump-1").flatMap(Device::adminState)).hasValue(AdminState.UNLOCKED);
    }

    @Test
    void aDeclarationThatCannotBeIsRefusedAndTheOthersGoOn() throws IOException {
        change("3-pumps.yaml", "desiredValue: \"42\"", "desiredValue: \"4200\"");
        Terminal refused = run(3, "apply");
        assertThat(refused.out()).contains("[devices/bad-property]", "4 of 5 managed are as declared.");
        assertThat(device("pump-3")).isPresent();
    }

    @Test
    void aPlatformThatIsSilentIsOneErrorAndNothingIsKept() {
        edgex.faults().add(FaultRule.always(Fault.answer(503, "text/html", "<html>")));
        for (String command : List.of("plan", "apply")) {
            Terminal told = run(1, command);
            assertThat(told.err())
                    .startsWith("error [devices/unseen]: cannot look at EdgeX at ")
                    .hasLineCount(1);
            assertThat(told.out()).isEmpty();
        }
        assertThat(state()).doesNotExist();
    }

    @Test
    void aStepThatFailsIsAnErrorAndTheNextApplyGoesOn() {
        edgex.faults()
                .add(FaultRule.always(Fault.internalError()).method("POST").path("/deviceprofile"));
        Terminal failed = run(1, "apply");
        assertThat(failed.out())
                .contains("FAILED  2. add deviceprofile 'pumps'", "not run 3. add device 'pump-1'", "to be added");
        edgex.faults().clear();
        run(0, "apply");
    }

    // ---- deletion and mirrors
    // ----------------------------------------------------------------------------------------

    @Test
    void onlyAnExplicitDeletionRemoves() throws IOException {
        run(0, "apply");
        String pump3 = "device/default/pump-3";
        assertThat(run(1, "apply", "--delete", pump3).err()).startsWith("error [devices/read-only]: " + pump3);

        String all = Files.readString(manifests().resolve("3-pumps.yaml"));
        Files.writeString(manifests().resolve("3-pumps.yaml"), all.substring(0, all.lastIndexOf("---")));
        assertThat(run(0, "apply", "--no-mirror").err())
                .isEqualTo("note: device/default/pump-3 is in no manifest any more and stays as it is; --delete"
                        + " device/default/pump-3 removes it\n");
        assertThat(device("pump-3")).isPresent();

        assertThat(run(2, "plan", "--delete", "devices/default/pump-3").out())
                .contains("- 1. remove device 'pump-3'", "└─ pump-3", "to be removed");
        assertThat(run(1, "apply", "--delete", pump3, "--delete", "device/default/pump-33")
                        .err())
                .startsWith("error [devices/not-found]: device/default/pump-33");
        assertThat(device("pump-3")).isPresent();

        assertThat(run(0, "apply", "--delete", pump3, "--no-mirror").out())
                .contains("2 of 2 devices are there")
                .contains("1 of 1 step done.");
        assertThat(device("pump-3")).isEmpty();
        assertThat(run(1, "apply", "--delete", pump3).err()).startsWith("error [devices/not-found]: ");
    }

    @Test
    void whatNothingDeclaresIsMirroredUnlessToldOtherwise() throws IOException {
        run(0, "apply");
        Files.delete(manifests().resolve("3-pumps.yaml"));
        known = "other";
        assertThat(run(0, "apply", "--no-mirror").out())
                .containsPattern("├─ pump-1 +pumps +UNLOCKED +UP +True +- +-\n");
        assertThat(run(0, "apply").out()).containsPattern("├─ pump-1 +pumps +UNLOCKED +UP +True +mirror +-\n");
    }

    // ---- the node pool and the command line
    // --------------------------------------------------------------------------

    @Test
    void theNodePoolIsTheOneThatAllManifestsName() throws IOException {
        change("3-pumps.yaml", "name: pump-3\nspec:\n  nodePool: hangzhou", "name: pump-3\nspec:\n  nodePool: berlin");
        assertThat(run(1, "plan").err())
                .startsWith("error [input/bad-option]: the resources in " + manifests()
                        + " name several node pools: berlin, hangzhou; say with --node-pool whose platform it is");
        Terminal planned = run(2, "plan", "--node-pool", "hangzhou");
        assertThat(planned.out()).contains("Plan for hangzhou: 4 steps.");
        assertThat(planned.err())
                .isEqualTo(
                        "note: 1 of the resources are of another node pool than hangzhou or of none, and passed over,"
                                + " such as device/default/pump-3\n");
        change("3-pumps.yaml", "  nodePool: berlin\n", "");
        assertThat(run(1, "apply").err()).contains("not every resource in ", " has a spec.nodePool; say with");
        try (Stream<Path> files = Files.list(manifests())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThat(run(1, "plan").err()).contains("no resource is declared that names a node pool; say with");
        assertThat(state()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "devices plan --edgex http://edge-1",
                "devices plan --manifests devices",
                "devices apply --edgex http://edge-1 --manifests devices --delete pump-1",
                "devices apply --edgex http://edge-1 --manifests devices --adopt pump/default/pump-1",
                "devices watch --edgex http://edge-1 --manifests devices --interval 500ms",
                "devices watch --edgex http://edge-1 --manifests devices --interval soon",
                "devices watch --edgex http://edge-1 --manifests devices --mqtt http://edge-1"
            })
    void wrongLinesAreErrorsBeforeAnythingIsAsked(String line) {
        Terminal terminal = new Terminal(node, directory);
        assertThat(terminal.exactly(line.split(" ", -1))).isEqualTo(1);
        assertThat(terminal.err()).startsWith("error [input/bad-option]: ").contains("See nrm devices ");
        assertThat(terminal.out()).isEmpty();
    }

    // ---- watch
    // -------------------------------------------------------------------------------------------------------

    private Terminal.Running watch(Terminal terminal, String... options) {
        List<String> all = new ArrayList<>(List.of("--interval", "1s"));
        all.addAll(List.of(options));
        return terminal.startExactly(line("watch", all.toArray(String[]::new)));
    }

    @Test
    void watchFollowsManifestsAndPlatformAndKeepsTheLastGoodOnes() throws Exception {
        Terminal terminal = new Terminal(node, directory);
        Terminal.Running watch = watch(terminal);
        watch.awaits("in-force: the manifests are good: 5 resources", 1);
        watch.awaits("changed: device/default/pump-2: set 'Level'", 1);

        edgex.devices().set("pump-2", "Level", "7");
        watch.awaits(
                "changed: device/default/pump-2: set 'Level' of device 'pump-2' to {\"Level\":\"42\"} (it shows 7)", 1);

        change("3-pumps.yaml", "labels: [north]", "labels: [north");
        watch.awaits("rejected: the manifests are bad; the last good ones stay in force", 1);
        lock("pump-1");
        watch.awaits("changed: device/default/pump-1: change device 'pump-1': adminState", 1);
        assertThat(watch.stop()).isZero();
        assertThat(terminal.out())
                .contains("mistake: " + manifests() + "/3-pumps.yaml:")
                .endsWith(" stopped: no step is under way\n");

        // They are still bad after a restart, and what was good before is still kept up.
        lock("pump-1");
        Terminal.Running again = watch(terminal);
        again.awaits("rejected: the manifests are bad; the last good ones stay in force", 1);
        again.awaits("changed: device/default/pump-1: change device 'pump-1': adminState", 1);
        change("3-pumps.yaml", "labels: [north", "labels: [east]");
        again.awaits("changed: device/default/pump-1: change device 'pump-1': labels", 1);
        assertThat(again.stop()).isZero();
    }

    @Test
    void watchDeletesWhatItIsToldToAndMayBeginAnew() throws Exception {
        run(0, "apply");
        String all = Files.readString(manifests().resolve("3-pumps.yaml"));
        Files.writeString(manifests().resolve("3-pumps.yaml"), all.substring(0, all.lastIndexOf("---")));
        Terminal terminal = new Terminal(node, directory);
        Terminal.Running watch = watch(terminal, "--delete", "device/default/pump-3");
        watch.awaits("changed: device/default/pump-3: remove device 'pump-3'", 1);
        watch.awaits("deleted: device/default/pump-3: ", 1);
        assertThat(watch.stop()).isZero();
        assertThat(device("pump-3")).isEmpty();

        Terminal.Running again = watch(terminal, "--delete", "device/default/pump-3");
        again.awaits("in-force: ", 1);
        assertThat(again.stop()).isZero();
    }

    @Test
    void watchTellsOnceWhatStandsAndWhenItIsNoMore() throws Exception {
        Terminal terminal = new Terminal(node, directory);
        edgex.faults().add(FaultRule.always(Fault.answer(503, "text/html", "<html>")));
        Terminal.Running watch = watch(terminal, "--json");
        watch.awaits("\"event\":\"refused\"", 1);
        edgex.faults().clear();
        watch.awaits("\"event\":\"cleared\"", 1);
        watch.awaits("set 'Level'", 1);
        assertThat(watch.stop()).isZero();
        for (String line : terminal.out().lines().toList()) {
            assertThat(new ObjectMapper().readTree(line).get("time").asText()).endsWith("Z");
        }
    }

    @Test
    void watchGoesOnWithoutItsMessageBus() throws Exception {
        Terminal terminal = new Terminal(node, directory);
        Terminal.Running watch = watch(terminal, "--mqtt", "tcp://127.0.0.1:1");
        watch.awaits("changed: device/default/pump-2: set 'Level'", 1);
        assertThat(watch.stop()).isZero();
    }
}
