package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.backend.lvm.internal.engine.AppLibrary.Group;
import io.noderesource.backend.lvm.internal.engine.AppLibrary.Row;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.VolumeGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the engine makes of the library's answers; the library itself has its turn in the sandbox. */
@Timeout(60)
class Lvm2AppEngineTest {

    private static final Duration LIMIT = Duration.ofSeconds(50);
    private static final long MIB = 1 << 20;

    @TempDir
    private Path directory;

    private final FakeLibrary library = new FakeLibrary();
    private LvmEngine engine;

    @BeforeEach
    void open() throws IOException {
        Path program = directory.resolve("lvm");
        Files.writeString(program, "#!/bin/sh\necho \"$@\" >> " + directory + "/child\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        OwnerThread owner = new OwnerThread("fake", library::prepareThread);
        engine = new Lvm2AppEngine(
                library,
                new ProcessEngine(program, owner, LIMIT, new HostFiles(Path.of("/dev"), directory)),
                owner,
                LIMIT,
                path -> path.startsWith("/dev/vd")
                        ? Optional.of(new DeviceNumber(254, 16 * (path.charAt(7) - 'a')))
                        : Optional.empty());
    }

    @Test
    void readsAttributesWhereTheLibraryHasNoProperty() {
        library.groups.put(
                "vg",
                new Group(
                        group("vg", "rz-pn-"),
                        List.of(pv("pv-b", "/dev/vdb", "a--"), pv("pv-c", "[unknown]", "a-m")),
                        List.of(lv("one", "-wi-a---p-", -1), lv("thin", "Vwi-a-tz--", 12_345_678))));
        library.volumes.add(pv("pv-b", "/dev/vdb", "a--"));
        library.volumes.add(pv("pv-d", "/dev/vdd", "---"));
        LvmReport report = engine.report(call());
        assertThat(report.trouble()).isNull();
        assertThat(report.volumeGroups()).singleElement().satisfies(vg -> {
            assertThat(vg.access()).isEqualTo(VolumeGroup.Access.READ_ONLY);
            assertThat(vg.missingPvCount()).isEqualTo(1);
            assertThat(vg.tags()).containsExactly("a", "b");
            assertThat(vg.systemId()).isNull();
            assertThat(vg.lockType()).isNull();
        });
        assertThat(report.physicalVolumes())
                .extracting(pv -> pv.uuid() + " " + pv.path() + " " + pv.missing() + " " + pv.volumeGroup() + " "
                        + pv.allocatable())
                .containsExactly(
                        "pv-b /dev/vdb false vg true", "pv-c null true vg true", "pv-d /dev/vdd false null false");
        assertThat(report.physicalVolumes().get(1).deviceSize()).isEqualTo(ByteSize.ZERO);
        assertThat(report.logicalVolumes())
                .extracting(lv -> lv.name() + " " + lv.health() + " " + lv.dataPercent() + " " + lv.segmentType())
                .containsExactly("one partial null linear", "thin  12.35 linear");
    }

    @Test
    void whatCannotBeOpenedIsNeitherAbsentNorFree() {
        library.failing.add("foreign");
        library.groupNames.add("foreign");
        library.volumes.add(pv("pv-b", "/dev/vdb", "a--"));
        library.memberOf.put("pv-b", "foreign");
        LvmReport report = engine.report(call());
        assertThat(report.trouble()).contains("cannot open foreign");
        assertThat(report.physicalVolumes())
                .singleElement()
                .satisfies(pv -> assertThat(pv.volumeGroup()).isEqualTo("foreign"));
        assertThat(codeOf(() -> engine.extendVolumeGroup(call(), "vg", List.of("/dev/vdb"))))
                .isEqualTo(LvmErrorCode.COMMAND_FAILED);
    }

    @Test
    void makesPhysicalVolumesByTheProgram() throws IOException {
        engine.createPhysicalVolume(call(), "/dev/vdb", "uuid", () -> {});
        assertThat(Files.readString(directory.resolve("child"))).contains("pvcreate", "--uuid uuid -- /dev/vdb");
        assertThat(library.done).isEmpty();
    }

    @Test
    void handsTheLibraryNothingButFreePhysicalVolumes() {
        library.volumes.add(pv("pv-b", "/dev/vdb", "---"));
        assertThat(codeOf(() -> engine.createVolumeGroup(call(), "vg", List.of("/dev/vdb", "/dev/vdc"), List.of("t"))))
                .isEqualTo(LvmErrorCode.COMMAND_FAILED);
        assertThat(library.done).isEmpty();
        engine.createVolumeGroup(call(), "vg", List.of("/dev/vdb"), List.of("t"));
        assertThat(library.done).containsExactly("create vg [/dev/vdb] [t]");
    }

    @Test
    void growsAPhysicalVolumeInItsGroup() throws IOException {
        library.groups.put("vg", new Group(group("vg", "wz--n-"), List.of(pv("pv-b", "/dev/vdb", "a--")), List.of()));
        engine.growPhysicalVolume(call(), "/dev/vdb");
        assertThat(library.done).containsExactly("grow vg pv-b");
        assertThat(codeOf(() -> engine.growPhysicalVolume(call(), "/dev/vdc"))).isEqualTo(LvmErrorCode.COMMAND_FAILED);
        library.volumes.add(pv("pv-d", "/dev/vdd", "---"));
        engine.growPhysicalVolume(call(), "/dev/vdd");
        assertThat(Files.readString(directory.resolve("child"))).contains("pvresize", "-- /dev/vdd");
    }

    @Test
    void takesAHandleForEachOperationAndClosesIt() {
        engine.changeTags(call(), "vg", List.of("new"), List.of("old"));
        engine.report(call());
        library.failing.add("changeTags");
        assertThat(codeOf(() -> engine.changeTags(call(), "vg", List.of(), List.of())))
                .isEqualTo(LvmErrorCode.COMMAND_FAILED);
        assertThat(library.opened).isEqualTo(3);
        assertThat(library.closed).isEqualTo(3);
        assertThat(library.settings).contains("mlock_filter=[\" \"]", "ignore_suspended_devices=1", "monitoring=0");
    }

    /** The library knows no group of a PV whose metadata is lost; the PV's header tells that it is in one. */
    @Test
    void aVolumeThatIsUsedByAGroupIsInOneThatCannotBeRead() {
        library.volumes.add(pv("pv-b", "/dev/vdb", "u--"));
        library.volumes.add(pv("pv-c", "/dev/vdc", "---"));
        assertThat(engine.report(call()).physicalVolumes())
                .extracting(PhysicalVolume::volumeGroup)
                .containsExactly(PhysicalVolume.UNREADABLE_GROUP, null);
    }

    @Test
    void aPropertyThatIsMissingIsNoGuess() {
        library.volumes.add(new Row(Map.of("pv_uuid", "pv-b"), Map.of()));
        assertThat(codeOf(() -> engine.report(call()))).isEqualTo(LvmErrorCode.UNREADABLE_REPORT);
    }

    private static Call call() {
        return new Call(Deadline.in(LIMIT), List.of());
    }

    private static ErrorCode codeOf(ThrowingCallable call) {
        return catchThrowableOfType(NodeResourceException.class, call).code();
    }

    private static Row group(String name, String attributes) {
        return new Row(
                Map.of(
                        "vg_uuid",
                        "uuid-" + name,
                        "vg_name",
                        name,
                        "vg_attr",
                        attributes,
                        "vg_systemid",
                        "",
                        "vg_lock_type",
                        "",
                        "vg_tags",
                        "a,b"),
                Map.of(
                        "vg_seqno",
                        3L,
                        "vg_extent_size",
                        4 * MIB,
                        "vg_size",
                        60 * MIB,
                        "vg_free",
                        60 * MIB,
                        "pv_count",
                        2L,
                        "vg_missing_pv_count",
                        1L,
                        "lv_count",
                        2L));
    }

    private static Row pv(String uuid, String path, String attributes) {
        return new Row(
                Map.of("pv_uuid", uuid, "pv_name", path, "pv_attr", attributes, "pv_tags", ""),
                Map.of("pv_size", 60 * MIB, "dev_size", 64 * MIB, "pe_start", MIB, "pv_free", 60 * MIB));
    }

    private static Row lv(String name, String attributes, long percent) {
        Map<String, String> texts = new HashMap<>(
                Map.of("lv_uuid", "uuid-" + name, "lv_name", name, "lv_attr", attributes, "pool_lv", "", "origin", ""));
        texts.put("lv_tags", "");
        texts.put("segtype", "linear");
        return new Row(texts, Map.of("lv_size", 8 * MIB, "data_percent", percent, "metadata_percent", -1L));
    }

    private static final class FakeLibrary implements AppLibrary {
        private final Map<String, Group> groups = new TreeMap<>();
        private final List<String> groupNames = new ArrayList<>();
        private final List<Row> volumes = new ArrayList<>();
        private final Map<String, String> memberOf = new TreeMap<>();
        private final List<String> failing = new ArrayList<>();
        private final List<String> done = new ArrayList<>();
        private String settings = "";
        private int opened;
        private int closed;

        @Override
        public String version() {
            return "2.02.188(2) (2021-05-07)";
        }

        @Override
        public void prepareThread() {}

        @Override
        public Session open(String how) {
            settings = how;
            opened++;
            return new FakeSession();
        }

        private void fail(String what) {
            if (failing.contains(what)) {
                throw new NodeResourceException(
                        LvmErrorCode.COMMAND_FAILED, "cannot open " + what + ", as was asked for");
            }
        }

        private final class FakeSession implements Session {
            @Override
            public List<String> groupNames() {
                List<String> names = new ArrayList<>(groups.keySet());
                names.addAll(groupNames);
                return names;
            }

            @Override
            public Group read(String name) {
                fail(name);
                return Objects.requireNonNull(groups.get(name));
            }

            @Override
            public List<Row> physicalVolumes() {
                return volumes;
            }

            @Override
            public @Nullable String groupOf(String pvUuid) {
                return memberOf.get(pvUuid);
            }

            @Override
            public void createGroup(String name, List<String> paths, List<String> tags) {
                done.add("create " + name + " " + paths + " " + tags);
            }

            @Override
            public void extendGroup(String name, List<String> paths) {
                done.add("extend " + name + " " + paths);
            }

            @Override
            public void growVolume(String name, String pvUuid) {
                done.add("grow " + name + " " + pvUuid);
            }

            @Override
            public void changeTags(String name, List<String> add, List<String> remove) {
                fail("changeTags");
                done.add("tags " + name + " " + add + " " + remove);
            }

            @Override
            public void close() {
                closed++;
            }
        }
    }
}
