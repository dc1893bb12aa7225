package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.base.NodeResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {

    @TempDir
    private Path folder;

    /** Looks at all, and remembers it. */
    private static class Seen implements Tree.Visitor {
        private final List<Place> directories = new ArrayList<>();
        private final List<Place> files = new ArrayList<>();

        @Override
        public Tree.Next directory(Inode directory, Facts facts, Place place) {
            directories.add(place);
            return Tree.Next.INTO;
        }

        @Override
        public void file(Inode file, Facts facts, Place place) {
            files.add(place);
        }

        @Override
        public void mountPoint(Place place) {}
    }

    private void walk(Tree.Visitor visitor, int mostLevels) {
        try (Inode top = Inode.open(folder)) {
            Tree.walk(top, folder.toString(), visitor, mostLevels);
        }
    }

    @Test
    void allOfATreeIsMet() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(inner.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), inner);
        Seen seen = new Seen();
        walk(seen, 100);
        assertThat(seen.directories)
                .extracting(Place::toString)
                .containsExactly(folder.toString(), folder + "/a", folder + "/a/b");
        assertThat(seen.files).extracting(Place::toString).containsExactly(folder + "/a/b/file");
    }

    @Test
    void aTreeThatIsTooDeepIsRefusedButNotWhereProjectsAreLookedFor() throws IOException {
        Files.createDirectories(folder.resolve("d/d/d"));
        Seen seen = new Seen();
        walk(seen, 4);
        assertThat(seen.directories).hasSize(4);
        NodeResourceException refused = catchThrowableOfType(NodeResourceException.class, () -> walk(new Seen(), 3));
        assertThat(refused.code()).isEqualTo(QuotaErrorCode.TOO_DEEP);
        assertThat(refused).hasMessageContaining(folder + "/d/d/d");
        ProjectDirectories projects = new ProjectDirectories();
        Seen looking = new Seen() {
            @Override
            public void tooDeep(Place place) {
                projects.tooDeep(place);
            }
        };
        walk(looking, 3);
        assertThat(looking.directories).hasSize(3);
    }

    @Test
    void ofAPathThatIsTooLongTheEndIsTold() {
        Place place = Place.of("/top");
        for (int i = 0; i < 100; i++) {
            place = place.below("x".repeat(100));
        }
        assertThat(place.below("last").toString())
                .startsWith("…/x")
                .endsWith("/last")
                .hasSizeBetween(4096, 4300);
    }
}
