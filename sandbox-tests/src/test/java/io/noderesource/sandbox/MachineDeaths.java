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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A machine that dies while the library works, at a record of the journal, and comes up again with the same disks, until it
 * has lived through the whole life of a volume group. What happens in a boot is {@code DyingMachine} in the LVM backend's
 * tests; a disk that is none of its business is looked at from here, after each boot.
 *
 * <p>System properties: {@code sandbox.deaths}, {@code few} (the default: three, at three kinds of steps) or {@code all} (each
 * kind of step at each record, in three lives); {@code sandbox.seed}, which chooses.
 */
record MachineDeaths(Path sandbox, List<String> places) {

    /** What {@code sandbox.tests} names it by. */
    static final String NAME = "MachineDeaths";

    /** The kinds of steps, in the order of that life. */
    private static final List<String> KINDS = List.of(
            "CreatePhysicalVolume",
            "CreateVolumeGroup",
            "WipeDevice",
            "ExtendVolumeGroup",
            "GrowPhysicalVolume",
            "UnmarkVolumeGroup",
            "MarkVolumeGroup");

    private static final List<String> PHASES = List.of("INTENT", "PERFORMED", "OUTCOME");
    private static final int FEW = 3;
    private static final int BYSTANDER_BYTES = 8 << 20;

    /** As the sandbox ends when the guest is gone and has left no status. */
    private static final int GUEST_ENDED = 125;

    MachineDeaths {
        places = List.copyOf(places);
    }

    /** The lives to be lived. */
    static List<MachineDeaths> chosen(Path sandbox) {
        String wanted = System.getProperty("sandbox.deaths", "few");
        long seed = Long.getLong("sandbox.seed", new Random().nextLong());
        System.out.println(NAME + ": -Dsandbox.deaths=" + wanted + " -Dsandbox.seed=" + seed);
        Random random = new Random(seed);
        List<List<String>> phases = KINDS.stream()
                .map(kind -> {
                    List<String> shuffled = new ArrayList<>(PHASES);
                    Collections.shuffle(shuffled, random);
                    return shuffled;
                })
                .toList();
        if (wanted.equals("all")) {
            return IntStream.range(0, PHASES.size())
                    .mapToObj(life -> new MachineDeaths(
                            sandbox,
                            IntStream.range(0, KINDS.size())
                                    .mapToObj(
                                            kind -> place(kind, phases.get(kind).get(life)))
                                    .toList()))
                    .toList();
        }
        if (!wanted.equals("few")) {
            throw new IllegalArgumentException("-Dsandbox.deaths is few or all, not " + wanted);
        }
        List<Integer> kinds =
                new ArrayList<>(IntStream.range(0, KINDS.size()).boxed().toList());
        Collections.shuffle(kinds, random);
        return List.of(new MachineDeaths(
                sandbox,
                kinds.stream()
                        .limit(FEW)
                        .sorted()
                        .map(kind -> place(kind, phases.get(kind).get(0)))
                        .toList()));
    }

    private static String place(int kind, String phase) {
        return KINDS.get(kind) + ":" + phase;
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
            System.out.println(tag + NAME + ": " + what);
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
        for (String disk : List.of("8M:DYING-1", "16M:DYING-2", "8M:DYING-3", "16M:DYING-STATE", "8M:BYSTANDER")) {
            command.addAll(List.of("--disk", disk));
        }
        command.addAll(List.of("--timeout", "300", "--"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-ea"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("io.noderesource.backend.lvm.DyingMachine");
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
