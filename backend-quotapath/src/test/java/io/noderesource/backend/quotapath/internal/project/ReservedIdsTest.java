package io.noderesource.backend.quotapath.internal.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReservedIdsTest {

    @TempDir
    private Path etc;

    @Test
    void idsOfBothFilesAreReserved() throws IOException {
        assertThat(ReservedIds.in(etc)).isEmpty();
        Files.writeString(
                etc.resolve("projects"), "# a comment: 9\n 1 : /srv\n4294967294:/a:b\n\nx:/c\n:/d\n7\n-3:/e\n");
        Files.writeString(etc.resolve("projid"), "name:12\n#off:13\nbad:4294967296\nodd:name:14\n");
        assertThat(ReservedIds.in(etc)).containsExactlyInAnyOrder(1L, 4294967294L, 12L);
    }

    @Test
    void directoriesOfAnIdAreThoseThatProjectsGivesItTo() throws IOException {
        assertThat(ReservedIds.directories(etc, 7)).isEmpty();
        Files.writeString(
                etc.resolve("projects"), "7:/srv/a\n# 7:/off\n77:/b\n 7 : /srv/ä:b \nx:/c\n:/d\n4294967294:/e\n7:\n");
        Files.writeString(etc.resolve("projid"), "/name:7\n");
        assertThat(ReservedIds.directories(etc, 7)).containsExactly("/srv/a", "/srv/ä:b", "");
        assertThat(ReservedIds.directories(etc, 4294967294L)).containsExactly("/e");
    }
}
