package io.noderesource.backend.pmem;

import static io.noderesource.backend.pmem.VolumesCutOffMain.DRIVER;
import static io.noderesource.backend.pmem.VolumesCutOffMain.ID;
import static io.noderesource.backend.pmem.VolumesCutOffMain.LARGER;
import static io.noderesource.backend.pmem.VolumesCutOffMain.SIZE;
import static io.noderesource.backend.pmem.VolumesCutOffMain.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.pmem.internal.jna.CutOffNdctl;
import io.noderesource.base.ByteSize;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.house.Kills;
import io.noderesource.house.TestJvm;
import io.noderesource.inventory.PmemNamespace.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that ends between any two changes that libndctl makes for a volume. The same call of another process, or the opposite
 * one, brings it to its end: one namespace or none, no seed that has anything of it, and the namespace of others beside as it was.
 *
 * <p>System properties: {@code sandbox.kills}, {@code few} (the default: one place in a mode of creating, of resizing or of destroying)
 * or {@code all}; {@code sandbox.seed}, which is printed.
 */
@InSandbox(
        disks = {},
        nvdimms = {"448M"})
class VolumesCutOffSandboxTest {

    /** More than are needed: what is not cut off ends the rounds. */
    private static final int MOST = 40;

    private static final List<Mode> MODES = List.of(Mode.FSDAX, Mode.SECTOR, Mode.RAW, Mode.DEVDAX);

    /** What is done with the volume. */
    private enum Verb {
        CREATE,
        RESIZE,
        DESTROY
    }

    private static final long SEED = Long.getLong("sandbox.seed", new Random().nextLong());

    private final PmemVolumes volumes =
            PmemVolumes.builder(DRIVER).limit(Duration.ofMinutes(5)).open();

    private String region = "";
    private String theirs = "";
    private String content = "";

    @BeforeEach
    void foreign() throws IOException {
        System.out.println("-Dsandbox.kills=" + (Kills.all() ? "all" : "few") + " -Dsandbox.seed=" + SEED);
        region = NdBus.labelled(0);
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "64M", "-n", "theirs");
        theirs = NdBus.blockDevices(region).get(0);
        byte[] data = new byte[1 << 20];
        new Random(SEED).nextBytes(data);
        Files.write(Path.of(theirs), data, StandardOpenOption.WRITE);
        content = DeviceContent.digest(theirs);
    }

    @AfterEach
    void cleanUp() {
        NdBus.clear();
    }

    private int cutOff(Verb verb, Mode mode, int changes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(TestJvm.command());
        command.addAll(List.of(
                VolumesCutOffMain.class.getName(),
                verb.name().toLowerCase(Locale.ROOT),
                mode.name(),
                Integer.toString(changes)));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** After how many changes it is cut off: all in ascending order, or one by the seed. */
    private Set<Integer> places(Verb verb) {
        if (!Kills.all()) {
            // Each of them has six changes at least: in mode raw a making has eight, a destroying six.
            return Set.of(1 + new Random(SEED + verb.name().hashCode()).nextInt(6));
        }
        Set<Integer> places = new TreeSet<>();
        for (int i = 1; i <= MOST; i++) {
            places.add(i);
        }
        return places;
    }

    private static List<Verb> verbs() {
        return Kills.of(List.of(Verb.values()), 1, new Random(SEED));
    }

    private List<Mode> modes(Verb verb) {
        return Kills.all()
                ? MODES
                : List.of(MODES.get(new Random(SEED + verb.name().hashCode()).nextInt(MODES.size())));
    }

    @ParameterizedTest
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @MethodSource("verbs")
    void anotherProcessConverges(Verb verb) throws IOException, InterruptedException {
        for (Mode mode : modes(verb)) {
            int cut = 0;
            for (int changes : places(verb)) {
                if (verb != Verb.CREATE) {
                    volumes.create(request(mode, SIZE));
                }
                int status = cutOff(verb, mode, changes);
                assertThat(status).isIn(0, CutOffNdctl.STATUS);
                cut += status == 0 ? 0 : 1;
                System.out.println(verb + " " + mode + " " + changes + ": " + volumes.list());
                assertThat(volumes.list()).hasSizeLessThanOrEqualTo(1);
                if (changes % 2 == 0) {
                    converge(verb, mode);
                }
                volumes.destroy(ID, HeldData.REFUSE);
                isNone();
                if (status == 0) {
                    break;
                }
            }
            assertThat(cut).isGreaterThanOrEqualTo(Kills.all() ? 6 : 1);
        }
    }

    private void converge(Verb verb, Mode mode) {
        ByteSize size = SIZE;
        if (verb == Verb.RESIZE && volumes.find(ID).isPresent()) {
            volumes.resize(ID, LARGER);
            size = LARGER;
        }
        PmemVolume made = volumes.create(request(mode, size));
        assertThat(made.state()).isEqualTo(PmemVolume.State.READY);
        assertThat(volumes.list()).containsExactly(made);
        assertThat(NdctlProgram.values("name", "-N", "-r", region))
                .hasSize(2)
                .contains("theirs")
                .noneMatch(name -> name.endsWith(".new"));
        if (mode != Mode.DEVDAX) {
            HostProgram.run(
                    "cmp", "-n", Long.toString(made.size().bytes()), String.valueOf(made.device()), "/dev/zero");
        }
        NdBus.isNothingBegun(region);
    }

    private void isNone() {
        assertThat(volumes.list()).isEmpty();
        assertThat(NdctlProgram.values("name", "-N", "-r", region)).containsExactly("theirs");
        assertThat(DeviceContent.digest(theirs)).isEqualTo(content);
        NdBus.isNothingBegun(region);
    }
}
