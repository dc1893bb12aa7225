package io.noderesource.backend.quotapath;

import static io.noderesource.backend.quotapath.QuotaFileSystems.ended;
import static io.noderesource.backend.quotapath.QuotaFileSystems.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.quotapath.QuotaFileSystems.Kind;
import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.QuotaCtl;
import io.noderesource.backend.quotapath.internal.project.Mark;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.house.InSandbox;
import io.noderesource.linux.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Projects on real file systems, with the field's own programs as witnesses. */
@InSandbox
class ProjectQuotasSandboxTest {

    private static final QuotaLimits FOUR_MEBIBYTES = QuotaLimits.ofBytes(ByteSize.ofMebibytes(4));

    @TempDir
    private Path folder;

    private QuotaFileSystems made;

    @BeforeEach
    void open() throws IOException {
        made = new QuotaFileSystems(folder);
        // For the ordinary user: JUnit's directory is for its owner alone.
        for (Path above = folder; above != null && !above.equals(Path.of("/tmp")); above = above.getParent()) {
            run("chmod", "a+x", above.toString());
        }
    }

    @AfterEach
    void close() {
        made.close();
    }

    private Path mounted(Kind kind) throws IOException {
        return made.make(kind, "prjquota");
    }

    private static Path directory(Path parent, String name) throws IOException {
        Path directory = Files.createDirectory(parent.resolve(name));
        run("chmod", "777", directory.toString());
        return directory;
    }

    private static CommandRunner.Ended write(Path file, int kibibytes) {
        return Witness.asNobody(
                "dd",
                "if=/dev/zero",
                "of=" + file,
                "bs=4k",
                "count=" + kibibytes / 4,
                "conv=fsync,notrunc",
                "oflag=append");
    }

    private static ErrorCode refusal(ThrowingCallable call) {
        return refused(call).code();
    }

    private static NodeResourceException refused(ThrowingCallable call) {
        NodeResourceException refused = catchThrowableOfType(NodeResourceException.class, call);
        assertThat(refused).isNotNull();
        return refused;
    }

