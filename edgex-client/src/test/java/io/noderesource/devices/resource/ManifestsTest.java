package io.noderesource.devices.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ResourceAddress;
import io.noderesource.edgex.json.Json;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    private static final String HEAD = """
            apiVersion: iot.openyurt.io/v1alpha1
            kind: Device
            metadata:
              name: pump-1
              namespace: plant
            spec:
              serviceName: s
              profileName: p
              notify: false
            """;

    @TempDir
    Path directory;

    private static List<String> told(ManifestSet set) {
        return set.diagnostics().stream()
                .map(d -> (d.severity() == Diagnostic.Severity.ERROR ? "E " : "W ")
                        + d.position().line() + ":" + d.position().column() + " "
                        + d.code().id() + " " + d.path())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {Resources.DEVICE, Resources.PROFILE, Resources.SERVICE})
    void everyFieldSurvives(String text) {
        for (String group : List.of(text, Resources.ofOldGroup(text))) {
            ManifestSet set = Manifests.parse("f", group);
            assertThat(set.diagnostics())
                    .filteredOn(d -> !d.code().id().equals("devices/field-not-carried"))
                    .isEmpty();
            assertThat(set.resources())
                    .singleElement()
                    .satisfies(r -> assertThat(r.json()).isEqualTo(Resources.json(group)));
        }
    }

    @Test
    void readsYamlAsWell() {
        ManifestSet set = Manifests.parse("f", HEAD + """
                  managed: true
                  location: "12"
                  labels: [a, "1"]
                  protocols:
                    modbus: {Port: "502", Host: 10.0.0.1, Since: 2026-01-31}
                """);
        assertThat(set.diagnostics()).isEmpty();
        assertThat(set.resources().get(0).spec())
                .isEqualTo(Json.parse(
                        "{\"serviceName\":\"s\",\"profileName\":\"p\",\"notify\":false,\"managed\":true,\"location\":\"12\","
                                + "\"labels\":[\"a\",\"1\"],\"protocols\":{\"modbus\":{\"Port\":\"502\",\"Host\":\"10.0.0.1\","
                                + "\"Since\":\"2026-01-31\"}}}"));
        assertThat(set.positions())
                .containsEntry(new ResourceAddress("device", "plant/pump-1"), new SourcePosition("f", 1, 1));
    }

    @Test
    void readsADirectoryAsKubectlDoes() throws IOException {
        Files.writeString(directory.resolve("b.yaml"), HEAD + "---\n" + HEAD.replace("pump-1", "pump-2"));
        Files.writeString(directory.resolve("a.yml"), HEAD.replace("pump-1", "pump-0"));
        Files.writeString(directory.resolve("c.json"), Resources.SERVICE.replace("\n", "\n\t"));
        Files.writeString(directory.resolve("readme.txt"), "{");
        Files.writeString(directory.resolve("d.yaml.orig"), "{");
        Files.createDirectory(directory.resolve("sub.yaml"));
        Files.writeString(directory.resolve("sub.yaml/e.yaml"), "{");
        Files.createSymbolicLink(
                directory.resolve("link.yaml"), Files.writeString(directory.resolve("data"), "# none"));
        ManifestSet set = Manifests.read(directory);
        assertThat(set.diagnostics()).isEmpty();
        assertThat(set.resources())
                .extracting(IotResource::name)
                .containsExactly("pump-0", "pump-1", "pump-2", "device-modbus");
        assertThat(set.positions().get(set.resources().get(2).address()))
                .isEqualTo(new SourcePosition(directory.resolve("b.yaml").toString(), 11, 1));
        assertThat(Manifests.read(directory.resolve("a.yml")).resources()).hasSize(1);
    }

    @Test
    void takesListsApart() {
        String item = Resources.DEVICE;
        String bare = item.replace("\"apiVersion\":\"iot.openyurt.io/v1alpha1\",\"kind\":\"Device\",", "");
        String other = item.replace("hangzhou-pump-1", "pump-2");
        assertThat(Manifests.parse(
                                "f", "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + item + "," + other + "]}")
                        .resources())
                .hasSize(2);
        ManifestSet typed = Manifests.parse(
                "f",
                "{\"apiVersion\":\"iot.openyurt.io/v1alpha1\",\"kind\":\"DeviceList\",\"items\":[" + bare + "," + other
                        + "]}");
        assertThat(typed.diagnostics()).isEmpty();
        assertThat(typed.resources()).hasSize(2).first().isEqualTo(Resources.of(item));
        assertThat(told(Manifests.parse("f", "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":{}}")))
                .containsExactly("E 1:42 topology/wrong-type items");
        assertThat(told(Manifests.parse("f", "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[1,{}]}")))
                .containsExactly(
                        "E 1:43 topology/wrong-type items[0]",
                        "E 1:45 topology/missing-field items[1]",
                        "E 1:45 topology/missing-field items[1]");
    }

    @Test
    void twoOfOneAddressAreAMistake() {
        ManifestSet set = Manifests.parse("f", HEAD + "---\n" + HEAD.replace("iot.openyurt", "device.openyurt"));
        assertThat(told(set)).containsExactly("E 11:1 topology/conflicting-rules ");
        assertThat(set.diagnostics().get(0).message()).contains("first at f:1:1");
        assertThat(set.resources()).hasSize(1);
        assertThat(set.isGood()).isFalse();
    }

    @Test
    void othersArePassedOver() {
        ManifestSet set = Manifests.parse(
                "f",
                "apiVersion: v1\nkind: ConfigMap\n---\napiVersion: iot.openyurt.io/v1beta1\nkind: PlatformAdmin\n---\n"
                        + HEAD);
        assertThat(told(set)).containsExactly("W 2:7 topology/unknown-kind kind", "W 5:7 topology/unknown-kind kind");
        assertThat(set.resources()).hasSize(1);
        assertThat(set.isGood()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Device|kind: device|E 2:7 topology/unknown-kind kind",
                "kind: Device|kind: Devices|E 2:7 topology/unknown-kind kind",
                "kind: Device||E 1:1 topology/missing-field ",
                "kind: Device|kind: [Device]|E 2:7 topology/wrong-type kind",
                "/v1alpha1|/v1beta1|E 1:13 topology/bad-value apiVersion",
                "iot.openyurt.io/v1alpha1|1|E 1:13 topology/wrong-type apiVersion",
                "name: pump-1|name: Pump_1|E 4:9 topology/bad-value metadata.name",
                "name: pump-1|name: ''|E 4:3 topology/missing-field metadata",
                "name: pump-1|name: 1|E 4:9 topology/wrong-type metadata.name",
                "name: pump-1|labels: {a: b c}, name: x}|E 4:19 topology/syntax ",
                "namespace: plant|namespace: a.b|E 5:14 topology/bad-value metadata.namespace",
                "namespace: plant|labels: {a: b c}|E 5:15 topology/bad-value metadata.labels.a",
                "namespace: plant|labels: {a: 1}|E 5:15 topology/wrong-type metadata.labels.a",
                "namespace: plant|annotations: [a]|E 5:16 topology/wrong-type metadata.annotations",
                "namespace: plant|namspace: plant|W 5:3 topology/unknown-field metadata.namspace",
                "serviceName: s|labels: a, serviceName: s|E 7:25 topology/syntax ",
                "serviceName: s|x: y|E 7:3 topology/missing-field spec",
                "notify: false|notify: no|E 9:11 topology/wrong-type spec.notify",
                "notify: false|notify: 'false'|E 9:11 topology/wrong-type spec.notify",
                "notify: false|notify: ~|E 9:11 topology/wrong-type spec.notify",
                "profileName: p|profileName: 007|E 8:16 topology/wrong-type spec.profileName",
                "profileName: p|profileName: 1.0|E 8:16 topology/wrong-type spec.profileName",
                "profileName: p|profileName: true|E 8:16 topology/wrong-type spec.profileName",
                "profileName: p|profileName: yes|W 8:16 topology/bad-value spec.profileName"
            })
    void aMistakeIsToldWhereItStands(String from, String to, String first) {
        String text = HEAD.replace(from, to == null ? "" : to);
        assertThat(text).isNotEqualTo(HEAD);
        assertThat(told(Manifests.parse("f", text)))
                .contains(first.endsWith("field") || first.endsWith("syntax") ? first + " " : first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels: a|E 10:11 topology/wrong-type spec.labels",
                "labels: [1]|E 10:12 topology/wrong-type spec.labels[0]",
                "location: {a: b}|E 10:13 topology/wrong-type spec.location",
                "protocols: {m: {Port: 502}}|E 10:25 topology/wrong-type spec.protocols.m.Port",
                "protocols: {m: []}|E 10:18 topology/wrong-type spec.protocols.m",
                "protocols: [m]|E 10:14 topology/wrong-type spec.protocols",
                "deviceProperties: {a: {name: a}}|E 10:25 topology/missing-field spec.deviceProperties.a",
                "deviceProperties: {a: {name: a, desiredValue: 1}}|E 10:49 topology/wrong-type spec.deviceProperties.a.desiredValue",
                "autoEvents: []|W 10:3 topology/unknown-field spec.autoEvents",
                "adminstate: LOCKED|W 10:3 topology/unknown-field spec.adminstate",
                "adminState: locked|W 10:15 devices/bad-resource spec.adminState",
                "serviceName: t|E 10:3 topology/duplicate-key ",
                "managed: &a true\\n  description: *a|E 10:12 topology/wrong-type spec.description"
            })
    void aMistakeInTheSpecIsToldWhereItStands(String line, String told) {
        ManifestSet set = Manifests.parse("f", HEAD + "  " + line.replace("\\n", "\n") + "\n");
        assertThat(told(set)).hasSize(1).first().asString().startsWith(told);
        assertThat(set.resources()).hasSize(told.startsWith("E") && !told.contains("duplicate") ? 0 : 1);
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertThat(Manifests.parse("f", """
                        apiVersion: iot.openyurt.io/v1alpha1
                        kind: DeviceProfile
                        spec:
                          deviceResources:
                          - name: a
                            isHidden: 1
                            properties: {minimum: 1, valueType: Int8}
                          deviceCommands: [{resourceOperations: [{}]}]
                          metadata: {}
                        status: 1
                        """).diagnostics())
                .extracting(Diagnostic::toString)
                .containsExactly(
                        "f:1:1: the field 'metadata.name' is missing or empty; give it a name [topology/missing-field]",
                        "f:5:5: spec.deviceResources[0]: the field 'description' is missing; write it"
                                + " [topology/missing-field]",
                        "f:6:15: spec.deviceResources[0].isHidden: must be true or false, not the number 1"
                                + " [topology/wrong-type]",
                        "f:7:27: spec.deviceResources[0].properties.minimum: must be a text, not the number 1;"
                                + " write it in quotes: \"1\" [topology/wrong-type]",
                        "f:8:20: spec.deviceCommands[0]: the field 'isHidden' is missing; write it [topology/missing-field]",
                        "f:8:20: spec.deviceCommands[0]: the field 'name' is missing; write it [topology/missing-field]",
                        "f:8:20: spec.deviceCommands[0]: the field 'readWrite' is missing; write it"
                                + " [topology/missing-field]",
                        "f:8:42: spec.deviceCommands[0].resourceOperations[0]: the field 'defaultValue' is missing; write it"
                                + " [topology/missing-field]",
                        "f:9:3: warning: spec.metadata: unknown field \"metadata\", which the API server would prune; what the"
                                + " schema has no place for can stand in the annotation noderesource.io/extra"
                                + " [topology/unknown-field]",
                        "f:10:9: warning: status: must be a mapping of fields, not the number 1 [topology/wrong-type]");
    }

    @Test
    void whatTheApiServerPrunesIsPruned() {
        ManifestSet set = Manifests.parse(
                "f",
                HEAD.replace("  namespace: plant", "  namespace: plant\n  creationTimestamp: null\n  foo: bar")
                        + "  autoEvents: []\n  description: d\nmore: 1\nstatus: {synced: yes, edgeId: '1', x: 1}\n");
        assertThat(set.isGood()).isTrue();
        assertThat(set.resources().get(0).json())
                .isEqualTo(Json.parse("{\"apiVersion\":\"iot.openyurt.io/v1alpha1\",\"kind\":\"Device\",\"metadata\":{"
                        + "\"name\":\"pump-1\",\"namespace\":\"plant\"},\"spec\":{\"serviceName\":\"s\",\"profileName\":\"p\","
                        + "\"notify\":false,\"description\":\"d\"},\"status\":{\"edgeId\":\"1\"}}"));
    }

    @Test
    void numbersAreThoseOfYaml12() {
        ManifestSet set = Manifests.parse(
                "f",
                HEAD.replace(
                        "  namespace: plant",
                        "  generation: 0x10\n  managedFields: [0o17, 1.50, .inf, .5, 1e3, no, 1_0]"));
        assertThat(set.diagnostics()).isEmpty();
        assertThat(set.resources()
                        .get(0)
                        .json()
                        .object("metadata")
                        .orElseThrow()
                        .write())
                .isEqualTo("{\"name\":\"pump-1\",\"generation\":16,"
                        + "\"managedFields\":[15,1.50,\".inf\",0.5,1e3,\"no\",\"1_0\"]}");
    }

    @Test
    void theExtraAnnotationIsLookedAt() {
        assertThat(told(Manifests.parse(
                        "f", HEAD.replace("  namespace: plant", "  annotations:\n    noderesource.io/extra: '{'"))))
                .containsExactly("W 6:28 devices/bad-resource " + Extra.PATH);
    }

    @Test
    void whatIsNotThereIsTold() {
        assertThat(told(Manifests.read(directory.resolve("none.yaml")))).containsExactly("E 0:0 topology/unreadable ");
        assertThat(Manifests.read(directory)).isEqualTo(Manifests.parse("f", "# none\n---\n"));
        assertThat(Manifests.read(directory).isGood()).isTrue();
    }

    @Test
    void manyMistakesAreCounted() {
        String items = "{\"a\":1},".repeat(3000);
        ManifestSet set = Manifests.parse("f", "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + items + "1]}");
        assertThat(set.diagnostics()).hasSize(1001);
        assertThat(set.isGood()).isFalse();
    }

    @Test
    void garbageIsToldAndNothingIsThrown() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String all = HEAD + "---\n" + Resources.DEVICE + "\n---\n" + Resources.PROFILE + "\n---\n" + Resources.SERVICE;
        List<String> parts =
                List.of("", "[", "{", "\"", "1", "~", "a: b", "\n", ":", "- ", "!!x", "null", "\u0000", "---\n");
        for (int run = 0; run < 3000; run++) {
            StringBuilder text = new StringBuilder(all);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + random.nextInt(12));
                text.replace(at, end, parts.get(random.nextInt(parts.size())));
            }
            try {
                ManifestSet set = Manifests.parse("f", text.toString());
                assertThat(set.resources()).hasSameSizeAs(set.positions().keySet());
                set.resources().forEach(r -> DesiredContent.of(r, p -> {}));
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + "L, run " + run + ": " + text, e);
            }
        }
    }
}
