package io.noderesource.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.kinds.VolumeGroupRules;
import io.noderesource.kinds.VolumeGroupSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyReaderTest {

    private static final TopologyReader READER = TopologyReader.of(List.of(new VolumeGroupRules()));

    private static TopologyDocument read(String text) {
        return READER.read(TopologySource.text("topo.yaml", text));
    }

    @Test
    void readsAConfigMap() {
        TopologyDocument document = read("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: node-resource-topo
                  namespace: kube-system
                data:
                  volumegroup: |
                    volumegroup:
                    - name: vg-data
                      key: kubernetes.io/hostname
                      operator: In
                      value: worker-1
                      topology:
                        type: device
                        devices:
                        - /dev/vdb
                        - /dev/vdc
                """);
        assertThat(document.diagnostics()).isEmpty();
        assertThat(document.orElseThrow().rules())
                .containsExactly(VolumeGroupSpec.builder("vg-data")
                        .on(NodeSelector.in("kubernetes.io/hostname", "worker-1"))
                        .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
                        .build());
        assertThat(document.topology().rules().get(0).position()).hasToString("topo.yaml:9:7");
        assertThat(document.topology()
                        .forNode(new NodeIdentity("worker-1", Map.of("kubernetes.io/hostname", "worker-1")))
                        .resources())
                .hasSize(1);
    }

    @Test
    void givesThePlacesInsideAConfigMap() {
        TopologyDocument document = read("""
                apiVersion: v1
                kind: ConfigMap
                data:
                  volumegroup: |
                    # ours
                    volumegroup:
                    - name: vg data
                      key: zone
                      operator: in
                      value: a
                      topology:
                        typ: device
                        device:
                          - vdb
                """);
        assertThat(document.isGood()).isFalse();
        assertThat(document.diagnostics())
                .extracting(Diagnostic::toString)
                .containsExactly(
                        "topo.yaml:7:13: volumegroup[0].name: the volume group's name 'vg data' has a character outside"
                                + " a-z A-Z 0-9 + _ . -; write 'vg-data', for example [topology/bad-value]",
                        "topo.yaml:9:17: volumegroup[0].operator: unknown operator 'in'; did you mean 'In'?"
                                + " [topology/bad-value]",
                        "topo.yaml:12:9: volumegroup[0].topology: the field 'type' is missing; write one of device,"
                                + " alibabacloud-local-disk, pmem [topology/missing-field]",
                        "topo.yaml:12:9: volumegroup[0].topology.typ: unknown field 'typ' in 'topology'; did you mean"
                                + " 'type'? [topology/unknown-field]",
                        "topo.yaml:13:9: volumegroup[0].topology.device: unknown field 'device' in 'topology'; did you"
                                + " mean 'devices'? [topology/unknown-field]");
    }

    @Test
    void reportsBothPlacesOfADuplicateKey() {
        TopologyDocument document = read("volumegroup: []\nvolumegroup: []\n");
        assertThat(document.diagnostics()).hasSize(1);
        assertThat(document.diagnostics().get(0).code()).isEqualTo(StandardErrorCode.DUPLICATE_KEY);
        assertThat(document.diagnostics().get(0))
                .asString()
                .startsWith("topo.yaml:2:1: ")
                .contains("topo.yaml:1:1");
    }
}
