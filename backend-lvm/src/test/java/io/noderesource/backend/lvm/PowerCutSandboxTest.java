package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.lvm.PowerCut.Disk;
import io.noderesource.backend.lvm.RecordedDisks.Wanted;
import io.noderesource.backend.lvm.WriteLog.Flag;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.OnKilledDisks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The power is cut at flushes, and between them, in the life of a volume group, and the node started again.
 *
 * <p>The life is lived once, on disks whose writes dm-log-writes records; the state directory lies on one of them. Then, for
 * each cut, the disks get the content they would have had if the power had been cut right then, and the library is
 * opened anew: it has to plan, apply, and then be content, with the volume group as declared, the data in it whole, and
 * every byte of the disk beside it as it was. States that look the same to the library are tried once.
 *
 * <p>System properties: {@code sandbox.powercuts}, {@code few} (the default: the first plan is lived, and cut at each of its
 * flushes and at a handful of other places) or {@code all} (the whole life, at each flush twice, and at many other places); {@code
 * sandbox.seed}, which chooses those places and what is lost there.
 */
@OnKilledDisks
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(7200)
class PowerCutSandboxTest {

    private static final String ONE = "powercut-1";
    private static final String TWO = "powercut-2";
    private static final String THREE = "powercut-3";
    private static final String STATE = "powercut-state";
    private static final String BYSTANDER = "powercut-by";

    private static final List<String> NAMES = List.of(ONE, TWO, THREE);
    private static final List<String> DEVICES =
            NAMES.stream().map(RecordedDisks::device).toList();

    private static final int SECTOR = 512;

    /**
     * Of the file system with the state. It makes good any write that was lost, but cannot be mounted when half of its
     * superblock arrived; disks with sectors of 4 KiB do not do that.
     */
    private static final int BLOCK = 4096;

    private static final Path MOUNTED = Path.of("/run/powercut");
    private static final String KEPT = "kept";

    /** How a volume group is refused whose metadata was torn on all PVs, as LVM flushes none before it writes the next. */
    private static final Set<ErrorCode> TORN = Set.of(StandardErrorCode.VG_MISSING_PV);

    private static final String LIVED = "lived";

    private final boolean all = isAll(System.getProperty("sandbox.powercuts", "few"));
    private final long seed = Long.getLong("sandbox.seed", new Random().nextLong());
    private final Set<String> converged = new HashSet<>();
    private final Set<String> images = new HashSet<>();
    private @Nullable RecordedDisks recorded;
    private @Nullable WriteLog log;
    private byte[] bystander = {};

    private static boolean isAll(String cuts) {
        if (!cuts.equals("few") && !cuts.equals("all")) {
            throw new IllegalArgumentException("-Dsandbox.powercuts is few or all, not " + cuts);
        }
        return cuts.equals("all");
    }

    // ---- the life -----------------------------------------------------------------------------------------------

    @BeforeAll
    void live() throws IOException {
        System.out.println("-Dsandbox.powercuts=" + (all ? "all" : "few") + " -Dsandbox.seed=" + seed);
        RecordedDisks disks = RecordedDisks.record(
                "/dev/disk/by-id/virtio-POWERCUT",
                "/dev/disk/by-id/virtio-POWERCUT-LOG",
                List.of(
                        new Wanted(ONE, 8, SECTOR),
                        new Wanted(TWO, 16, SECTOR),
                        new Wanted(THREE, 8, SECTOR),
                        new Wanted(STATE, 16, BLOCK),
                        new Wanted(BYSTANDER, 4, SECTOR)));
        recorded = disks;
        HostProgram.run("mkfs.ext4", "-q", "-b", String.valueOf(BLOCK), RecordedDisks.device(STATE));
        HostProgram.run("mkfs.ext4", "-q", RecordedDisks.device(BYSTANDER));
        HostProgram.run("mkfs.ext4", "-q", "-L", "old", RecordedDisks.device(THREE));
        Files.createDirectories(MOUNTED);
        HostProgram.run("mount", RecordedDisks.device(STATE), MOUNTED.toString());
        HostProgram.run("udevadm", "settle");
        disks.flush();
        bystander = disks.onMedium(disks.disk(BYSTANDER));

        lived(Life.CREATE);
        if (all) {
            KeptData.put(DEVICES.get(0));
            disks.flush();
            RecordedDisks.mark(KEPT);
            lived(Life.EXTEND);
            GrownDisk.from(8, MOUNTED.resolve("state"), RecordedDisks.device(TWO));
            disks.flush();
            lived(Life.GROW);
            lived(Life.RELEASE);
            lived(Life.ADOPT);
        }
        HostProgram.run("umount", MOUNTED.toString());
        log = disks.end();
        bystanderIsAsItWas();
    }

