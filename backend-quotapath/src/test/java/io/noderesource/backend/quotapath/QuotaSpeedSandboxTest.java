package io.noderesource.backend.quotapath;

import static io.noderesource.backend.quotapath.QuotaFileSystems.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.quotapath.QuotaFileSystems.Kind;
import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.base.ByteSize;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.house.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Setting, reading and listing many project quotas in a JVM as users have it, beside {@code setquota}, {@code repquota}, {@code xfs_quota}
 * and a C program that makes the same system calls.
 *
 * <p>System property: {@code sandbox.quotas}, how many projects, 500 of them, in twenties. The programs that set one quota are run 10 times, from
 * 10,000 projects on 200 times.
 */
@InSandbox
@Timeout(3600)
class QuotaSpeedSandboxTest {

    private static final Path CC = Path.of("/usr/bin/cc");
    private static final int QUOTAS = Integer.getInteger("sandbox.quotas", 500);
    private static final boolean FEW = QUOTAS < 10_000;
    private static final int PROCESSES = FEW ? 10 : 200;

    /** Until the JVM has compiled what is measured. */
    private static final int ROUNDS_AT_FIRST = FEW ? 1 : 4;

    private static final int ROUNDS = 5;

    /** So many are made projects by {@code ensure}; the others just carry their ids. */
    private static final int ENSURED = 100;

    private static final long LIMIT_KIB = 1024;

    /** How much slower than C all of it may be before something is wrong; the aim is 2. */
    private static final int TIMES_C = FEW ? 8 : 4;

    /**
     * For each id what {@code ProjectQuotas.set} asks the kernel: whether limits bind, what there is, the new limits, what there is then; what {@code get} asks;
     * and what {@code quotas} asks. Prints nanoseconds for one, of each chunk.
     */
    private static final String C = """
            #include <errno.h>
            #include <fcntl.h>
            #include <linux/dqblk_xfs.h>
            #include <linux/quota.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <sys/syscall.h>
            #include <time.h>
            #include <unistd.h>

            static int fd;

            static int ask(int command, unsigned id, void *record) {
                return syscall(SYS_quotactl_fd, fd, QCMD(command, PRJQUOTA), id, record);
            }

            static void must(int result) {
                if (result != 0) {
                    perror("quotactl_fd");
                    exit(1);
                }
            }

            static long long now(void) {
                struct timespec t;
                clock_gettime(CLOCK_MONOTONIC, &t);
                return t.tv_sec * 1000000000LL + t.tv_nsec;
            }

            int main(int argc, char **argv) {
                unsigned first = strtoul(argv[2], 0, 10), count = strtoul(argv[3], 0, 10);
                struct if_dqblk q, limits;
                struct if_nextdqblk next;
                struct fs_quota_statv state;
                unsigned long long sum = 0;
                fd = open(argv[1], O_RDONLY);
                memset(&limits, 0, sizeof limits);
                limits.dqb_bhardlimit = strtoul(argv[4], 0, 10);
                limits.dqb_valid = QIF_LIMITS;
                for (unsigned id = first; id < first + count;) {
                    unsigned end = id + CHUNK;
                    long long began = now();
                    for (; id < end; id++) {
                        memset(&state, 0, sizeof state);
                        state.qs_version = FS_QSTATV_VERSION1;
                        must(ask(Q_XGETQSTATV, 0, &state));
                        if (!(state.qs_flags & FS_QUOTA_PDQ_ENFD)) exit(4);
                        must(ask(Q_GETQUOTA, id, &q));
                        if (q.dqb_curinodes == 0 || q.dqb_curspace > limits.dqb_bhardlimit << 10) exit(2);
                        must(ask(Q_SETQUOTA, id, &limits));
                        must(ask(Q_GETQUOTA, id, &q));
                        if (q.dqb_bhardlimit != limits.dqb_bhardlimit) exit(3);
                    }
                    printf("set %lld\\n", (now() - began) / CHUNK);
                }
                for (unsigned id = first; id < first + count;) {
                    unsigned end = id + CHUNK;
                    long long began = now();
                    for (; id < end; id++) {
                        must(ask(Q_GETQUOTA, id, &q));
                        sum += q.dqb_curspace;
                    }
                    printf("get %lld\\n", (now() - began) / CHUNK);
                }
                long long began = now();
                unsigned id = 1, found = 0;
                while (ask(Q_GETNEXTQUOTA, id, &next) == 0) {
                    sum += next.dqb_curspace;
                    found++;
                    id = next.dqb_id + 1;
                }
                if (errno != ENOENT || found != count) exit(4);
                printf("list %lld\\n", (now() - began) / count);
                return sum == 1;
            }
            """;

    @TempDir
    private Path folder;

    private QuotaFileSystems made;

    @BeforeEach
    void open() {
        made = new QuotaFileSystems(folder);
    }

    @AfterEach
    void close() {
        made.close();
    }

    /** Microseconds for one, by what was done; of several measurements the median, which other work on the machine hardly moves. */
    private static final class Times {
        private final Map<String, List<Double>> measured = new LinkedHashMap<>();

        void put(String what, double nanos) {
            measured.computeIfAbsent(what, none -> new ArrayList<>()).add(nanos / 1000);
        }

