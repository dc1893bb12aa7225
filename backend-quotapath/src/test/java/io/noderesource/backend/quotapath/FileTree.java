package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.noderesource.backend.quotapath.QuotaFileSystems.Kind;
import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Carried;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.backend.quotapath.internal.jna.Inode.Inheritance;
import io.noderesource.base.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A tree of directories and regular files, many of them empty, whose contents follow from their numbers.
 *
 * @param top its top directory, which an ordinary user may write to
 * @param inodes files and directories, the top included
 */
record FileTree(Path top, int inodes) {

    /** What {@code -Dsandbox.files} says. */
    static final int INODES = Integer.getInteger("sandbox.files", 10_000);

    /** Every so many of the inodes is a directory, which up to eight others lie in. */
    private static final int FILES_EACH = 10;

    private static final int FAN = 8;

    /** Every so many of the files has a content. */
    private static final int EMPTY_EACH = 4;

    private List<Path> directories() {
        List<Path> directories = new ArrayList<>(List.of(top));
        for (int i = 1; i < Math.max(1, inodes / FILES_EACH); i++) {
            directories.add(directories.get((i - 1) / FAN).resolve("d" + i));
        }
        return directories;
    }

    private static Path file(List<Path> directories, int number) {
        return directories.get(number % directories.size()).resolve("f" + number);
    }

    private static byte[] content(int number) {
        byte[] content = new byte[number % EMPTY_EACH == 0 ? 1 + number % 6000 : 0];
        Arrays.fill(content, (byte) (number * 31));
        return content;
    }

    void make() throws IOException {
        List<Path> directories = directories();
        for (Path directory : directories) {
            Files.createDirectory(directory);
        }
        for (int i = directories.size(); i < inodes; i++) {
            Files.write(file(directories, i), content(i));
        }
        QuotaFileSystems.run("chmod", "777", top.toString());
    }

    /** More than what it takes up: a few MiB for each thousand. */
    ByteSize limit() {
        return ByteSize.ofMebibytes(32 + inodes / 200);
    }

    /** Each file has the content that it was made with. */
    void isUnharmed() throws IOException {
        List<Path> directories = directories();
        for (int i = directories.size(); i < inodes; i++) {
            Path file = file(directories, i);
            if (!Arrays.equals(Files.readAllBytes(file), content(i))) {
                fail("the content of " + file + " is another one");
            }
        }
    }

    /** All of it carries this project and directories hand it on, and the kernel counts just that, and limits it. */
    void isProject(long id, Kind kind, Path mounted, ProjectQuotas quotas) {
        // XFS takes deleted inodes from the count later.
        QuotaFileSystems.run("sync", "-f", mounted.toString());
        Set<Path> directories = new HashSet<>(directories());
        List<Witness.Attributes> seen = Witness.tree(top);
        assertThat(seen).hasSize(inodes);
        assertThat(seen.stream()
                        .filter(found ->
                                found.project() != id || found.inherited() != directories.contains(found.path()))
                        .toList())
                .as("what does not carry %d, or hands it on wrongly", id)
                .isEmpty();
        assertThat(Witness.inodes(kind, mounted, id)).isEqualTo(inodes);
        assertThat(quotas.get(id).use().inodes()).isEqualTo(inodes);
        assertThat(quotas.find(top)).hasValueSatisfying(project -> {
            assertThat(project.id()).isEqualTo(id);
            assertThat(project.state()).isEqualTo(Project.State.READY);
        });
        String more = top.resolve("more").toString();
        assertThat(Witness.asNobody("fallocate", "-l", "64K", more).status()).isZero();
        String all = String.valueOf(limit().bytes());
        assertThat(Witness.asNobody("fallocate", "-l", all, more).errors())
                .contains(kind == Kind.XFS ? "No space left on device" : "Disk quota exceeded");
        QuotaFileSystems.run("rm", more);
    }

    /** Nothing of it carries a project, or hands one on; those that count by other means are asked elsewhere. */
    void isNoProject() {
        List<String> seen = new ArrayList<>();
        try (Inode opened = Inode.open(top)) {
            Tree.walk(opened, top.toString(), new Tree.Each() {
                @Override
                public void meet(Inode inode, Facts facts, Place place) {
                    seen.add(place.toString());
                    assertNone(inode.carried(), place);
                }

                @Override
                public void mountPoint(Place place) {
                    fail(place + " is on another mount");
                }
            });
        }
        assertThat(seen).hasSize(inodes);
    }

    private static void assertNone(Carried carried, Place place) {
        if (carried.id() != 0 || carried.inheritance() == Inheritance.INHERITED) {
            fail(place + " carries " + carried);
        }
    }
}
