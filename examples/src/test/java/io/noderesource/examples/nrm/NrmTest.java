package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.testkit.SimulatedCrash;
import io.noderesource.testkit.SimulatedNode;
import io.noderesource.testkit.StepFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NrmTest {

    @TempDir
    private Path directory;

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("DISK-A", ByteSize.ofGibibytes(1))
            .disk("DISK-B", ByteSize.ofGibibytes(1))
            .build();

    private Terminal terminal() {
        return new Terminal(node, directory);
    }

    // ---- exit statuses ------------------------------------------------------------------------------------------

    @Test
    void planTellsThatThereIsWorkAndApplyDoesItOnce() {
        Terminal terminal = terminal();
        String document = terminal.volumeGroup("vg-data", "/dev/vdb", "/dev/vdc");

        assertThat(terminal.run("plan", "--topology", document)).isEqualTo(2);
        assertThat(node.writes()).isEmpty();
        assertThat(terminal.run("apply", "--topology", document)).isZero();
        assertThat(terminal.out()).contains("3 of 3 steps done.");
        assertThat(terminal.err()).contains("[3/3] make volume group vg-data");
        assertThat(terminal.run("plan", "--topology", document)).isZero();
        assertThat(terminal.out()).contains("nothing to do");
        assertThat(terminal.run("apply", "--topology", document)).isZero();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    @Test
    void deviceThatIsAwaitedIsNothingToDo() {
        Terminal terminal = terminal();
        String document = terminal.volumeGroup("vg-data", "/dev/disk/by-id/virtio-NOT-YET");

        assertThat(terminal.run("plan", "--topology", document)).isZero();
        assertThat(terminal.out()).contains("device/absent");
        assertThat(terminal.run("apply", "--topology", document)).isZero();
        assertThat(node.writes()).isEmpty();
    }

    @Test
    void refusalGoesBeforePendingWork() {
        node.dirty("DISK-B", "ext4");
        node.forgetWrites();
        Terminal terminal = terminal();
        String document = terminal.file(
                "two.yaml",
                "volumegroup:",
                "- {name: vg-a, key: edge, operator: Exists, topology: {type: device, devices: [/dev/vdb]}}",
                "- {name: vg-b, key: edge, operator: Exists, topology: {type: device, devices: [/dev/vdc]}}");

        assertThat(terminal.run("plan", "--topology", document)).isEqualTo(3);
        assertThat(terminal.out()).contains("make volume group vg-a", "device/has-signature", "consent: ");
        assertThat(terminal.run("apply", "--topology", document)).isEqualTo(3);
        assertThat(terminal.out()).contains("2 of 2 steps done.");
        assertThat(node.device("DISK-B").probe().signatures()).hasSize(1);
    }

    @Test
    void stepThatFailsIsAnError() {
        node.failNext(CreateVolumeGroup.TYPE, StandardErrorCode.IO);
        Terminal terminal = terminal();
        String document = terminal.volumeGroup("vg-data", "/dev/vdb");

        assertThat(terminal.run("apply", "--topology", document)).isEqualTo(1);
        assertThat(terminal.out()).contains("FAILED", "[node/io]", "1 of 2 steps done.");
        assertThat(terminal.run("apply", "--topology", document)).isZero();
    }

    @Test
    void diskThatGetsDirtyAfterThePlanIsRefused() {
        Terminal terminal = terminal();
        String document = terminal.volumeGroup("vg-data", "/dev/vdb");
        String plan = directory.resolve("plan.json").toString();
        assertThat(terminal.run("plan", "--topology", document, "--out", plan)).isEqualTo(2);
        node.dirty("DISK-A", "xfs");
        node.forgetWrites();

        assertThat(terminal.run("apply", "--plan", plan)).isEqualTo(3);
        assertThat(terminal.out()).contains("stale ", "not run ", "0 of 2 steps done.");
        assertThat(node.writes()).isEmpty();
    }

    @Test
    void savedPlanIsApplied() {
        Terminal terminal = terminal();
        String plan = directory.resolve("plan.json").toString();
        terminal.run("plan", "--topology", terminal.volumeGroup("vg-data", "/dev/vdb"), "--out", plan);

        assertThat(terminal.run("apply", "--plan", plan)).isZero();
        node.forgetWrites();
        int second = terminal.run("apply", "--plan", plan);
        System.err.println(terminal.out());
        assertThat(second).isEqualTo(3);
        assertThat(node.writes()).isEmpty();
    }

    @Test
    void moreDevicesThanOneRunMayClaimAreRefused() {
        Terminal terminal = terminal();
        String document = terminal.volumeGroup("vg-data", "/dev/vdb", "/dev/vdc");

        assertThat(terminal.run("plan", "--topology", document, "--max-devices", "1"))
                .isEqualTo(3);
        assertThat(terminal.out()).contains("policy/blast-radius");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plan",
                "plan --topology",
                "plan --topology x --max-devices many",
                "apply --topology x --plan y",
                "watch --topology x --interval soon",
                "watch --topology x --interval 0s",
                "observe --label nothing",
                "obsrve",
                "observe --jsno"
            })
    void wrongCommandLineIsAnError(String line) {
        Terminal terminal = terminal();

        assertThat(terminal.exactly(line.isEmpty() ? new String[0] : line.split(" ")))
                .isEqualTo(1);
        assertThat(terminal.err())
                .contains("error [input/bad-option]: ", "--help.")
                .doesNotContain("\tat ");
        assertThat(terminal.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--owner=Not_A_Name", "--consent=abc", "--consent=abc@tomorrow", "--max-devices=-1"})
    void wrongPolicyIsAnError(String option) {
        Terminal terminal = terminal();

        assertThat(terminal.run("plan", "--topology", terminal.volumeGroup("vg-data", "/dev/vdb"), option))
                .isEqualTo(1);
        assertThat(terminal.err()).startsWith("error [input/bad-option]: ");
    }

    @Test
    void wrongAddressIsAnError() {
        Terminal terminal = terminal();

        assertThat(terminal.run(
                        "plan", "--topology", terminal.volumeGroup("vg-data", "/dev/vdb"), "--adopt", "vg-data"))
                .isEqualTo(1);
        assertThat(terminal.err()).startsWith("error [input/bad-address]: ");
    }

    @Test
    void helpAndVersionAreNoErrors() {
        Terminal terminal = terminal();

        assertThat(terminal.exactly("--help")).isZero();
        assertThat(terminal.out()).contains("observe", "plan", "apply", "watch", "doctor", "something was refused");
        assertThat(terminal.exactly("plan", "--help")).isZero();
        assertThat(terminal.exactly("--version")).isZero();
    }

    // ---- errors -------------------------------------------------------------------------------------------------

    @Test
    void everyMistakeOfADocumentIsNamedAtOnce() {
        Terminal terminal = terminal();
        String document = terminal.file(
                "bad.yaml",
                "volumegroup:",
                "- name: vg-data",
                "  kye: edge",
                "  operator: Exits",
                "  topology: {type: devise}");

        assertThat(terminal.run("plan", "--topology", document)).isEqualTo(1);
        assertThat(terminal.err())
                .contains("bad.yaml:3:3", "bad.yaml:4:13", "bad.yaml:5:20", "did you mean 'device'")
                .contains("error [topology/")
                .doesNotContain("\tat ");
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.run("apply", "--topology", document)).isEqualTo(1);
        assertThat(node.writes()).isEmpty();
    }

    @Test
    void rulesThatDisagreeOnThisNodeAreAnError() {
        Terminal terminal = terminal();
        String document = terminal.file(
                "two.yaml",
                "volumegroup:",
                "- {name: vg-a, key: edge, operator: Exists, topology: {type: device, devices: [/dev/vdb]}}",
                "- {name: vg-a, key: edge, operator: In, value: yes, topology: {type: device, devices: [/dev/vdc]}}");

        assertThat(terminal.run("plan", "--topology", document)).isEqualTo(1);
        assertThat(terminal.err()).contains("[topology/conflicting-rules]", "two.yaml:3:");
    }

    @Test
    void fileThatIsNotThereIsAnError() {
        Terminal terminal = terminal();

        assertThat(terminal.run(
                        "plan", "--topology", directory.resolve("none.yaml").toString()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("none.yaml", "error [topology/unreadable]: ");
        assertThat(terminal.run(
                        "apply", "--plan", directory.resolve("none.json").toString()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("error [node/io]: ", "none.json");
        assertThat(terminal.run("apply", "--plan", terminal.file("bad.json", "{}")))
                .isEqualTo(1);
        assertThat(terminal.err()).startsWith("error [plan/format]: ");
    }

    @Test
    void stackTraceIsShownOnlyWhenAskedFor() {
        Terminal terminal = terminal();
        String[] line = {"plan", "--topology", terminal.volumeGroup("vg-data", "/dev/vdb"), "--owner", "A B"};

        terminal.run(line[0], line[1], line[2], line[3], line[4]);
        assertThat(terminal.err()).doesNotContain("\tat ");
        terminal.run(line[0], line[1], line[2], line[3], line[4], "--verbose");
        assertThat(terminal.err()).contains("\tat ");
    }

    @Test
    void nodeThatNoRuleIsForIsTold() {
        Terminal terminal = terminal();

        assertThat(terminal.exactly(
                        "plan",
                        "--node=other",
                        "--state=" + terminal.state(),
                        "--topology=" + terminal.volumeGroup("vg-data", "/dev/vdb")))
                .isZero();
        assertThat(terminal.err()).contains("no rule is for this node (other, labels {})");
    }

    // ---- policy -------------------------------------------------------------------------------------------------

    @Test
    void consentWipesExactlyWhatWasRefused() throws IOException {
        node.dirty("DISK-A", "ext4");
        Terminal terminal = terminal();
        String document = terminal.volumeGroup("vg-data", "/dev/vdb");
        assertThat(terminal.run("plan", "--topology", document, "--json")).isEqualTo(3);
        String hash = json(terminal.out()).at("/refusals/0/consent").asText();

        assertThat(terminal.run("plan", "--topology", document, "--consent", hash + "@2025-12-31T23:59:59Z"))
                .as("expired")
                .isEqualTo(3);
        assertThat(terminal.run("plan", "--topology", document, "--consent", hash))
                .isEqualTo(2);
        assertThat(terminal.out()).contains("DESTROYS DATA");
        node.dirty("DISK-A", "xfs");
        assertThat(terminal.run("plan", "--topology", document, "--consent", hash))
                .as("another content")
                .isEqualTo(3);
    }

    @Test
    void volumeGroupIsAdoptedAndReleased() {
        node.vgcreate("vg-data", "DISK-A");
        Terminal terminal = terminal();
        String document = terminal.volumeGroup("vg-data", "/dev/vdb", "/dev/vdc");

        assertThat(terminal.run("apply", "--topology", document)).isEqualTo(3);
        assertThat(terminal.out()).contains("volumegroup/not-ours");
        assertThat(terminal.run("apply", "--topology", document, "--adopt", "volumegroup/vg-data"))
                .isZero();
        assertThat(terminal.run("observe")).isZero();
        assertThat(terminal.out()).containsPattern("vg-data .* noderesource +ok");
        assertThat(terminal.run("apply", "--topology", document, "--release", "volumegroup/vg-data"))
                .isZero();
        assertThat(terminal.run("observe")).isZero();
        assertThat(terminal.out()).containsPattern("vg-data .* - +ok");
    }

    @Test
    void ownerIsInTheMark() {
        Terminal terminal = terminal();
        terminal.run("apply", "--topology", terminal.volumeGroup("vg-data", "/dev/vdb"), "--owner", "storage-agent");

        terminal.run("observe");
        assertThat(terminal.out()).containsPattern("vg-data .* storage-agent +ok");
    }

    // ---- JSON ---------------------------------------------------------------------------------------------------

    @Test
    void everyCommandPrintsJson() throws IOException {
        Terminal terminal = terminal();
        String document = terminal.volumeGroup("vg-data", "/dev/vdb");

        terminal.run("observe", "--json");
        assertThat(Inventory.parse(terminal.out()).node()).isEqualTo("edge-1");
        terminal.run("plan", "--topology", document, "--json");
        assertThat(json(terminal.out()).get("steps")).hasSize(2);
        terminal.run("apply", "--topology", document, "--json");
        JsonNode applied = json(terminal.out());
        assertThat(applied.at("/plan/steps")).hasSize(2);
        assertThat(applied.at("/report/steps/1/outcome").asText()).isEqualTo("CHANGED");
        terminal.run("doctor", "--json");
        assertThat(json(terminal.out()).has("backends")).isTrue();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    // ---- what people read ---------------------------------------------------------------------------------------

    @Test
    void observeReadsLikeThis() throws IOException {
        node.dirty("DISK-B", "ext4");
        SimulatedNode full = SimulatedNode.builder("edge-1")
                .disk("DISK-A", ByteSize.ofGibibytes(10))
                .disk("DISK-B", ByteSize.ofGibibytes(10))
                .disk("DISK-C", ByteSize.ofGibibytes(10))
                .disk("DISK-D", ByteSize.ofGibibytes(10))
                .build();
        full.dirty("DISK-C", "ext4");
        full.mount("DISK-C", "/srv/photos");
        full.randomContent("DISK-D");
        full.vgcreate("vg-data", "DISK-A", "DISK-B");
        full.tag("vg-data", "noderesource/noderesource/edge-1");
        full.lvcreate("vg-data", "cache", ByteSize.ofGibibytes(2));
        Terminal terminal = new Terminal(full, directory);

        assertThat(terminal.run("observe")).isZero();
        assertThat(terminal.out()).isEqualTo(golden("observe.txt"));
        assertThat(terminal.out().lines()).allMatch(l -> l.length() <= 100);
    }

    @Test
    void planReadsLikeThis() throws IOException {
        node.dirty("DISK-B", "ext4");
        Terminal terminal = terminal();
        terminal.run(
                "plan",
                "--topology",
                terminal.file(
                        "topo.yaml",
                        "volumegroup:",
                        "- {name: vg-a, key: edge, operator: Exists, topology: {type: device, devices: [/dev/vdb]}}",
                        "- {name: vg-b, key: edge, operator: Exists, topology: {type: device, devices: [/dev/vdc]}}",
                        "- {name: vg-c, key: edge, operator: Exists, topology: {type: device, devices: [/dev/vdz]}}"));

        assertThat(terminal.out().replace(directory.toString(), "DIRECTORY").replaceAll("[0-9a-f]{64}", "HASH"))
                .isEqualTo(golden("plan.txt"));
    }

    @Test
    void sectionThatCannotBeSeenIsTold() {
        node.lose(Lvm.SECTION, "liblvm2cmd is stuck");
        Terminal terminal = terminal();

        terminal.run("observe");
        assertThat(terminal.out()).contains("! lvm is unavailable: liblvm2cmd is stuck");
        assertThat(terminal.run("plan", "--topology", terminal.volumeGroup("vg-data", "/dev/vdb")))
                .isEqualTo(3);
    }

    @Test
    void crashIsMendedByTheNextRun() {
        node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
        Terminal terminal = terminal();
        String document = terminal.volumeGroup("vg-data", "/dev/vdb");
        assertThatThrownBy(() -> terminal.run("apply", "--topology", document)).isInstanceOf(SimulatedCrash.class);

        assertThat(terminal.run("apply", "--topology", document)).isZero();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    /** What a file of the tests' resources holds. */
    private static String golden(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources", name));
    }
}
