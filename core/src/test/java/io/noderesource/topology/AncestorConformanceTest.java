package io.noderesource.topology;

import static io.noderesource.topology.Reading.codes;
import static io.noderesource.topology.Reading.node;
import static io.noderesource.topology.Reading.read;
import static io.noderesource.topology.Reading.ruleFor;
import static io.noderesource.topology.Reading.ruleFrom;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.VolumeGroupSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What OpenYurt's node-resource-manager read, and what its YAML reader made of mistakes. */
class AncestorConformanceTest {

    private static String resource(String name) throws IOException {
        try (InputStream in = AncestorConformanceTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A ConfigMap with everything that its documentation shows; the names are ours. */
    @Test
    void readsItsConfigMap() throws IOException {
        TopologyDocument document = read(resource("node-resource-topo.yaml"));
        assertThat(document.diagnostics()).isEmpty();
        assertThat(document.topology().rules())
                .extracting(r -> r.address().toString())
                .containsExactly(
                        "volumegroup/vg-data",
                        "volumegroup/vg-local",
                        "volumegroup/vg-pmem",
                        "quotapath//mnt/quota-disk",
                        "quotapath//mnt/quota-pmem",
                        "memory/region2");
        assertThat(document.topology()
                        .forNode(node("kubernetes.io/hostname", "edge-1", "storage", "pmem"))
                        .diagnostics())
                .isEmpty();
    }

    /** Its first test: the rules without a topology were passed over, and regions were not looked at. */
    @Test
    void u1RulesWithoutATopologyAndRegionsThatAreNoneAreErrorsHere() {
        String text = """
                volumegroup:
                - {name: foo, key: bar, operator: In, value: foo, topology: {type: device, devices: [/dev/vdb, /dev/vdc]}}
                - {name: foo, key: bar, operator: NotIn, value: foo}
                - {name: foo, key: bar, operator: Exists, value: foo}
                - {name: bar1, key: bar, operator: Exists, topology: {type: pmem, regions: [/dev/vdb, /dev/vdc]}}
                """;
        assertThat(read(text).diagnostics())
                .extracting(d -> d.position().line() + " " + d.severity() + " "
                        + d.code().id())
                .containsExactly(
                        "3 ERROR topology/missing-field",
                        "4 ERROR topology/missing-field",
                        "4 WARNING topology/bad-value",
                        "5 ERROR topology/bad-value",
                        "5 ERROR topology/bad-value");
        assertThat(read(text).topology().forNode(node("bar", "foo")).resources())
                .extracting(r -> ((VolumeGroupSpec) r).source())
                .containsExactly(DeviceSource.devices("/dev/vdb", "/dev/vdc"));
    }

    @Test
    void u2OneVolumeGroupOfTwoDevices() {
        assertThat(
                        read("volumegroup: [{name: volumegroup1, key: bar, operator: In, value: foo, topology: {type: device,"
                                        + " devices: [/dev/vdb, /dev/vdc]}}]")
                                .orElseThrow()
                                .forNode(node("bar", "foo"))
                                .resources())
                .containsExactly(VolumeGroupSpec.builder("volumegroup1")
                        .on(NodeSelector.in("bar", "foo"))
                        .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
                        .build());
    }

    /** Its own path below /tmp is allowed; /tmp itself is not. */
    @Test
    void u3TwoQuotaPaths() {
        List<ResourceSpec> resources =
                read("""
                        quotapath:
                        - name: /tmp/foo
                          key: bar
                          operator: In
                          value: foo
                          topology: {type: pmem, options: 'prjquota,shared', fstype: ext4, regions: [region0]}
                        - name: /tmp/foo1
                          key: bar
                          operator: In
                          value: foo
                          topology: {type: device, options: prjquota, fstype: ext4, devices: [/dev/vdc, /dev/vdd]}
                        """).orElseThrow().forNode(node("bar", "foo")).resources();
        assertThat(resources)
                .extracting(r -> ((QuotaPathSpec) r).options())
                .containsExactly(List.of("prjquota", "shared"), List.of("prjquota"));
    }

    @Test
    void u4OneRegionAsMemory() {
        assertThat(
                        read("memory: [{name: foo, key: bar, operator: In, value: foo, topology: {type: pmem, regions: [region0]}}]")
                                .orElseThrow()
                                .forNode(node("bar", "foo"))
                                .resources())
                .hasSize(1);
    }

    /** D9, F21 and the rest of its YAML table: what it took in silence is reported. */
    @Test
    void nothingIsPassedOverInSilence() {
        assertThat(codes(ruleFrom("type: device, device: [/dev/vdb]"))).contains("topology/unknown-field");
        assertThat(codes("volumegroup: [{nam: vg}]")).contains("topology/unknown-field");
        assertThat(codes("volumegroups: []")).containsExactly("topology/unknown-kind");
        assertThat(codes("VolumeGroup: []")).containsExactly("topology/unknown-kind");
        assertThat(codes("")).containsExactly("(topology/missing-field)");
        assertThat(codes("volumegroup:")).containsExactly("(topology/missing-field)");
        assertThat(codes("volumegroup: []")).isEmpty();
        assertThat(codes(ruleFor("key: bar, operator: In, value: [a, b]"))).containsExactly("topology/wrong-type");
        assertThat(codes(ruleFrom("type: device, devices: /dev/vdb"))).containsExactly("topology/wrong-type");
        assertThat(codes("volumegroup: {name: vg}")).containsExactly("topology/wrong-type");
        assertThat(codes("- name: vg")).containsExactly("topology/wrong-type");
        assertThat(codes("volumegroup: []\nvolumegroup: []")).containsExactly("topology/duplicate-key");
        assertThat(codes("volumegroup: []\n---\nvolumegroup: []")).containsExactly("topology/several-documents");
        assertThat(codes("volumegroup:\n\t- name: vg")).containsExactly("topology/syntax");
        assertThat(codes(ruleFrom("type: pmem, regions: "))).containsExactly("topology/missing-field");
    }

    /** X1: what reached a shell as root there is not even a name here. */
    @Test
    void noTextOfADocumentIsACommand() {
        for (String text : List.of("x; reboot #", "$(reboot)", "`reboot`", "a|b", "a&b", "-v", "--yes", "a b")) {
            assertThat(codes("volumegroup: [{name: '" + text + "', key: a, operator: Exists, topology: {type: device,"
                            + " devices: ['" + text + "']}}]"))
                    .as(text)
                    .containsExactly("topology/bad-value", "topology/bad-value");
        }
    }

    /** One bad rule does not hide the mistakes in the others, and the document as a whole is bad. */
    @Test
    void everyMistakeIsReportedAtOnce() {
        TopologyDocument document = read("volumegroup:\n- x\n- {}\nquotapath:\n- y\nmemory: z\n");
        assertThat(document.isGood()).isFalse();
        assertThat(document.diagnostics()).extracting(d -> d.position().line()).containsExactly(2, 3, 3, 3, 5, 6);
    }
}
