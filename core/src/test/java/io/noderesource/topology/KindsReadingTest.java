package io.noderesource.topology;

import static io.noderesource.topology.Reading.codes;
import static io.noderesource.topology.Reading.diagnostics;
import static io.noderesource.topology.Reading.node;
import static io.noderesource.topology.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.QuotaPathSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and the fields that only one kind has, and what two rules say of one node. */
class KindsReadingTest {

    private static String quotaPath(String name, String topology) {
        return "quotapath:\n- {name: '" + name + "', key: bar, operator: Exists, topology: {" + topology + "}}\n";
    }

    private static String memory(String topology) {
        return "memory:\n- {key: bar, operator: Exists, topology: {" + topology + "}}\n";
    }

    private static String volumeGroup(String name, String devices) {
        return "- {name: " + name + ", key: bar, operator: Exists, topology: {type: device, devices: [" + devices
                + "]}}\n";
    }

    @Test
    void readsAQuotaPath() {
        assertThat(read(quotaPath(
                                "/mnt/a",
                                "type: device, devices: [/dev/vdc, /dev/vdd], options: 'prjquota,shared', fstype: xfs"))
                        .orElseThrow()
                        .rules())
                .singleElement()
                .isEqualTo(QuotaPathSpec.builder("/mnt/a")
                        .on(new NodeSelector(List.of(new Requirement("bar", Requirement.Operator.EXISTS, List.of()))))
                        .from(DeviceSource.devices("/dev/vdc", "/dev/vdd"))
                        .options(List.of("prjquota", "shared"))
                        .fileSystem(QuotaPathSpec.FileSystemType.XFS)
                        .build());
    }

    @Test
    void aQuotaPathAlwaysHasProjectQuotas() {
        QuotaPathSpec bare = (QuotaPathSpec) read(quotaPath("/mnt/a", "type: pmem, regions: [region0]"))
                .orElseThrow()
                .rules()
                .get(0);
        assertThat(bare.options()).containsExactly("prjquota");
        assertThat(bare.fileSystem()).isEqualTo(QuotaPathSpec.FileSystemType.EXT4);
        assertThat(codes(quotaPath("/mnt/a", "type: pmem, regions: [region0], options: noatime")))
                .containsExactly("(topology/bad-value)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mnt/a",
                "/",
                "/etc",
                "/etc/kubernetes",
                "/usr/lib",
                "/dev/x",
                "/var/lib/kubelet",
                "/mnt/a/",
                "/mnt//a",
                "/mnt/../etc",
                "/mnt/./a",
                " /mnt/a"
            })
    void refusesPathsThatAreNotAQuotaPathsOwn(String path) {
        assertThat(codes(quotaPath(path, "type: pmem, regions: [region0]"))).containsExactly("topology/bad-value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fstype: ext3",
                "fstype: XFS",
                "fstype: btrfs",
                "fstype: 'ext4; reboot'",
                "options: 'a b'",
                "options: 'prjquota,'",
                "options: 'prjquota;reboot'",
                "options: remount",
                "options: 'bind,prjquota'",
                "options: noquota",
                "options: '-o'"
            })
    void refusesOtherFileSystemsAndOptions(String field) {
        assertThat(codes(quotaPath("/mnt/a", "type: pmem, regions: [region0], " + field)))
                .containsExactly("topology/bad-value");
    }

    @Test
    void aQuotaPathHasOneRegion() {
        assertThat(codes(quotaPath("/mnt/a", "type: pmem, regions: [region0, region1]")))
                .containsExactly("topology/bad-value");
        assertThat(codes(quotaPath("/mnt/a", "type: alibabacloud-local-disk"))).containsExactly("topology/bad-value");
    }

    @Test
    void readsMemoryByItsRegion() {
        assertThat(read(memory("type: pmem, regions: [region1]")).orElseThrow().rules())
                .extracting(r -> r.address().toString())
                .containsExactly("memory/region1");
        assertThat(MemorySpec.of("region1").region()).isEqualTo("region1");
    }

