package io.noderesource.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A machine that dies while the library works, and comes up again with the same disks, until it has lived through a whole
 * life. What happens in a boot is a main class in the tests of the life's module; a disk that is none of its business is looked at from here,
 * after each boot.
 *
 * <p>System properties: {@code sandbox.deaths}, {@code few} (the default: one of the lives that are wanted, with few deaths) or
 * {@code all}; {@code sandbox.seed}, which chooses.
 */
record MachineDeaths(Path sandbox, GuestJvm jvm, Life life, List<String> places) {

    /**
     * What is lived through.
     *
     * @param name what {@code sandbox.tests} chooses it by
     * @param main the class of a boot; its arguments are the number of the boot, from 0, and the places
     * @param disks which the boots share
     * @param nvdimms which they share, too
     * @param places where it may end
     */
    record Life(String name, String main, List<String> disks, List<String> nvdimms, Places places) {}

    /** Where machines die. */
    interface Places {
        /** A few places, in the order in which the life comes to them; none when it is too long to be lived each time. */
        List<String> few(Random random);

        /** All places, as so many lives. */
        List<List<String>> all(Random random);
    }

    /**
     * Records of the journal, as {@code KIND:PHASE}, for kinds of steps in the order of the life; and where it ends besides.
     *
     * @param few how many of them are a few
     * @param kinds simple names of the steps' classes
     * @param last places at the end of each life
     */
    private record Records(int few, List<String> kinds, List<String> last) implements Places {

        private static final List<String> PHASES = List.of("INTENT", "PERFORMED", "OUTCOME");

        @Override
        public List<String> few(Random random) {
            if (few == 0) {
                return List.of();
            }
            List<List<String>> phases = phases(random);
            List<Integer> chosen =
                    new ArrayList<>(IntStream.range(0, kinds.size()).boxed().toList());
            Collections.shuffle(chosen, random);
            return withLast(chosen.stream()
                    .limit(few)
                    .sorted()
                    .map(kind -> place(kind, phases.get(kind).get(0))));
        }

        @Override
        public List<List<String>> all(Random random) {
            List<List<String>> phases = phases(random);
            return IntStream.range(0, PHASES.size())
                    .mapToObj(life -> withLast(IntStream.range(0, kinds.size())
                            .mapToObj(kind -> place(kind, phases.get(kind).get(life)))))
                    .toList();
        }

        private List<String> withLast(Stream<String> places) {
            return Stream.concat(places, last.stream()).toList();
        }

        /** Those of each kind, shuffled. */
        private List<List<String>> phases(Random random) {
            return kinds.stream()
                    .map(kind -> {
                        List<String> shuffled = new ArrayList<>(PHASES);
                        Collections.shuffle(shuffled, random);
                        return shuffled;
                    })
                    .toList();
        }

        private String place(int kind, String phase) {
            return kinds.get(kind) + ":" + phase;
        }
    }

    /** Of a volume group: two deaths, at two kinds of steps, or each kind of step at each record, in three lives. */
    private static final Life VOLUME_GROUP = new Life(
            "MachineDeaths",
            "io.noderesource.backend.lvm.DyingMachine",
            List.of("8M:DYING-1", "16M:DYING-2", "8M:DYING-3", "16M:DYING-STATE"),
            List.of(),
            new Records(
                    2,
                    List.of(
                            "CreatePhysicalVolume",
                            "CreateVolumeGroup",
                            "WipeDevice",
                            "ExtendVolumeGroup",
                            "GrowPhysicalVolume",
                            "UnmarkVolumeGroup",
                            "MarkVolumeGroup"),
                    List.of()));

    private static final String DYING_QUOTA_PATH = "io.noderesource.backend.quotapath.DyingQuotaPath";

    /** Of a quota path on ext4: a death, or each kind of step at each record; and an orderly end at last. */
    private static final Life EXT4_PATH = new Life(
            "MachineDeathsOfQuotaPath",
            DYING_QUOTA_PATH,
            List.of("64M:DYING-EXT4", "64M:DYING-SECOND", "16M:DYING-STATE"),
            List.of(),
            new Records(
                    1,
                    List.of(
                            "WipeDevice",
                            "MakeFileSystem",
                            "MountFileSystem",
                            "GrowFileSystem",
                            "UnmarkFileSystem",
                            "MarkFileSystem"),
                    List.of("Reboot:ORDERLY")));