    private static void refused(ThrowingCallable call, ErrorCode code, String fact) {
        assertThat(refused(call))
                .hasMessageContaining(fact)
                .extracting(NodeResourceException::code)
                .isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void limitBindsAnOrdinaryUserJustAtTheLimit(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path directory = directory(mounted, "volume");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            Project project = quotas.ensure(directory, FOUR_MEBIBYTES.withInodes(4));
            assertThat(project.state()).isEqualTo(Project.State.READY);
            assertThat(project.quota().limits()).isEqualTo(FOUR_MEBIBYTES.withInodes(4));
            assertThat(Witness.project(directory)).isEqualTo(project.id());

            int room = (int) ((4 << 20) - project.quota().use().bytes().bytes()) >> 10;
            assertThat(write(directory.resolve("file"), room - 64).status()).isZero();
            CommandRunner.Ended tooMuch = write(directory.resolve("file"), 128);
            assertThat(tooMuch.status()).isEqualTo(1);
            assertThat(tooMuch.errors()).contains(kind == Kind.XFS ? "No space left on device" : "Disk quota exceeded");
            ProjectQuota full = quotas.get(project.id());
            assertThat(full.use().bytes().bytes()).isBetween((4L << 20) - (16 << 10), 4L << 20);

            assertThat(Witness.asNobody("mkdir", directory.resolve("a").toString())
                            .status())
                    .isEqualTo(1);
            run("truncate", "-s", "0", directory.resolve("file").toString());
            List<Integer> made = IntStream.range(0, 5)
                    .map(i -> Witness.asNobody(
                                    "touch", directory.resolve("f" + i).toString())
                            .status())
                    .boxed()
                    .toList();
            assertThat(made).contains(0, 1);
            assertThat(quotas.get(project.id()).use().inodes()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void existingTreeBecomesAProjectAndWhatIsNotOfItDoesNot(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path outside = Files.writeString(mounted.resolve("outside"), "x");
        Path directory = directory(mounted, "volume");
        Path deep = Files.createDirectories(directory.resolve("a/b/c"));
        Path file = Files.writeString(deep.resolve("file"), "content");
        Path odd = directory.resolve("a");
        // A name that is no UTF-8.
        run("bash", "-c", "touch " + odd + "/$'\\xff\\xfe'");
        Files.createSymbolicLink(directory.resolve("link"), outside);
        Files.createSymbolicLink(directory.resolve("up"), mounted);
        run("mkfifo", directory.resolve("pipe").toString());
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            Project project = quotas.ensure(directory, FOUR_MEBIBYTES);

            assertThat(Witness.project(file)).isEqualTo(project.id());
            assertThat(Witness.project(deep)).isEqualTo(project.id());
            assertThat(Witness.project(outside)).isZero();
            assertThat(Witness.project(mounted)).isZero();
            assertThat(run("bash", "-c", "lsattr -Rp " + odd + " | awk '$2 ~ /^[-A-Za-z]+$/ {print $1}' | sort -u")
                            .strip())
                    .isEqualTo(Long.toString(project.id()));
            assertThat(quotas.strays(directory)).isEmpty();
            Path later =
                    Files.writeString(Files.createDirectory(deep.resolve("d")).resolve("later"), "x");
            assertThat(Witness.project(later)).isEqualTo(project.id());
            assertThat(quotas.ensure(directory, FOUR_MEBIBYTES).id()).isEqualTo(project.id());
            assertThat(quotas.find(directory)).map(Project::id).contains(project.id());

            quotas.release(directory);
            for (Path released : List.of(directory, deep, file, later)) {
                assertThat(Witness.project(released)).isZero();
            }
            quotas.release(directory);
            assertThat(quotas.find(directory)).isEmpty();
            assertThat(quotas.quotas()).isEmpty();
            try (Inode inode = Inode.open(directory)) {
                assertThat(inode.mark(Mark.ATTRIBUTE)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void limitsGrowAndShrinkAndNotBelowUseUnlessAsked(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path directory = directory(mounted, "volume");
        Files.write(directory.resolve("file"), new byte[2 << 20]);
        run("sync", "-f", mounted.toString());
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            QuotaLimits one = QuotaLimits.ofBytes(ByteSize.ofMebibytes(1));
            assertThat(refusal(() -> quotas.ensure(directory, one))).isEqualTo(QuotaErrorCode.BELOW_USE);
            assertThat(Witness.project(directory)).as("nothing half made").isZero();
            assertThat(quotas.quotas()).isEmpty();

            Project project = quotas.ensure(directory, FOUR_MEBIBYTES);
            QuotaLimits eight = QuotaLimits.ofBytes(ByteSize.ofMebibytes(8)).withSoftBytes(ByteSize.ofMebibytes(5));
            assertThat(quotas.set(directory, eight, BelowUse.REFUSE).quota().limits())
                    .isEqualTo(eight);
            assertThat(refusal(() -> quotas.set(directory, one, BelowUse.REFUSE)))
                    .isEqualTo(QuotaErrorCode.BELOW_USE);
            assertThat(refusal(() -> quotas.ensure(directory, one))).isEqualTo(QuotaErrorCode.BELOW_USE);
            assertThat(refusal(() -> quotas.set(project.id(), one, BelowUse.REFUSE)))
                    .isEqualTo(QuotaErrorCode.BELOW_USE);
            assertThat(quotas.get(project.id()).limits()).isEqualTo(eight);
            assertThat(quotas.set(project.id(), one, BelowUse.ALLOW).limits()).isEqualTo(one);
            assertThat(quotas.ensure(directory, one).id()).as("as it is").isEqualTo(project.id());
            QuotaLimits odd = QuotaLimits.ofBytes(ByteSize.ofBytes((1 << 20) - 1));
            assertThat(quotas.ensure(directory, odd).quota().limits())
                    .as("rounded up to what it is")
                    .isEqualTo(one);
            assertThat(write(directory.resolve("more"), 64).status()).isEqualTo(1);
            assertThat(quotas.removeLimits(directory).quota().limits()).isEqualTo(QuotaLimits.NONE);
            assertThat(write(directory.resolve("more"), 64).status()).isZero();
            assertThat(quotas.find(directory)).map(Project::state).contains(Project.State.READY);

            QuotaLimits soft = QuotaLimits.NONE.withSoftBytes(ByteSize.ofMebibytes(1));
            quotas.setGraceTimes(new GraceTimes(Duration.ofHours(5), Duration.ofHours(6)));
            assertThat(quotas.graceTimes()).isEqualTo(new GraceTimes(Duration.ofHours(5), Duration.ofHours(6)));
            quotas.set(directory, soft, BelowUse.ALLOW);
            assertThat(write(directory.resolve("more"), 64).status()).isZero();
            Instant ends = Objects.requireNonNull(quotas.get(project.id()).bytesGraceEnds());
            assertThat(Duration.between(Instant.now(), ends))
                    .isBetween(Duration.ofMinutes(290), Duration.ofMinutes(301));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void orphansAndStraysAreFoundAndNothingIsTakenForThem(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path gone = directory(mounted, "gone");
        Path kept = directory(mounted, "kept");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long orphan = quotas.ensure(gone, FOUR_MEBIBYTES).id();
            long project = quotas.ensure(kept, FOUR_MEBIBYTES).id();
            assertThat(orphan).isNotEqualTo(project);
            assertThat(Witness.asNobody(
                                    "touch",
                                    kept.resolve("left").toString(),
                                    kept.resolve("stays").toString())
                            .status())
                    .isZero();
            // A file's owner may take it out of the project.
            assertThat(Witness.asNobody(
                                    "chattr", "-p", "7", kept.resolve("left").toString())
                            .status())
                    .isZero();
            assertThat(quotas.strays(kept))
                    .containsExactly(new Stray(kept.resolve("left").toString(), 7, project));

            assertThat(refusal(() -> quotas.removeOrphan(project))).isEqualTo(QuotaErrorCode.ID_IN_USE);
            assertThat(refusal(() -> quotas.removeOrphan(orphan))).isEqualTo(QuotaErrorCode.ID_IN_USE);
            run("rm", "-r", gone.toString());
            run("sync", "-f", mounted.toString());
            assertThat(quotas.orphans())
                    .extracting(Project::id)
                    .contains(orphan)
                    .doesNotContain(project);
            assertThat(quotas.projects())
                    .filteredOn(p -> p.id() == project)
                    .extracting(Project::directory, Project::state)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(kept.toString(), Project.State.READY));
            assertThat(quotas.ensure(directory(mounted, "next"), FOUR_MEBIBYTES).id())
                    .isNotEqualTo(orphan);
            quotas.removeOrphan(orphan);
            assertThat(quotas.orphans()).extracting(Project::id).doesNotContain(orphan);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void projectThatIsAnothersTooIsNotAdopted(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path etc = Files.createDirectory(folder.resolve("etc" + kind));
        Path first = directory(mounted, "first");
        Path second = directory(mounted, "second");
        Path link = Files.createSymbolicLink(folder.resolve("first" + kind), first);
        for (Path each : List.of(first, second)) {
            run("chattr", "-p", "77", "+P", each.toString());
        }
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted, etc, Duration.ofMinutes(1))) {
            for (Path each : List.of(first, second)) {
                assertThat(refusal(() -> quotas.adopt(each))).isEqualTo(QuotaErrorCode.ID_IN_USE);
            }
            run("chattr", "-p", "0", "-P", second.toString());
            for (Path other : List.of(second, mounted.resolve("none"), mounted)) {
                Files.writeString(etc.resolve("projects"), "77:" + first + "\n77:" + other + "\n");
                assertThat(refusal(() -> quotas.adopt(first))).as("%s", other).isEqualTo(QuotaErrorCode.ID_IN_USE);
            }
            assertThat(quotas.find(first)).map(Project::state).contains(Project.State.NOT_OURS);

            // Itself, a directory of another file system, and another id.
            Files.writeString(etc.resolve("projects"), "77:" + link + "\n77:" + folder + "\n78:" + second + "\n");
            assertThat(quotas.adopt(first).state()).isEqualTo(Project.State.READY);
            run("chattr", "-p", "77", "+P", second.toString());
            assertThat(refusal(() -> quotas.adopt(second))).isEqualTo(QuotaErrorCode.ID_IN_USE);
            assertThat(quotas.adopt(first).id()).as("done already").isEqualTo(77);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void limitsAreLeftToWhatCarriesTheProjectElsewhere(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path volume = directory(mounted, "volume");
        Path other = directory(mounted, "other");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long id = quotas.ensure(volume, FOUR_MEBIBYTES).id();
            Path moved = Files.move(directory(volume, "inner"), mounted.resolve("moved"));
            assertThat(Witness.project(moved)).isEqualTo(id);

            ProjectQuota left = quotas.release(volume).orElseThrow();
            assertThat(left.id()).isEqualTo(id);
            assertThat(left.limits()).isEqualTo(FOUR_MEBIBYTES);
            assertThat(left.use().inodes()).isEqualTo(1);
            assertThat(Witness.project(volume)).isZero();
            assertThat(quotas.find(volume)).isEmpty();
            assertThat(write(moved.resolve("file"), 8192).status())
                    .as("it is bound")
                    .isEqualTo(1);
            assertThat(quotas.release(volume)).as("done already").isEmpty();
            assertThat(quotas.get(id).limits()).isEqualTo(FOUR_MEBIBYTES);
            assertThat(quotas.adopt(moved).id()).isEqualTo(id);
            assertThat(quotas.release(moved)).isEmpty();
            assertThat(quotas.get(id).limits()).isEqualTo(QuotaLimits.NONE);

            long second = quotas.ensure(other, FOUR_MEBIBYTES).id();
            Path file = Files.move(Files.writeString(other.resolve("file"), "x"), mounted.resolve("file"));
            assertThat(quotas.release(other)).map(ProjectQuota::id).contains(second);
            assertThat(quotas.get(second).limits()).isEqualTo(FOUR_MEBIBYTES);
            run("rm", file.toString());
            run("sync", "-f", mounted.toString());
            quotas.removeOrphan(second);
            assertThat(quotas.get(second).limits()).isEqualTo(QuotaLimits.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void limitsAreNotLeftToWhatInTheTreeKeepsTheProject(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path volume = directory(mounted, "volume");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long id = quotas.ensure(volume, FOUR_MEBIBYTES).id();
            Files.createSymbolicLink(volume.resolve("link"), volume);
            run("mkfifo", volume.resolve("pipe").toString());
            for (int i = 0; i < 200; i++) {
                // XFS counts what is deleted a while longer.
                Files.delete(Files.writeString(volume.resolve("file" + i), "x"));
            }

            assertThat(quotas.release(volume)).isEmpty();
            assertThat(quotas.get(id).limits()).isEqualTo(QuotaLimits.NONE);
            assertThat(quotas.get(id).use().inodes()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void fileWithNamesOutsideIsNotTaken(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path volume = directory(mounted, "volume");
        Path others = Files.writeString(mounted.resolve("others"), "x");
        Path link = Files.createLink(volume.resolve("link"), others);
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            assertThat(refusal(() -> quotas.ensure(volume, FOUR_MEBIBYTES))).isEqualTo(QuotaErrorCode.SHARED_FILE);
            for (Path untouched : List.of(volume, others)) {
                assertThat(Witness.project(untouched)).as("%s", untouched).isZero();
            }
            assertThat(quotas.find(volume)).isEmpty();
            assertThat(quotas.quotas()).isEmpty();

            Files.delete(link);
            Path file = Files.writeString(volume.resolve("file"), "x");
            Files.createLink(directory(volume, "inner").resolve("same"), file);
            Project project = quotas.ensure(volume, FOUR_MEBIBYTES);
            assertThat(project.quota().use().inodes()).isEqualTo(3);
            assertThat(Witness.project(file)).isEqualTo(project.id());
            assertThatThrownBy(() -> Files.createLink(link, others)).hasMessageContaining("cross-device");

            // Broken off, and what is in the project already may have got a name outside.
            Path out = Files.createLink(mounted.resolve("out"), file);
            breakOff(volume, project.id());
            assertThat(quotas.ensure(volume, FOUR_MEBIBYTES).id()).isEqualTo(project.id());
            breakOff(volume, project.id());
            run("chattr", "-p", "0", file.toString());
            assertThat(refusal(() -> quotas.ensure(volume, FOUR_MEBIBYTES))).isEqualTo(QuotaErrorCode.SHARED_FILE);
            assertThat(Witness.project(out)).isZero();
            Files.delete(out);
            assertThat(quotas.ensure(volume, FOUR_MEBIBYTES).state()).isEqualTo(Project.State.READY);
            assertThat(Witness.project(file)).isEqualTo(project.id());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void fileWithNamesOutsideThatCameMeanwhileIsPassed(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path volume = directory(mounted, "volume");
        Path plain = Files.writeString(volume.resolve("plain"), "x");
        Path others = Files.writeString(mounted.resolve("others"), "x");
        Files.createLink(volume.resolve("link"), others);
        try (Inode top = Inode.open(volume)) {
            Assignment unlinked = Assignment.ofUnlinked(5);
            Tree.walk(top, volume.toString(), unlinked);
            assertThat(unlinked.hasPassed()).isTrue();
            assertThat(Witness.project(volume)).isEqualTo(5);
            assertThat(Witness.project(plain)).isEqualTo(5);
            assertThat(Witness.project(others)).isZero();
            assertThatThrownBy(() -> Files.createLink(volume.resolve("more"), others))
                    .hasMessageContaining("cross-device");

            Tree.walk(top, volume.toString(), Assignment.of(5));
            assertThat(Witness.project(others)).isEqualTo(5);
            Assignment again = Assignment.ofUnlinked(5);
            Tree.walk(top, volume.toString(), again);
            assertThat(again.hasPassed()).isFalse();
        }
    }

    /** Its owner takes a project off its directory: what is in it carries it, and counts, still. */
    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void whatWasBrokenOffKeepsItsIdThoughItsTopLostIt(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path volume = directory(mounted, "volume");
        Path file = Files.writeString(directory(volume, "inner").resolve("file"), "x");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long id = quotas.ensure(volume, FOUR_MEBIBYTES).id();
            breakOff(volume, id);
            run("chattr", "-P", "-p", "0", volume.toString());
            assertThat(quotas.ensure(volume, FOUR_MEBIBYTES).id()).isEqualTo(id);
            assertThat(quotas.quotas()).hasSize(1);
            assertThat(Witness.project(volume)).isEqualTo(id);

            run("chattr", "-P", volume.toString());
            Path uncounted = Files.writeString(volume.resolve("uncounted"), "x");
            assertThat(Witness.project(uncounted)).isZero();
            assertThat(quotas.ensure(volume, FOUR_MEBIBYTES).id()).isEqualTo(id);
            assertThat(Witness.project(uncounted)).isEqualTo(id);
            assertThat(Witness.project(Files.writeString(volume.resolve("counted"), "x")))
                    .isEqualTo(id);

            breakOff(volume, id, Mark.Phase.RELEASING);
            run("chattr", "-P", "-p", "0", volume.toString());
            assertThat(quotas.release(volume)).isEmpty();
            for (Path each : List.of(volume, file.getParent(), file, uncounted)) {
                assertThat(Witness.project(each)).as("%s", each).isZero();
            }
            assertThat(quotas.quotas()).isEmpty();
            breakOff(volume, id, Mark.Phase.RELEASING);
            assertThat(quotas.release(volume)).as("only its mark was left").isEmpty();
            assertThat(quotas.find(volume)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void limitsThatFollowFromThoseThatItHasKeepTheOthers(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path volume = directory(mounted, "volume");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long id = quotas.ensure(volume, before -> before.withBytes(FOUR_MEBIBYTES.hardBytes()), BelowUse.REFUSE)
                    .id();
            run("chattr", "-P", "-p", "0", volume.toString());

            Project project = quotas.ensure(volume, before -> before.withInodes(9), BelowUse.REFUSE);
            assertThat(project.id()).isEqualTo(id);
            assertThat(project.quota().limits()).isEqualTo(FOUR_MEBIBYTES.withInodes(9));

            breakOff(volume, id);
            Files.write(volume.resolve("file"), new byte[2 << 20]);
            run("sync", "-f", mounted.toString());
            QuotaLimits one = QuotaLimits.ofBytes(ByteSize.ofMebibytes(1));
            assertThat(refusal(() -> quotas.ensure(volume, before -> one, BelowUse.REFUSE)))
                    .isEqualTo(QuotaErrorCode.BELOW_USE);
            Project below = quotas.ensure(volume, before -> one, BelowUse.ALLOW);
            assertThat(below.quota().limits()).isEqualTo(one);
            assertThat(below.state()).as("taken up again").isEqualTo(Project.State.READY);
        }
    }

    @Test
    void limitsThatWouldBindNobodyAreNotSet() throws IOException {
        Path mounted = mounted(Kind.EXT4);
        Path volume = directory(mounted, "volume");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long id = quotas.ensure(volume, FOUR_MEBIBYTES).id();
            run("quotaoff", "-P", mounted.toString());
            for (ThrowingCallable set : List.<ThrowingCallable>of(
                    () -> quotas.set(id, QuotaLimits.NONE, BelowUse.ALLOW),
                    () -> quotas.set(volume, QuotaLimits.NONE, BelowUse.ALLOW),
                    () -> quotas.ensure(volume, QuotaLimits.NONE))) {
                assertThat(refusal(set)).isEqualTo(QuotaErrorCode.NOT_ENFORCED);
            }
            assertThat(quotas.get(id).limits()).isEqualTo(FOUR_MEBIBYTES);
        }
    }

    /** Its owner takes the directory out of its project, or into another, and fills it past its limit. */
    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void whatItsOwnerTookOutIsTakenBackWithItsLimit(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path volume = directory(mounted, "volume");
        Path inner = directory(volume, "inner");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long id = quotas.ensure(volume, FOUR_MEBIBYTES).id();
            run("chattr", "-P", "-p", "0", volume.toString());
            Path uncounted = Files.write(volume.resolve("uncounted"), new byte[5 << 20]);
            assertThat(Witness.project(uncounted)).isZero();
            refused(
                    () -> quotas.set(volume, FOUR_MEBIBYTES, BelowUse.ALLOW),
                    QuotaErrorCode.NOT_OURS,
                    "was made project " + id);

            assertThat(quotas.ensure(volume, FOUR_MEBIBYTES).id()).isEqualTo(id);
            assertThat(Witness.project(uncounted)).isEqualTo(id);
            assertThat(quotas.find(volume).orElseThrow().quota().limits()).isEqualTo(FOUR_MEBIBYTES);

            run("chattr", "-p", "77", volume.toString());
            refused(() -> quotas.ensure(volume, FOUR_MEBIBYTES), QuotaErrorCode.NOT_OURS, "chattr -p " + id);
            run("chattr", "-p", Long.toString(id), volume.toString());
            assertThat(quotas.ensure(volume, FOUR_MEBIBYTES).id()).isEqualTo(id);
            for (Path each : List.of(volume, inner, uncounted)) {
                assertThat(Witness.project(each)).as("%s", each).isEqualTo(id);
            }
        }
    }

    /** An id that nothing carried was freed, and is another directory's by now: neither stands in the other's way. */
    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void anIdThatWasFreedAndDrawnAgainIsForgottenWhereItWasBefore(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path first = directory(mounted, "first");
        Path second = directory(mounted, "second");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long id = quotas.ensure(first, FOUR_MEBIBYTES).id();
            quotas.ensure(second, FOUR_MEBIBYTES);
            run("chattr", "-P", "-p", "0", first.toString());
            run("chattr", "-p", Long.toString(id), second.toString());

            long drawn = quotas.ensure(first, FOUR_MEBIBYTES).id();
            assertThat(drawn).isNotEqualTo(id);
            assertThat(Witness.project(second)).isEqualTo(id);

            run("chattr", "-P", "-p", "0", first.toString());
            run("chattr", "-p", Long.toString(drawn), second.toString());
            assertThat(quotas.release(first)).isEmpty();
            assertThat(quotas.find(first)).isEmpty();
            assertThat(Witness.project(second)).isEqualTo(drawn);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void aReleaseThatIsRefusedChangesNothing(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path volume = directory(mounted, "volume");
        Path inner = directory(volume, "inner");
        Path fixed = Files.writeString(inner.resolve("fixed"), "x");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long id = quotas.ensure(volume, FOUR_MEBIBYTES).id();
            for (Path each : List.of(fixed, volume)) {
                run("chattr", "+a", each.toString());
                assertThat(refusal(() -> quotas.release(volume))).isEqualTo(QuotaErrorCode.FIXED_FILE);
                run("chattr", "-a", each.toString());
                isStillAProject(quotas, volume, id);
            }
            Path below = directory(inner, "mount");
            run("mount", "-t", "tmpfs", "tmpfs", below.toString());
            assertThat(refusal(() -> quotas.release(volume))).isEqualTo(QuotaErrorCode.CROSSES_MOUNT);
            run("umount", below.toString());
            isStillAProject(quotas, volume, id);
            assertThat(quotas.release(volume)).isEmpty();
        }
    }

    private static void isStillAProject(ProjectQuotas quotas, Path volume, long id) throws IOException {
        assertThat(quotas.find(volume)).map(Project::state).contains(Project.State.READY);
        assertThat(quotas.strays(volume)).isEmpty();
        assertThat(Witness.project(Files.writeString(volume.resolve("counted"), "x")))
                .isEqualTo(id);
    }

    @Test
    void whatIsMountedOverAnOpenOneIsNotWorkedOnUnderItsName() throws IOException {
        Path mounted = mounted(Kind.EXT4);
        Path volume = directory(mounted, "volume");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long id = quotas.ensure(volume, FOUR_MEBIBYTES).id();
            run("mount", "-t", "tmpfs", "tmpfs", mounted.toString());
            try {
                directory(mounted, "volume");
                assertThat(refusal(() -> quotas.ensure(volume, FOUR_MEBIBYTES))).isEqualTo(QuotaErrorCode.OUTSIDE);
                assertThat(refusal(quotas::projects)).isEqualTo(QuotaErrorCode.OUTSIDE);
                assertThat(quotas.get(id).limits()).as("by its id").isEqualTo(FOUR_MEBIBYTES);
            } finally {
                run("umount", mounted.toString());
            }
            assertThat(quotas.projects()).extracting(Project::id).containsExactly(id);
        }
    }

    /** Marks a project as one whose making was broken off. */
    private static void breakOff(Path directory, long id) {
        breakOff(directory, id, Mark.Phase.ASSIGNING);
    }

    private static void breakOff(Path directory, long id, Mark.Phase phase) {
        try (Inode inode = Inode.open(directory)) {
            Mark mark = new Mark(id, phase, inode.facts().number());
            inode.setMark(Mark.ATTRIBUTE, mark.text());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void badInputIsRefusedAndChangesNothing(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path path = directory(mounted, "path");
        Path plain = directory(path, "plain");
        Path file = Files.writeString(path.resolve("file"), "x");
        Path link = Files.createSymbolicLink(path.resolve("link"), plain);
        Path bound = directory(path, "bound");
        directory(bound, "on");
        run("mount", "--bind", plain.toString(), bound.resolve("on").toString());
        made.beforeClosing("umount", bound.resolve("on").toString());
        Path other = directory(path, "other");
        run("mount", "-t", "tmpfs", "tmpfs", other.toString());
        made.beforeClosing("umount", other.toString());
        Path foreign = directory(path, "foreign");
        run("chattr", "-p", "77", "+P", foreign.toString());
        Path fixed = directory(path, "fixed");
        Path immutable = Files.writeString(fixed.resolve("file"), "x");
        run("chattr", "+i", immutable.toString());
        made.beforeClosing("chattr", "-i", immutable.toString());
        Path viaLink = Files.createSymbolicLink(folder.resolve("quota" + kind), path);

        try (ProjectQuotas quotas = ProjectQuotas.open(path);
                ProjectQuotas linked = ProjectQuotas.open(viaLink)) {
            assertThat(quotas.mountPoint()).isEqualTo(mounted);
            for (Path outside :
                    List.of(path, mounted, Path.of("/"), path.resolve("../x"), path.resolve("plain/../.."))) {
                assertThat(refusal(() -> quotas.ensure(outside, FOUR_MEBIBYTES)))
                        .isEqualTo(QuotaErrorCode.OUTSIDE);
            }
            assertThat(refusal(() -> quotas.ensure(path.resolve("none"), FOUR_MEBIBYTES)))
                    .isEqualTo(QuotaErrorCode.NO_SUCH_PATH);
            assertThat(refusal(() -> quotas.ensure(path.resolve("x".repeat(300)), FOUR_MEBIBYTES)))
                    .isEqualTo(QuotaErrorCode.NO_SUCH_PATH);
            for (Path no : List.of(file, link, link.resolve("x"), file.resolve("x"))) {
                assertThat(refusal(() -> quotas.ensure(no, FOUR_MEBIBYTES))).isEqualTo(QuotaErrorCode.NOT_A_DIRECTORY);
            }
            for (Path no : List.of(other, bound.resolve("on"))) {
                assertThat(refusal(() -> quotas.ensure(no, FOUR_MEBIBYTES))).isEqualTo(QuotaErrorCode.OUTSIDE);
            }
            assertThat(refusal(() -> quotas.ensure(bound, FOUR_MEBIBYTES))).isEqualTo(QuotaErrorCode.CROSSES_MOUNT);
            assertThat(refusal(() -> quotas.ensure(fixed, FOUR_MEBIBYTES))).isEqualTo(QuotaErrorCode.FIXED_FILE);
            assertThat(refusal(() -> quotas.ensure(foreign, FOUR_MEBIBYTES))).isEqualTo(QuotaErrorCode.NOT_OURS);
            assertThat(refusal(() -> quotas.release(foreign))).isEqualTo(QuotaErrorCode.NOT_OURS);
            assertThat(refusal(() -> quotas.set(foreign, FOUR_MEBIBYTES, BelowUse.ALLOW)))
                    .isEqualTo(QuotaErrorCode.NOT_OURS);
            assertThat(refusal(() -> quotas.set(plain, FOUR_MEBIBYTES, BelowUse.ALLOW)))
                    .isEqualTo(QuotaErrorCode.NO_PROJECT);
            for (Path untouched : List.of(path, plain, file, bound, fixed, immutable)) {
                assertThat(Witness.project(untouched)).as("%s", untouched).isZero();
            }
            assertThat(quotas.quotas()).extracting(ProjectQuota::id).containsExactly(77L);

            assertThat(quotas.projects()).extracting(Project::state).containsExactly(Project.State.NOT_OURS);
            assertThat(quotas.adopt(foreign).state()).isEqualTo(Project.State.READY);
            assertThat(quotas.ensure(foreign, FOUR_MEBIBYTES).id()).isEqualTo(77);

            assertThat(linked.ensure(viaLink.resolve("plain"), FOUR_MEBIBYTES).id())
                    .isEqualTo(Witness.project(plain));
            assertThat(refusal(() -> quotas.ensure(directory(plain, "inner"), FOUR_MEBIBYTES)))
                    .isEqualTo(QuotaErrorCode.NESTED);
            assertThat(quotas.find(plain.resolve("inner"))).isEmpty();
            run("chattr", "-p", "0", "-P", plain.resolve("inner").toString());
            assertThat(refusal(() -> quotas.ensure(plain.resolve("inner"), FOUR_MEBIBYTES)))
                    .isEqualTo(QuotaErrorCode.NESTED);
            Path parent = directory(path, "parent");
            quotas.ensure(directory(parent, "child"), FOUR_MEBIBYTES);
            assertThat(refusal(() -> quotas.ensure(parent, FOUR_MEBIBYTES))).isEqualTo(QuotaErrorCode.NESTED);
            assertThat(Witness.project(parent)).isZero();

            // A copy of a project's directory with all its attributes is none.
            run("cp", "-a", plain.toString(), path.resolve("copy").toString());
            assertThat(quotas.find(path.resolve("copy"))).isEmpty();
            long copy = quotas.ensure(path.resolve("copy"), FOUR_MEBIBYTES).id();
            assertThat(copy).isNotEqualTo(Witness.project(plain));
        }
    }

    @Test
    void fileSystemsThatCannotAreRefusedWithTheirReason() throws IOException {
        assertThat(refusal(() -> ProjectQuotas.open(Path.of("/dev/shm"))))
                .isEqualTo(QuotaErrorCode.NOT_A_QUOTA_FILE_SYSTEM);
        assertThat(refusal(() -> ProjectQuotas.open(Path.of("/")))).isEqualTo(QuotaErrorCode.NOT_A_QUOTA_FILE_SYSTEM);
        assertThat(refusal(() -> ProjectQuotas.open(Path.of("/none")))).isEqualTo(QuotaErrorCode.NO_SUCH_PATH);
        assertThat(refusal(() -> ProjectQuotas.open(Path.of("/etc/passwd")))).isEqualTo(QuotaErrorCode.NOT_A_DIRECTORY);
        for (Path off : List.of(made.make(Kind.EXT4_WITHOUT_QUOTA, "rw"), made.make(Kind.XFS, "rw"))) {
            assertThat(refusal(() -> ProjectQuotas.open(off))).isEqualTo(QuotaErrorCode.OFF);
        }
        for (Path counting : List.of(made.make(Kind.EXT4, "rw"), made.make(Kind.XFS, "pqnoenforce"))) {
            try (ProjectQuotas quotas = ProjectQuotas.open(counting)) {
                Path directory = directory(counting, "volume");
                assertThat(refusal(() -> quotas.ensure(directory, FOUR_MEBIBYTES)))
                        .isEqualTo(QuotaErrorCode.NOT_ENFORCED);
                assertThat(Witness.project(directory)).isZero();
            }
        }
        Path mounted = mounted(Kind.EXT4);
        Path part = directory(mounted, "part");
        Path bind = Files.createDirectory(folder.resolve("bind"));
        run("mount", "--bind", part.toString(), bind.toString());
        made.beforeClosing("umount", bind.toString());
        assertThat(refusal(() -> ProjectQuotas.open(bind))).isEqualTo(QuotaErrorCode.PART_OF_FILE_SYSTEM);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void whatIsMountedOverThePathMeanwhileIsNotTakenForItsTop(Kind kind) throws IOException {
        String device = made.image(kind);
        Path mounted = made.mount(device, "prjquota");
        Path bound = Files.createDirectory(folder.resolve("bound"));
        run("mount", "--bind", mounted.toString(), bound.toString());
        made.beforeClosing("umount", bound.toString());
        try (QuotaCtl quotas = QuotaCtl.open(mounted)) {
            ProjectQuotas.openTop(mounted, quotas.facts()).close();
            assertThat(refusal(() -> ProjectQuotas.openTop(bound, quotas.facts())))
                    .as("another mount of it")
                    .isEqualTo(QuotaErrorCode.OUTSIDE);
            run("mount", "-t", "tmpfs", "tmpfs", mounted.toString());
            made.beforeClosing("umount", mounted.toString());
            assertThat(refusal(() -> ProjectQuotas.openTop(mounted, quotas.facts())))
                    .isEqualTo(QuotaErrorCode.OUTSIDE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void nothingIsChangedWhileAnotherHasTheLock(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path volume = directory(mounted, "volume");
        Path other = directory(mounted, "other");
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted, Path.of("/etc"), Duration.ofMillis(100));
                Inode top = Inode.open(mounted)) {
            long id = quotas.ensure(volume, FOUR_MEBIBYTES).id();
            QuotaLimits eight = QuotaLimits.ofBytes(ByteSize.ofMebibytes(8));
            try (Inode lock = top.lockFile(FileSystemLock.NAME)) {
                assertThat(lock.tryLock()).isTrue();
                for (ThrowingCallable change : List.<ThrowingCallable>of(
                        () -> quotas.set(volume, eight, BelowUse.REFUSE),
                        () -> quotas.ensure(other, FOUR_MEBIBYTES),
                        () -> quotas.adopt(volume),
                        () -> quotas.release(volume),
                        () -> quotas.removeOrphan(id))) {
                    assertThat(refusal(change)).isEqualTo(QuotaErrorCode.BUSY);
                }
                assertThat(quotas.get(id).limits()).isEqualTo(FOUR_MEBIBYTES);
            }
            assertThat(quotas.set(id, eight, BelowUse.REFUSE).limits()).isEqualTo(eight);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void withoutPrivilegeNothingIsDone(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Path directory = directory(mounted, "volume");
        CommandRunner.Ended child =
                ended(Tools.withoutPrivilege(EnsuringMain.class, mounted.toString(), "4", directory.toString()));
        assertThat(child.output().lines())
                .as(child.errors())
                .containsExactly("begin " + directory, "error quota/no-privilege");
        assertThat(Witness.project(directory)).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void thousandProjectsAgreeWithTheWitness(Kind kind) throws IOException {
        Path mounted = mounted(kind);
        Set<Long> ids = new TreeSet<>();
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            for (int i = 1; i <= 1000; i++) {
                Path directory = Files.createDirectory(mounted.resolve("volume" + i));
                Files.write(directory.resolve("file"), new byte[(i % 5) * 4096]);
                ids.add(quotas.ensure(
                                directory,
                                QuotaLimits.ofBytes(ByteSize.ofBytes(i * 65536L))
                                        .withInodes(i + 1))
                        .id());
            }
            run("sync", "-f", mounted.toString());
            List<ProjectQuota> all = quotas.quotas();
            assertThat(ids).hasSize(1000);
            assertThat(all).extracting(ProjectQuota::id).containsExactlyElementsOf(ids);
            assertThat(quotas.projects()).extracting(Project::id).containsExactlyElementsOf(ids);
            assertThat(quotas.projects()).extracting(Project::state).containsOnly(Project.State.READY);
            List<String> report = Witness.report(kind, mounted);
            assertThat(report).hasSize(kind == Kind.XFS ? 2000 : 1000);
            for (ProjectQuota quota : all) {
                List<String> lines = report.stream()
                        .filter(line -> line.startsWith("#" + quota.id() + " "))
                        .toList();
                // repquota has the flags of both in its second field; xfs_quota's reports have none.
                int at = kind == Kind.XFS ? 1 : 2;
                String inodes = lines.get(lines.size() - 1);
                assertThat(Witness.number(lines.get(0), at) << 10)
                        .isEqualTo(quota.use().bytes().bytes());
                assertThat(Witness.number(lines.get(0), at + 2) << 10)
                        .isEqualTo(quota.limits().hardBytes().bytes());
                int inodesAt = kind == Kind.XFS ? 1 : 5;
                assertThat(Witness.number(inodes, inodesAt))
                        .isEqualTo(quota.use().inodes());
                assertThat(Witness.number(inodes, inodesAt + 2))
                        .isEqualTo(quota.limits().hardInodes());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "XFS"})
    void reservedIdsAreNotDrawnAndManyAtOnceGetDifferentOnes(Kind kind) throws Exception {
        Path mounted = mounted(kind);
        Path etc = Files.createDirectory(folder.resolve("etc" + kind));
        Files.writeString(etc.resolve("projects"), "1073741824:/srv/a\n# 5:/x\nnonsense\n");
        Files.writeString(etc.resolve("projid"), "b:1073741826\n");
        Set<Long> ids = new ConcurrentSkipListSet<>();
        int each = 25;
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> new Thread(() -> {
                    try (ProjectQuotas quotas = ProjectQuotas.open(mounted, etc, Duration.ofMinutes(2))) {
                        for (int i = 0; i < each; i++) {
                            Path directory = Files.createDirectory(mounted.resolve("v" + number + "-" + i));
                            ids.add(quotas.ensure(directory, FOUR_MEBIBYTES).id());
                        }
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ids).hasSize(4 * each).doesNotContain(1073741824L, 1073741826L);
    }
}