    @AfterAll
    void cleanUp() {
        HostProgram.attempt("umount", MOUNTED.toString());
        if (recorded != null) {
            recorded.close();
        }
    }

    private static void lived(Life phase) {
        RecordedDisks.mark(phase.name());
        phase.converges(
                MOUNTED.resolve("state"), DEVICES, refusal -> assertThat(phase).isEqualTo(Life.EXTEND));
        RecordedDisks.mark(LIVED);
    }

    // ---- the cuts -----------------------------------------------------------------------------------------------

    /** Nothing has arrived before its disk was told to flush: the harshest. Of a whole life, once everything has, too. */
    @Test
    void goesOnAfterEachFlush() throws IOException {
        Tally tally = cut(PowerCutSandboxTest::isFlush, PowerCut::losingAll, new Tally(false));
        if (all) {
            cut(PowerCutSandboxTest::isFlush, PowerCut::losingNothing, new Tally(false));
        }
        assertThat(tally.openIntents.keySet())
                .as("steps whose intent was on disk and whose outcome was not")
                .containsExactlyElementsOf(
                        all
                                ? List.of(
                                        "block/wipe",
                                        "lvm/create-pv",
                                        "lvm/create-vg",
                                        "lvm/extend-vg",
                                        "lvm/grow-pv",
                                        "lvm/mark-vg",
                                        "lvm/unmark-vg")
                                : List.of("lvm/create-pv", "lvm/create-vg"));
    }

    @Test
    void goesOnWhenAnyPartOfWhatWasNotFlushedIsLost() throws IOException {
        Random random = new Random(seed);
        List<Integer> places = new ArrayList<>(whileLived());
        Collections.shuffle(places, random);
        Set<Integer> cuts = Set.copyOf(places.subList(0, Math.min(places.size(), all ? 300 : 4)));
        Tally tally = cut(entry -> cuts.contains(entry.index()), cut -> cut.losingSome(random), new Tally(true));
        assertThat(tally.cuts).isEqualTo(cuts.size());
    }

    /** The entries that were written while the library worked. */
    private List<Integer> whileLived() {
        List<Integer> places = new ArrayList<>();
        boolean lives = false;
        for (WriteLog.Entry entry : entries()) {
            lives = lives ? !entry.mark().equals(LIVED) : phaseOf(entry).isPresent();
            if (lives) {
                places.add(entry.index());
            }
        }
        return places;
    }

    private static Optional<Life> phaseOf(WriteLog.Entry mark) {
        return Stream.of(Life.values())
                .filter(p -> p.name().equals(mark.mark()))
                .findFirst();
    }

    private static boolean isFlush(WriteLog.Entry entry) {
        return entry.is(Flag.FLUSH) || entry.is(Flag.FUA);
    }

    /** What happened in one row of cuts. */
    private static final class Tally {
        private final boolean mayTear;
        private int cuts;
        private int states;
        private final Map<String, Integer> openIntents = new TreeMap<>();
        private final Map<String, Integer> refused = new TreeMap<>();
        private final List<AssertionError> failures = new ArrayList<>();

        Tally(boolean mayTear) {
            this.mayTear = mayTear;
        }

        @Override
        public String toString() {
            return cuts + " cuts, " + states + " states tried; open intents " + openIntents + "; refused " + refused
                    + "; failed " + failures.size();
        }
    }

    private Tally cut(Predicate<WriteLog.Entry> where, Function<PowerCut, byte[]> losing, Tally tally)
            throws IOException {
        PowerCut cut = new PowerCut(recorded().disks());
        Life phase = null;
        boolean hasData = false;
        for (WriteLog.Entry entry : entries()) {
            cut.next(entry);
            hasData |= entry.mark().equals(KEPT);
            phase = phaseOf(entry).orElse(phase);
            if (phase != null && where.test(entry)) {
                tally.cuts++;
                goOn(place(phase, entry), losing.apply(cut), phase, hasData, tally);
            }
        }
        System.out.println(tally);
        tally.failures.forEach(failure -> failure.printStackTrace(System.out));
        assertThat(tally.failures).isEmpty();
        return tally;
    }