    /** Of one on XFS, which cannot be made smaller beforehand: only with {@code all}. */
    private static final Life XFS_PATH = new Life(
            "MachineDeathsOfXfsQuotaPath",
            DYING_QUOTA_PATH,
            List.of("320M:DYING-XFS", "320M:DYING-SECOND", "16M:DYING-STATE"),
            List.of(),
            new Records(
                    0,
                    List.of("WipeDevice", "MakeFileSystem", "MountFileSystem", "UnmarkFileSystem", "MarkFileSystem"),
                    List.of("Reboot:ORDERLY")));

    /** Of large trees that are made projects: a death on each kind of file system, or {@link Inodes#ALL}. */
    private static final Life PROJECTS = new Life(
            "MachineDeathsOfProjects",
            "io.noderesource.backend.quotapath.DyingTrees",
            List.of("512M:DYING-EXT4", "512M:DYING-XFS"),
            List.of(),
            new Inodes(List.of("EXT4", "XFS"), Integer.getInteger("sandbox.files", 10_000)));

    /**
     * Of all three kinds on persistent memory: a death, or each kind of step at each record; and an end with all made. Of resources that
     * follow none, plans have memory first and volume groups last.
     */
    private static final Life PMEM = new Life(
            "MachineDeathsOfPmem",
            "io.noderesource.backend.pmem.internal.DyingPmem",
            List.of("16M:DYING-STATE"),
            // Two bare ones, and one that has labels.
            List.of("256M", "256M", "768M"),
            new Records(
                    1,
                    List.of(
                            "InitializeLabels",
                            "CreateNamespace",
                            "AddMemory",
                            "MakeFileSystem",
                            "MountFileSystem",
                            "CreatePhysicalVolume",
                            "CreateVolumeGroup"),
                    List.of("Reboot:ORDERLY")));

    /** Of three resources that share a bare module: a death, or each kind of step at each record, and between writes of labels. */
    private static final Life SHARED_PMEM = new Life(
            "MachineDeathsOfSharedPmem",
            "io.noderesource.backend.pmem.internal.DyingShare",
            List.of("16M:DYING-STATE"),
            List.of("640M"),
            new RecordsAndChanges(
                    new Records(
                            1,
                            List.of(
                                    "InitializeLabels",
                                    "CreateNamespace",
                                    "AddMemory",
                                    "CreateNamespace",
                                    "CreatePhysicalVolume",
                                    "CreateVolumeGroup",
                                    "CreateNamespace"),
                            List.of("Reboot:ORDERLY")),
                    20));

    private static final List<Life> LIVES = List.of(VOLUME_GROUP, EXT4_PATH, XFS_PATH, PROJECTS, PMEM, SHARED_PMEM);

    /**
     * Records of the journal, or counts of changes that the libraries of persistent memory make in a boot, as {@code Change:N}.
     *
     * @param records the records
     * @param most how many changes a boot makes at least
     */
    private record RecordsAndChanges(Records records, int most) implements Places {

        @Override
        public List<String> few(Random random) {
            return random.nextBoolean()
                    ? records.few(random)
                    : records.withLast(Stream.of(change(1 + random.nextInt(most))));
        }

        @Override
        public List<List<String>> all(Random random) {
            List<List<String>> lives = new ArrayList<>(records.all(random));
            for (int i = 1; i <= most; i++) {
                lives.add(records.withLast(Stream.of(change(i))));
            }
            return lives;
        }

        private static String change(int count) {
            return String.format(Locale.ROOT, "Change:%d", count);
        }
    }

    /** Counts of a tree's inodes, as {@code KIND:INODES}, for kinds of file systems in the order of the life. */
    private record Inodes(List<String> kinds, int all) implements Places {

        private static final int ALL = 5;

        @Override
        public List<String> few(Random random) {
            return places(1, random);
        }

        @Override
        public List<List<String>> all(Random random) {
            return List.of(places(ALL, random));
        }

