package io.noderesource.topology;

import static io.noderesource.topology.Reading.codes;
import static io.noderesource.topology.Reading.diagnostics;
import static io.noderesource.topology.Reading.read;
import static io.noderesource.topology.Reading.ruleFrom;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.kinds.VolumeGroupSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceSourceReaderTest {

    private static DeviceSource source(String topology) {
        return ((VolumeGroupSpec) read(ruleFrom(topology)).orElseThrow().rules().get(0)).source();
    }

    @Test
    void readsEverySource() {
        assertThat(source("type: device, devices: [/dev/vdb, /dev/disk/by-id/virtio-a]"))
                .isEqualTo(DeviceSource.devices("/dev/vdb", "/dev/disk/by-id/virtio-a"));
        assertThat(source("type: alibabacloud-local-disk")).isEqualTo(new DeviceSource.LocalDisks(List.of()));
        assertThat(source("type: alibabacloud-local-disk, exclude: [{serial: 'S*'}]"))
                .isEqualTo(new DeviceSource.LocalDisks(List.of(DeviceSelector.serial("S*"))));
        assertThat(source("type: pmem, regions: [region0, region1]"))
                .isEqualTo(new DeviceSource.PmemRegions(List.of("region0", "region1")));
        assertThat(source("type: pmem, regions: [region0], size: 512Mi, mode: sector"))
                .isEqualTo(new DeviceSource.PmemRegions(List.of("region0"))
                        .sized(RegionSize.bytes(ByteSize.ofMebibytes(512)))
                        .as(DeviceSource.RegionMode.SECTOR));
        assertThat(source("type: pmem, regions: [region0], mode: raw, size: '50%'"))
                .isEqualTo(new DeviceSource.PmemRegions(
                        List.of("region0"), RegionSize.percent(50), DeviceSource.RegionMode.RAW));
    }

    /** All of a region is not taken because its size could not be read. */
    @ParameterizedTest
    @ValueSource(strings = {"size: 512Mi50%", "size: ''", "size: ", "size: [1]", "mode: '', size: 50%", "siez: 50%"})
    void aPartThatCannotBeReadIsNotAllOfTheRegion(String part) {
        assertThat(read(ruleFrom("type: pmem, regions: [region0], " + part)))
                .matches(d -> d.diagnostics().stream()
                        .anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR));
        if (!part.startsWith("siez")) {
            assertThat(read(ruleFrom("type: pmem, regions: [region0], " + part))
                            .topology()
                            .rules())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "size: half | 'half' is not how much of a region there can be; write it as 512Mi",
                "size: 150% | '150%' is not how much",
                "size: 50 | ",
                "mode: devdax | has no block device; write one of fsdax, sector, raw",
                "mode: Sector | did you mean 'sector'?",
                "mode: fsdx | did you mean 'fsdax'?",
                "mode: safe | unknown mode 'safe'; write one of fsdax, sector, raw",
            })
    void saysHowMuchAndAsWhatCanBeWritten(String field, @Nullable String message) {
        List<String> found = diagnostics(ruleFrom("type: pmem, regions: [region0], " + field));
        if (message == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().asString().contains(message);
        }
    }

    @Test
    void readsSelectors() {
        assertThat(source(
                        "type: device, select: [{path: '/dev/vd*', wwn: '0x5000', serial: 'S?', model: m, minSize: 100Gi,"
                                + " maxSize: 2T, rotational: false, count: 2}, {byId: 'nvme-*'}], exclude: [{link:"
                                + " /dev/disk/by-path/pci-1}]"))
                .isEqualTo(new DeviceSource.Devices(
                        List.of(),
                        List.of(
                                new DeviceSelector(
                                        "/dev/vd*",
                                        null,
                                        "0x5000",
                                        "S?",
                                        "m",
                                        ByteSize.ofGibibytes(100),
                                        ByteSize.ofBytes(2_000_000_000_000L),
                                        false,
                                        2),
                                new DeviceSelector(
                                        null, "/dev/disk/by-id/nvme-*", null, null, null, null, null, null, null)),
                        List.of(new DeviceSelector(
                                null, "/dev/disk/by-path/pci-1", null, null, null, null, null, null, null))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vdb | did you mean '/dev/vdb'?",
                "dev/vdb | did you mean '/dev/vdb'?",
                "./vdb | did you mean '/dev/vdb'?",
                "/dev/vd* | select: [{path: '/dev/vd*'}]",
                "/dev/vd[bc] | select:",
                "/dev/vd? | select:",
                "/dev/../etc/passwd | simple form",
                "/dev//vdb | simple form",
                "/dev/vdb/ | simple form",
                "/dev/./vdb | simple form",
                "/dev/.. | simple form",
                "/dev | not below /dev",
                "/etc/passwd | not below /dev",
                "/devil/vdb | not below /dev",
                "'/dev/vdb ' | blanks around it",
                "/dev/vdb /dev/vdc | a blank",
                "/dev/vdb;reboot | another character",
                "/dev/$(reboot) | another character",
                "-v | not an absolute path",
                "'' | is empty",
            })
    void refusesPathsThatNameNoDevice(String path, String message) {
        assertThat(diagnostics(ruleFrom("type: device, devices: ['" + path + "']")))
                .singleElement()
                .asString()
                .contains(message)
                .startsWith("t:2:")
                .contains("volumegroup[0].topology.devices[0]");
    }

    @Test
    void refusesControlCharactersInPaths() {
        assertThat(diagnostics(ruleFrom("type: device, devices: [\"/dev/vdb\\n/dev/vdc\", \"/dev/v\\0\"]")))
                .hasSize(2)
                .allSatisfy(d -> assertThat(d).doesNotContain("\n").doesNotContain("\0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: device, devices: [/dev/vdb, /dev/vdb]",
                "type: devices, devices: [/dev/vdb]",
                "type: Device, devices: [/dev/vdb]",
                "type: pvc",
                "type: pmem, regions: [region0, region0]",
                "type: pmem, regions: [/dev/pmem0]",
                "type: pmem, regions: [region01]",
                "type: pmem, regions: ['region0; reboot']",
                "type: pmem, regions: [region0], size: 0",
                "type: pmem, regions: [region0], size: 0%",
                "type: pmem, regions: [region0], size: 101%",
                "type: pmem, regions: [region0], size: 050%",
                "type: pmem, regions: [region0], size: 50.5%",
                "type: pmem, regions: [region0], size: 50 %",
                "type: pmem, regions: [region0], size: '%'",
                "type: pmem, regions: [region0], size: -1",
                "type: pmem, regions: [region0], size: 99999999999999999999Gi",
                "type: pmem, regions: [region0], size: 1Mi; reboot",
                "type: pmem, regions: [region0], mode: memory",
                "type: pmem, regions: [region0], mode: FSDAX",
                "type: device, select: [{minSize: 2G, maxSize: 1G}]",
                "type: device, select: [{minSize: big}]",
                "type: device, select: [{rotational: maybe}]",
                "type: device, select: [{path: '/dev/vd*', count: 0}]",
                "type: device, select: [{path: '/dev/vd*', count: -1}]",
                "type: device, select: [{path: '/dev/vd*', count: 99999999999999999999}]",
                "type: device, select: [{path: 'vd*'}]",
                "type: device, select: [{path: '/dev/vd[b'}]",
                "type: device, select: [{path: '/dev/disk/by-id/x'}]",
                "type: device, select: [{link: '/dev/vdb'}]",
                "type: device, select: [{link: /dev/disk/by-id/a, byId: a}]",
                "type: device, select: [{byId: '../vdb'}]",
            })
    void refusesBadValues(String topology) {
        assertThat(codes(ruleFrom(topology))).containsExactly("topology/bad-value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "devices: [/dev/vdb]",
                "type: , devices: [/dev/vdb]",
                "type: device",
                "type: device, devices: []",
                "type: device, devices: , select: []",
                "type: device, select: [{count: 1}]",
                "type: device, select: [{}]",
                "type: device, select: [{serial: ''}]",
                "type: pmem",
                "type: pmem, regions: ",
                "type: pmem, regions: [region0], size: ",
                "type: pmem, regions: [region0], size: ''",
                "type: pmem, regions: [region0], mode: ",
            })
    void refusesWhatIsMissing(String topology) {
        assertThat(codes(ruleFrom(topology))).containsExactly("topology/missing-field");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: device, devices: [/dev/vdb], regions: [region0]",
                "type: pmem, regions: [region0], devices: [/dev/vdb]",
                "type: device, devices: [/dev/vdb], size: 50%",
                "type: device, devices: [/dev/vdb], mode: raw",
                "type: alibabacloud-local-disk, devices: [/dev/vdb]",
                "type: alibabacloud-local-disk, select: [{serial: a}]",
                "type: device, devices: [/dev/vdb], options: prjquota",
                "type: device, devices: [/dev/vdb], fstype: ext4",
                "type: device, devices: [/dev/vdb], device: [/dev/vdc]",
                "type: device, select: [{serial: a}], exclude: [{serial: b, count: 1}]",
            })
    void refusesFieldsThatDoNotBelong(String topology) {
        assertThat(codes(ruleFrom(topology))).containsExactly("topology/unknown-field");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: device, devices: /dev/vdb",
                "type: device, devices: {a: b}",
                "type: device, devices: [[/dev/vdb]]",
                "type: [device]",
                "type: pmem, regions: [region0], size: [50%]",
                "type: pmem, regions: [region0], mode: {raw: true}",
                "type: device, select: {path: '/dev/vd*'}",
                "type: device, select: ['/dev/vd*']",
                "type: device, select: [{serial: [a]}]",
            })
    void refusesWrongForms(String topology) {
        assertThat(codes(ruleFrom(topology))).contains("topology/wrong-type").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aSelectorThatLostACriterionChoosesNothing() {
        assertThat(read(ruleFrom("type: device, select: [{path: '/dev/vd*', serail: S1}]"))
                        .topology()
                        .rules())
                .isEmpty();
        assertThat(diagnostics(ruleFrom("type: device, select: [{path: '/dev/vd*', serail: S1}]")))
                .singleElement()
                .asString()
                .contains("did you mean 'serial'?");
    }

    @Test
    void warnsOfDeadFields() {
        assertThat(codes(ruleFrom("type: device, devices: [/dev/vdb], volumes: [{a: b}]")))
                .containsExactly("(topology/unknown-field)");
        assertThat(codes(ruleFrom("type: device, devices: [/dev/vdb], exclude: [{serial: b}]")))
                .containsExactly("(topology/bad-value)");
    }

    @Test
    void saysWhatBecameOfPvc() {
        assertThat(diagnostics(ruleFrom("type: pvc")))
                .singleElement()
                .asString()
                .contains("never carried out");
        assertThat(diagnostics(ruleFrom("type: devcie, devices: [/dev/vdb]")))
                .singleElement()
                .asString()
                .contains("did you mean 'device'?");
    }
}
