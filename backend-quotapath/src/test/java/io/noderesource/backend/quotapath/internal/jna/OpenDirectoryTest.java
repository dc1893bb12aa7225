package io.noderesource.backend.quotapath.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What any process may ask of an open directory. */
class OpenDirectoryTest {

    @Test
    void isListedWhateverItsPathLeadsToByNow(@TempDir Path given) throws IOException {
        Path root = given.toRealPath();
        Path path = Files.createDirectory(root.resolve("opened"));
        try (OpenDirectory opened = OpenDirectory.open(path)) {
            assertThat(opened.isEmpty()).isTrue();
            Files.move(path, root.resolve("moved"));
            Files.createFile(Files.createDirectory(path).resolve("entry of another"));
            assertThat(opened.isEmpty()).isTrue();
            Files.createFile(root.resolve("moved/entry"));
            assertThat(opened.isEmpty()).isFalse();
            assertThat(opened.isEmpty()).as("listed anew").isFalse();
        }
    }

    @Test
    void isOnTheMountThatIsMountedOnAnother() throws IOException {
        try (OpenDirectory root = OpenDirectory.open(Path.of("/"));
                OpenDirectory proc = OpenDirectory.open(Path.of("/proc"))) {
            assertThat(proc.isMountedOn(root)).isTrue();
            assertThat(root.isMountedOn(proc)).isFalse();
            assertThat(proc.isMountedOn(proc)).isFalse();
        }
    }
}
