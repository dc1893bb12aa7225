package io.noderesource.backend.lvm;

import static io.noderesource.backend.lvm.Scene.ONE;
import static io.noderesource.backend.lvm.Scene.THREE;
import static io.noderesource.backend.lvm.Scene.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.house.HeldProcess;
import io.noderesource.house.HostProgram;
import io.noderesource.house.JournalFile;
import io.noderesource.house.Kills;
import io.noderesource.house.Waiting;
import io.noderesource.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The applying process is killed with signal 9 at any moment, in the middle of LVM's work too, up to three times in each part
 * of a volume group's life, and a process that starts anew goes on.
 *
 * <p>System properties: {@code sandbox.kills}, {@code few} (the default: one life is begun, and killed in its first part) or
 * {@code all} (whole lives on each engine that is there); {@code sandbox.seed}, which chooses the moments.
 */
@Timeout(7200)
class RandomKillsSandboxTest extends OnCrashDisks {

    private static final List<String> DISKS = List.of(ONE, TWO, THREE);

    /** Lives on each engine. */
    private static final int LIVES = 4;

    /** Within this time after its first record a process is killed; a step takes about a third of a second there. */
    private static final Duration LONGEST = Duration.ofMillis(1500);

    private final long seed = Long.getLong("sandbox.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    /** What the killed process had open in its journal, and how often. */
    private final Map<String, Integer> open = new TreeMap<>();

    private int killed;

    @TempDir
    Path directory;

    @AfterEach
    void chooseNoEngine() {
        System.clearProperty(EngineKind.PROPERTY);
    }

    @Test
    void goesOnAfterAKillAtAnyMoment() throws Exception {
        System.out.println("-Dsandbox.kills=" + (Kills.all() ? "all" : "few") + " -Dsandbox.seed=" + seed);
        if (Kills.all()) {
            for (EngineKind engine : List.of(EngineKind.LIBLVM2CMD, EngineKind.LVM)) {
                System.setProperty(EngineKind.PROPERTY, engine.id());
                for (int life = 0; life < LIVES; life++) {
                    live(directory.resolve(engine.id() + life), EnumSet.allOf(Life.class));
                    Witness.blank(DISKS);
                    System.out.println(engine.id() + ", life " + life + ": " + this);
                }
            }
        } else {
            live(directory.resolve("state"), EnumSet.of(Life.CREATE));
        }
        System.out.println(this);
        assertThat(killed).isPositive();
    }

    private void live(Path state, Set<Life> parts) throws IOException, InterruptedException {
        for (Life part : parts) {
            prepare(part, state);
            // The first one is killed right at its first record, so that there is one for certain.
            Duration delay = Duration.ZERO;
            for (int kills = 1 + random.nextInt(3); kills > 0; kills--) {
                kill(state, part, delay);
                delay = Duration.ofNanos(random.nextLong(LONGEST.toNanos()));
            }
            part.converges(state, DISKS, refusal -> assertThat(part).isEqualTo(Life.EXTEND));
            assertThat(JournalFile.openIntents(state)).isZero();
            part.isAsDeclared(DISKS);
            if (part != Life.CREATE) {
                assertThat(KeptData.isWhole(ONE)).isTrue();
            }
        }
    }

    private void kill(Path state, Life part, Duration delay) throws IOException, InterruptedException {
        Plan plan;
        try (NodeResources node = Life.started(state)) {
            plan = part.plan(node, DISKS, refusal -> assertThat(part).isEqualTo(Life.EXTEND));
        }
        long before = records(state);
        try (HeldProcess applying = Applying.begun(state, plan)) {
            Waiting.until(() -> records(state) != before || !applying.isAlive());
            killed += applying.killAfter(delay) ? 1 : 0;
        }
        open.merge(Objects.requireNonNullElse(Scene.openStep(state), "nothing"), 1, Integer::sum);
    }

    private static long records(Path state) {
        try {
            return Files.size(state.resolve("journal"));
        } catch (IOException none) {
            return 0;
        }
    }

    /** What others do between the parts. */
    private static void prepare(Life part, Path state) throws IOException {
        if (part == Life.EXTEND) {
            KeptData.put(ONE);
            HostProgram.run("mkfs.ext4", "-q", "-F", "-L", "old", THREE);
            HostProgram.run("udevadm", "settle");
        }
        if (part == Life.GROW) {
            GrownDisk.from(16, state, TWO);
        }
    }

    @Override
    public String toString() {
        return killed + " processes killed so far; open in the journals: " + open;
    }
}
