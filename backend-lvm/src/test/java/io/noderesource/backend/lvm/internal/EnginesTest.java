package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.lvm.EngineKind;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {

    @TempDir
    private Path root;

    @Test
    void isChosenByName() {
        for (EngineKind kind : EngineKind.values()) {
            assertThat(Engines.named(kind.id())).contains(kind);
        }
        assertThat(Engines.named(null)).isEmpty();
        assertThat(Engines.named("")).isEmpty();
    }

    @Test
    void refusesANameThatIsNone() {
        NodeResourceException e = catchThrowableOfType(NodeResourceException.class, () -> Engines.named("LIBLVM2CMD"));
        assertThat(e.code()).isEqualTo(StandardErrorCode.BAD_OPTION);
        assertThat(e).hasMessageContaining("'LIBLVM2CMD'").hasMessageContaining(Engines.names());
    }

    @Test
    void tellsWhatTheNodeHasWithoutLoadingIt() throws IOException {
        Path debian = write("usr/lib/x86_64-linux-gnu/liblvm2cmd.so.2.03", "\0 2.0 \0LVM 2.03.16(2) (2022-05-18)\0");
        Path redHat = write("usr/lib64/liblvm2app.so.2.2", "2.02.187(2)-RHEL7 (2020-03-24)");
        assertThat(EngineFile.describe(EngineKind.LIBLVM2CMD, root)).isEqualTo("2.03.16(2) (2022-05-18), " + debian);
        assertThat(EngineFile.describe(EngineKind.LIBLVM2APP, root))
                .isEqualTo("2.02.187(2)-RHEL7 (2020-03-24), " + redHat);
        assertThat(EngineFile.describe(EngineKind.LVM, root))
                .startsWith("not here: there is no lvm in " + root.resolve("usr/sbin") + ", ");
        Path program = write("usr/sbin/lvm", "2.03.16(2) (2022");
        assertThat(EngineFile.describe(EngineKind.LVM, root)).isEqualTo("of unknown version, " + program);
    }

    private Path write(String place, String content) throws IOException {
        Path file = root.resolve(place);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    }
}