        void time(String what, int times, Work work) throws IOException {
            long began = System.nanoTime();
            work.run();
            put(what, (double) (System.nanoTime() - began) / times);
        }

        <T> void each(String what, List<T> all, Consumer<T> work) throws IOException {
            for (int i = 0; i < all.size(); i += QuotaRounds.CHUNK) {
                List<T> chunk = all.subList(i, i + QuotaRounds.CHUNK);
                time(what, QuotaRounds.CHUNK, () -> chunk.forEach(work));
            }
        }

        double median(String what) {
            List<Double> sorted = new ArrayList<>(Objects.requireNonNull(measured.get(what), what));
            Collections.sort(sorted);
            return sorted.get(sorted.size() / 2);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void quotasAreSetAndReadAboutAsFastAsInC(Kind kind) throws IOException {
        Optional<Path> loop = compiled();
        Path mounted = made.make(kind, "prjquota");
        List<Path> directories = new ArrayList<>();
        for (int i = 0; i < QUOTAS; i++) {
            directories.add(Files.createDirectory(mounted.resolve("volume" + i)));
        }
        QuotaLimits limits = QuotaLimits.ofBytes(ByteSize.ofBytes(LIMIT_KIB << 10));
        Times times = new Times();
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            List<Path> ensured = directories.subList(0, ENSURED);
            times.each("ensure: a new directory", ensured, directory -> quotas.ensure(directory, limits));
            times.each("ensure: as it is", ensured, directory -> quotas.ensure(directory, limits));
            long first = quotas.find(directories.get(0)).orElseThrow().id();
            for (int i = ENSURED; i < QUOTAS; i++) {
                try (Inode directory = Inode.open(directories.get(i))) {
                    directory.carry(first + i, Inode.Inheritance.INHERITED);
                }
            }
            List<Long> ids = quotas.quotas().stream().map(ProjectQuota::id).toList();
            assertThat(ids)
                    .containsExactlyElementsOf(
                            IntStream.range(0, QUOTAS).mapToObj(i -> first + i).toList());
            rounds(mounted, first, loop, times);
            programs(kind, mounted, ids.subList(0, PROCESSES), times);
        }
        print(kind, times);
        assertThat(times.median("setquota")).isGreaterThan(100 * times.median("set"));
        assertThat(times.median("list")).isLessThan(times.median("repquota"));
        if (loop.isPresent()) {
            assertThat(times.median("set") + times.median("get") + times.median("list"))
                    .isLessThan(TIMES_C * (times.median("C: set") + times.median("C: get") + times.median("C: list")));
        }
    }

    private static void rounds(Path mounted, long first, Optional<Path> loop, Times times) {
        String limit = String.valueOf(LIMIT_KIB);
        // With few of them two compilers would not be done with their work.
        List<String> command = FEW ? TestJvm.command() : TestJvm.measuring();
        if (FEW) {
            command.add("-XX:CompileThresholdScaling=1");
        }
        command.addAll(List.of(QuotaRounds.class.getName(), mounted.toString(), limit));
        command.addAll(List.of(String.valueOf(ROUNDS_AT_FIRST), String.valueOf(ROUNDS)));
        loop.ifPresent(program -> command.addAll(
                List.of(program.toString(), mounted.toString(), String.valueOf(first), String.valueOf(QUOTAS), limit)));
        for (String line :
                HostProgram.run(command.toArray(String[]::new)).lines().toList()) {
            int space = line.lastIndexOf(' ');
            times.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        }
    }

    /** The C program; nothing where no compiler is, unless nothing may be left out. */
    private Optional<Path> compiled() throws IOException {
        if (!Files.isExecutable(CC)) {
            assertThat(System.getProperty("sandbox"))
                    .as("there is no " + CC + ": install gcc and libc6-dev")
                    .isNotEqualTo("required");
            System.out.println("NOT COMPARED WITH C, as there is no " + CC);
            return Optional.empty();
        }
        Path source = Files.writeString(folder.resolve("loop.c"), C);
        Path program = folder.resolve("loop");
        run(CC.toString(), "-O2", "-DCHUNK=" + QuotaRounds.CHUNK, "-o", program.toString(), source.toString());
        return Optional.of(program);
    }

    private static void programs(Kind kind, Path mounted, List<Long> ids, Times times) throws IOException {
        String limit = String.valueOf(LIMIT_KIB);
        for (long id : ids) {
            times.time(
                    "setquota",
                    1,
                    () -> run("setquota", "-P", String.valueOf(id), "0", limit, "0", "0", mounted.toString()));
        }
        times.time("repquota", QUOTAS, () -> run("repquota", "-P", "-n", mounted.toString()));
        if (kind == Kind.XFS) {
            for (long id : ids) {
                String command = "limit -p bhard=" + limit + "k " + id;
                times.time("xfs_quota limit", 1, () -> run("xfs_quota", "-x", "-c", command, mounted.toString()));
            }
            times.time(
                    "xfs_quota report", QUOTAS, () -> run("xfs_quota", "-x", "-c", "report -p -n", mounted.toString()));
        }
    }

    private static void print(Kind kind, Times times) {
        System.out.println(kind + ", " + QUOTAS + " projects: µs for one");
        for (String what : times.measured.keySet()) {
            System.out.printf(Locale.ROOT, "| %s | %.1f |%n", what, times.median(what));
        }
    }
}
