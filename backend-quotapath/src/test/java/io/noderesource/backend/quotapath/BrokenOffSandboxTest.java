package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.quotapath.QuotaFileSystems.Kind;
import io.noderesource.house.InSandbox;
import io.noderesource.house.Kills;
import io.noderesource.house.TestJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that makes or releases a project on a large tree is killed with signal 9 when the kernel counts so many of the tree's
 * inodes, and another process goes on by the same call, beside one that makes another project.
 *
 * <p>System properties: {@code sandbox.files}, the inodes of the tree, 10,000 of them; {@code sandbox.kills}, {@code few} (the
 * default: on one kind of file system, once while it is made, once while it is released) or {@code all} (on both, ten times and five
 * times); {@code sandbox.seed}, which chooses the kind and when.
 */
@InSandbox
@Timeout(7200)
class BrokenOffSandboxTest {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(20);

    private static final long SEED = Long.getLong("sandbox.seed", new Random().nextLong());

    @TempDir
    private Path folder;

    private QuotaFileSystems made;

    private static List<Kind> kinds() {
        return Kills.of(List.of(Kind.EXT4, Kind.XFS), 1, new Random(SEED));
    }

    @BeforeEach
    void open() {
        made = new QuotaFileSystems(folder);
        // For the ordinary user: JUnit's directory is for its owner alone.
        for (Path above = folder; above != null && !above.equals(Path.of("/tmp")); above = above.getParent()) {
            QuotaFileSystems.run("chmod", "a+x", above.toString());
        }
    }

    @AfterEach
    void close() {
        made.close();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatWasBrokenOffIsTakenUpAgain(Kind kind) throws Exception {
        Random random = new Random(SEED);
        Path mounted = made.make(kind, "prjquota");
        FileTree first = new FileTree(mounted.resolve("first"), FileTree.INODES);
        FileTree second = new FileTree(mounted.resolve("second"), FileTree.INODES / 10);
        first.make();
        second.make();
        try (ProjectQuotas quotas = open(mounted);
                ProjectQuotas others = open(mounted)) {
            List<Integer> places = places(random, Kills.all() ? 10 : 1);
            System.out.println(kind + ": -Dsandbox.files=" + FileTree.INODES + " -Dsandbox.seed=" + SEED
                    + ": killed while it is made at inodes " + places);
            for (int place : places) {
                killed(mounted, first, first.limit().bytes() >> 20, () -> most(quotas) >= place);
                assertThat(quotas.find(first.top()).map(Project::state)).contains(Project.State.UNFINISHED);
            }
            long id = quotas.find(first.top()).orElseThrow().id();
            // The second is begun while the first is unfinished, and both at once.
            CompletableFuture<Project> begun = CompletableFuture.supplyAsync(
                    () -> others.ensure(second.top(), QuotaLimits.ofBytes(second.limit())));
            assertThat(quotas.ensure(first.top(), QuotaLimits.ofBytes(first.limit()))
                            .id())
                    .isEqualTo(id);
            long other = begun.get().id();
            assertThat(other).isNotEqualTo(id);
            assertThat(quotas.quotas()).extracting(ProjectQuota::id).containsExactlyInAnyOrder(id, other);
            first.isProject(id, kind, mounted, quotas);
            second.isProject(other, kind, mounted, quotas);

            List<Integer> away = places(random, Kills.all() ? 5 : 1);
            System.out.println(kind + ": killed while it is released at inodes left " + away);
            for (int i = away.size() - 1; i >= 0; i--) {
                int left = away.get(i);
                killed(mounted, first, 0, () -> quotas.get(id).use().inodes() <= left);
                assertThat(quotas.find(first.top()).map(Project::state)).contains(Project.State.RELEASING);
            }
            quotas.release(first.top());
            first.isNoProject();
            assertThat(Witness.inodes(kind, mounted, id)).isZero();
            assertThat(quotas.quotas()).extracting(ProjectQuota::id).containsExactly(other);
            assertThat(Witness.inodes(kind, mounted, other)).isEqualTo(second.inodes());
        }
        first.isUnharmed();
        second.isUnharmed();
    }

    /** Has more patience than others: it is the other's whole work that is waited for. */
    private static ProjectQuotas open(Path mounted) {
        return ProjectQuotas.open(mounted, Path.of("/etc"), Duration.ofNanos(LONGEST));
    }

    /** Counts of inodes, rising, the last tenth left out, in which a process may come to its end before it is killed. */
    private static List<Integer> places(Random random, int number) {
        int end = FileTree.INODES * 9 / 10;
        return IntStream.range(0, number)
                .map(i -> 1 + end * i / number + random.nextInt(end / number))
                .boxed()
                .toList();
    }

    private static long most(ProjectQuotas quotas) {
        return quotas.quotas().stream()
                .mapToLong(quota -> quota.use().inodes())
                .max()
                .orElse(0);
    }

    /** A process that is killed as soon as the condition holds, when it is still at work. */
    private void killed(Path mounted, FileTree tree, long mebibytes, BooleanSupplier when)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = ensuring(mounted, tree, mebibytes, output);
        long began = System.nanoTime();
        while (process.isAlive() && !when.getAsBoolean()) {
            assertThat(System.nanoTime() - began).as("time spent waiting").isLessThan(LONGEST);
            // The machine has one processor, and what is waited for needs it.
            LockSupport.parkNanos(PAUSE);
        }
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        assertThat(output).hasContent("begin " + tree.top() + System.lineSeparator());
    }

    private static Process ensuring(Path mounted, FileTree tree, long mebibytes, Path output) throws IOException {
        List<String> command = TestJvm.command();
        command.addAll(List.of(
                EnsuringMain.class.getName(),
                mounted.toString(),
                String.valueOf(mebibytes),
                tree.top().toString()));
        return new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
