package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.LogicalVolume;
import io.noderesource.inventory.LvAttributes;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.VolumeGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportParserTest {

    private static final String NONE = "{\"report\":[{\"pv\":[]}]}";

    @Test
    void readsANodeWithoutLvm() {
        LvmReport report = ReportParser.parse(captured("empty"), captured("no-second-devices"), () -> "");
        assertThat(report.physicalVolumes()).isEmpty();
        assertThat(report.volumeGroups()).isEmpty();
        assertThat(report.logicalVolumes()).isEmpty();
        assertThat(report.trouble()).isNull();
    }

    @Test
    void readsPhysicalVolumesOutsideOfGroups() {
        LvmReport report = ReportParser.parse(captured("orphans"), NONE, () -> "");
        assertThat(report.physicalVolumes()).hasSize(4).allSatisfy(pv -> {
            assertThat(pv.volumeGroup()).isNull();
            assertThat(pv.volumeGroupUuid()).isNull();
            assertThat(pv.allocatable()).isFalse();
        });
        PhysicalVolume first = report.physicalVolumes().get(0);
        assertThat(first.uuid()).isEqualTo("gJXSpi-jxhV-dbny-73ph-tfz4-QXqi-8drDY6");
        assertThat(first.device()).isEqualTo(new DeviceNumber(254, 0));
        assertThat(first.path()).isEqualTo("/dev/vda");
        assertThat(first.deviceSize().bytes()).isEqualTo(1L << 30);
        assertThat(first.dataStart().bytes()).isEqualTo(1L << 20);
    }

    @Test
    void takesNoPhysicalVolumeOfALostGroupForAnOrphan() {
        String lost = captured("orphans").replace("\"pv_missing\":\"\"", "\"pv_missing\":\"\", \"pv_in_use\":\"used\"");
        assertThat(ReportParser.parse(lost, NONE, () -> "").physicalVolumes())
                .hasSize(4)
                .allSatisfy(pv -> {
                    assertThat(pv.volumeGroup()).isEqualTo(PhysicalVolume.UNREADABLE_GROUP);
                    assertThat(pv.isOrphan()).isFalse();
                });
        String orphans = lost.replace("\"used\"", "\"\"");
        assertThat(ReportParser.parse(orphans, NONE, () -> "").physicalVolumes())
                .allMatch(PhysicalVolume::isOrphan);
    }

    @Test
    void readsVolumesOfAllSorts() {
        LvmReport report = ReportParser.parse(captured("volumes"), NONE, () -> "");
        assertThat(report.volumeGroups()).singleElement().satisfies(vg -> {
            assertThat(vg.name()).isEqualTo("vg-data");
            assertThat(vg.sequence()).isEqualTo(15);
            assertThat(vg.extentSize().bytes()).isEqualTo(4L << 20);
            assertThat(vg.size().bytes()).isEqualTo(3208642560L);
            assertThat(vg.pvCount()).isEqualTo(3);
            assertThat(vg.lvCount()).isEqualTo(8);
            assertThat(vg.access()).isEqualTo(VolumeGroup.Access.WRITABLE);
            assertThat(vg.systemId()).isNull();
            assertThat(vg.lockType()).isNull();
            assertThat(vg.tags()).containsExactly("a+b", "noderesource.io/owner=n");
        });
        assertThat(report.physicalVolumes())
                .filteredOn(pv -> "vg-data".equals(pv.volumeGroup()))
                .hasSize(3)
                .allMatch(PhysicalVolume::allocatable);
        assertThat(report.logicalVolumes()).hasSize(15);

        LogicalVolume snapshot = volume(report, "snap");
        assertThat(snapshot.origin()).isEqualTo("plain");
        assertThat(snapshot.dataPercent()).isEqualTo(15.10);
        assertThat(snapshot.attributes().type()).isEqualTo(LvAttributes.Type.SNAPSHOT);
        LogicalVolume thin = volume(report, "thinsnap");
        assertThat(thin.pool()).isEqualTo("pool");
        assertThat(thin.origin()).isEqualTo("thin");
        assertThat(thin.segmentType()).isEqualTo("thin");
        assertThat(thin.dataPercent()).isNull();
        assertThat(thin.attributes().skipActivation()).isTrue();
        LogicalVolume pool = volume(report, "pool");
        assertThat(pool.segmentType()).isEqualTo("thin-pool");
        assertThat(pool.metadataPercent()).isEqualTo(10.94);
        assertThat(volume(report, "mirrored_rimage_0").attributes().type()).isEqualTo(LvAttributes.Type.IMAGE);
        assertThat(volume(report, "striped").segmentType()).isEqualTo("striped");
        assertThat(volume(report, "idle").tags()).containsExactly("x=y");
    }

    @ParameterizedTest
    @CsvSource({"exported,'',EXPORTED", "foreign,'',FOREIGN", "foreign,,FOREIGN", "foreign,elsewhere,WRITABLE"})
    void tellsWhatMayBeChangedFromHere(String capture, String systemId, VolumeGroup.Access access) {
        LvmReport report = ReportParser.parse(captured(capture), NONE, () -> systemId);
        assertThat(report.volumeGroups())
                .filteredOn(vg -> vg.name().equals("vg-out"))
                .singleElement()
                .satisfies(vg -> assertThat(vg.access()).isEqualTo(access));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"vg_lock_type\":\"\"', '\"vg_lock_type\":\"sanlock\"', SHARED_UNLOCKED",
        "'\"vg_lock_type\":\"\"', '\"vg_lock_type\":\"none\"', WRITABLE",
        "'\"vg_permissions\":\"writeable\"', '\"vg_permissions\":\"read-only\"', READ_ONLY"
    })
    void tellsSharedAndReadOnlyGroups(String from, String to, VolumeGroup.Access access) {
        LvmReport report = ReportParser.parse(captured("volumes").replace(from, to), NONE, () -> "");
        assertThat(report.volumeGroups())
                .singleElement()
                .satisfies(vg -> assertThat(vg.access()).isEqualTo(access));
    }

    @Test
    void showsBothDevicesOfADuplicate() {
        LvmReport report = ReportParser.parse(captured("duplicate"), captured("second-devices"), () -> "");
        assertThat(report.physicalVolumes())
                .filteredOn(PhysicalVolume::duplicate)
                .extracting(PhysicalVolume::path, PhysicalVolume::uuid, PhysicalVolume::volumeGroup)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                "/dev/vdd", "USaPOb-wv4R-KZc9-AdMl-CD3x-M0q3-Yb5yd5", "vg-out"),
                        org.assertj.core.groups.Tuple.tuple(
                                "/dev/vde", "USaPOb-wv4R-KZc9-AdMl-CD3x-M0q3-Yb5yd5", "vg-out"));
    }

    @Test
    void keepsGroupsOfTheSameNameApart() {
        LvmReport report = ReportParser.parse(captured("same-name"), NONE, () -> "");
        assertThat(report.volumeGroups())
                .filteredOn(vg -> vg.name().equals("vg-out"))
                .extracting(VolumeGroup::uuid)
                .hasSize(2)
                .doesNotHaveDuplicates();
        for (VolumeGroup group : report.volumeGroups()) {
            assertThat(report.physicalVolumes())
                    .filteredOn(pv -> group.uuid().equals(pv.volumeGroupUuid()))
                    .hasSize(group.pvCount());
        }
    }

    @Test
    void showsMissingPhysicalVolumes() {
        LvmReport report = ReportParser.parse(captured("missing"), NONE, () -> "");
        assertThat(report.physicalVolumes())
                .filteredOn(PhysicalVolume::missing)
                .singleElement()
                .satisfies(pv -> {
                    assertThat(pv.device()).isNull();
                    assertThat(pv.path()).isNull();
                    assertThat(pv.uuid()).isEqualTo("c9r0mc-HgWW-cWDY-AJg0-KotJ-jfI0-kptUbn");
                    assertThat(pv.volumeGroup()).isEqualTo("vg-data");
                });
        assertThat(report.volumeGroups())
                .filteredOn(vg -> vg.name().equals("vg-data"))
                .singleElement()
                .satisfies(vg -> assertThat(vg.missingPvCount()).isEqualTo(1));
        assertThat(volume(report, "striped").attributes().health()).isEqualTo(LvAttributes.Health.PARTIAL);
    }

    @Test
    void readsPercentagesOfAnyLocale() {
        String german = captured("volumes").replace("\"15.10\"", "\"15,10\"");
        assertThat(volume(ReportParser.parse(german, NONE, () -> ""), "snap").dataPercent())
                .isEqualTo(15.10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"report\"",
                "{}",
                "{\"report\":{}}",
                "{\"report\":[1]}",
                "{\"report\":[{}]}",
                "{\"report\":[{\"vg\":[]}]}",
                "{\"report\":[{\"vg\":[{}],\"pv\":[]}]}",
                "{\"report\":[{\"pv\":[{}]}]}",
                "{\"report\":[{\"pv\":[[]]}]}",
                "{\"report\":[{\"pv\":[],}]}",
                "{\"report\":[]} trailing",
                "{\"report\":[],\"report\":[]}",
                "WARNING: something else"
            })
    void neverGuesses(String report) {
        assertUnreadable(() -> ReportParser.parse(report, NONE, () -> ""));
        if (!report.contains("vg")) {
            assertUnreadable(() -> ReportParser.parse(captured("empty"), report, () -> ""));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"pv_size\":\"1069547520\"', '\"pv_size\":\"99999999999999999999\"'",
        "'\"pv_size\":\"1069547520\"', '\"pv_size\":\"9999999999999999999\"'",
        "'\"pv_size\":\"1069547520\"', '\"pv_size\":\"-1\"'",
        "'\"pv_size\":\"1069547520\"', '\"pv_size\":\"1.00g\"'",
        "'\"pv_size\":\"1069547520\"', '\"pv_size\":\"\"'",
        "'\"pv_size\":\"1069547520\"', '\"pv_size\":1069547520'",
        "'\"pv_size\":\"1069547520\"', '\"pv_size\":null'",
        "'\"pv_major\":\"254\"', '\"pv_major\":\"4294967296\"'",
        "'\"pv_major\":\"254\"', '\"pv_mayor\":\"254\"'",
        "'\"vg_exported\":\"\"', '\"vg_exported\":\"maybe\"'",
        "'\"vg_exported\":\"\"', '\"vg_exported\":\"1\"'",
        "'\"vg_uuid\":', '\"vg_uid\":'",
        "'\"segtype\":', '\"type\":'",
        "'\"seg_start\":\"0\"', '\"seg_start\":\"1\"'",
        "'\"15.10\"', '\"a lot\"'",
        "'\"15.10\"', '\"NaN\"'",
        "'\"lv\": [', '\"vl\": ['",
        "'\"seg\": [', '\"sec\": ['"
    })
    void refusesFieldsOfAnotherForm(String from, String to) {
        String good = captured("volumes");
        assertThat(good).contains(from);
        assertUnreadable(() -> ReportParser.parse(good.replace(from, to), NONE, () -> ""));
    }

    @Test
    void refusesTwoGroupsInOneObject() {
        String group = captured("volumes")
                .lines()
                .filter(l -> l.contains("vg_uuid"))
                .findFirst()
                .orElseThrow();
        assertUnreadable(
                () -> ReportParser.parse(captured("volumes").replace(group, group + "," + group), NONE, () -> ""));
    }

    @Test
    void refusesWhatIsCutOff() {
        String good = captured("volumes").strip();
        for (int length = 0; length < good.length(); length += 37) {
            String cut = good.substring(0, length);
            assertUnreadable(() -> ReportParser.parse(cut, NONE, () -> ""));
        }
    }

    @Test
    void neverThrowsAnythingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String good = captured("missing");
        for (int i = 0; i < 2000; i++) {
            StringBuilder bad = new StringBuilder(good);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(bad.length());
                switch (random.nextInt(3)) {
                    case 0 -> bad.setCharAt(at, (char) (' ' + random.nextInt(95)));
                    case 1 -> bad.deleteCharAt(at);
                    default -> bad.insert(at, (char) random.nextInt(256));
                }
            }
            Throwable thrown = catchThrowable(() -> ReportParser.parse(bad.toString(), NONE, () -> ""));
            if (thrown != null) {
                assertThat(thrown)
                        .as("seed %d, round %d", seed, i)
                        .isInstanceOfSatisfying(
                                NodeResourceException.class,
                                e -> assertThat(e.code()).isEqualTo(LvmErrorCode.UNREADABLE_REPORT));
            }
        }
    }

    private static void assertUnreadable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).isEqualTo(LvmErrorCode.UNREADABLE_REPORT));
    }

    private static LogicalVolume volume(LvmReport report, String name) {
        return report.logicalVolumes().stream()
                .filter(lv -> lv.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What a real LVM printed. */
    static String captured(String name) {
        try (InputStream in = ReportParserTest.class.getResourceAsStream(name + ".json")) {
            return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