    private String place(Life phase, WriteLog.Entry entry) {
        String disk = recorded().disks().stream()
                .filter(d -> d.holds(entry.offset(), entry.length()))
                .map(d -> d.name() + " at " + (entry.offset() - d.start()))
                .findFirst()
                .orElse("no disk");
        return "cut in " + phase + " after entry " + entry.index() + ", " + entry.flags() + " " + entry.length()
                + " bytes of " + disk;
    }

    private void goOn(String place, byte[] image, Life phase, boolean hasData, Tally tally) throws IOException {
        if (!images.add(phase + DeviceContent.digest(image, 0, image.length))) {
            return;
        }
        RecordedDisks disks = recorded();
        // udev's rules activate it where a volume group has become whole; no power cut leaves a mapping behind.
        if (Files.exists(Path.of("/dev/mapper/vg--data-kept"))) {
            HostProgram.run("dmsetup", "remove", "--retry", "vg--data-kept");
        }
        disks.restore(disks.disk(STATE), image);
        HostProgram.run("mount", RecordedDisks.device(STATE), MOUNTED.toString());
        try {
            String open = Scene.openStep(MOUNTED.resolve("state"));
            if (open != null) {
                tally.openIntents.merge(open, 1, Integer::sum);
            }
            if (converged.add(phase + look(disks, image))) {
                tally.states++;
                for (String name : NAMES) {
                    disks.restore(disks.disk(name), image);
                }
                RecordedDisks.settle(NAMES);
                Files.deleteIfExists(Path.of("/run/lvm/hints"));
                Set<ErrorCode> refused = new HashSet<>();
                try {
                    phase.converges(MOUNTED.resolve("state"), DEVICES, r -> {
                        refused.add(r.code());
                        tally.refused.merge(phase + " " + r.code().id(), 1, Integer::sum);
                    });
                    assertThat(Scene.openStep(MOUNTED.resolve("state"))).isNull();
                    phase.isAsDeclared(DEVICES);
                    isWhole(hasData);
                } catch (AssertionError | RuntimeException e) {
                    if (!tally.mayTear || !refused.equals(TORN)) {
                        tally.failures.add(new AssertionError(place + lvmSays(), e));
                    }
                    bystanderIsAsItWas();
                }
            }
        } finally {
            HostProgram.run("umount", MOUNTED.toString());
        }
    }

    private static String lvmSays() {
        HostProgram.Result said = HostProgram.attempt(
                "pvs", "-a", "-o", "pv_name,pv_uuid,vg_name,vg_seqno,pv_missing,pv_in_use,pv_mda_count", "--foreign");
        return "\n" + said.output() + said.errors();
    }

    private void isWhole(boolean hasData) throws IOException {
        if (hasData) {
            assertThat(KeptData.isWhole(DEVICES.get(0)))
                    .as("the data in the volume group is as it was")
                    .isTrue();
        }
        bystanderIsAsItWas();
    }

    private void bystanderIsAsItWas() throws IOException {
        assertThat(Arrays.equals(recorded().onMedium(recorded().disk(BYSTANDER)), bystander))
                .as("the disk beside is as it was")
                .isTrue();
    }

    // ---- what a state looks like ----------------------------------------------------------------------------------

    /** What the library can see of a state: its files, and the disks. */
    private static String look(RecordedDisks disks, byte[] image) throws IOException {
        StringBuilder look = new StringBuilder();
        Path state = MOUNTED.resolve("state");
        if (Files.exists(state)) {
            try (Stream<Path> files = Files.walk(state)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    look.append(file).append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        for (String name : NAMES) {
            Disk disk = disks.disk(name);
            look.append(' ').append(DeviceContent.digest(image, disk.start(), disk.length()));
        }
        return look.toString();
    }

    /** The kind of the step that the journal tells no end of; null when there is none. */
    private RecordedDisks recorded() {
        return Objects.requireNonNull(recorded);
    }

    private List<WriteLog.Entry> entries() {
        return Objects.requireNonNull(log).entries();
    }
}
