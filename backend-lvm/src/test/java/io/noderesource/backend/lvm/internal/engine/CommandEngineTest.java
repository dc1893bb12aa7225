package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.VolumeGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandEngineTest {

    private static final Duration LIMIT = Duration.ofSeconds(50);
    private static final ExcludedDevice HUNG =
            new ExcludedDevice(new DeviceNumber(999, 7), "dm-7", "suspended", List.of("mpath-3600"));

    @TempDir
    private Path directory;

    private FakeLibrary library;
    private LvmEngine engine;

    @BeforeEach
    void open() throws IOException {
        library = new FakeLibrary(Files.createFile(directory.resolve("output")));
        engine = engine(LIMIT);
    }

    private LvmEngine engine(Duration patience) {
        return new Lvm2CmdEngine(
                library,
                new OwnerThread("fake", library::prepareThread),
                patience,
                new HostFiles(Path.of("/dev"), directory));
    }

    @Test
    void tellsItsVersion() {
        assertThat(engine.version(call())).isEqualTo("fake 2.03.16(2) (2022-05-18)");
        engine.version(call());
        assertThat(library.lines).as("asked once").hasSize(1);
    }

    @Test
    void makesPhysicalVolumeWithoutLettingLvmDecide() {
        engine.createPhysicalVolume(call(), "/dev/vdb", "uuid", () -> {});
        assertThat(library.lines).singleElement().satisfies(line -> {
            assertThat(line)
                    .startsWith("pvcreate --config '")
                    .endsWith("' --norestorefile --uuid uuid -- /dev/vdb")
                    .contains("silent=1", "file=\"" + library.output() + "\"", "use_blkid_wiping=1")
                    .doesNotContain("--yes", "--force", "-y ", "-f ", "global_filter", "--devices");
        });
    }

    @Test
    void looksOnceMoreWhenItHasItsTurnAndMakesNothingAfterARefusal() {
        NodeResourceException content =
                new NodeResourceException(StandardErrorCode.DEVICE_HAS_CONTENT, "somebody was quicker");

        assertThatThrownBy(() -> engine.createPhysicalVolume(call(), "/dev/vdb", "uuid", () -> {
                    assertThat(Thread.currentThread().getName()).isEqualTo("fake");
                    throw content;
                }))
                .isSameAs(content);
        assertThat(library.lines).isEmpty();
    }

    @Test
    void splitsWhatIsTooLongForOneCommand() {
        List<String> paths =
                IntStream.range(0, 130).mapToObj(i -> "/dev/vd" + i).toList();
        engine.createVolumeGroup(call(), "vg", paths, List.of("a", "b"));
        assertThat(library.names()).containsExactly("vgcreate", "vgextend", "vgextend");
        assertThat(library.lines).allSatisfy(line -> assertThat(words(line)).hasSizeLessThanOrEqualTo(63));
        assertThat(library.lines.get(0)).contains(" --addtag a --addtag b -- vg /dev/vd0 ");
        assertThat(library.lines.stream().flatMap(line -> words(line).stream()).filter(w -> w.startsWith("/dev/")))
                .containsExactlyElementsOf(paths);
    }

    @Test
    void changesTagsAtOnce() {
        engine.changeTags(call(), "vg", List.of("new"), List.of("old"));
        assertThat(library.lines)
                .singleElement()
                .satisfies(
                        line -> assertThat(line).startsWith("vgchange ").endsWith(" --addtag new --deltag old -- vg"));
    }

    @Test
    void asksOnlyOnceWhereThereIsNothingBesides() {
        engine.report(call());
        assertThat(library.names()).containsExactly("fullreport");
    }

    @Test
    void asksForTheSecondDevicesOfPhysicalVolumesWhenLvmWarns() {
        library.says.put(
                "fullreport",
                " lvmcache.c:623 WARNING: Not using device /dev/vde for PV gJXSpi-jxhV-dbny-73ph-tfz4-QXqi-8drDY6.\n"
                        + report(ReportParserTest.captured("duplicate")));
        library.says.put("pvs", report(ReportParserTest.captured("second-devices")));
        LvmReport report = engine.report(call());
        assertThat(library.names()).startsWith("fullreport", "pvs");
        assertThat(report.physicalVolumes()).anyMatch(PhysicalVolume::duplicate);
    }

    @Test
    void asksForTheNodesSystemIdWhenAGroupHasOne() {
        library.says.put("fullreport", report(ReportParserTest.captured("foreign")));
        library.says.put("systemid", " lvmcmdline.c:1 system ID: here\n");
        assertThat(engine.report(call()).volumeGroups())
                .anyMatch(group -> group.access() == VolumeGroup.Access.FOREIGN);
        assertThat(library.names()).containsExactly("fullreport", "systemid");
    }

    @Test
    void quotesLvmWhenACommandFails() {
        library.status.put("vgcreate", 5);
        library.says.put("vgcreate", " vgcreate.c:91 A volume group called vg already exists.\n");
        NodeResourceException e = failure(() -> engine.createVolumeGroup(call(), "vg", List.of("/dev/vdb"), List.of()));
        assertThat(e.code()).isEqualTo(LvmErrorCode.COMMAND_FAILED);
        assertThat(e)
                .hasMessageContaining("vgcreate vg /dev/vdb failed (status 5)")
                .hasMessageContaining("A volume group called vg already exists.");
    }

    @Test
    void tellsADeviceThatOnlyTheFiltersHide() {
        String device = someNode();
        library.status.put("pvcreate", 5);
        library.says.put("lvmdiskscan", " lvmdiskscan.c:64 " + device + " [      64.00 MiB] \n");
        library.hiddenByFilter.add("lvmdiskscan");
        assertThat(codeOf(() -> engine.createPhysicalVolume(call(), device, "uuid", () -> {})))
                .isEqualTo(LvmErrorCode.FILTERED_DEVICE);
        library.hiddenByFilter.clear();
        assertThat(codeOf(() -> engine.createPhysicalVolume(call(), device, "uuid", () -> {})))
                .isEqualTo(LvmErrorCode.COMMAND_FAILED);
    }

    @Test
    void stopsAtTheFirstPartThatFails() {
        library.status.put("vgcreate", 5);
        List<String> paths =
                IntStream.range(0, 100).mapToObj(i -> "/dev/vd" + i).toList();
        assertThat(codeOf(() -> engine.createVolumeGroup(call(), "vg", paths, List.of())))
                .isEqualTo(LvmErrorCode.COMMAND_FAILED);
        assertThat(library.names()).containsOnlyOnce("vgcreate").doesNotContain("vgextend");
    }

    @Test
    void showsWhatItCouldReadAndSaysWhatNot() {
        library.status.put("fullreport", 5);
        library.says.put(
                "fullreport", report("{\"report\":[]}") + " metadata.c:1 Cannot process volume group shared1\n");
        LvmReport report = engine.report(call());
        assertThat(report.volumeGroups()).isEmpty();
        assertThat(report.trouble()).contains("Cannot process volume group shared1");
    }

    @Test
    void doesNotTakeSilenceForAnEmptyNode() {
        library.says.put("fullreport", "");
        assertThat(codeOf(() -> engine.report(call()))).isEqualTo(LvmErrorCode.UNREADABLE_REPORT);
    }

    @Test
    void whatLvmSaysInPlaceOfAReportIsTold() {
        library.says.put("fullreport", " config/config.c:1234 Parse error at byte 7 (line 1)\n");
        library.status.put("fullreport", 3);
        assertThatThrownBy(() -> engine.report(call()))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(LvmErrorCode.COMMAND_FAILED))
                .hasMessageContaining("status 3")
                .hasMessageContaining("Parse error at byte 7");
    }

    @Test
    void putsRejectsInFrontOfTheNodesOwnFilter() {
        library.settings.put("devices/global_filter", "global_filter=[\"r|^/dev/sdz$|\",\"a|.*|\"]");
        engine.createPhysicalVolume(excluding(HUNG), "/dev/vdb", "uuid", () -> {});
        assertThat(library.last()).contains("global_filter=[\"r|^/dev/sdz$|\",\"a|.*|\"]");

        DeviceNumber real = someBlockDevice();
        engine.createPhysicalVolume(
                excluding(new ExcludedDevice(real, "x", "did not answer", List.of())), "/dev/vdb", "uuid", () -> {});
        assertThat(library.last())
                .containsPattern("global_filter=\\[(\"r\\|\\^/dev/[^\"]*\\$\\|\",)+\"r\\|\\^/dev/sdz\\$\\|\",\"a")
                .doesNotContain("--devices");
    }

    @Test
    void acceptsAFilterThatIsNoList() {
        library.settings.put("devices/global_filter", "global_filter=\"a|.*|\"");
        engine.growPhysicalVolume(excluding(HUNG), "/dev/vdb");
        assertThat(library.last()).contains("global_filter=[\"a|.*|\"]");
    }

    @Test
    void refusesAFilterThatItCannotPass() {
        library.settings.put("devices/global_filter", "global_filter=[\"r|it's|\"]");
        assertThat(codeOf(() -> engine.report(excluding(HUNG)))).isEqualTo(LvmErrorCode.HUNG_DEVICE);
        assertThat(library.names()).doesNotContain("fullreport");
    }

    @Test
    void startsNothingWhenTheDevicesFileHasTheHungDevice() throws IOException {
        library.settings.put("devices/use_devicesfile", "use_devicesfile=1");
        Files.createDirectory(directory.resolve("devices"));
        Path file = directory.resolve("devices/system.devices");
        Files.writeString(file, "IDTYPE=mpath_uuid IDNAME=mpath-3600 DEVNAME=/dev/mapper/mpatha PVID=x\n");
        assertThat(codeOf(() -> engine.report(excluding(HUNG)))).isEqualTo(LvmErrorCode.HUNG_DEVICE);
        assertThat(library.names()).doesNotContain("fullreport");

        Files.writeString(file, "IDTYPE=sys_wwid IDNAME=naa.1 DEVNAME=/dev/sdq PVID=x\n");
        engine.report(excluding(HUNG));
        assertThat(library.names()).contains("fullreport");
        assertThat(library.lines).noneMatch(line -> line.contains("global_filter=["));
        assertThat(library.last()).as("nor are others searched").contains("search_for_devnames=");

        Files.delete(file);
        engine.report(excluding(HUNG));
        assertThat(library.last()).as("without the file, filters count").contains("global_filter=[");
    }

    @Test
    void oldLvmHasNoDevicesFile() {
        library.says.put("version", " lvmcmdline.c:1 LVM version:     2.02.187(2)-RHEL7 (2020-03-24)\n");
        library.status.put("lvmconfig devices/use_devicesfile", 5);
        engine.report(excluding(HUNG));
        assertThat(library.last()).contains("global_filter=[");
    }

    @Test
    void doesNotGuessASettingThatLvmDoesNotTell() {
        library.status.put("lvmconfig devices/use_devicesfile", 5);
        assertThat(codeOf(() -> engine.report(excluding(HUNG)))).isEqualTo(LvmErrorCode.UNREADABLE_REPORT);
    }

    @Test
    void answersWhileLvmDoesNotReturn() {
        CountDownLatch resume = new CountDownLatch(1);
        library.hang = resume;
        LvmEngine impatient = engine(Duration.ofMillis(50));
        assertThat(codeOf(() -> impatient.report(call()))).isEqualTo(LvmErrorCode.STUCK);
        assertThat(codeOf(() -> impatient.growPhysicalVolume(call(), "/dev/vdb")))
                .isEqualTo(LvmErrorCode.STUCK);
        resume.countDown();
        while (true) {
            try {
                impatient.growPhysicalVolume(call(), "/dev/vdb");
                break;
            } catch (NodeResourceException e) {
                assertThat(e.code()).isEqualTo(LvmErrorCode.STUCK);
            }
        }
        assertThat(library.names()).containsOnlyOnce("pvresize");
    }

    @Test
    void refusesNamesThatAreOptions() {
        assertThat(codeOf(() -> engine.extendVolumeGroup(call(), "--force", List.of("/dev/vdb"))))
                .isEqualTo(LvmErrorCode.BAD_ARGUMENT);
        assertThat(library.lines).isEmpty();
    }

    private static DeviceNumber someBlockDevice() {
        return HostFiles.numberOf(Path.of(someNode())).orElseThrow();
    }

    private static String someNode() {
        try (Stream<Path> nodes = Files.list(Path.of("/dev"))) {
            return nodes.filter(node -> HostFiles.numberOf(node).isPresent())
                    .map(Path::toString)
                    .findFirst()
                    .orElseGet(() -> org.junit.jupiter.api.Assumptions.abort("no block device here"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Call call() {
        return new Call(Deadline.in(LIMIT), List.of());
    }

    private static Call excluding(ExcludedDevice device) {
        return new Call(Deadline.in(LIMIT), List.of(device));
    }

    private static NodeResourceException failure(ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(NodeResourceException.class, call);
    }

    private static ErrorCode codeOf(ThrowingCallable call) {
        return failure(call).code();
    }

    private static String report(String json) {
        return " device_mapper/libdm-report.c:1 " + json + "\n";
    }

    /** Splits as {@code lvm_split} does. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher m = Pattern.compile("'([^']*)'|(\\S+)").matcher(line);
        while (m.find()) {
            words.add(m.group(1) != null ? m.group(1) : m.group(2));
        }
        return words;
    }

    /** Answers each command with a status and a text for its log file. */
    private static final class FakeLibrary implements CommandLibrary {
        private final Path output;
        private final List<String> lines = new ArrayList<>();
        private final Map<String, Integer> status = new TreeMap<>();
        private final Map<String, String> says = new TreeMap<>();
        private final Map<String, String> settings = new TreeMap<>();
        private final Set<String> hiddenByFilter = new HashSet<>();
        private volatile CountDownLatch hang = new CountDownLatch(0);

        FakeLibrary(Path output) {
            this.output = output;
            says.put("version", " lvmcmdline.c:2379 LVM version:     2.03.16(2) (2022-05-18)\n");
            says.put("systemid", " lvmcmdline.c:1 system ID: \n");
            says.put("fullreport", report("{\"report\":[]}"));
            says.put("pvs", report("{\"report\":[{\"pv\":[]}]}"));
            settings.put("devices/use_devicesfile", "use_devicesfile=0");
            settings.put("devices/devicesfile", "devicesfile=\"system.devices\"");
            settings.put("devices/global_filter", "global_filter=[\"a|.*|\"]");
        }

        synchronized List<String> names() {
            return lines.stream().map(line -> words(line).get(0)).toList();
        }

        synchronized String last() {
            return lines.get(lines.size() - 1);
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Path output() {
            return output;
        }

        @Override
        public void prepareThread() {}

        @Override
        public int run(String line) {
            try {
                hang.await();
                return answer(line);
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private synchronized int answer(String line) throws IOException {
            lines.add(line);
            List<String> words = words(line);
            String name = words.get(0);
            if (name.equals("lvmconfig")) {
                String setting = words.get(words.size() - 1);
                Files.writeString(Path.of(words.get(words.indexOf("--file") + 1)), settings.get(setting) + "\n");
                return status.getOrDefault("lvmconfig " + setting, 1);
            }
            boolean hidden = hiddenByFilter.contains(name) && !line.contains(" filter=");
            Files.writeString(output, hidden ? "" : says.getOrDefault(name, ""));
            return status.getOrDefault(name, 1);
        }
    }
}