        /** Rising for each kind; the last tenth is left out, in which the work may end before it is seen. */
        private List<String> places(int each, Random random) {
            int part = all * 9 / 10 / each;
            return kinds.stream()
                    .flatMap(kind ->
                            IntStream.range(0, each).mapToObj(i -> kind + ":" + (1 + part * i + random.nextInt(part))))
                    .toList();
        }
    }

    private static final String BYSTANDER = "8M:BYSTANDER";
    private static final int BYSTANDER_BYTES = 8 << 20;

    /** So many lives are lived where few deaths are wanted. */
    private static final int FEW_LIVES = 1;

    /** As the sandbox ends when the guest is gone and has left no status. */
    private static final int GUEST_ENDED = 125;

    MachineDeaths {
        places = List.copyOf(places);
    }

    /** The lives to be lived, of those whose names are wanted. */
    static List<MachineDeaths> chosen(Path sandbox, GuestJvm jvm, Predicate<String> wanted) {
        String extent = System.getProperty("sandbox.deaths", "few");
        if (!List.of("few", "all").contains(extent)) {
            throw new IllegalArgumentException("-Dsandbox.deaths is few or all, not " + extent);
        }
        long seed = Long.getLong("sandbox.seed", new Random().nextLong());
        List<Life> lived = new ArrayList<>(
                LIVES.stream().filter(life -> wanted.test(life.name)).toList());
        if (extent.equals("few")) {
            Collections.shuffle(lived, new Random(seed));
            lived.removeIf(life -> life.places.few(new Random(seed)).isEmpty());
            lived = lived.subList(0, Math.min(FEW_LIVES, lived.size()));
        }
        List<MachineDeaths> chosen = new ArrayList<>();
        for (Life life : lived) {
            System.out.println(life.name + ": -Dsandbox.deaths=" + extent + " -Dsandbox.seed=" + seed);
            Random random = new Random(seed);
            List<List<String>> lives =
                    extent.equals("all") ? life.places.all(random) : List.of(life.places.few(random));
            lives.forEach(places -> chosen.add(new MachineDeaths(sandbox, jvm, life, places)));
        }
        return chosen;
    }

    /** Boots it as often as it dies, and once more. */
    void run(String tag) throws IOException, InterruptedException {
        Path kept = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/sandbox").toAbsolutePath()), "deaths");
        Path bystander = kept.resolve("disk-BYSTANDER.img");
        byte[] content = new byte[BYSTANDER_BYTES];
        new Random(1).nextBytes(content);
        Files.write(bystander, content);
        for (int boot = 0; boot <= places.size(); boot++) {
            boolean dies = boot < places.size();
            String what = "boot " + boot + (dies ? ", which dies at " + places.get(boot) : ", which lives on");
            System.out.println(tag + life.name + ": " + what);
            Path died = kept.resolve("out/died");
            Files.deleteIfExists(died);
            SandboxIT.Output guest = SandboxIT.run(tag, command(kept, boot));
            assertThat(guest.status()).as(what).isEqualTo(dies ? GUEST_ENDED : 0);
            if (dies) {
                assertThat(died).as(what).hasContent(places.get(boot));
            }
            assertThat(Arrays.equals(Files.readAllBytes(bystander), content))
                    .as("%s: the disk beside is as it was", what)
                    .isTrue();
        }
        delete(kept);
    }

    private List<String> command(Path kept, int boot) {
        List<String> command = new ArrayList<>(List.of(sandbox.toString(), "--keep", kept.toString()));
        List<String> disks = new ArrayList<>(life.disks);
        // The kernel names them in this order: in each boot otherwise.
        Collections.rotate(disks, boot);
        for (String disk : disks) {
            command.addAll(List.of("--disk", disk));
        }
        command.addAll(List.of("--disk", BYSTANDER));
        // These keep their order: nothing else tells a bare one from another.
        life.nvdimms.forEach(nvdimm -> command.addAll(List.of("--nvdimm", nvdimm)));
        command.addAll(List.of("--timeout", System.getProperty("sandbox.timeoutSeconds", "600"), "--"));
        command.addAll(jvm.command());
        SandboxIT.propertiesForTheGuest().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add(life.main);
        command.add(String.format(Locale.ROOT, "%d", boot));
        command.addAll(places);
        return command;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