    @Test
    void memoryNeedsItsTypeAndOneRegion() {
        assertThat(codes(memory("regions: [region1]"))).containsExactly("topology/missing-field");
        assertThat(codes(memory("type: device, devices: [/dev/vdb]"))).containsExactly("topology/bad-value");
        assertThat(codes(memory("type: pmem, regions: [region1, region2]"))).containsExactly("topology/bad-value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vg data | write 'vg-data'",
                "-vg | write 'vg'",
                ".. | directory's name",
                "vg/data | write 'vg-data'",
                "vg;reboot | write 'vg-reboot'",
                "ünïcode | outside a-z",
            })
    void refusesNamesThatLvmRefuses(String name, String message) {
        assertThat(diagnostics("volumegroup:\n" + volumeGroup("'" + name + "'", "/dev/vdb")))
                .singleElement()
                .asString()
                .contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "''", "~"})
    void needsAName(String name) {
        assertThat(codes("volumegroup:\n" + volumeGroup(name, "/dev/vdb"))).containsExactly("topology/missing-field");
    }

    private static List<String> onNode(String text) {
        return read(text).orElseThrow().forNode(node("bar", "foo")).diagnostics().stream()
                .map(Diagnostic::toString)
                .toList();
    }

    /** The ancestor took the last of two such rules without a word. */
    @Test
    void twoRulesForOneVolumeGroupMustAgree() {
        assertThat(onNode("volumegroup:\n" + volumeGroup("vg", "/dev/vdb") + volumeGroup("vg", "/dev/vdb")))
                .isEmpty();
        assertThat(onNode("volumegroup:\n" + volumeGroup("vg", "/dev/vdb") + volumeGroup("vg", "/dev/vdc")))
                .containsExactly(
                        "t:3:3: volumegroup/vg: declared differently at t:2:3, and both rules match the node 'foo'"
                                + " [topology/conflicting-rules]");
    }

    /** The ancestor took the first of two such rules without a word. */
    @Test
    void twoRulesForOneQuotaPathMustAgree() {
        String one = "- {name: /mnt/a, key: bar, operator: Exists, topology: {type: device, devices: [/dev/vdb]}}\n";
        assertThat(onNode("quotapath:\n" + one + one)).isEmpty();
        assertThat(onNode("quotapath:\n" + one + one.replace("vdb", "vdc"))).hasSize(1);
    }

    @Test
    void oneDeviceOrRegionIsNamedByOneResource() {
        assertThat(onNode("volumegroup:\n" + volumeGroup("vg1", "/dev/vdb, /dev/vdc") + volumeGroup("vg2", "/dev/vdc")))
                .containsExactly(
                        "t:3:3: volumegroup/vg2: names '/dev/vdc', as volumegroup/vg1 at t:2:3 does, and both rules"
                                + " match the node 'foo' [topology/claimed-twice]");
        assertThat(onNode(quotaPath("/mnt/a", "type: device, devices: [/dev/vdb]") + "volumegroup:\n"
                        + volumeGroup("vg", "/dev/vdb")))
                .hasSize(1);
        assertThat(onNode(quotaPath("/mnt/a", "type: pmem, regions: [region0]")
                        + memory("type: pmem, regions: [region0]")))
                .hasSize(1);
        assertThat(onNode(memory("type: pmem, regions: [region0]")
                        + memory("type: pmem, regions: [region1]").replace("memory:\n", "")))
                .isEmpty();
    }

    /** Of two, each says how much; one that says nothing wants all of it. */
    @Test
    void aRegionIsSharedByRulesThatSayHowMuchTheyTake() {
        String half = quotaPath("/mnt/a", "type: pmem, regions: [region0], size: 50%");
        String part = memory("type: pmem, regions: [region0], size: 256Mi");
        String all = memory("type: pmem, regions: [region0]");
        assertThat(onNode(half + part)).isEmpty();
        assertThat(onNode(half + memory("type: pmem, regions: [region1]"))).isEmpty();
        for (String text : List.of(half + all, all + half)) {
            assertThat(onNode(text))
                    .singleElement()
                    .asString()
                    .contains("names 'region0'")
                    .contains("each says with 'size' how much of it it takes")
                    .contains("[topology/claimed-twice]");
        }
        assertThat(onNode(quotaPath("/mnt/a", "type: pmem, regions: [region0]") + all))
                .singleElement()
                .asString()
                .contains("each says with 'size'");
        assertThat(onNode("volumegroup:\n" + volumeGroup("vg1", "/dev/vdb") + volumeGroup("vg2", "/dev/vdb")))
                .singleElement()
                .asString()
                .doesNotContain("size");
    }

    private static String part(String path, String size) {
        return "- {name: " + path + ", key: bar, operator: Exists, topology: {type: pmem, regions: [region0], options:"
                + " prjquota, size: " + size + "}}\n";
    }

    private static String parts(String... sizes) {
        StringBuilder document = new StringBuilder("quotapath:\n");
        for (int i = 0; i < sizes.length; i++) {
            document.append(part("/mnt/" + (char) ('a' + i), sizes[i]));
        }
        return document.toString();
    }

    @Test
    void partsThatFitInSomeRegionAreNoMistake() {
        assertThat(onNode(parts("50%", "50%"))).isEmpty();
        assertThat(onNode(parts("33%", "33%", "34%"))).isEmpty();
        assertThat(onNode(parts("99%", "256Mi", "1Ti"))).isEmpty();
        assertThat(onNode(parts("100%") + memory("type: pmem, regions: [region1], size: 100%")))
                .isEmpty();
    }

    /** How large the region is shows only on the node; that this cannot fit shows before. */
    @Test
    void partsThatComeToMoreThanThereIsAreAMistakeOfTheLastThatDoesNotFit() {
        assertThat(onNode(parts("60%", "30%", "20%")))
                .containsExactly("t:4:3: quotapath//mnt/c: takes 20% of 'region0', which comes to 110% with 60% of"
                        + " quotapath//mnt/a at t:2:3, 30% of quotapath//mnt/b at t:3:3, and all these rules match the node"
                        + " 'foo'; percents are of the region's size, whatever of it is free: 100% at most in all, and"
                        + " less beside a size in bytes [topology/claimed-twice]");
        assertThat(onNode(parts("100%", "16Mi")))
                .singleElement()
                .asString()
                .contains("comes to more than 100% with 100% of");
        assertThat(onNode(parts("16Mi", "100%"))).singleElement().asString().startsWith("t:3:3: ");
        assertThat(onNode(parts("60%", "60%", "60%")))
                .as("once for each region")
                .hasSize(1);
        assertThat(onNode(parts("60%") + memory("type: pmem, regions: [region0], size: 50%")))
                .singleElement()
                .asString()
                .contains("memory/region0: takes 50%");
    }

    /** One rule that stands there twice is one part. */
    @Test
    void rulesThatAgreeAreOnePart() {
        String document = parts("60%");
        assertThat(onNode(document + part("/mnt/a", "60%"))).isEmpty();
    }

    /** Of three, one says nothing: it is told of each of the others. */
    @Test
    void whoSaysNothingMeetsAllOthers() {
        assertThat(onNode(quotaPath("/mnt/a", "type: pmem, regions: [region0], size: 50%")
                        + memory("type: pmem, regions: [region0], size: 10%")
                        + "volumegroup:\n- {name: vg, key: bar, operator: Exists, topology: {type: pmem, regions:"
                        + " [region0]}}\n"))
                .isNotEmpty()
                .allSatisfy(d -> assertThat(d).contains("claimed-twice"));
    }

    @Test
    void readsHowMuchOfARegionIsMemory() {
        assertThat(read(memory("type: pmem, regions: [region1], size: 25%"))
                        .orElseThrow()
                        .rules())
                .singleElement()
                .isEqualTo(MemorySpec.of("region1")
                        .sized(RegionSize.percent(25))
                        .on(read(memory("type: pmem, regions: [region1]"))
                                .orElseThrow()
                                .rules()
                                .get(0)
                                .selector()));
        assertThat(diagnostics(memory("type: pmem, regions: [region1], mode: devdax")))
                .singleElement()
                .asString()
                .contains("there is one mode that serves");
        String two = memory("type: pmem, regions: [region1], size: 25%")
                + memory("type: pmem, regions: [region1], size: 50%").replace("memory:\n", "");
        assertThat(onNode(two)).singleElement().asString().contains("conflicting-rules");
    }

    @Test
    void filesAreMappedDirectlyInModeFsdaxOnly() {
        String topology = "type: pmem, regions: [region0], options: 'prjquota,dax=always', mode: ";
        assertThat(diagnostics(quotaPath("/mnt/a", topology + "fsdax"))).isEmpty();
        for (String mode : List.of("sector", "raw")) {
            assertThat(diagnostics(quotaPath("/mnt/a", topology + mode)))
                    .singleElement()
                    .asString()
                    .contains("in a namespace of mode " + mode + " no file can be mapped directly");
            assertThat(diagnostics(quotaPath("/mnt/a", topology.replace("dax=always", "dax=never") + mode)))
                    .isEmpty();
        }
    }

    @Test
    void rulesForOtherNodesDoNotMeet() {
        String text = "volumegroup:\n" + volumeGroup("vg", "/dev/vdb")
                + volumeGroup("vg", "/dev/vdc").replace("Exists", "DoesNotExist");
        assertThat(onNode(text)).isEmpty();
    }
}
